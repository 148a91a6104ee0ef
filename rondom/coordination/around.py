"""Who stands around the person: the rondomkaart of a case, as it is now and as it was at an earlier moment."""

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any

from django.db.models import Value

from rondom.cases import clock, turn
from rondom.cases.models import (
    FOUR,
    OPEN_STATES,
    Case,
    Category,
    Domain,
    Entry,
    Grant,
    Person,
    PersonChange,
    Status,
    Step,
    StepChange,
)
from rondom.coordination.models import Assignment, Closing
from rondom.core.rondomkaart import Map, Near, Node
from rondom.organisations.models import Organisation
from rondom.triage.models import Decision

QUARTER_OF = {
    Organisation.Kind.POLICE: Domain.LAW,
    Organisation.Kind.PROSECUTION: Domain.LAW,
    Organisation.Kind.VEILIG_THUIS: Domain.SAFETY,
    Organisation.Kind.LOCAL_TEAM: Domain.SAFETY,
    Organisation.Kind.MUNICIPALITY: Domain.SAFETY,
    Organisation.Kind.CSG: Domain.CARE,
    Organisation.Kind.CARE: Domain.CARE,
}


def drawn(case: Case, people: list[Person], organisations: list[Organisation], steps: list[Step]) -> Map:
    """The rondomkaart of a case, from its rows."""
    near = [p for p in people if p.category == Category.IDENTITY and Person.Role.VICTIM not in p.roles]
    quarters: dict[Any, Any] = {domain.value: [] for domain in FOUR}
    for organisation in organisations:
        quarter = QUARTER_OF.get(Organisation.Kind(organisation.kind), Domain.RECOVERY)
        own = [step for step in steps if step.organisation_id == organisation.pk]
        quarters[quarter.value].append(_node(case, organisation, own))
    # Nobody has noted yet who of them knows, so the map does not say it.
    close = [Near(person.name or person.get_role(), person.relation_word(), knows=None) for person in near]
    return Map(near=close, quarters=quarters)


def _node(case: Case, organisation: Organisation, steps: list[Step]) -> Node:
    acts = [step for step in steps if step.kind == Case.NextKind.ACTION]
    coordinates = organisation.pk == case.coordinator_organisation_id
    state: Any = "knows"
    if organisation.pk == case.next_organisation_id:
        state = "next"
    elif coordinates or any(s.state in (Step.State.IN_PROGRESS, Step.State.DONE) for s in acts):
        state = "active"
    elif any(step.state in OPEN_STATES for step in acts):
        state = "waits"
    return Node(
        organisation.name,
        organisation.short_name,
        state,
        _face(case, state, steps, coordinates=coordinates),
        coordinates,
    )


def _face(case: Case, state: str, steps: list[Step], *, coordinates: bool) -> str:
    """The one person to name for an organisation: who is next, who coordinates, else who was asked for something."""
    asked = [step.user for step in sorted(steps, key=lambda step: step.state not in OPEN_STATES) if step.user]
    people = [case.next_user if state == "next" else None, case.coordinator if coordinates else None, *asked]
    return next((person.display_name for person in people if person), "")


@dataclass(frozen=True)
class Past:
    """The rondomkaart at a stop, and the stops before and after it."""

    at: datetime
    map: Map
    number: int
    stops: list[datetime]

    @property
    def earlier(self) -> datetime | None:
        return self.stops[self.number - 2] if self.number > 1 else None

    @property
    def later(self) -> datetime | None:
        return self.stops[self.number] if self.number < len(self.stops) else None


