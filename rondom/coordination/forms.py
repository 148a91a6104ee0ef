"""What people fill in while coordinating."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rondom.cases.models import NEXT_STEP_STATE, Case, Step


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


class AdvanceForm(forms.Form):
    """What happens with an action now, and what came of it."""

    state = forms.ChoiceField(label=_("What now?"), widget=forms.RadioSelect)
    outcome = forms.CharField(
        label=_("What came of it, or why not?"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    _DO = {
        Step.State.ACCEPTED: _("I take it on"),
        Step.State.IN_PROGRESS: _("I have started"),
        Step.State.DONE: _("It is done"),
        Step.State.DECLINED: _("I decline it"),
        Step.State.RETURNED: _("I give it back"),
        Step.State.WITHDRAWN: _("It is no longer needed"),
    }
    _NEEDS_WORDS = (Step.State.DECLINED, Step.State.RETURNED, Step.State.WITHDRAWN)

    def __init__(self, *args: Any, step: Step, owner: bool, coordinates: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        possible = NEXT_STEP_STATE[Step.State(step.state)]
        self.fields["state"].choices = [  # type: ignore[attr-defined]
            (state, word)
            for state, word in self._DO.items()
            if state in possible and (coordinates if state == Step.State.WITHDRAWN else owner)
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("state") in self._NEEDS_WORDS and not data.get("outcome", "").strip():
            self.add_error("outcome", _("Say why, so that the coordinator can go on."))
        return data


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
