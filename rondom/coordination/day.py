"""What Today shows, gathered in few queries."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from rondom.cases import clock
from rondom.cases.actions.dossier import held_by
from rondom.cases.models import FOR_THE_MDT, OPEN_STATES, Case, Status, Step
from rondom.coordination import silence
from rondom.coordination.covering import covering, running
from rondom.coordination.desk import Away, Due, desk
from rondom.coordination.models import ContactRequest, Vacancy
from rondom.coordination.reminders import asked_of, insisted_with, last_reminder, reminded
from rondom.core.asked import asked
from rondom.first_contact import watch
from rondom.first_contact.drafting import unfinished
from rondom.first_contact.models import Draft
from rondom.keys import ring
from rondom.organisations import calendar
from rondom.organisations.actor import Actor
from rondom.organisations.models import Region, Seat
from rondom.sharing.models import Notice
from rondom.triage import again
from rondom.triage.again import Again
from rondom.triage.alarms import Alarm, alarms, levels, unexplained
from rondom.triage.minutes import to_sign
from rondom.triage.models import Escalation, Inquiry, Meeting
from rondom.triage.policies import seats_of
from rondom.triage.roster import Gathering, gatherings


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
    def crowded(self) -> Gathering | None:
        """For who chairs: the first meeting in which more time is planned than it has, of the cases they see."""
        if not self.chairs:
            return None
        by_meeting = sorted(self.cases, key=lambda case: (case.mdt_at or self.at, case.mdt_due_at))
        return next((one for one in gatherings(self.region, by_meeting, self.at) if one.outside), None)

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
    instead_of: str = ""  # the colleague for whom I cover

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
    me: UUID
    mine: list[Todo]
    coordinating: list[Case]
    others: list[Todo]
    tables: list[Table]
    notices: list[Notice] = field(default_factory=list)
    alerts: list[watch.Alert] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)
    breaches: list[Escalation] = field(default_factory=list)
    to_sign: list[Meeting] = field(default_factory=list)
    vacant: list[Case] = field(default_factory=list)
    absences: list[Away] = field(default_factory=list)
    aftercare: list[Due] = field(default_factory=list)
    insisted: list[Todo] = field(default_factory=list)
    quiet: list[silence.Quiet] = field(default_factory=list)
    again: list[Again] = field(default_factory=list)

    @property
    def nothing(self) -> bool:
        told = self.notices or self.alerts or self.breaches or self.to_sign or self.vacant or self.aftercare
        asked = self.asked_to_cover or self.insisted or self.quiet or self.code_asks or self.again
        return not self.mine and not self.waits and not told and not asked

    @property
    def asked_to_cover(self) -> list[Away]:
        """Colleagues who ask me to cover."""
        return [one for one in self.absences if one.accepted is None and one.user_id != self.me]

    @property
    def code_asks(self) -> list[Case]:
        """The cases in which someone was shown the person's code and asks me for contact."""
        return [case for case in self.coordinating if case.code_asks]  # type: ignore[attr-defined]

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
        told += [breach.case for breach in self.breaches] + self.vacant + [one.case for one in self.aftercare]
        told += [todo.case for todo in self.insisted]
        return [todo.case for todo in self.mine] + self.coordinating + waiting + told


def day(actor: Actor) -> Day:
    """What I must do, the cases I coordinate where someone else is next, and the MDTs where I sit."""
    lies = desk(actor)
    held = _held(actor, [one.user_id for one in lies.away if one.accepted and one.cover_id == actor.key])
    steps: list[Any] = _steps(user=actor.key, at=actor.at, held=[case.pk for case in held])
    ring.prepare(step.case_id for step in steps if step.kind == Case.NextKind.ACTION)
    coordinating = [case for case in held if case.coordinator_id == actor.user_id or _instead_of(case)]
    others = [_turn(case, steps) for case in coordinating if not _acts(actor, case.next_user_id, case)]
    seats = seats_of(actor)
    answers_for = {seat.region_id: seat.region for seat in seats if seat.chair or seat.lead}
    tables, vacant = _tables(actor, seats)
    return Day(
        actor.at,
        actor.key,
        _mine(actor, held, steps, tables),
        coordinating,
        others,
        tables,
        notices=_notices(user=actor.key),
        alerts=watch.alerts(actor),
        drafts=unfinished(actor),
        breaches=unexplained(actor, answers_for.values()) if answers_for else [],
        to_sign=_to_sign(tables),
        vacant=vacant,
        absences=lies.away,
        aftercare=lies.aftercare,
        insisted=[Todo(step.case, step.kind, step.due_at, step) for step in steps if step.insisted],
        again=_again(actor, [*coordinating, *(case for case in held if case.coordinator_id is None)]),
        quiet=[
            one for case in coordinating if (one := silence.quiet(case, case.heard_at, case.rhythm, actor.at))
        ],
    )