def past(case: Case, at: datetime | None, now: datetime) -> Past | None:
    """The map of a case at the last stop until a moment, or at the newest; what the reader may not see now is not in it.

    A stop is a moment at which an organisation came or went, was asked or did something, the MDT decided or was asked again,
    the case closed, or someone close by became known.
    None before there was any.
    """
    grants = list(Grant.objects.filter(case=case).select_related("organisation"))
    steps = list(Step.objects.filter(case=case).select_related("organisation", "user"))
    changes = list(StepChange.objects.filter(case=case).order_by("at", "pk"))
    coordinating = Assignment.objects.filter(case=case).exclude(state=Assignment.State.DECLINED)
    terms = list(coordinating.select_related("user", "organisation"))
    turned = _turned(case)
    came = dict(
        PersonChange.objects.filter(case=case, category=Category.IDENTITY, before__isnull=True).values_list(
            "person_id", "changed_at"
        )
    )
    moments = {
        *(grant.starts_at for grant in grants), *(_ended(grant) for grant in grants),
        *(step.asked_at for step in steps), *(step.ended_at for step in steps), *(change.at for change in changes),
        *(term.answered_at for term in terms), *(term.ended_at for term in terms), *came.values(),
        *(moment for moment, _what in turned),
    }  # fmt: skip
    stops = sorted(moment for moment in moments if moment and moment <= now)
    number = sum(stop <= at for stop in stops) if at else len(stops)
    if not number:
        return None
    stop = stops[number - 1]
    shown = _steps_at(steps, changes, stop)
    then = case if number == len(stops) else _then(case, stop, terms, shown, turned)
    people = Person.objects.filter(case=case)
    known = sorted((one for one in people if came.get(one.pk, stop) <= stop), key=attrgetter("pk"))
    return Past(stop, drawn(then, known, _seeing(grants, stop), shown), number, stops)


def _then(
    case: Case,
    at: datetime,
    terms: Iterable[Assignment],
    steps: list[Step],
    turned: list[tuple[datetime, str]],
) -> Case:
    """The case with who coordinated it at a moment and whose turn it was, by the one rule; only for drawing."""
    then = copy(case)
    held = next(
        (term for term in terms if term.answered_at <= at and (term.ended_at is None or term.ended_at > at)),
        None,
    )
    then.coordinator = held.user if held else None
    then.coordinator_organisation = held.organisation if held else None
    moment, what = max([(case.reported_at, _BACK), *(one for one in turned if one[0] <= at)])
    then.status = Status.COORDINATED
    if what == _BACK:
        then.status, then.mdt_due_at = Status.REPORTED, clock.mdt_due(moment)
    elif what == _CLOSED and held is None and not any(step.state in OPEN_STATES for step in steps):
        then.status = Status.CLOSED
    next_one = turn.next_of(then, steps, lambda: turn.chair_of(case, at), at)
    then.next_organisation = next_one.organisation if next_one else None
    then.next_user = next_one.user if next_one else None
    return then


_BACK, _DECIDED, _CLOSED = "back", "decided", "closed"


def _turned(case: Case) -> list[tuple[datetime, str]]:
    """When the MDT was asked again, when it decided, and when the case closed."""
    again = Entry.objects.filter(case=case, kind=Entry.Kind.RE_TRIAGE).annotate(what=Value(_BACK))
    decided = Decision.objects.filter(case=case).annotate(what=Value(_DECIDED))
    closed = Closing.objects.filter(case=case).annotate(what=Value(_CLOSED))
    return list(
        again.values_list("written_at", "what").union(
            decided.values_list("decided_at", "what"), closed.values_list("closed_at", "what"), all=True
        )
    )


def _seeing(grants: Iterable[Grant], at: datetime) -> list[Organisation]:
    """Who could see the case at a moment."""
    found = {
        grant.organisation_id: grant.organisation
        for grant in grants
        if grant.starts_at <= at and ((ended := _ended(grant)) is None or ended > at)
    }
    return sorted(found.values(), key=attrgetter("name"))


def _ended(grant: Grant) -> datetime | None:
    """When it stopped, or its period ends; whichever is first."""
    return min((moment for moment in (grant.revoked_at, grant.ends_at) if moment), default=None)


def _steps_at(steps: Iterable[Step], changes: Iterable[StepChange], at: datetime) -> list[Step]:
    """The steps that were asked by then, in the state and with the last moment they had; only for drawing."""
    states: dict[Any, str] = {}
    due: dict[Any, datetime] = {}
    for change in changes:
        if change.state and change.at <= at:
            states[change.step_id] = change.state
        if change.was_due_at and change.at > at:
            due.setdefault(change.step_id, change.was_due_at)
    found = []
    for step in steps:
        if step.asked_at > at:
            continue
        then = copy(step)
        then.due_at = due.get(step.pk, step.due_at)
        if step.ended_at is None or step.ended_at > at:
            state = states.get(step.pk, Step.State.PROPOSED)
            then.state = state if state in OPEN_STATES else Step.State.PROPOSED
        found.append(then)
    return found
