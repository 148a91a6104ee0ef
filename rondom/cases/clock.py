"""When the MDT must be, and when it is: the one place where these moments are worked out.

Two clocks are kept: hours around the clock, which count for the 24 hours, and working hours, which tell people what is
left of a day's work. Moments are worked out in UTC; times of day and days are those here, so that an hour that is
skipped or comes twice changes no length of time.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import holidays

from rondom.organisations.models import Region

MDT_WITHIN = timedelta(
    hours=24
)  # Seed 003: "Na de eerste melding vindt binnen 24 uur het MDT-overleg plaats."
ANSWER_WITHIN = timedelta(hours=4)  # Our own default for answering the question to coordinate; no source.
DECIDE_WITHIN = timedelta(days=1)  # Our own default for setting a next step when there is none; no source.
LOCAL = ZoneInfo("Europe/Amsterdam")
AHEAD = timedelta(days=60)  # how far the calendar is looked through for a next meeting
_DAY = timedelta(days=1)
_WORK: dict[str, Any] = tomllib.loads((Path(__file__).parent / "working_hours.toml").read_text("utf-8"))
_EXTRA = _WORK["extraordinary"]
EXTRA_BEFORE = timedelta(minutes=_EXTRA["minutes_before"])


@dataclass(frozen=True)
class Slot:
    """A meeting of the calendar: when it begins, how many cases it can discuss, and how long it lasts where that is said."""

    at: datetime
    capacity: int
    minutes: int | None = None


def mdt_due(reported_at: datetime) -> datetime:
    """The last moment for the MDT: 24 hours around the clock after the first report (seed 003)."""
    return reported_at.astimezone(UTC) + MDT_WITHIN


@lru_cache(maxsize=64)
def _holidays(year: int, language: str) -> dict[date, str]:
    return dict(holidays.country_holidays("NL", years=year, language=language))


def holiday(day: date, language: str = "nl") -> str:
    """The name of the Dutch public holiday that a day is, in Dutch or English; empty on other days."""
    return _holidays(day.year, "nl" if language.startswith("nl") else "en_US").get(day, "")


def _days(start: datetime, end: datetime) -> Iterator[date]:
    day, last = start.astimezone(LOCAL).date(), end.astimezone(LOCAL).date()
    while day <= last:
        yield day
        day += _DAY


def _here(day: date, at: time) -> datetime:
    return datetime.combine(day, at, LOCAL).astimezone(UTC)


def moment_of(day: date, at: time) -> datetime | None:
    """The moment of a time of day here; none when the clock skips it that day, and the first when it comes twice."""
    found = _here(day, at)
    return found if found.astimezone(LOCAL).time() == at else None


def begin_of(day: date) -> datetime:
    """The first moment of a day here."""
    return _here(day, time.min)


def meetings(region: Region, after: datetime, until: datetime) -> list[Slot]:
    """The meetings of the region's calendar later than a moment, up to and with another, the first first."""
    after, until = after.astimezone(UTC), until.astimezone(UTC)
    found = [
        Slot(_here(day, one.at), one.capacity, one.minutes)
        for day in _days(after, until)
        if region.meets_on_holidays or not holiday(day)
        for one in region.week
        if one.holds_on(day)
    ]
    return sorted((slot for slot in found if after < slot.at <= until), key=lambda slot: slot.at)


def next_meeting(region: Region, after: datetime) -> datetime | None:
    """The first meeting of the region's calendar after a moment; none when it holds none in the coming 60 days."""
    for days in (3, 14, AHEAD.days):
        found = meetings(region, after, after.astimezone(UTC) + timedelta(days=days))
        if found:
            return found[0].at
    return None


def meeting_from(region: Region, moment: datetime) -> datetime | None:
    """The first meeting of the region's calendar at a moment or after it."""
    return next_meeting(region, moment - timedelta(microseconds=1))


def is_planned(region: Region, at: datetime) -> bool:
    """Whether the region's calendar holds a meeting at this moment; else it is an extraordinary one."""
    at = at.astimezone(UTC)
    return any(slot.at == at for slot in meetings(region, at - timedelta(seconds=1), at))


def extraordinary(due_at: datetime, at: datetime) -> datetime:
    """When an extraordinary meeting is, so that the MDT is before `due_at`, worked out at `at`, which is earlier.

    An hour before, or half of the time that is left when that is less than two hours. In the night it is the evening
    before, at eight, when that is still to come (working_hours.toml).
    """
    at, due_at = at.astimezone(UTC), due_at.astimezone(UTC)
    wanted = due_at - min(EXTRA_BEFORE, (due_at - at) / 2)
    whole = wanted.replace(second=0, microsecond=0)
    evening = _in_the_day(whole)
    return next((moment for moment in (evening, whole) if moment > at), wanted)


def _in_the_day(moment: datetime) -> datetime:
    """The moment, or in the night the end of the day before it."""
    local = moment.astimezone(LOCAL)
    if local.time() > _EXTRA["latest"]:
        return _here(local.date(), _EXTRA["latest"])
    if local.time() < _EXTRA["earliest"]:
        return _here(local.date() - _DAY, _EXTRA["latest"])
    return moment


def otherwise(region: Region, due_at: datetime, at: datetime) -> datetime:
    """When the MDT is on a case that no meeting of the calendar has room for in time.

    An extraordinary one, or, when it is too late already, the first one there is.
    """
    if due_at > at:
        return extraordinary(due_at, at)
    return next_meeting(region, at) or at


def working_hours(start: datetime, end: datetime) -> timedelta:
    """The working time between two moments: working days here, without public holidays (working_hours.toml)."""
    start, end = start.astimezone(UTC), end.astimezone(UTC)
    spans = (
        (_here(day, _WORK["starts_at"]), _here(day, _WORK["ends_at"]))
        for day in _days(start, end)
        if day.weekday() in _WORK["weekdays"] and not holiday(day)
    )
    none = timedelta()
    return sum((max(none, min(end, last) - max(start, first)) for first, last in spans), none)
