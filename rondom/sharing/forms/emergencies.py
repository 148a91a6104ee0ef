"""What people fill in about an emergency."""

from django import forms
from django.utils.translation import gettext_lazy as _

from rondom.cases import code
from rondom.cases.models import Emergency
from rondom.sharing.policies import SHORTEST_REASON


class EmergencyForm(forms.Form):
    """Which case, and why it cannot wait."""

    code = forms.CharField(
        label=_("Case code"),
        max_length=40,
        help_text=_("As it was said to you, such as R7K-42D. Spaces and small letters do not matter."),
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "spellcheck": "false"}),
    )
    reason = forms.ChoiceField(
        label=_("Why can it not wait?"), choices=Emergency.Reason, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=_("In your own words"),
        max_length=1000,
        help_text=_("At least 30 signs. The privacy officer reads this. No names."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    understood = forms.BooleanField(
        label=_("I know that this is told at once and reviewed, and I need it now")
    )

    def clean_code(self) -> str:
        typed = code.clean(self.cleaned_data["code"])
        if not typed:
            raise forms.ValidationError(_("This cannot be a case code. Check the signs."))
        return typed

    def clean_words(self) -> str:
        words: str = self.cleaned_data["words"].strip()
        if len(words) < SHORTEST_REASON:
            raise forms.ValidationError(
                _("Write in at least %(n)d signs why this cannot wait.") % {"n": SHORTEST_REASON}
            )
        return words


class ReviewForm(forms.Form):
    """What the privacy officer found."""

    finding = forms.ChoiceField(
        label=_("What did you find?"), choices=Emergency.Finding, widget=forms.RadioSelect
    )
