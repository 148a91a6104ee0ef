"""What someone says about an action of theirs."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from rondom.cases.actions.steps import Ask
from rondom.cases.models import NEEDS_A_REASON, NEXT_STEP_STATE, Domain, Goal, Step
from rondom.coordination.actions.plan import Waiting
from rondom.first_contact.forms.moment import moment_field
from rondom.triage.forms import AskForm


def sentence(
    label: Any, *, rows: int = 2, most: int = 500, needed: bool = True, hint: Any = ""
) -> forms.CharField:
    """A few words."""
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=needed, max_length=most, widget=area, help_text=hint)


class ActionForm(AskForm):
    """An action that the coordinator lays: in any domain, for a goal or for none, at a service or not."""

    domains = list(Domain)
    goal = forms.ChoiceField(label=_("For which goal? (may stay empty)"), required=False)
    service = forms.CharField(
        label=_("Is it a referral? Then the name of the service"),
        required=False,
        max_length=120,
        help_text=_(
            "Who is asked refers the person there, and notes how long they wait. A name as the landscape has it becomes a link."
        ),
    )

    def __init__(self, *args: Any, goals: Sequence[Goal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.goals = {str(goal.pk): goal for goal in goals}
        named = [(key, f"{goal.get_domain_display()}: {goal.text}") for key, goal in self.goals.items()]
        self.fields["goal"].choices = [("", "–"), *named]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        goal = self.goals.get(data.get("goal", ""))
        if goal and data.get("domain") and goal.domain != data["domain"]:
            self.add_error("goal", _("This goal is of another domain."))
        return data

    def ask(self) -> Ask | None:
        """The action asked, with its goal."""
        asked = super().ask()
        return asked and replace(asked, goal=self.goals.get(self.cleaned_data["goal"]))


class PostponeForm(forms.Form):
    """Another last moment, and why."""

    due_at = moment_field(_("Before"))
    reason = sentence(_("Why another moment?"))

    def __init__(self, *args: Any, at: Any, step: Step, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.at, self.step = at, step
        self.fields["due_at"].required = True

    def clean_due_at(self) -> Any:
        moment = self.cleaned_data["due_at"]
        if moment <= self.at:
            raise forms.ValidationError(_("This moment has passed."))
        if moment == self.step.due_at:
            raise forms.ValidationError(_("This is the moment that stands there already."))
        return moment


class WaitingForm(forms.Form):
    """How it stands at the service."""

    _DAY: ClassVar[dict[str, Any]] = {"attrs": {"type": "date"}, "format": "%Y-%m-%d"}
    since = forms.DateField(label=_("Waits there since"), widget=forms.DateInput(**_DAY))
    expected_from = forms.DateField(
        label=_("Help is expected from (if known)"), required=False, widget=forms.DateInput(**_DAY)
    )
    accepted_on = forms.DateField(
        label=_("The service took it on at (if so)"), required=False, widget=forms.DateInput(**_DAY)
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        since = data.get("since")
        for name in ("expected_from", "accepted_on"):
            if since and data.get(name) and data[name] < since:
                self.add_error(name, _("This is before the person began to wait."))
        return data

    def waiting(self) -> Waiting:
        """What was filled in."""
        data = self.cleaned_data
        return Waiting(data["since"], data["expected_from"], data["accepted_on"])


class NudgeForm(forms.Form):
    """One sentence to whoever was asked."""

    sentence = forms.CharField(label=_("Your sentence"), max_length=200)


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
        if data.get("state") in NEEDS_A_REASON and not data.get("outcome", "").strip():
            self.add_error("outcome", _("Say why, so that the coordinator can go on."))
        return data