def _again(actor: Actor, held: list[Any]) -> list[Again]:
    """The cases of mine that it was agreed to look at again, about now or before, the first first."""
    found = [
        one
        for case in held
        if (one := again.read(case, calendar.take(case.region, case.week), case.promised, actor.at))
    ]
    return sorted((one for one in found if one.is_near(actor.at)), key=lambda one: one.begins)


@asked
def _steps(user: UUID, at: datetime, held: list[UUID]) -> QuerySet[Step]:
    """The open steps of someone, those on which someone insists with them, and those of these cases, what lapses first on top."""
    actor = Actor.in_query(user, at)
    rows: QuerySet[Step] = Step.objects.filter(
        Q(user_id=user) | Q(case_id__among=held) | insisted_with(actor), state__in=OPEN_STATES
    ).annotate(nudged=last_reminder(), insisted=asked_of(actor))
    return rows.select_related("case", "words").order_by("due_at", "pk")


def _held(actor: Actor, away_for: list[UUID]) -> list[Any]:
    """The open cases that I coordinate, cover or am next in, each with who covers it now."""
    found: list[Any] = [*_on_the_desk(user=actor.key, at=actor.at, whose=[actor.key, *away_for])]
    for case in found:
        case.cover = covering(case.covered, actor)
    ours = {actor.user_id}
    return [one for one in found if {one.coordinator_id, one.next_user_id} & ours or _instead_of(one)]


@asked
def _on_the_desk(user: UUID, at: datetime, whose: list[UUID]) -> QuerySet[Case]:
    """The open cases that these people coordinate, or that wait for someone, with all that Today says to them of each."""
    actor = Actor.in_query(user, at)
    rows: QuerySet[Case] = (
        Case.objects.visible_to(actor)
        .filter(Q(coordinator_id__among=whose) | Q(next_user_id=user))
        .are_open()
        .annotate(
            held=held_by(actor),  # type: ignore[no-redef]
            covered=Subquery(running(OuterRef("pk"), actor.at)),
            code_asks=Exists(_asking(actor)),
            promised=Subquery(again.promised()),
            week=calendar.weeks("region"),
            **silence.annotations(),
        )
        .select_related("next_organisation", "next_user", "region")
        .order_by("next_due_at", "pk")
    )
    return rows


def _asking(actor: Actor) -> Any:
    """For a subquery: who was shown the person's code and waits for an answer."""
    waits = ContactRequest.objects.filter(case=OuterRef("pk"), ends_at__gt=actor.at)
    return waits.filter(state=ContactRequest.State.OPEN)


def _instead_of(case: Any) -> str:
    """For whom I cover in a case; empty when I do not."""
    return case.cover.instead_of if case.cover and case.cover.mine else ""


def _acts(actor: Actor, user_id: UUID | None, case: Any) -> bool:
    """Whether what someone must do in a case is mine to do: my own, or of who I cover for there."""
    return user_id == actor.user_id or bool(_away(user_id, case))


def _away(user_id: UUID | None, case: Any) -> str:
    """The colleague whose turn it is and for whom I cover; empty when it is not that."""
    return _instead_of(case) if case is not None and user_id == case.coordinator_id else ""


def _to_sign(tables: list[Table]) -> list[Meeting]:
    """The meetings that I chair or chaired for my region, of which the minutes wait to be signed."""
    chaired = {table.region.pk for table in tables if table.chairs}
    return to_sign(chaired) if chaired else []


@asked
def _notices(user: UUID) -> QuerySet[Notice]:
    """What someone was told and has not seen yet, the oldest first."""
    unseen: QuerySet[Notice] = Notice.objects.filter(user_id=user, seen_at__isnull=True)
    return unseen.select_related("case").order_by("at", "pk")


