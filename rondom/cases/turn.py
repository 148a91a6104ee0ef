"""Who is next ("aan zet"): the one rule.

1. A closed case has no next actor.
2. While a case waits for the MDT, its chair must see it discussed before 24 hours lapse. Everyone else who must do
   something has an open step. Of these, what is due first is next; at the same moment the order of kinds decides
   (answer, propose, discuss, act, decide), then the oldest step.
   A question to coordinate that nobody answered in time lapses, and the chair must propose someone; one that handed a
   case over leaves the coordinator to decide (coordination/sql/lapse.sql, which says this order in SQL too).
3. When nothing of that is open, the coordinator must decide the next step; without a coordinator the chair must find
   one. So an open case always has exactly one next actor, with something to do before a moment.

Goals, reminders, insisting and contacts with the person are no steps and change nothing here. A last moment that is moved,
and an overlap in which one action stops, do: the turn is worked out again.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter
from uuid import UUID

from django.db.models import BooleanField, Func, Q, Value

from rondom.accounts.models import User
from rondom.cases.clock import DECIDE_WITHIN
from rondom.cases.models import FOR_THE_MDT, OPEN_STATES, Case, Grant, Status, Step
from rondom.organisations.models import Organisation, Seat

ORDER = [
    Case.NextKind.ACCEPT,
    Case.NextKind.PROPOSE,
    Case.NextKind.MDT,
    Case.NextKind.ACTION,
    Case.NextKind.COORDINATE,
]


Holder = tuple[Organisation, User]


@dataclass(frozen=True)
class Turn:
    """Somebody's turn: what kind of thing, which organisation, which person (may be empty), before when."""

    kind: str
    organisation: Organisation
    user: User | None
    due_at: datetime


def chair_of(
    case: Case, at: datetime, without: Collection[UUID] = (), leaving: Collection[UUID] = ()
) -> Holder:
    """Who chairs the MDT of the case's region, of those who may see it; who registered it where nobody does.

    Organisations in `without`, and people who are `leaving`, are about to see it no more.
    """
    lasting = Q(ends_at__isnull=True) | Q(ends_at__gt=at)
    sees = Grant.objects.filter(lasting, case=case, revoked_at__isnull=True).values("organisation_id")
    seat = (
        Seat.objects.in_force(at)
        .filter(region_id=case.region_id, chair=True, organisation_id__in=sees)
        .exclude(organisation_id__in=without)
        .exclude(user_id__in=leaving)
        .annotate(kept=Func("user_id", Value(case.pk), function="kept_from", output_field=BooleanField()))
        .filter(kept=False)
        .select_related("organisation", "user")
        .order_by("starts_at", "pk")
        .first()
    )
    return (seat.organisation, seat.user) if seat else (case.registered_for, case.registered_by)


def next_of(case: Case, steps: Iterable[Step], chair: Callable[[], Holder], at: datetime) -> Turn | None:
    """Whose turn it is in `case`, given its steps and who chairs, which is asked only where it matters (all three rules)."""
    if case.status == Status.CLOSED:
        return None
    waiting = [
        ((step.due_at, ORDER.index(Case.NextKind(step.kind)), step.pk), _turn_of(step))
        for step in steps
        if step.state in OPEN_STATES
    ]
    if case.status in FOR_THE_MDT:
        place = (case.mdt_due_at, ORDER.index(Case.NextKind.MDT), case.pk)
        waiting.append((place, Turn(Case.NextKind.MDT, *chair(), case.mdt_due_at)))
    if waiting:
        return min(waiting, key=itemgetter(0))[1]
    if case.coordinator and case.coordinator_organisation:
        holder = (case.coordinator_organisation, case.coordinator)
        return Turn(Case.NextKind.COORDINATE, *holder, at + DECIDE_WITHIN)
    return Turn(Case.NextKind.PROPOSE, *chair(), at + DECIDE_WITHIN)


def _turn_of(step: Step) -> Turn:
    return Turn(step.kind, step.organisation, step.user, step.due_at)


def settle(case: Case, at: datetime, without: Collection[UUID] = (), leaving: Collection[UUID] = ()) -> None:
    """Work out the turn again and save the case; the last thing every action does that changes what it rests on."""
    steps = Step.objects.filter(case=case, state__in=OPEN_STATES).select_related("organisation", "user")
    turn = next_of(case, steps, lambda: chair_of(case, at, without, leaving), at)
    case.next_kind = turn.kind if turn else ""
    case.next_organisation = turn.organisation if turn else None
    case.next_user = turn.user if turn else None
    case.next_due_at = turn.due_at if turn else None
    case.save(update_fields=Case.CHANGES)
