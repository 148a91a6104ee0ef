"""What someone answers to the question to coordinate."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class AnswerForm(forms.Form):
    """Will you coordinate? A reason is needed to decline."""

    answer = forms.ChoiceField(
        label=_("Will you be the coordinator of this case?"),
        choices=[("accept", _("Yes, I coordinate")), ("decline", _("No, I decline"))],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Why not?"), required=False, max_length=200, help_text=_("Only when you decline.")
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("answer") == "decline" and not data.get("reason", "").strip():
            self.add_error("reason", _("Say why, so that the MDT can ask someone else."))
        return data
