"""A case goes to the first meeting that is in time and has room, and else to an extraordinary one."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from rondom.cases import clock
from rondom.cases.planning import place
from rondom.cases.tests.test_clock import HERE, moments, region

NOON = datetime(2026, 11, 2, 12, tzinfo=HERE)  # a Monday
times = st.lists(
    st.times(timezones=st.none()).map(lambda one: one.replace(second=0, microsecond=0)),
    max_size=3,
    unique=True,
)


def test_the_first_meeting_that_has_room_before_the_last_moment_is_chosen():
    twice = region(time(10), time(15), capacity=1)
    due_at = NOON + timedelta(hours=23)
    at_three, at_ten = (datetime(2026, 11, day, hour, tzinfo=HERE) for day, hour in [(2, 15), (3, 10)])
    assert place(twice, due_at, NOON, Counter()) == at_three
    assert place(twice, due_at, NOON, Counter({at_three.astimezone(UTC): 1})) == at_ten


def test_when_all_are_full_an_extraordinary_meeting_is_shared():
    once = region(time(15), capacity=1)
    due_at, full = NOON + timedelta(hours=5), Counter({datetime(2026, 11, 2, 14, tzinfo=UTC): 1})
    extra = place(once, due_at, NOON, full)
    assert extra == NOON + timedelta(hours=4)
    earlier = NOON + timedelta(hours=2)
    assert place(once, due_at, NOON, full + Counter({earlier.astimezone(UTC): 3})) == earlier


def test_what_is_late_already_goes_to_the_first_meeting_there_is():
    every_day = region(time(10), capacity=1)
    assert place(every_day, NOON - timedelta(hours=1), NOON, Counter()) == datetime(
        2026, 11, 3, 10, tzinfo=HERE
    )
    assert place(region(), NOON - timedelta(hours=1), NOON, Counter()) == NOON


@settings(max_examples=60)
@given(
    at=moments, left=st.integers(1, 24 * 60), every=times, taken=st.lists(st.integers(0, 24 * 60), max_size=4),
    holidays=st.booleans(),
)  # fmt: skip
def test_whatever_the_calendar_a_case_that_is_not_late_is_planned_in_time(at, left, every, taken, holidays):
    due_at = at.astimezone(UTC) + timedelta(minutes=left)
    found = region(*every, holidays=holidays, capacity=1)
    there = Counter(at.astimezone(UTC) + timedelta(minutes=minutes) for minutes in taken)
    there += Counter(slot.at for slot in clock.meetings(found, at, due_at)[:1])
    chosen = place(found, due_at, at, there)
    assert at < chosen <= due_at
    if clock.is_planned(found, chosen):
        assert there[chosen] < 1


def test_a_day_of_reports_fills_the_meetings_in_the_order_in_which_they_lapse():
    twice, taken = region(time(10), time(15), capacity=2, since=date(2026, 1, 1)), Counter()
    planned = []
    for hour in range(5):
        due_at = NOON + timedelta(hours=20 + hour)
        planned.append(place(twice, due_at, NOON, taken))
        taken[planned[-1]] += 1
    local = [moment.astimezone(HERE) for moment in planned]
    assert [(one.day, one.hour) for one in local] == [(2, 15), (2, 15), (3, 10), (3, 10), (3, 11)]
