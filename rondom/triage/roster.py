"""When the MDT of a region meets in the coming two weeks, and what is planned there, as far as someone may see it."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import accumulate

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rondom.cases import clock
from rondom.cases.models import Case
from rondom.core.errors import Denied, NotThere
from rondom.organisations import calendar
from rondom.organisations.actor import Actor
from rondom.organisations.models import Region, Role
from rondom.triage import lengths, policies

_HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Waits:
    """A case on the agenda, with the whole working hours that are left before its last moment, and the minutes planned."""

    case: Case
    hours: int
    minutes: int = 0


@dataclass(frozen=True)
class Gathering:
    """One meeting: of the calendar, with room for `capacity`, or extraordinary; or one that was and did not discuss these.

    `items` is what the actor may see of it: never how much is planned in all. `lasts` is how many minutes it has;
    `all` is all of it that the actor may see where `items` is only what comes next in order, and `part` that not even that
    is known here.
    """

    at: datetime
    capacity: int = 0
    extra: bool = False
    over: bool = False
    items: list[Waits] = field(default_factory=list)
    lasts: int = 0
    part: bool = False
    all: list[Waits] = field(default_factory=list)

    @property
    def begins(self) -> bool:
        """Whether these are the first of all of it."""
        return self.items[:1] == self.all[:1]

    @property
    def planned(self) -> int:
        """The minutes planned for all that the actor sees of it."""
        return sum(one.minutes for one in self.all)

    @property
    def outside(self) -> list[Waits]:
        """What does not fit in the time that a meeting that is still to come has: the last ones. They stay where they are."""
        if self.over or self.part or not self.begins:
            return []
        ends = accumulate(one.minutes for one in self.all)
        return [one for one, end in zip(self.all, ends, strict=True) if end > self.lasts]


@dataclass(frozen=True)
class Day:
    """A day with its meetings; `holiday` is its name when it is one."""

    day: date
    holiday: str
    gatherings: list[Gathering]


def waits(case: Case, at: datetime, region: Region, *, extra: bool) -> Waits:
    """The case in a meeting of a region, with both its clocks and the time planned for it."""
    left = int(clock.working_hours(at, case.mdt_due_at) / _HOUR) if case.mdt_due_at > at else 0
    return Waits(case, left, lengths.planned(case, region, extra=extra))


def gathering(region: Region, moment: datetime, at: datetime, *, part: bool = False) -> Gathering:
    """The meeting at a moment, without what is planned there."""
    found = clock.meetings(region, moment - timedelta(seconds=1), moment)
    slot = next((slot for slot in found if slot.at == moment), None)
    if slot is None:
        return Gathering(moment, extra=True, over=moment <= at, lasts=lengths.lasts(None), part=part)
    return Gathering(moment, slot.capacity, over=moment <= at, lasts=lengths.lasts(slot.minutes), part=part)


def gatherings(region: Region, cases: Iterable[Case], at: datetime, *, part: bool = False) -> list[Gathering]:
    """The cases in the order in which they come, those for the same meeting together.

    When more come before or after these, each meeting of them may be a part.
    """
    found: list[Gathering] = []
    by_moment: dict[datetime, Gathering] = {}
    for case in cases:
        assert case.mdt_at is not None
        known = by_moment.get(case.mdt_at)
        if known is None:
            known = by_moment[case.mdt_at] = gathering(region, case.mdt_at, at, part=part)
            found.append(known)
        elif found[-1].at != case.mdt_at:
            found.append(replace(known, items=[]))  # what lapses first is first: its meeting may come twice
        one = waits(case, at, region, extra=known.extra)
        found[-1].items.append(one)
        known.all.append(one)
    return found


def coming(actor: Actor, region: Region, *, seated: bool = True) -> list[Gathering]:
    """The meetings of the coming two weeks: those of the calendar, and the extraordinary ones that the actor may see."""
    slots = clock.meetings(region, actor.at, actor.at + policies.AHEAD)
    found = {slot.at: Gathering(slot.at, slot.capacity, lasts=lengths.lasts(slot.minutes)) for slot in slots}
    if seated:
        for case in Case.objects.visible_to(actor).for_the_mdt(region.pk).filter(mdt_at__gt=actor.at):
            assert case.mdt_at is not None
            extra = Gathering(case.mdt_at, extra=True, lasts=lengths.lasts(None))
            meeting = found.setdefault(case.mdt_at, extra)
            one = waits(case, actor.at, region, extra=meeting.extra)
            meeting.items.append(one)
            meeting.all.append(one)
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
