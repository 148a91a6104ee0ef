"""What a page of the MDT shows: the agenda of a region, and one case as the organisations see it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from rondom.cases.clock import next_meeting
from rondom.cases.lists import PAGE, cursor
from rondom.cases.models import FOR_THE_MDT, Case, Entry
from rondom.core.asked import asked
from rondom.core.errors import Denied, NotThere
from rondom.organisations.actor import Actor
from rondom.organisations.models import Organisation, Region, Seat
from rondom.triage import grounds, policies
from rondom.triage.alarms import Alarm, alarms, levels
from rondom.triage.before import Before, before
from rondom.triage.decided import Decided, decided
from rondom.triage.models import Attendance, ItemMember, Meeting, View
from rondom.triage.now import Now, Place, now_of, open_meeting, places, present_at
from rondom.triage.roster import Gathering, gathering, gatherings, waits


@dataclass(frozen=True)
class Agenda:
    """The agenda as the actor sees it: what waits (a page of it), what was decided in the open meeting, who sits."""

    region: Region
    regions: list[Region]
    meeting: Meeting | None
    next_at: datetime | None
    waiting: list[Case]
    gatherings: list[Gathering]
    alarms: list[Alarm]
    following: str
    decided: list[Case]
    seats: list[Seat]
    chairs: bool
    on_call: list[Seat]
    mine: Seat
    now: Now
    present: list[Attendance]

    @property
    def places(self) -> list[Place]:
        """Who is there, by organisation."""
        return places(self.present)

    @property
    def absent(self) -> list[Organisation]:
        """Organisations with a fixed seat of which nobody is there yet."""
        there = {one.organisation_id for one in self.present}
        seated = {seat.organisation_id: seat.organisation for seat in self.seats}
        return [organisation for key, organisation in seated.items() if key not in there]

    @property
    def chairing(self) -> set[UUID]:
        """The accounts that chair."""
        return {seat.user_id for seat in self.seats if seat.chair}

    def without(self, granted: Collection[UUID]) -> list[Organisation]:
        """Organisations with a fixed seat that may not see a case, of which these may: it is discussed without them."""
        seated = {seat.organisation_id: seat.organisation for seat in self.seats}
        return [place for key, place in seated.items() if key not in granted]

    def after(self, pk: UUID | None) -> Case | None:
        """The case that comes after one on the agenda; the first one when it was the last, or is not there."""
        keys = [case.pk for case in self.waiting]
        rest = self.waiting[keys.index(pk) + 1 :] if pk in keys else []
        return next((case for case in [*rest, *self.waiting] if case.pk != pk), None)


@dataclass(frozen=True)
class Table:
    """A region's MDT where the actor sits, without its agenda."""

    region: Region
    regions: list[Region]
    meeting: Meeting | None
    mine: list[Seat]


def table(actor: Actor, slug: str = "") -> Table:
    """The MDT of a region where the actor has a seat, the first one by default. Raises NotThere."""
    mine = policies.seats_of(actor)
    regions = list({seat.region_id: seat.region for seat in mine}.values())
    if not regions:
        raise Denied(_("You do not have a seat in an MDT. What it decided stands on the page of each case."))
    region = next((region for region in regions if slug in ("", region.slug)), None)
    if region is None:
        raise NotThere("region")
    meeting = open_meeting(region)
    return Table(region, regions, meeting, [seat for seat in mine if seat.region_id == region.pk])


@dataclass(frozen=True)
class Sitting:
    """Where a part of a page belongs: the region of the MDT where the actor sits, and whether it is open."""

    region: Region
    meeting: bool


def sitting(actor: Actor, slug: str) -> Sitting:
    """The MDT of a region where the actor has a seat, as far as a part of its pages needs it. Raises as `table` does."""
    opened = Exists(Meeting.objects.filter(region=OuterRef("region"), closed_at__isnull=True))
    seats = Seat.objects.in_force(actor.at).filter(user_id=actor.key, region__slug=slug)
    seat = next(iter(seats.select_related("region").annotate(opened=opened)[:1]), None)
    if seat is None:
        found = table(actor, slug)
        return Sitting(found.region, meeting=found.meeting is not None)
    return Sitting(seat.region, meeting=seat.opened)