def _mine(actor: Actor, held: list[Any], steps: list[Step], tables: list[Table]) -> list[Todo]:
    """My open steps, and the cases where I am next without one; what the MDT will discuss stands in its agenda."""
    cases = {case.pk: case for case in held}
    asked = [
        Todo(step.case, step.kind, step.due_at, step, _away(step.user_id, cases.get(step.case_id)))
        for step in steps
        if _acts(actor, step.user_id, cases.get(step.case_id))
    ]
    seated = {table.region.pk for table in tables}
    turns = [_turn(case, steps) for case in held if _acts(actor, case.next_user_id, case)]
    rest = [
        turn
        for turn in turns
        if turn.step is None and not (turn.kind == Case.NextKind.MDT and turn.case.mdt_region_id in seated)
    ]
    return sorted([*asked, *rest], key=lambda todo: todo.due_at)


def _turn(case: Any, steps: Iterable[Step]) -> Todo:
    """What whoever is next in a case must do."""
    assert case.next_due_at is not None
    key = (case.pk, case.next_kind, case.next_due_at)
    step = next((step for step in steps if (step.case_id, step.kind, step.due_at) == key), None)
    return Todo(case, case.next_kind, case.next_due_at, step, _away(case.next_user_id, case))


def _tables(actor: Actor, seats: list[Seat]) -> tuple[list[Table], list[Case]]:
    """What waits for the MDTs where I sit, and, in one statement with it, what nobody coordinates where I chair or lead."""
    regions = {seat.region_id: seat.region for seat in seats}
    if not regions:
        return [], []
    holds = [seat.region_id for seat in seats if seat.chair or seat.lead]
    found: list[Any] = [*_for_the_tables(user=actor.key, at=actor.at, regions=list(regions), holds=holds)]
    waiting = [case for case in found if case.status in FOR_THE_MDT]
    vacant = [case for case in found if case.status == Status.WEIGHED and case.vacancy]
    unsaid = _unsaid(actor, waiting)
    opened = {seat.region_id for seat in seats if seat.opened}  # type: ignore[attr-defined]
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
    return tables, vacant


@asked
def _for_the_tables(user: UUID, at: datetime, regions: list[UUID], holds: list[UUID]) -> QuerySet[Case]:
    """What waits for the MDT of these regions, and what nobody coordinates where someone chairs or leads."""
    rows: QuerySet[Case] = (
        Case.objects.visible_to(Actor.in_query(user, at))
        .filter(
            Q(mdt_region_id__among=regions, status__in=FOR_THE_MDT)
            | Q(region_id__among=holds, status=Status.WEIGHED, coordinator__isnull=True)
        )
        .annotate(levels=levels(), vacancy=ArraySubquery(_told()))
        .order_by("mdt_due_at", "pk")
    )
    return rows


def _told() -> Any:
    """For a subquery: how far it was told that nobody coordinates a case."""
    return Vacancy.objects.filter(case=OuterRef("pk")).values("level")


def _meets_at(region: Region, cases: list[Case], at: datetime) -> datetime | None:
    """The next meeting: of the calendar, or an extraordinary one for a case that I may see."""
    extra = [case.mdt_at for case in cases if case.mdt_at and case.mdt_at > at]
    planned = clock.next_meeting(region, at)
    return min([*extra, planned] if planned else extra, default=None)


def _unsaid(actor: Actor, waiting: list[Case]) -> dict[UUID, datetime | None]:
    """The cases that wait for the MDT on which my organisation has not given its view, and when it was reminded."""
    assert actor.organisation is not None
    cases = [case.pk for case in waiting]
    mine = _inquiries(organisation=actor.organisation.pk, cases=cases) if cases else []
    found = {(one.case_id, one.round): one for one in mine}
    asked = {case.pk: found.get((case.pk, case.mdt_round)) for case in waiting}
    return {
        case: one.chased_at if one else None
        for case, one in asked.items()
        if one is None or not one.answered_at
    }


@asked
def _inquiries(organisation: UUID, cases: list[UUID]) -> QuerySet[Inquiry]:
    return Inquiry.objects.filter(case_id__among=cases, organisation_id=organisation)
