"""When the MDT must be and when it is, on the days the clock jumps too."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rondom.cases.clock import mdt_due, next_meeting
from rondom.organisations.models import Region

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


@given(after=moments, at=meetings)
def test_the_next_meeting_is_later_and_no_further_than_a_day_and_an_hour(after, at):
    meeting = next_meeting(Region(mdt_time=at), after)
    assert meeting > after
    assert meeting - after <= timedelta(hours=25)


@given(after=moments, at=meetings.filter(lambda value: value.hour != 2))
def test_the_next_meeting_is_at_the_regions_own_time(after, at):
    assert next_meeting(Region(mdt_time=at), after).astimezone(HERE).time() == at


@pytest.mark.parametrize("day", [FORWARD, BACK, date(2026, 12, 25), date(2026, 7, 5)])
def test_the_mdt_meets_every_day_also_in_weekends_on_holidays_and_when_the_clock_jumps(day):
    region = Region(mdt_time=time(10, 30))
    assert next_meeting(region, _here(day, 0, 30)) == _here(day, 10, 30)
    assert next_meeting(region, _here(day, 10, 29)) == _here(day, 10, 30)
    assert next_meeting(region, _here(day, 10, 30)) == _here(day + timedelta(days=1), 10, 30)


def test_a_meeting_in_the_hour_that_comes_twice_is_not_missed():
    region = Region(mdt_time=time(2, 30))
    between = datetime(
        2026, 10, 25, 0, 45, tzinfo=UTC
    )  # 02:45 in summer time; 02:30 in winter time is still to come
    assert between < next_meeting(region, between) <= between + timedelta(hours=25)
