"""What people fill in about initiatives, decisions and what was found."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from rondom.programme.actions.initiatives import Parts
from rondom.programme.actions.proposals import Decision
from rondom.programme.cells import Phase, TargetGroup, apart, cell
from rondom.programme.forms.fields import DayField, WithParties, in_order, line, lines, one_of, some_of
from rondom.programme.models import NEXT, Finding, Initiative, Proposal, Stage
from rondom.programme.policies import BY_DECISION


class InitiativeForm(WithParties):
    """What an initiative is for, for whom, in which phase, by whom and when."""

    title = line(_("What is it called?"), 120)
    goal = lines(_("What do you want to reach?"), 1000, help_text=_("One clear goal."))
    impact = lines(
        _("What becomes better for the person and those around them?"),
        1000,
        help_text=_("Think of the person, not of the organisations."),
    )
    groups = some_of(_("For whom?"), TargetGroup.choices)
    phases = some_of(_("In which phase?"), Phase.choices)
    starts_on = DayField(label=_("From"))
    ends_on = DayField(label=_("Until, as planned now"))
    follows = forms.ChoiceField(
        label=_("Does it follow on from another?"),
        required=False,
        error_messages={"invalid_choice": _("Choose from the list.")},
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    field_order = [
        "title",
        "goal",
        "impact",
        "groups",
        "phases",
        "parties",
        "others",
        "starts_on",
        "ends_on",
        "follows",
    ]

    def __init__(self, *args: Any, earlier: list[Initiative], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.earlier = {str(one.pk): one for one in earlier}
        field = self.fields["follows"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "–"), *((key, one.title) for key, one in self.earlier.items())]

    @staticmethod
    def filled(initiative: Initiative) -> dict[str, Any]:
        """What stands there now, to change."""
        cells = [apart(code) for code in initiative.cells]
        return {
            **{name: getattr(initiative, name) for name in ("title", "goal", "impact", "others", "starts_on", "ends_on")},
            "groups": sorted({group.value for group, _phase in cells}),
            "phases": sorted({phase.value for _group, phase in cells}),
            "parties": [str(key) for key in initiative.parties],
            "follows": str(initiative.follows_id or ""),
            "seen": initiative.version,
        }  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        in_order(self, data, "starts_on", "ends_on")
        return data

    def parts(self) -> Parts:
        """What was filled in."""
        data = self.cleaned_data
        return Parts(
            title=data["title"],
            goal=data["goal"],
            impact=data["impact"],
            cells=[cell(group, phase) for group in data["groups"] for phase in data["phases"]],
            starts_on=data["starts_on"],
            ends_on=data["ends_on"],
            parties=data["parties"],
            others=data["others"],
            follows=self.earlier.get(data["follows"]),
        )


class MoveForm(forms.Form):
    """To which stage, and what was learned in this one."""

    stage = one_of(_("To which step?"), [])
    learned = lines(
        _("What did you learn in this step?"),
        1000,
        help_text=_("No names and nothing about a single person."),
    )

    def __init__(self, *args: Any, now: Stage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["stage"]
        assert isinstance(field, forms.ChoiceField)
        then = [one for one in Stage if one in NEXT[now] - BY_DECISION]
        field.choices = [(one.value, str(one.label).capitalize()) for one in then]


class ProposeForm(forms.Form):
    """What the steering group is asked."""

    asks = lines(_("What do you ask the steering group to decide?"), 1000)
    tested_with = lines(
        _("With whom was it tested, and what came of it?"),
        500,
        help_text=_("Experts by experience and professionals; no names."),
    )
    impact = lines(_("What is the impact on the person and those around them?"), 1000)


class DecideForm(forms.Form):
    """What the steering group decided."""

    outcome = one_of(_("What was decided?"), Proposal.Outcome.choices)
    reason = lines(_("Why?"), 1000)
    co_owners = some_of(
        _("Who owns this together?"), required=False, help_text=_("Needed when it is adopted.")
    )
    next_step = line(
        _("What is the next step?"), 300, required=False, help_text=_("Needed when it is adopted.")
    )
    next_on = DayField(label=_("On which day?"), required=False)

    def __init__(self, *args: Any, organisations: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["co_owners"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = organisations

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("outcome") == Proposal.Outcome.ADOPT:
            if not data.get("co_owners"):
                self.add_error("co_owners", _now("Choose at least one."))
            if not data.get("next_step"):
                self.add_error("next_step", _now("Say what happens next."))
        return data

    def decision(self) -> Decision:
        """What was filled in."""
        data = self.cleaned_data
        owners = [UUID(key) for key in data["co_owners"]]
        outcome = Proposal.Outcome(data["outcome"])
        return Decision(outcome, data["reason"], data["next_step"], data["next_on"], owners)


class FindingForm(forms.Form):
    """What was found, and what kind of thing it is."""

    kind = one_of(_("What is it?"), Finding.Kind.choices)
    text = lines(
        _("In your own words"),
        600,
        help_text=_("Everyone with an account reads this. No names, and nothing about a case."),
    )


class SettleForm(forms.Form):
    """How something was settled."""

    answer = lines(_("How was it settled?"), 600)