def agenda(actor: Actor, slug: str = "", after: str = "") -> Agenda:
    """The agenda of a region in whose MDT the actor has a seat, the first one by default. Raises NotThere."""
    found = table(actor, slug)
    region, meeting = found.region, found.meeting
    waiting, gone = _cases(actor, region, cursor(after), meets=meeting is not None)
    seats = sorted(
        _seated(region=region.pk, at=actor.at), key=attrgetter("organisation.name", "user.display_name")
    )
    chairs = any(seat.chair for seat in found.mine)
    last = waiting[PAGE - 1] if len(waiting) > PAGE else None
    return Agenda(
        region=region,
        regions=found.regions,
        meeting=meeting,
        next_at=next_meeting(region, actor.at),
        waiting=waiting[:PAGE],
        gatherings=gatherings(region, waiting[:PAGE], actor.at, part=bool(after) or len(waiting) > PAGE),
        alarms=alarms(waiting[:PAGE], actor.at, chairs=chairs),
        following=f"{last.mdt_due_at.isoformat()}~{last.pk}" if last else "",
        decided=gone,
        seats=[seat for seat in seats if seat.fixed],
        on_call=[seat for seat in seats if not seat.fixed],
        chairs=chairs,
        mine=found.mine[0],
        now=now_of(meeting, actor.at),
        present=present_at(meeting),
    )


@asked
def _seated(region: UUID, at: datetime) -> QuerySet[Seat]:
    return Seat.objects.in_force(at).filter(region=region).select_related("organisation", "user")


def _cases(
    actor: Actor, region: Region, after: tuple[datetime, UUID] | None, *, meets: bool
) -> tuple[list[Case], list[Case]]:
    """What waits, a page and one of it, and what the open meeting decided; what lapses first first."""
    assert actor.organisation is not None
    who: dict[str, Any] = {
        "user": actor.key,
        "at": actor.at,
        "organisation": actor.organisation.pk,
        "region": region.pk,
    }
    if after:
        found: Iterable[Case] = _rows(**who, after=after, meets=meets)
    else:
        found = _of_open(**who) if meets else _of_closed(**who)
    cases = sorted(found, key=attrgetter("mdt_due_at", "pk"))
    waits = [case for case in cases if case.status in FOR_THE_MDT]
    return waits, [case for case in cases if case.status not in FOR_THE_MDT]


@asked
def _of_open(user: UUID, at: datetime, organisation: UUID, region: UUID) -> QuerySet[Case]:
    return _rows(user, at, organisation, region, meets=True)


@asked
def _of_closed(user: UUID, at: datetime, organisation: UUID, region: UUID) -> QuerySet[Case]:
    return _rows(user, at, organisation, region, meets=False)


def _rows(
    user: UUID,
    at: datetime,
    organisation: UUID,
    region: UUID,
    after: tuple[datetime, UUID] | None = None,
    *,
    meets: bool,
) -> QuerySet[Case]:
    """Both in one statement, each with `own_view`: whether this organisation has written its view of it.

    And with `levels`, what was raised of it, and who stepped back from it.
    """
    own = View.objects.filter(case=OuterRef("pk"), round=OuterRef("mdt_round"), organisation=organisation)
    held = Case.objects.visible_to(Actor.in_query(user, at)).filter(mdt_region=region)
    held = held.annotate(own_view=Exists(own), stepped_back=_stepped_back(), levels=levels())
    waiting = held.filter(status__in=FOR_THE_MDT)
    if after:
        due_at, pk = after
        waiting = waiting.filter(Q(mdt_due_at__gt=due_at) | Q(mdt_due_at=due_at, pk__gt=pk))
    found: QuerySet[Case] = waiting.order_by("mdt_due_at", "pk")[: PAGE + 1]
    if not meets:
        return found
    decided = held.exclude(status__in=FOR_THE_MDT).order_by("mdt_due_at", "pk")[:PAGE]
    return found.union(decided, all=True)


def following(actor: Actor, case: Case) -> Case | None:
    """The case that waits after one on its agenda, as the actor sees it; the first one when it was the last."""
    assert case.mdt_region_id is not None
    found = _following(
        user=actor.key, at=actor.at, region=case.mdt_region_id, case=case.pk, due_at=case.mdt_due_at
    )
    return found[0] if found else None


