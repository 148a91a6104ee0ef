"""The plan by domain: what was decided, its goals and actions, where two do the same and where nobody does anything."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from rondom.cases.models import FOUR, OPEN_STATES, Case, Domain, Goal, Step, StepChange
from rondom.coordination.models import Insistence, Nudge, Overlap, Referral
from rondom.coordination.policies import owns, steers
from rondom.coordination.reminders import settled_with
from rondom.core.errors import NotThere
from rondom.organisations.actor import Actor
from rondom.triage.models import DecisionLine


@dataclass
class Quarter:
    """One domain of the plan: what was decided, its goals and its actions."""

    domain: Domain
    visible: bool
    steps: list[Step] = field(default_factory=list)
    line: DecisionLine | None = None
    goals: list[Goal] = field(default_factory=list)

    @property
    def done(self) -> int:
        return sum(step.state == Step.State.DONE for step in self.steps)

    @property
    def gap(self) -> bool:
        """Help is needed here, and nobody does or did anything."""
        busy = any(step.state in [*OPEN_STATES, Step.State.DONE] for step in self.steps)
        wanted = self.line is not None and self.line.need != DecisionLine.Need.NOT
        return (wanted or any(goal.state == Goal.State.OPEN for goal in self.goals)) and not busy

    @property
    def by_goal(self) -> list[tuple[Goal | None, list[Step]]]:
        """Each open goal with its actions, then the actions of none, or of a goal that has ended."""
        working = [goal for goal in self.goals if goal.state == Goal.State.OPEN]
        shown = {goal.pk for goal in working}
        of: dict[object, list[Step]] = {}
        for step in self.steps:
            key = getattr(getattr(step, "words", None), "goal_id", None)
            of.setdefault(key if key in shown else None, []).append(step)
        found: list[tuple[Goal | None, list[Step]]] = [(goal, of.get(goal.pk, [])) for goal in working]
        return [*found, (None, of[None])] if None in of else found

    @property
    def ended(self) -> list[Goal]:
        """The goals that were reached or let go."""
        return [goal for goal in self.goals if goal.state != Goal.State.OPEN]


@dataclass(frozen=True)
class Same:
    """Two open actions of two organisations in one domain and period."""

    first: Step
    second: Step


def quarters(
    case: Case, steps: Iterable[Step], lines: Iterable[DecisionLine], goals: Iterable[Goal] = ()
) -> list[Quarter]:
    """The plan of a case: its four domains, and those of the others in which there is something."""
    found = {domain: Quarter(domain, bool(case.held & domain.category)) for domain in Domain}
    for line in sorted(lines, key=attrgetter("decision.round")):
        found[Domain(line.domain)].line = line
    for goal in goals:
        found[Domain(goal.domain)].goals.append(goal)
    for step in steps:
        if step.domain and step.state != Step.State.WITHDRAWN:
            found[Domain(step.domain)].steps.append(step)
    return [one for one in found.values() if one.domain in FOUR or one.steps or one.goals]


def overlaps(steps: Iterable[Step]) -> list[Same]:
    """The pairs that overlap and were not settled, of steps with `overlaps_settled`, in the order of their keys."""
    working = sorted(
        (
            step
            for step in steps
            if hasattr(step, "overlaps_settled") and step.domain and step.state in OPEN_STATES
        ),
        key=attrgetter("pk"),
    )
    return [
        Same(first, second)
        for first, second in combinations(working, 2)
        if first.domain == second.domain
        and first.organisation_id != second.organisation_id
        and first.asked_at <= second.due_at
        and second.asked_at <= first.due_at
        and second.pk not in first.overlaps_settled
    ]


@dataclass(frozen=True)
class Plan:
    """The whole plan of a case, as the actor may see it."""

    quarters: Sequence[Quarter]
    overlaps: Sequence[Same]
    settled: Sequence[Overlap]
    insisted: Sequence[Insistence]

    @property
    def gaps(self) -> list[Quarter]:
        return [one for one in self.quarters if one.gap]


def plan(case: Case) -> Plan:
    """The plan of a case: all that the database gives the actor."""
    steps = list(
        Step.objects.filter(case=case, kind=Case.NextKind.ACTION)
        .select_related("organisation", "user", "words", "referral")
        .annotate(overlaps_settled=settled_with())
        .order_by("due_at", "pk")
    )
    goals = Goal.objects.filter(case=case).order_by("set_at", "pk")
    lines = DecisionLine.objects.filter(case=case).select_related("decision")
    settled = Overlap.objects.filter(case=case).select_related("first__organisation", "second__organisation")
    insisted = Insistence.objects.filter(case=case).select_related(
        "organisation", "user", "answered_by", "step"
    )
    return Plan(
        quarters(case, steps, lines, goals),
        overlaps(steps),
        list(settled.order_by("-settled_at")),
        list(insisted.order_by("-raised_at")),
    )


@dataclass(frozen=True)
class Lived:
    """What happened with an action, the newest first, and what may be done with it now."""

    changes: Sequence[StepChange]
    nudges: Sequence[Nudge]
    referral: Referral | None
    moves: bool
    refers: bool
    steers: bool


def history(actor: Actor, case: Case, step: Step) -> Lived:
    """The history of an action, as far as the actor may see it."""
    changes = StepChange.objects.filter(step=step).select_related("by", "organisation").order_by("-at", "-pk")
    reminders = Nudge.objects.filter(step=step).select_related("by").order_by("-at", "-pk")
    referral = Referral.objects.filter(step=step).first()
    owner, working = owns(actor, case, step), step.state in OPEN_STATES
    steering = steers(actor, case)
    may = {"moves": working and (owner or steering), "refers": working and owner and referral is not None}
    return Lived(list(changes), list(reminders), referral, **may, steers=working and steering)


def _one(found: QuerySet[Any], kind: str, pk: UUID, case: Case) -> Any:
    row = found.filter(case=case, pk=pk).first()
    if row is None:
        raise NotThere(kind, pk, case_id=case.pk)
    return row


def action(case: Case, pk: UUID) -> Step:
    """An action of the plan of a case. Raises NotThere."""
    steps = Step.objects.filter(kind=Case.NextKind.ACTION).select_related("words", "organisation", "user")
    found: Step = _one(steps, "step", pk, case)
    return found


def pair(case: Case, one: UUID, other: UUID) -> tuple[Step, Step]:
    """Two actions of a case, in the order of their keys. Raises NotThere."""
    first, second = sorted([action(case, one), action(case, other)], key=attrgetter("pk"))
    return first, second


def goal(case: Case, pk: UUID) -> Goal:
    """A goal of a case. Raises NotThere."""
    found: Goal = _one(Goal.objects.all(), "goal", pk, case)
    return found


def insistence(case: Case, pk: UUID) -> Insistence:
    """One step of insisting. Raises NotThere."""
    asked = Insistence.objects.select_related("step__words", "organisation", "user", "raised_by")
    found: Insistence = _one(asked, "insistence", pk, case)
    return found


def referral(case: Case, step: UUID) -> Referral:
    """The referral that an action is. Raises NotThere."""
    found = (
        Referral.objects.filter(case=case, step=step)
        .select_related("step__words", "step__organisation")
        .first()
    )
    if found is None:
        raise NotThere("step", step, case_id=case.pk)
    return found


def waiting(referral: Referral) -> dict[str, Any]:
    """What was noted of a referral, as a form begins with it."""
    return {
        "since": referral.waiting_since,
        "expected_from": referral.expected_from,
        "accepted_on": referral.accepted_on,
    }


def open_goals(case: Case) -> list[Goal]:
    """The goals that a new action can be there for."""
    return list(Goal.objects.filter(case=case, state=Goal.State.OPEN).order_by("domain", "set_at"))


def without_goal(case: Case) -> list[Step]:
    """The open actions that are there for no open goal, as far as the actor sees what they are."""
    steps = Step.objects.filter(
        case=case, kind=Case.NextKind.ACTION, state__in=OPEN_STATES, words__isnull=False
    )
    return list(
        steps.exclude(words__goal__state=Goal.State.OPEN).select_related("words").order_by("due_at", "pk")
    )
