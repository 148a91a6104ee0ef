"""When the MDT of a region meets in the coming two weeks, and what is planned there, as far as someone may see it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rondom.cases import clock
from rondom.cases.models import Case
from rondom.core.errors import Denied, NotThere
from rondom.organisations import calendar
from rondom.organisations.actor import Actor
from rondom.organisations.models import Region, Role
from rondom.triage import policies

_HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Waits:
    """A case on the agenda, with the whole working hours that are left before its last moment."""

    case: Case
    hours: int


@dataclass(frozen=True)
class Gathering:
    """One meeting: of the calendar, with room for `capacity`, or extraordinary; or one that was and did not discuss these.

    `items` is what the actor may see of it: never how much is planned in all.
    """

    at: datetime
    capacity: int = 0
    extra: bool = False
    over: bool = False
    items: list[Waits] = field(default_factory=list)


@dataclass(frozen=True)
class Day:
    """A day with its meetings; `holiday` is its name when it is one."""

    day: date
    holiday: str
    gatherings: list[Gathering]


def waits(case: Case, at: datetime) -> Waits:
    """The case, with both its clocks."""
    return Waits(case, int(clock.working_hours(at, case.mdt_due_at) / _HOUR) if case.mdt_due_at > at else 0)


def gathering(region: Region, moment: datetime, at: datetime) -> Gathering:
    """The meeting at a moment, without what is planned there."""
    found = clock.meetings(region, moment - timedelta(seconds=1), moment)
    capacity = next((slot.capacity for slot in found if slot.at == moment), 0)
    return Gathering(moment, capacity, extra=not capacity, over=moment <= at)


def gatherings(region: Region, cases: Iterable[Case], at: datetime) -> list[Gathering]:
    """The cases in the order in which they come, those for the same meeting together."""
    found: list[Gathering] = []
    for case in cases:
        assert case.mdt_at is not None
        if not found or found[-1].at != case.mdt_at:
            found.append(gathering(region, case.mdt_at, at))
        found[-1].items.append(waits(case, at))
    return found


def coming(actor: Actor, region: Region, *, seated: bool = True) -> list[Gathering]:
    """The meetings of the coming two weeks: those of the calendar, and the extraordinary ones that the actor may see."""
    slots = clock.meetings(region, actor.at, actor.at + policies.AHEAD)
    found = {slot.at: Gathering(slot.at, slot.capacity) for slot in slots}
    if seated:
        for case in Case.objects.visible_to(actor).for_the_mdt(region.pk).filter(mdt_at__gt=actor.at):
            assert case.mdt_at is not None
            meeting = found.setdefault(case.mdt_at, Gathering(case.mdt_at, extra=True))
            meeting.items.append(waits(case, actor.at))
    return sorted(found.values(), key=lambda one: one.at)


def days(gatherings: Iterable[Gathering], at: datetime) -> list[Day]:
    """The coming two weeks day by day: days with a meeting, and holidays."""
    today, language = timezone.localdate(at), get_language() or "nl"
    by_day: dict[date, list[Gathering]] = {}
    for one in gatherings:
        by_day.setdefault(timezone.localdate(one.at), []).append(one)
    span = [today + timedelta(days=n) for n in range(policies.AHEAD.days + 1)]
    found = [Day(day, clock.holiday(day, language), by_day.get(day, [])) for day in span]
    return [day for day in found if day.gatherings or day.holiday]


def region_of(actor: Actor, slug: str) -> tuple[Region, bool]:
    """The region whose meetings someone looks at, and whether they have a seat there; an administrator has none.

    Raises Denied for who has no seat anywhere, NotThere for another region.
    """
    mine = policies.seats_of(actor)
    seat = next((seat for seat in mine if seat.region.slug == slug), None)
    if seat:
        return seat.region, True
    if actor.has_role(Role.ADMINISTRATOR):
        found = Region.objects.filter(slug=slug).annotate(times=calendar.weeks()).first()
        if found:
            return calendar.take(found, found.times), False
    elif not mine:
        raise Denied(_("You do not have a seat in an MDT. What it decided stands on the page of each case."))
    raise NotThere("region")
