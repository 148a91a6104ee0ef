"""In which meeting a case is discussed, and what happens to that when the calendar changes."""

from datetime import datetime, time, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from rondom.cases import clock
from rondom.cases.actions import dossier
from rondom.cases.models import Case, Shield
from rondom.core.errors import Denied
from rondom.organisations.models import MeetingTime, Region
from rondom.sharing.actions import shields
from rondom.triage import actions, roster
from rondom.triage.actions import Added, Week
from tests.proof import refused


def _a_week_ago(hour: int, minute: int = 0) -> datetime:
    """A moment here, far enough back that all of its clock has run; nobody changes the clock in these days."""
    day = timezone.localdate() - timedelta(days=7)
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


def _change(world, by, **changes):
    with world.acting(by) as actor:
        region = Region.objects.get(slug="north")
        actions.change_week(actor=actor, region=region, week=Week(**{"meets_on_holidays": True, **changes}))


def _times(world):
    with world.acting(world.carol):
        return list(MeetingTime.objects.filter(region=world.north).order_by("weekday", "at"))


def _planned(world, case):
    return timezone.localtime(world.seen(world.alice, case).mdt_at)


def test_a_region_meets_every_day_as_it_did_before(world):
    times = _times(world)
    assert [(one.weekday, one.at, one.capacity) for one in times] == [
        (day, time(10, 30), 20) for day in range(7)
    ]


def test_a_report_goes_to_the_first_meeting_before_its_last_moment(world):
    case = world.report(at=_a_week_ago(8))  # first told two hours before: until 6:00
    assert _planned(world, case) == _a_week_ago(10, 30)


def test_when_no_meeting_is_in_time_an_extraordinary_one_is_planned(world):
    case = world.report(at=_a_week_ago(12))  # until 10:00 the next day; the MDT is at 10:30
    assert _planned(world, case) == _a_week_ago(9) + timedelta(days=1)


def test_when_a_meeting_is_full_the_next_case_goes_elsewhere_in_time(world):
    _change(world, world.carol, capacity={one.pk: 1 for one in _times(world)})
    first, second, third = (world.report(at=_a_week_ago(8)) for _ in range(3))
    assert _planned(world, first) == _a_week_ago(10, 30)
    assert _planned(world, second) == _planned(world, third) == _a_week_ago(20)


def test_a_case_that_comes_back_or_goes_to_another_region_is_planned_there_in_time(world):
    case = world.coordinated()
    with world.acting(world.anna) as actor:
        actions.bring_back(actor=actor, case=dossier.locked(actor, case.pk), reason="Er is iets veranderd.")
    seen = world.seen(world.anna, case)
    with world.acting(world.anna) as actor:
        assert actor.at < seen.mdt_at <= seen.mdt_due_at
        locked = dossier.locked(actor, case.pk)
        actions.hand_over(actor=actor, case=locked, region=world.south, reason="Zij woont daar.", agreed=True)
    seen = world.seen(world.anna, case)
    assert seen.mdt_region == world.south
    assert actor.at < seen.mdt_at <= seen.mdt_due_at


def test_what_was_not_discussed_is_planned_in_time_also_when_a_shield_keeps_it_from_the_chair(world):
    open_case, kept = world.report(), world.report()
    with world.acting(world.alice) as actor:
        seen, reason = dossier.locked(actor, kept.pk), Shield.Reason.RELATIVE
        shields.from_person(actor=actor, case=seen, user=world.carol, reason=reason)
    assert not world.held(world.carol, kept)
    world.open_mdt()
    at = max(open_case.mdt_at, kept.mdt_at)
    with world.acting(world.carol, at) as later:
        actions.close_meeting(actor=later, region=world.north)
    for case in (open_case, kept):
        seen = world.seen(world.alice, case)
        assert seen.mdt_at > at
        assert seen.mdt_at <= seen.mdt_due_at or seen.mdt_due_at <= at


def test_the_chair_adds_a_time_changes_room_and_ends_one(world):
    first, *_ = times = _times(world)
    today = timezone.localdate()
    added = Added(weekdays=[0, 2], at=time(16), capacity=5, starts_on=today)
    _change(
        world,
        world.carol,
        meets_on_holidays=False,
        capacity={first.pk: 8},
        ended=frozenset({times[-1].pk}),
        added=added,
    )
    found = {(one.weekday, one.at): (one.capacity, one.ends_on) for one in _times(world)}
    assert found[0, time(10, 30)] == (8, None)
    assert found[6, time(10, 30)] == (20, today)
    assert found[0, time(16)] == found[2, time(16)] == (5, None)
    with world.acting(world.carol):
        assert not Region.objects.get(slug="north").meets_on_holidays


def test_a_time_that_ended_can_be_added_again(world):
    (first, *_), today = _times(world), timezone.localdate()
    _change(world, world.carol, ended=frozenset({first.pk}))
    _change(world, world.carol, added=Added([0], time(10, 30), 4, today))
    again = next(one for one in _times(world) if one.weekday == 0)
    assert (again.pk, again.capacity, again.starts_on, again.ends_on) == (first.pk, 4, today, None)


def test_what_waits_for_a_meeting_that_is_held_no_more_is_planned_anew_in_time(world, owner):
    case = world.report()
    with world.acting(world.alice) as actor:
        seen = dossier.locked(actor, case.pk)
        planned = seen.mdt_at
    _change(world, world.carol, ended=frozenset(one.pk for one in _times(world)))
    seen = world.seen(world.alice, case)
    assert actor.at < seen.mdt_at <= seen.mdt_due_at
    assert timezone.localtime(planned).time() != time(10, 30) or seen.mdt_at != planned


def _hours(case, at):
    return roster.waits(case, at, Region(), extra=False).hours


def test_both_clocks_of_a_case_are_told_in_whole_hours():
    monday = datetime(2026, 11, 2, 11, 10, tzinfo=clock.LOCAL)
    case = Case(mdt_due_at=datetime(2026, 11, 2, 14, 10, tzinfo=clock.LOCAL))
    assert _hours(case, monday) == 3
    in_the_evening = Case(mdt_due_at=datetime(2026, 11, 2, 21, tzinfo=clock.LOCAL))
    assert _hours(in_the_evening, monday) == 5
    assert _hours(case, in_the_evening.mdt_due_at) == 0


def test_an_administrator_may_plan_for_a_region(world):
    _change(world, world.administrator, meets_on_holidays=False)
    with world.acting(world.carol):
        assert not Region.objects.get(slug="north").meets_on_holidays


@pytest.mark.parametrize("name", ["alice", "celia", "anna", "eve"])
def test_nobody_else_changes_when_the_mdt_meets(world, name):
    times = _times(world)
    with refused(Denied, words="Only the chair|Alleen de voorzitter"):
        _change(world, getattr(world, name), capacity={times[0].pk: 1})


def test_the_database_asks_the_same(world):
    world.report()
    with world.acting(world.alice), connection.cursor() as cursor:
        cursor.execute("UPDATE organisations_meetingtime SET capacity = 1")
        assert cursor.rowcount == 0
        cursor.execute("UPDATE organisations_region SET meets_on_holidays = false")
        assert cursor.rowcount == 0
        cursor.execute("SELECT * FROM waiting_moments(%s)", [world.north.pk])
        assert cursor.fetchall() == []
