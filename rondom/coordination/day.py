"""What Today shows, gathered in few queries."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from rondom.cases import clock
from rondom.cases.actions.dossier import held_by
from rondom.cases.models import FOR_THE_MDT, OPEN_STATES, Case, Step
from rondom.coordination import silence
from rondom.coordination.reminders import asked_of, insisted_with, last_reminder, reminded
from rondom.first_contact import watch
from rondom.first_contact.drafting import unfinished
from rondom.first_contact.models import Draft
from rondom.keys import ring
from rondom.organisations.actor import Actor
from rondom.organisations.models import Region, Seat
from rondom.sharing.models import Notice
from rondom.triage.alarms import Alarm, alarms, levels, unexplained
from rondom.triage.minutes import to_sign
from rondom.triage.models import Escalation, Inquiry, Meeting
from rondom.triage.policies import seats_of


@dataclass(frozen=True)
class Table:
    """The MDT of a region where I sit: what waits for it, what lapses first on top."""

    region: Region
    cases: list[Case]
    meets_at: datetime | None
    opened: bool
    unsaid: dict[UUID, datetime | None]
    at: datetime
    alarms: list[Alarm]
    chairs: bool = False

    @property
    def reminded(self) -> set[UUID]:
        """The cases of which my organisation was reminded that its view is missing."""
        return {case for case, at in self.unsaid.items() if at}

    @property
    def late(self) -> int:
        """How many cases wait longer than 24 hours when it meets."""
        return sum(case.mdt_due_at < max(case.mdt_at or self.at, self.at) for case in self.cases)

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

    @property
    def reminded(self) -> dict[str, Any]:
        """The last reminder of it, if any."""
        return reminded(self.step)

    @property
    def answer_before(self) -> datetime:
        """Before when must be said how it goes on, where someone insists."""
        return datetime.fromisoformat(self.step.insisted["before"])  # type: ignore[union-attr]


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
    breaches: list[Escalation] = field(default_factory=list)
    to_sign: list[Meeting] = field(default_factory=list)
    insisted: list[Todo] = field(default_factory=list)
    quiet: list[silence.Quiet] = field(default_factory=list)

    @property
    def nothing(self) -> bool:
        told = self.notices or self.alerts or self.breaches or self.to_sign or self.insisted or self.quiet
        return not self.mine and not self.waits and not told

    @property
    def told_late(self) -> set[UUID]:
        """The cases that were late and wait for a reason."""
        return {breach.case_id for breach in self.breaches}

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
        told += [breach.case for breach in self.breaches] + [todo.case for todo in self.insisted]
        return [todo.case for todo in self.mine] + self.coordinating + waiting + told


def day(actor: Actor) -> Day:
    """What I must do, the cases I coordinate where someone else is next, and the MDTs where I sit."""
    held = list(
        Case.objects.visible_to(actor)
        .filter(Q(coordinator_id=actor.key) | Q(next_user_id=actor.key))
        .are_open()
        .annotate(held=held_by(actor), **silence.annotations())  # type: ignore[no-redef]
        .select_related("next_organisation", "next_user")
        .order_by("next_due_at", "pk")
    )
    steps = list(
        Step.objects.filter(
            Q(user_id=actor.key) | Q(case__in=held) | insisted_with(actor), state__in=OPEN_STATES
        )
        .annotate(nudged=last_reminder(), insisted=asked_of(actor))
        .select_related("case", "words")
        .order_by("due_at", "pk")
    )
    ring.prepare(step.case_id for step in steps if step.kind == Case.NextKind.ACTION)
    coordinating = [case for case in held if case.coordinator_id == actor.user_id]
    others = [_turn(case, steps) for case in coordinating if case.next_user_id != actor.user_id]
    seats = seats_of(actor)
    answers_for = {seat.region_id: seat.region for seat in seats if seat.chair or seat.lead}
    tables = _tables(actor, seats)
    return Day(
        actor.at,
        _mine(actor, held, steps, tables),
        coordinating,
        others,
        tables,
        notices=_notices(actor),
        alerts=watch.alerts(actor),
        drafts=unfinished(actor),
        breaches=unexplained(actor, answers_for.values()) if answers_for else [],
        to_sign=_to_sign(tables),
        insisted=[Todo(step.case, step.kind, step.due_at, step) for step in steps if step.insisted],
        quiet=[
            one for case in coordinating if (one := silence.quiet(case, case.heard_at, case.rhythm, actor.at))
        ],
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


def _tables(actor: Actor, seats: list[Seat]) -> list[Table]:
    regions = {seat.region_id: seat.region for seat in seats}
    if not regions:
        return []
    waiting: list[Case] = [
        *Case.objects.visible_to(actor)
        .filter(mdt_region__in=regions, status__in=FOR_THE_MDT)
        .annotate(levels=levels())
        .order_by("mdt_due_at", "pk")
    ]
    unsaid = _unsaid(actor, waiting)
    opened = set(
        Meeting.objects.filter(region__in=regions, closed_at__isnull=True).values_list("region_id", flat=True)
    )
    chaired = {seat.region_id for seat in seats if seat.chair}
    tables = []
    for key, region in regions.items():
        cases = [case for case in waiting if case.mdt_region_id == key]
        tables.append(
            Table(
                region=region,
                cases=cases,
                meets_at=_meets_at(region, cases, actor.at),
                opened=key in opened,
                unsaid=unsaid,
                at=actor.at,
                alarms=alarms(cases, actor.at, chairs=key in chaired),
                chairs=key in chaired,
            )
        )
    return tables


def _meets_at(region: Region, cases: list[Case], at: datetime) -> datetime | None:
    """The next meeting: of the calendar, or an extraordinary one for a case that I may see."""
    extra = [case.mdt_at for case in cases if case.mdt_at and case.mdt_at > at]
    planned = clock.next_meeting(region, at)
    return min([*extra, planned] if planned else extra, default=None)


def _unsaid(actor: Actor, waiting: list[Case]) -> dict[UUID, datetime | None]:
    """The cases that wait for the MDT on which my organisation has not given its view, and when it was reminded."""
    mine = Inquiry.objects.filter(case__in=waiting, organisation=actor.organisation)
    found = {(one.case_id, one.round): one for one in mine}
    asked = {case.pk: found.get((case.pk, case.mdt_round)) for case in waiting}
    return {
        case: one.chased_at if one else None
        for case, one in asked.items()
        if one is None or not one.answered_at
    }
