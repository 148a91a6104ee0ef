"""What a page of the MDT shows: the agenda of a region, and one case as the organisations see it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from rondom.cases.clock import next_meeting
from rondom.cases.lists import PAGE, cursor
from rondom.cases.models import FOR_THE_MDT, Case, Entry, Grant
from rondom.cases.policies import live_grants
from rondom.core.asked import asked
from rondom.core.errors import Denied, NotThere
from rondom.organisations.actor import Actor
from rondom.organisations.models import Organisation, Region, Seat
from rondom.triage import policies
from rondom.triage.alarms import Alarm, alarms, levels
from rondom.triage.before import Before, before
from rondom.triage.decided import Decided, decided
from rondom.triage.models import Attendance, ItemMember, Meeting, View
from rondom.triage.now import Now, Place, now_of, open_meetings, places, present_at
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
    meeting = next(iter(open_meetings(region=region.pk)), None)
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
    waiting = _from(actor, region, cursor(after))
    seats = sorted(
        _seats(region=region.pk, at=actor.at), key=attrgetter("organisation.name", "user.display_name")
    )
    chairs = any(seat.chair for seat in found.mine)
    last = waiting[PAGE - 1] if len(waiting) > PAGE else None
    return Agenda(
        region=region,
        regions=found.regions,
        meeting=meeting,
        next_at=next_meeting(region, actor.at),
        waiting=waiting[:PAGE],
        gatherings=gatherings(region, waiting[:PAGE], actor.at),
        alarms=alarms(waiting[:PAGE], actor.at, chairs=chairs),
        following=f"{last.mdt_due_at.isoformat()}~{last.pk}" if last else "",
        decided=_decided(user=actor.key, at=actor.at, region=region.pk) if meeting else [],
        seats=[seat for seat in seats if seat.fixed],
        on_call=[seat for seat in seats if not seat.fixed],
        chairs=chairs,
        mine=found.mine[0],
        now=now_of(meeting, actor.at),
        present=present_at(meeting),
    )


def _from(actor: Actor, region: Region, after: tuple[datetime, UUID] | None) -> list[Case]:
    """A page of what waits, from the top or after a case, and one more."""
    assert actor.organisation is not None
    values: dict[str, Any] = {
        "user": actor.key,
        "at": actor.at,
        "organisation": actor.organisation.pk,
        "region": region.pk,
    }
    if after is None:
        return _waiting(**values)
    at, pk = after
    return _waiting_after(**values, last=at, pk=pk)


@asked
def _waiting(user: UUID, at: datetime, organisation: UUID, region: UUID) -> QuerySet[Case]:
    """What waits, each case with `own_view`: whether an organisation has written its view of it, and `levels`."""
    return _waiting_there(user, at, organisation, region)[: PAGE + 1]


@asked
def _waiting_after(
    user: UUID, at: datetime, organisation: UUID, region: UUID, last: datetime, pk: UUID
) -> QuerySet[Case]:
    later = Q(mdt_due_at__gt=last) | Q(mdt_due_at=last, pk__gt=pk)
    return _waiting_there(user, at, organisation, region).filter(later)[: PAGE + 1]


def _waiting_there(user: UUID, at: datetime, organisation: UUID, region: UUID) -> QuerySet[Case]:
    own = View.objects.filter(case=OuterRef("pk"), round=OuterRef("mdt_round"), organisation_id=organisation)
    waiting: QuerySet[Case] = (
        Case.objects.visible_to(Actor.in_query(user, at))
        .for_the_mdt(region)
        .annotate(own_view=Exists(own), stepped_back=_stepped_back(), levels=levels())
    )
    return waiting


@asked
def _seats(region: UUID, at: datetime) -> QuerySet[Seat]:
    return Seat.objects.in_force(at).filter(region_id=region).select_related("organisation", "user")


def following(actor: Actor, case: Case) -> Case | None:
    """The case that waits after one on its agenda, as the actor sees it; the first one when it was the last."""
    assert case.mdt_region_id is not None
    first = Q(mdt_due_at__lt=case.mdt_due_at) | Q(mdt_due_at=case.mdt_due_at, pk__lt=case.pk)
    waiting = Case.objects.visible_to(actor).for_the_mdt(case.mdt_region_id).exclude(pk=case.pk)
    return waiting.annotate(before=first).order_by("before", "mdt_due_at", "pk").first()


def _stepped_back() -> ArraySubquery:
    """An annotation for cases: of which organisations someone stepped back from each."""
    back = ItemMember.objects.filter(case=OuterRef("pk"), kind=ItemMember.Kind.STEPPED_BACK)
    return ArraySubquery(back.order_by("organisation__short_name").values("organisation__short_name"))


@asked
def _decided(user: UUID, at: datetime, region: UUID) -> QuerySet[Case]:
    decided: QuerySet[Case] = (
        Case.objects.visible_to(Actor.in_query(user, at))
        .filter(mdt_region_id=region)
        .exclude(status__in=FOR_THE_MDT)
        .order_by("mdt_due_at", "pk")
    )
    return decided[:PAGE]


def must_be_of(agenda: Agenda | Table | Sitting, case: Case) -> None:
    """The case belongs to the region whose MDT is looked at. Raises NotThere."""
    if (case.mdt_region_id or case.region_id) != agenda.region.pk:
        raise NotThere("case", case.pk, case_id=case.pk)


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
    gathering: Gathering | None = None  # the meeting it is planned in


PARTS = frozenset({"head", "views", "decision"})


def item(actor: Actor, case: Case, *, opened: bool, parts: Collection[str] = PARTS) -> Item:
    """What the actor sees of a case in the MDT. Others' views appear after the own one is in, or when it opens.

    With `parts` no more is looked up than those; what is left out is empty.
    """
    views = list(
        View.objects.filter(case=case, round=case.mdt_round)
        .select_related("organisation", "author")
        .order_by("organisation__name", "written_at")
    )
    own = any(view.organisation_id == actor.organisation_id for view in views)
    hidden = not (own or opened) and case.status in FOR_THE_MDT
    whole = "head" in parts
    said = Entry.objects.filter(case=case).select_related("organisation")
    entries = sorted(said, key=attrgetter("written_at")) if whole else []
    latest = {entry.kind: entry for entry in entries}  # of each kind, as far as the actor may read it
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
        not_seeing=_not_seeing(actor, case) if "head" in parts else [],
        members=list(
            ItemMember.objects.filter(case=case, ended_at__isnull=True)
            .select_related("organisation", "user")
            .order_by("noted_at")
        )
        if {"head", "views"} & set(parts)
        else [],
        waits=case.status in FOR_THE_MDT,
        hours=waits(case, actor.at).hours if whole else 0,
        gathering=gathering(case.mdt_region, case.mdt_at, actor.at)
        if whole and case.mdt_region and case.mdt_at
        else None,
    )


def _not_seeing(actor: Actor, case: Case) -> list[Organisation]:
    """Organisations with a fixed seat that may not see this case: it is discussed without them."""
    seated = Seat.objects.in_force(actor.at).filter(
        region_id=case.mdt_region_id or case.region_id, fixed=True
    )
    return list(
        Organisation.objects.filter(pk__in=seated.values("organisation_id"))
        .exclude(pk__in=Grant.objects.filter(live_grants(case, actor)).values("organisation_id"))
        .order_by("name")
    )
