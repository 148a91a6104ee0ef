"""When the MDT must be and when it is, on the days the clock jumps too."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rondom.cases.clock import (
    extraordinary,
    holiday,
    is_planned,
    mdt_due,
    next_meeting,
    working_hours,
)
from rondom.cases.clock import meetings as meetings_of
from rondom.organisations.models import MeetingTime, Region

HERE = ZoneInfo("Europe/Amsterdam")
# In 2026 the clock goes forward on 29 March and back on 25 October.
FORWARD, BACK = date(2026, 3, 29), date(2026, 10, 25)
NEW_YEAR = int(datetime(2026, 1, 1, tzinfo=UTC).timestamp())
meetings = st.times(timezones=st.none()).map(lambda value: value.replace(second=0, microsecond=0))
moments = st.builds(
    lambda minutes, zone: datetime.fromtimestamp(NEW_YEAR + 60 * minutes, zone),
    st.integers(0, 366 * 24 * 60),
    st.sampled_from([UTC, HERE]),
)


def _here(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), HERE)


@given(reported_at=moments)
def test_the_mdt_is_due_24_hours_later_by_the_clock_that_never_jumps(reported_at):
    assert mdt_due(reported_at).timestamp() - reported_at.timestamp() == 24 * 3600


def test_a_report_on_the_eve_of_summer_time_is_due_an_hour_later_by_the_wall_clock():
    assert mdt_due(_here(FORWARD - timedelta(days=1), 16)).astimezone(HERE).hour == 17


def test_a_report_on_the_eve_of_winter_time_is_due_an_hour_earlier_by_the_wall_clock():
    assert mdt_due(_here(BACK - timedelta(days=1), 16)).astimezone(HERE).hour == 15


def region(*times, holidays=True, since=date(2000, 1, 1), until=None, capacity=20) -> Region:
    """A region that meets every day at these times."""
    found = Region(meets_on_holidays=holidays)
    found.week = tuple(
        MeetingTime(weekday=weekday, at=at, capacity=capacity, starts_on=since, ends_on=until)
        for weekday in range(7)
        for at in times
    )
    return found


def on_working_days(*times, holidays=False) -> Region:
    """A region that meets from Monday to Friday at these times."""
    found = region(*times, holidays=holidays)
    found.week = tuple(one for one in found.week if one.weekday < 5)
    return found


@given(after=moments, at=meetings)
def test_the_next_meeting_is_later_and_no_further_than_a_day_and_an_hour(after, at):
    meeting = next_meeting(region(at), after)
    assert meeting > after
    assert meeting - after <= timedelta(hours=25)


@given(after=moments, at=meetings.filter(lambda value: value.hour != 2))
def test_the_next_meeting_is_at_the_regions_own_time(after, at):
    assert next_meeting(region(at), after).astimezone(HERE).time() == at


@pytest.mark.parametrize("day", [FORWARD, BACK, date(2026, 12, 25), date(2026, 7, 5)])
def test_the_mdt_meets_every_day_also_in_weekends_on_holidays_and_when_the_clock_jumps(day):
    every_day = region(time(10, 30))
    assert next_meeting(every_day, _here(day, 0, 30)) == _here(day, 10, 30)
    assert next_meeting(every_day, _here(day, 10, 29)) == _here(day, 10, 30)
    assert next_meeting(every_day, _here(day, 10, 30)) == _here(day + timedelta(days=1), 10, 30)


def test_a_meeting_in_the_hour_that_comes_twice_is_not_missed():
    between = datetime(
        2026, 10, 25, 0, 45, tzinfo=UTC
    )  # 02:45 in summer time; 02:30 in winter time is still to come
    assert between < next_meeting(region(time(2, 30)), between) <= between + timedelta(hours=25)


def test_several_meetings_a_day_come_in_their_order():
    found = meetings_of(region(time(16), time(9)), _here(date(2026, 11, 2), 8), _here(date(2026, 11, 3), 9))
    assert [slot.at for slot in found] == [
        _here(date(2026, 11, 2), 9), _here(date(2026, 11, 2), 16), _here(date(2026, 11, 3), 9)
    ]  # fmt: skip


def test_a_region_that_does_not_meet_on_holidays_meets_on_the_next_day():
    at_work = on_working_days(time(10))  # 2026: Good Friday 3 April, Easter Monday 6 April
    assert next_meeting(at_work, _here(date(2026, 4, 2), 11)) == _here(date(2026, 4, 7), 10)
    with_holidays = on_working_days(time(10), holidays=True)
    assert next_meeting(with_holidays, _here(date(2026, 4, 2), 11)) == _here(date(2026, 4, 3), 10)


def test_holidays_have_names_in_both_languages_and_other_days_have_none():
    assert holiday(date(2026, 4, 27)) == "Koningsdag"
    assert holiday(date(2026, 4, 27), "en") == "King's Day"
    assert holiday(date(2026, 4, 28)) == ""


def test_a_time_holds_from_its_first_day_until_its_last_which_does_not_count():
    short = region(time(10), since=date(2026, 11, 4), until=date(2026, 11, 6))
    found = meetings_of(short, _here(date(2026, 11, 1), 0), _here(date(2026, 11, 9), 0))
    assert [slot.at.day for slot in found] == [4, 5]


def test_without_any_meeting_there_is_no_next_one():
    assert next_meeting(region(), _here(date(2026, 11, 2), 8)) is None


@given(at=moments, left=st.integers(1, 24 * 60))
def test_an_extraordinary_meeting_is_still_to_come_and_in_time(at, left):
    due_at = at.astimezone(UTC) + timedelta(minutes=left)
    assert at < extraordinary(due_at, at) < due_at


@pytest.mark.parametrize(
    ("due", "at", "expected"),
    [
        ((2, 16, 0), (1, 16, 0), (2, 15, 0)),  # an hour before
        ((1, 17, 0), (1, 16, 0), (1, 16, 30)),  # half of what is left
        ((2, 3, 0), (1, 3, 0), (1, 20, 0)),  # not in the night, but the evening before
        ((2, 8, 30), (1, 9, 0), (1, 20, 0)),
        ((2, 3, 0), (1, 21, 0), (2, 2, 0)),  # in the night, when that evening has passed
    ],
)
def test_where_an_extraordinary_meeting_comes(due, at, expected):
    moment = lambda day, hour, minute: _here(date(2026, 11, day), hour, minute)  # noqa: E731 - short
    assert extraordinary(moment(*due), moment(*at)) == moment(*expected)


def test_what_the_calendar_holds_is_planned_and_the_rest_is_extraordinary():
    at = _here(date(2026, 11, 2), 10)
    assert is_planned(region(time(10)), at)
    assert not is_planned(region(time(10)), at + timedelta(minutes=1))


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ((2026, 11, 2, 9), (2026, 11, 2, 12), 3),  # Monday morning
        ((2026, 11, 2, 15), (2026, 11, 3, 10), 3),  # over a night
        ((2026, 10, 30, 16), (2026, 11, 2, 10), 2),  # over a weekend
        ((2026, 4, 2, 16), (2026, 4, 7, 10), 2),  # over Easter
        ((2026, 3, 27, 16), (2026, 3, 30, 10), 2),  # over the day that the clock goes forward
        ((2026, 11, 1, 9), (2026, 11, 1, 17), 0),  # Sunday
    ],
)
def test_working_hours_leave_out_nights_weekends_and_holidays(start, end, hours):
    moments = [datetime(*moment, tzinfo=HERE) for moment in (start, end)]
    assert working_hours(*moments) == timedelta(hours=hours)


@given(start=moments, first=st.integers(0, 5000), second=st.integers(0, 5000))
def test_working_hours_add_up_and_are_never_more_than_the_hours_around_the_clock(start, first, second):
    middle = start.astimezone(UTC) + timedelta(minutes=first)
    end = middle + timedelta(minutes=second)
    whole = working_hours(start, end)
    assert whole == working_hours(start, middle) + working_hours(middle, end)
    assert timedelta() <= whole <= end - start
