"""What people fill in to link two cases, or to close one as the same as the other."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rondom.cases import code
from rondom.cases.models import Case, CaseLink
from rondom.organisations.actor import Actor

_GROUNDS = [one for one in CaseLink.Ground.choices if one[0] != CaseLink.Ground.AT_REGISTRATION]


class LinkForm(forms.Form):
    """Which other case, what they have to do with each other, and on what grounds."""

    code = forms.CharField(label=_("Code of the other case"), max_length=12)
    kind = forms.ChoiceField(
        label=_("What do they have to do with each other?"),
        choices=[one for one in CaseLink.Kind.choices if one[0] != CaseLink.Kind.DUPLICATE],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one.")},
    )
    grounds = forms.MultipleChoiceField(
        label=_("On what grounds?"),
        choices=_GROUNDS,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one.")},
    )

    def __init__(self, *args: Any, actor: Actor, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor, self.case, self.other = actor, case, case

    def clean_code(self) -> str:
        typed = code.clean(self.cleaned_data["code"])
        other = Case.objects.visible_to(self.actor).filter(code=typed or "-").first()
        if other is None:
            raise forms.ValidationError(_("You see no case with this code. Check it sign by sign."))
        if other.pk == self.case.pk:
            raise forms.ValidationError(_("This is the code of this case itself. Give that of the other."))
        self.other = other
        return typed


class FoldForm(forms.Form):
    """Which of the two goes on, and that what follows was thought of."""

    keeps = forms.ChoiceField(
        label=_("Which case goes on?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one.")},
    )
    told = forms.BooleanField(
        label=_("I compared both cases myself, and looked at who learns of it."),
        error_messages={"required": _("Do this first.")},
    )

    def __init__(self, *args: Any, cases: list[Case], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cases = {str(case.pk): case for case in cases}
        self.fields["keeps"].choices = [(key, case.code) for key, case in self.cases.items()]  # type: ignore[attr-defined]

    @property
    def ends(self) -> tuple[Case, Case]:
        """The case that closes, and the one that goes on."""
        keeps = self.cases[self.cleaned_data["keeps"]]
        closes = next(case for case in self.cases.values() if case is not keeps)
        return closes, keeps
