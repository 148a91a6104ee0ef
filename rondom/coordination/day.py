"""What Today shows, gathered in few queries."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from rondom.cases import clock
from rondom.cases.models import FOR_THE_MDT, OPEN_STATES, Case, Step
from rondom.first_contact import watch
from rondom.first_contact.drafting import unfinished
from rondom.first_contact.models import Draft
from rondom.keys import ring
from rondom.organisations.actor import Actor
from rondom.organisations.models import Region, Seat
from rondom.sharing.models import Notice
from rondom.triage.minutes import to_sign
from rondom.triage.models import Meeting, View


@dataclass(frozen=True)
class Table:
    """The MDT of a region where I sit: what waits for it, what lapses first on top."""

    region: Region
    cases: list[Case]
    meets_at: datetime
    opened: bool
    unsaid: set[UUID]
    chairs: bool = False

    @property
    def late(self) -> int:
        """How many cases wait longer than 24 hours when it meets."""
        return sum(case.mdt_due_at < self.meets_at for case in self.cases)

    @property
    def missing(self) -> int:
        """In how many cases my organisation has not written its view yet."""
        return sum(case.pk in self.unsaid for case in self.cases)


@dataclass(frozen=True)
class Todo:
    """Something to be done in a case before a moment: an open step, or what follows when no step is open."""

    case: Case
    kind: str
    due_at: datetime
    step: Step | None = None

    @property
    def what(self) -> str:
        """What is to be done, as far as one may see it."""
        words = getattr(self.step, "words", None)
        return words.text if words else str(Case.NextKind(self.kind).label)


@dataclass(frozen=True)
class Day:
    """What needs me now."""

    at: datetime
    mine: list[Todo]
    coordinating: list[Case]
    others: list[Todo]
    tables: list[Table]
    notices: list[Notice] = field(default_factory=list)
    alerts: list[watch.Alert] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)
    to_sign: list[Meeting] = field(default_factory=list)

    @property
    def nothing(self) -> bool:
        return not (self.mine or self.waits or self.notices or self.alerts or self.to_sign)

    @property
    def waits(self) -> bool:
        """Whether a case waits for an MDT where I sit."""
        return any(table.cases for table in self.tables)

    @property
    def late(self) -> int:
        """How much of what I must do is late."""
        return sum(todo.due_at < self.at for todo in self.mine)

    @property
    def others_late(self) -> int:
        return sum(todo.due_at < self.at for todo in self.others)

    @property
    def undecided(self) -> int:
        """How many of the cases I coordinate have no open action: I decide how it goes on."""
        return sum(case.next_kind == Case.NextKind.COORDINATE for case in self.coordinating)

    @property
    def cases(self) -> list[Case]:
        """Every case that the page shows."""
        waiting = [case for table in self.tables for case in table.cases]
        told = [notice.case for notice in self.notices] + [alert.case for alert in self.alerts]
        return [todo.case for todo in self.mine] + self.coordinating + waiting + told


def day(actor: Actor) -> Day:
    """What I must do, the cases I coordinate where someone else is next, and the MDTs where I sit."""
    held = list(
        Case.objects.visible_to(actor)
        .filter(Q(coordinator_id=actor.key) | Q(next_user_id=actor.key))
        .are_open()
        .select_related("next_organisation", "next_user")
        .order_by("next_due_at", "pk")
    )
    steps = list(
        Step.objects.filter(Q(user_id=actor.key) | Q(case__in=held), state__in=OPEN_STATES)
        .select_related("case", "words")
        .order_by("due_at", "pk")
    )
    ring.prepare(step.case_id for step in steps if step.kind == Case.NextKind.ACTION)
    coordinating = [case for case in held if case.coordinator_id == actor.user_id]
    others = [_turn(case, steps) for case in coordinating if case.next_user_id != actor.user_id]
    tables = _tables(actor)
    return Day(
        actor.at,
        _mine(actor, held, steps, tables),
        coordinating,
        others,
        tables,
        notices=_notices(actor),
        alerts=watch.alerts(actor),
        drafts=unfinished(actor),
        to_sign=_to_sign(tables),
    )


def _to_sign(tables: list[Table]) -> list[Meeting]:
    """The meetings that I chair or chaired for my region, of which the minutes wait to be signed."""
    chaired = {table.region.pk for table in tables if table.chairs}
    return to_sign(chaired) if chaired else []


def _notices(actor: Actor) -> list[Notice]:
    """What I was told and have not seen yet, the oldest first."""
    return list(
        Notice.objects.filter(user_id=actor.key, seen_at__isnull=True)
        .select_related("case")
        .order_by("at", "pk")
    )


def _mine(actor: Actor, held: list[Case], steps: list[Step], tables: list[Table]) -> list[Todo]:
    """My open steps, and the cases where I am next without one; what the MDT will discuss stands in its agenda."""
    asked = [Todo(step.case, step.kind, step.due_at, step) for step in steps if step.user_id == actor.user_id]
    seated = {table.region.pk for table in tables}
    turns = [_turn(case, steps) for case in held if case.next_user_id == actor.user_id]
    rest = [
        turn
        for turn in turns
        if turn.step is None and not (turn.kind == Case.NextKind.MDT and turn.case.mdt_region_id in seated)
    ]
    return sorted([*asked, *rest], key=lambda todo: todo.due_at)


def _turn(case: Case, steps: Iterable[Step]) -> Todo:
    """What whoever is next in a case must do."""
    assert case.next_due_at is not None
    key = (case.pk, case.next_kind, case.next_due_at)
    step = next((step for step in steps if (step.case_id, step.kind, step.due_at) == key), None)
    return Todo(case, case.next_kind, case.next_due_at, step)


def _tables(actor: Actor) -> list[Table]:
    seats = Seat.objects.in_force(actor.at).filter(user_id=actor.key).select_related("region")
    sits = list(seats.order_by("region__name"))
    regions = {seat.region_id: seat.region for seat in sits}
    if not regions:
        return []
    waiting = list(
        Case.objects.visible_to(actor)
        .filter(mdt_region__in=regions, status__in=FOR_THE_MDT)
        .order_by("mdt_due_at", "pk")
    )
    unsaid = _unsaid(actor, waiting)
    opened = set(
        Meeting.objects.filter(region__in=regions, closed_at__isnull=True).values_list("region_id", flat=True)
    )
    return [
        Table(
            region=region,
            cases=[case for case in waiting if case.mdt_region_id == key],
            meets_at=clock.next_meeting(region, actor.at),
            opened=key in opened,
            unsaid=unsaid,
            chairs=any(seat.chair and seat.region_id == key for seat in sits),
        )
        for key, region in regions.items()
    ]


def _unsaid(actor: Actor, waiting: list[Case]) -> set[UUID]:
    """The cases that wait for the MDT on which my organisation has not written its view yet."""
    written = set(
        View.objects.filter(case__in=waiting, organisation=actor.organisation).values_list("case_id", "round")
    )
    return {case.pk for case in waiting if (case.pk, case.mdt_round) not in written}
