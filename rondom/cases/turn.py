"""Who is next ("aan zet"): the one rule.

1. A closed case has no next actor.
2. Of the open steps, the one that is due first is next; at the same moment the order of kinds decides (answer,
   propose, discuss, act, decide), then the oldest step.
3. Without an open step the coordinator must decide the next one; without a coordinator the chair of the MDT must
   find one. So an open case always has exactly one next actor, with something to do before a moment.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from rondom.accounts.models import User
from rondom.cases.clock import DECIDE_WITHIN
from rondom.cases.models import OPEN_STATES, Case, Status, Step
from rondom.organisations.models import Organisation, Region, Seat

ORDER = [
    Case.NextKind.ACCEPT,
    Case.NextKind.PROPOSE,
    Case.NextKind.MDT,
    Case.NextKind.ACTION,
    Case.NextKind.COORDINATE,
]


@dataclass(frozen=True)
class Turn:
    """Somebody's turn: what kind of thing, which organisation, which person (may be empty), before when."""

    kind: str
    organisation: Organisation
    user: User | None
    due_at: datetime


def chair_of(region: Region, at: datetime, otherwise: tuple[Organisation, User]) -> tuple[Organisation, User]:
    """Who chairs the region's MDT at a moment; `otherwise` where there is no chair."""
    seat = (
        Seat.objects.in_force(at)
        .filter(region=region, chair=True)
        .select_related("organisation", "user")
        .order_by("starts_at", "pk")
        .first()
    )
    return (seat.organisation, seat.user) if seat else otherwise


def first_of(steps: Iterable[Step]) -> Turn | None:
    """The turn of the step that comes first among the open `steps` (rule 2)."""
    waiting = [step for step in steps if step.state in OPEN_STATES]
    if not waiting:
        return None
    step = min(waiting, key=lambda step: (step.due_at, ORDER.index(Case.NextKind(step.kind)), step.pk))
    return Turn(step.kind, step.organisation, step.user, step.due_at)


def next_of(case: Case, steps: Iterable[Step], at: datetime) -> Turn | None:
    """Whose turn it is in `case`, given its steps (all three rules)."""
    if case.status == Status.CLOSED:
        return None
    turn = first_of(steps)
    if turn:
        return turn
    if case.coordinator and case.coordinator_organisation:
        return Turn(
            Case.NextKind.COORDINATE, case.coordinator_organisation, case.coordinator, at + DECIDE_WITHIN
        )
    chair = chair_of(case.region, at, (case.registered_for, case.registered_by))
    return Turn(Case.NextKind.PROPOSE, *chair, at + DECIDE_WITHIN)


def settle(case: Case, at: datetime) -> None:
    """Work out the turn again and save the case; the last thing every action does that changes what it rests on."""
    steps = Step.objects.filter(case=case, state__in=OPEN_STATES).select_related("organisation", "user")
    turn = next_of(case, steps, at)
    case.next_kind = turn.kind if turn else ""
    case.next_organisation = turn.organisation if turn else None
    case.next_user = turn.user if turn else None
    case.next_due_at = turn.due_at if turn else None
    case.save(update_fields=Case.CHANGES)
