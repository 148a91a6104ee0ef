"""What Today shows, gathered in few queries."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from rondom.cases import clock
from rondom.cases.models import FOR_THE_MDT, OPEN_STATES, Case, Step
from rondom.organisations.actor import Actor
from rondom.organisations.models import Region, Seat
from rondom.triage.models import Meeting, View


@dataclass(frozen=True)
class Table:
    """The MDT of a region where I sit: what waits for it, what lapses first on top."""

    region: Region
    cases: list[Case]
    meets_at: datetime
    opened: bool
    unsaid: set[UUID]

    @property
    def late(self) -> int:
        """How many cases wait longer than 24 hours when it meets."""
        return sum(case.mdt_due_at < self.meets_at for case in self.cases)

    @property
    def missing(self) -> int:
        """In how many cases my organisation has not written its view yet."""
        return sum(case.pk in self.unsaid for case in self.cases)


@dataclass(frozen=True)
class Day:
    """What needs me now."""

    at: datetime
    mine: list[Step]
    coordinating: list[Case]
    others: list[Case]
    tables: list[Table]

    @property
    def nothing(self) -> bool:
        return not self.mine and not any(table.cases for table in self.tables)

    @property
    def late(self) -> int:
        """How many of my own steps are late."""
        return sum(step.due_at < self.at for step in self.mine)

    @property
    def others_late(self) -> int:
        return sum(case.next_due_at is not None and case.next_due_at < self.at for case in self.others)

    @property
    def undecided(self) -> int:
        """How many of the cases I coordinate have no open action: I decide how it goes on."""
        return sum(case.next_kind == Case.NextKind.COORDINATE for case in self.coordinating)

    @property
    def seated(self) -> set[UUID]:
        """The regions in whose MDT I sit."""
        return {table.region.pk for table in self.tables}

    @property
    def cases(self) -> list[Case]:
        """Every case that the page shows."""
        waiting = [case for table in self.tables for case in table.cases]
        return [step.case for step in self.mine] + self.coordinating + waiting


def day(actor: Actor) -> Day:
    """My open steps, the cases I coordinate where someone else is next, and the MDTs where I sit."""
    mine = list(
        Step.objects.filter(user_id=actor.key, state__in=OPEN_STATES)
        .select_related("case__mdt_region", "words")
        .order_by("due_at", "pk")
    )
    coordinating = list(
        Case.objects.visible_to(actor)
        .filter(coordinator_id=actor.key)
        .are_open()
        .select_related("next_organisation", "next_user")
        .order_by("next_due_at", "pk")
    )
    others = [case for case in coordinating if case.next_user_id != actor.user_id]
    return Day(actor.at, mine, coordinating, others, _tables(actor))


def _tables(actor: Actor) -> list[Table]:
    seats = Seat.objects.in_force(actor.at).filter(user_id=actor.key).select_related("region")
    regions = {seat.region_id: seat.region for seat in seats.order_by("region__name")}
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
        )
        for key, region in regions.items()
    ]


def _unsaid(actor: Actor, waiting: list[Case]) -> set[UUID]:
    """The cases that wait for the MDT on which my organisation has not written its view yet."""
    written = set(
        View.objects.filter(case__in=waiting, organisation=actor.organisation).values_list("case_id", "round")
    )
    return {case.pk for case in waiting if (case.pk, case.mdt_round) not in written}
