"""What someone says about an action of theirs."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rondom.cases.models import NEXT_STEP_STATE, Step


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
