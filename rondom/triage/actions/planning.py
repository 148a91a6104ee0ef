"""Change when the MDT of a region meets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from rondom.audit.log import record
from rondom.cases import clock, live, planning
from rondom.organisations.actor import Actor
from rondom.organisations.models import MeetingTime, Region
from rondom.triage import lengths, policies
from rondom.triage.verbs import TriageVerb


@dataclass(frozen=True)
class Added:
    """A time that is added on days of the week, from a day until another, which does not count; an empty end is open."""

    weekdays: Sequence[int]
    at: time
    capacity: int
    starts_on: date
    ends_on: date | None = None
    minutes: int | None = None


@dataclass(frozen=True)
class Week:
    """What changes in when the MDT meets: room and length by meeting time, which end today, what is added.

    `lengths` are the minutes for a case by kind of item, none where the region says nothing of its own.
    """

    meets_on_holidays: bool
    capacity: Mapping[UUID, int] = field(default_factory=dict)
    ended: frozenset[UUID] = frozenset()
    added: Added | None = None
    minutes: Mapping[UUID, int | None] = field(default_factory=dict)
    lengths: Mapping[str, int | None] = field(default_factory=dict)


@transaction.atomic
def change_week(*, actor: Actor, region: Region, week: Week) -> None:
    """Say when the MDT of a region meets, and whether on public holidays, from today on.

    What waits for a meeting that is held no more is planned anew, in time. Raises Denied for who does not chair it and
    is no administrator.
    """
    policies.must_plan(actor, region)
    horizon = policies.AHEAD + timedelta(days=1)
    before = {one.at for one in clock.meetings(region, actor.at, actor.at + horizon)}
    _change_region(region, week)
    changed = _change(region, week, timezone.localdate(actor.at))
    del region.week  # read anew
    gone = before - {one.at for one in clock.meetings(region, actor.at, actor.at + horizon)}
    planning.again(region, actor.at, _one_of(gone))
    live.changed(region)
    record(
        actor,
        TriageVerb.CALENDAR_CHANGED,
        subject=("region", region.pk),
        data={"times": changed, "holidays": week.meets_on_holidays, "minutes": lengths.own(region)},
    )


def _change_region(region: Region, week: Week) -> None:
    """What holds for the region as a whole; only what changed is written."""
    wanted: dict[str, Any] = {"meets_on_holidays": week.meets_on_holidays}
    wanted |= {f"minutes_{kind}": minutes for kind, minutes in week.lengths.items()}
    changed = [name for name, value in wanted.items() if getattr(region, name) != value]
    for name in changed:
        setattr(region, name, wanted[name])
    if changed:
        region.save(update_fields=changed)


def _one_of(moments: set[datetime]) -> Any:
    return lambda planned: planned in moments


def _change(region: Region, week: Week, today: date) -> list[str]:
    """Change what is there and add what is new; gives the identifiers of what changed."""
    times = {one.pk: one for one in MeetingTime.objects.filter(region=region).select_for_update()}
    changed: set[UUID] = set()
    for key, one in times.items():
        capacity = week.capacity.get(key, one.capacity)
        minutes = week.minutes.get(key, one.minutes)
        ends_on = max(today, one.starts_on) if key in week.ended else one.ends_on
        if (capacity, minutes, ends_on) != (one.capacity, one.minutes, one.ends_on):
            one.capacity, one.minutes, one.ends_on = capacity, minutes, ends_on
            one.save(update_fields=["capacity", "minutes", "ends_on"])
            changed.add(key)
    if week.added:
        changed |= _add(region, week.added, times.values())
    return sorted(map(str, changed))


def _add(region: Region, added: Added, times: Any) -> set[UUID]:
    """Add a time on days of the week; one that was there before holds again, with what is said now."""
    known = {(one.weekday, one.at): one for one in times}
    found: set[UUID] = set()
    for weekday in added.weekdays:
        one = known.get((weekday, added.at)) or MeetingTime(region=region, weekday=weekday, at=added.at)
        one.capacity, one.minutes = added.capacity, added.minutes
        one.starts_on, one.ends_on = added.starts_on, added.ends_on
        if one.pk in {each.pk for each in times}:
            one.save(update_fields=["capacity", "minutes", "starts_on", "ends_on"])
        else:
            one.save(force_insert=True)
        found.add(one.pk)
    return found