@asked
def _following(user: UUID, at: datetime, region: UUID, case: UUID, due_at: datetime) -> QuerySet[Case]:
    first = Q(mdt_due_at__lt=due_at) | Q(mdt_due_at=due_at, pk__lt=case)
    seen = Case.objects.visible_to(Actor.in_query(user, at))
    waiting = seen.filter(mdt_region=region, status__in=FOR_THE_MDT).exclude(pk=case)
    return waiting.annotate(before=first).order_by("before", "mdt_due_at", "pk")[:1]


def _stepped_back() -> ArraySubquery:
    """An annotation for cases: of which organisations someone stepped back from each."""
    back = ItemMember.objects.filter(case=OuterRef("pk"), kind=ItemMember.Kind.STEPPED_BACK)
    return ArraySubquery(back.order_by("organisation__short_name").values("organisation__short_name"))


def must_be_of(agenda: Agenda | Table | Sitting, case: Case) -> None:
    """The case belongs to the region whose MDT is looked at, and takes its row from there. Raises NotThere."""
    if (case.mdt_region_id or case.region_id) != agenda.region.pk:
        raise NotThere("case", case.pk, case_id=case.pk)
    if case.mdt_region_id is not None:
        case.mdt_region = agenda.region


@dataclass(frozen=True)
class Item:
    """One case in the MDT: in a sentence, as each organisation sees it, and what was decided before."""

    case: Case
    summary: str
    reason: str
    views: list[View]
    own_view: bool
    others_hidden: bool
    decisions: list[Decided]
    before: Before | None  # of the whole page alone
    not_seeing: list[Organisation]
    members: list[ItemMember]
    waits: bool
    hours: int = 0  # working hours that are left
    minutes: int = 0  # planned for it
    gathering: Gathering | None = None  # the meeting it is planned in
    entries: list[Entry] = field(
        default_factory=list
    )  # what was told, as far as the actor may read it; of the whole page


PARTS = frozenset({"head", "views", "decision"})


def item(
    actor: Actor,
    case: Case,
    *,
    opened: bool,
    parts: Collection[str] = PARTS,
    not_seeing: Sequence[Organisation] = (),
) -> Item:
    """What the actor sees of a case in the MDT. Others' views appear after the own one is in, or when it opens.

    With `parts` no more is looked up than those; what is left out is empty.
    """
    views = _views(case=case.pk)
    for view in views:
        view.on_ground = str(grounds.words(view.ground))
    own = any(view.organisation_id == actor.organisation_id for view in views)
    hidden = not (own or opened) and case.status in FOR_THE_MDT
    whole = "head" in parts
    entries = sorted(_entries(case=case.pk), key=attrgetter("written_at")) if whole else []
    latest = {entry.kind: entry for entry in entries}  # of each kind, as far as the actor may read it
    planned_in = (
        gathering(case.mdt_region, case.mdt_at, actor.at)
        if whole and case.mdt_region and case.mdt_at
        else None
    )
    waiting = (
        waits(case, actor.at, case.mdt_region, extra=planned_in.extra)
        if planned_in and case.mdt_region
        else None
    )
    summary, reason = (latest.get(kind) for kind in (Entry.Kind.SUMMARY, Entry.Kind.RE_TRIAGE))
    return Item(
        case=case,
        summary=summary.text if summary else "",
        reason=reason.text if reason else "",
        views=[view for view in views if not hidden or view.organisation_id == actor.organisation_id],
        own_view=own,
        others_hidden=hidden,
        decisions=decided(case) if "decision" in parts else [],
        before=before(actor, case, entries, views, hidden=hidden) if whole else None,
        not_seeing=list(not_seeing),
        members=_members(case=case.pk) if {"head", "views"} & set(parts) else [],
        waits=case.status in FOR_THE_MDT,
        hours=waiting.hours if waiting else 0,
        minutes=waiting.minutes if waiting else 0,
        gathering=planned_in,
        entries=entries,
    )


@asked
def _views(case: UUID) -> QuerySet[View]:
    """How each organisation sees it in the round that it is in."""
    found: QuerySet[View] = View.objects.filter(case=case, round=F("case__mdt_round")).select_related(
        "organisation", "author"
    )
    return found.order_by("organisation__name", "written_at")


@asked
def _entries(case: UUID) -> QuerySet[Entry]:
    return Entry.objects.filter(case=case).select_related("organisation")


@asked
def _members(case: UUID) -> QuerySet[ItemMember]:
    found: QuerySet[ItemMember] = ItemMember.objects.filter(case=case, ended_at__isnull=True)
    return found.select_related("organisation", "user").order_by("noted_at")
