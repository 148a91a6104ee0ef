"""What is said when a case closes."""

from django import forms
from django.utils.translation import gettext_lazy as _

from rondom.cases.models import Case


class CloseForm(forms.Form):
    """Why the case is closed. As the same as another it closes from its link to that one (actions/duplicates.py)."""

    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=[one for one in Case.ClosingReason.choices if one[0] != Case.ClosingReason.DUPLICATE],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("Remark (may stay empty)"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everyone on this case reads this. No names, no details of the story."),
    )
