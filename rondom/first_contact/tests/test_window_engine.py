"""The engine of the acute windows: hours on a stopwatch, both bounds, and never back in time."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from rondom.first_contact.definitions import FACTS, WINDOWS
from rondom.first_contact.windows import Happened, Recorded, State, against

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
ZONES = [
    "Europe/Amsterdam",
    "UTC",
    "America/New_York",
    "Asia/Kathmandu",
    "Pacific/Apia",
    "Australia/Lord_Howe",
]
ORDER = [State.OPEN, State.DOUBTFUL, State.CLOSED]
HOUR = timedelta(hours=1)
moments = st.datetimes(
    min_value=datetime(1990, 1, 1),  # noqa: DTZ001 - the strategy lays the zone
    max_value=datetime(2060, 1, 1),  # noqa: DTZ001
    timezones=st.sampled_from([ZoneInfo(name) for name in ZONES]),
)
spans = st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=400))
windows = st.sampled_from(list(WINDOWS.values()))


@st.composite
def happenings(draw):
    """When something happened, as far as known."""
    reported = draw(moments)
    latest = draw(st.none() | st.just(True)) and reported.astimezone(UTC) - draw(spans)
    earliest = draw(st.none() | st.just(True)) and (latest or reported.astimezone(UTC)) - draw(spans)
    return Happened(earliest, latest, reported)


def test_a_window_is_open_then_doubtful_then_closed():
    event = datetime(2026, 3, 2, 22, tzinfo=AMSTERDAM)
    happened = Happened(event, event + 6 * HOUR, event + 10 * HOUR)
    pep = WINDOWS["PEP_72H"]
    assert pep.closes_earliest(happened) == event + 72 * HOUR
    assert pep.closes_latest(happened) == event + 78 * HOUR
    assert pep.state(happened, event + 72 * HOUR - timedelta(microseconds=1)) == State.OPEN
    assert pep.state(happened, event + 72 * HOUR) == State.DOUBTFUL
    assert pep.state(happened, event + 78 * HOUR - timedelta(microseconds=1)) == State.DOUBTFUL
    assert pep.state(happened, event + 78 * HOUR) == State.CLOSED


def test_the_data_hold_these_windows_with_these_hours():
    hours = {"PEP_72H": 72, "EC_LNG_72H": 72, "EC_UPA_IUD_120H": 120, "HBV_7D": 168, "FMO_7D": 168}
    assert {window.key: window.hours for window in FACTS.windows} == hours
    assert all(window.verified_by == "" for window in FACTS.windows), "nobody of medicine confirmed one yet"


@given(window=windows, happened=happenings(), at=moments)
def test_the_state_is_what_the_greatest_and_the_smallest_age_say(window, happened, at):
    hours = window.hours * HOUR
    now = at.astimezone(UTC)
    smallest = now - (happened.latest or happened.reported_at)
    greatest = None if happened.earliest is None else now - happened.earliest
    if greatest is not None and greatest < hours:
        wanted = State.OPEN
    else:
        wanted = State.DOUBTFUL if smallest < hours else State.CLOSED
    assert window.state(happened, at) == wanted


@given(window=windows, happened=happenings(), at=moments, later=spans)
def test_time_goes_one_way(window, happened, at, later):
    first, then = window.state(happened, at), window.state(happened, at.astimezone(UTC) + later)
    assert ORDER.index(first) <= ORDER.index(then)


@given(window=windows, happened=happenings(), at=moments, zone=st.sampled_from(ZONES))
def test_the_zone_in_which_a_moment_is_written_changes_nothing(window, happened, at, zone):
    def there(moment):
        return moment and moment.astimezone(ZoneInfo(zone))

    moved = Happened(there(happened.earliest), there(happened.latest), there(happened.reported_at))
    assert moved == happened
    assert window.state(moved, there(at)) == window.state(happened, at)


@given(window=windows, event=moments)
@example(WINDOWS["PEP_72H"], datetime(2026, 3, 28, 12, tzinfo=AMSTERDAM))  # the night with 23 hours follows
@example(WINDOWS["PEP_72H"], datetime(2026, 10, 24, 12, tzinfo=AMSTERDAM))  # the night with 25 hours follows
@example(WINDOWS["HBV_7D"], datetime(2028, 2, 25, 12, tzinfo=AMSTERDAM))  # a leap day is within
@example(
    WINDOWS["FMO_7D"], datetime(2026, 10, 25, 2, 30, fold=1, tzinfo=AMSTERDAM)
)  # the second half past two
def test_a_window_lasts_exactly_its_hours(window, event):
    happened = Happened(event, event, event)
    closes = window.closes_latest(happened)
    assert (closes - event.astimezone(UTC)).total_seconds() == window.hours * 3600
    assert window.closes_earliest(happened) == closes
    assert window.state(happened, closes - timedelta(seconds=1)) == State.OPEN
    assert window.state(happened, closes) == State.CLOSED


@pytest.mark.parametrize(
    ("start", "closes"),
    [((2026, 3, 28, 12), (2026, 3, 31, 13)), ((2026, 10, 24, 12), (2026, 10, 27, 11)), ((2028, 2, 27, 12), (2028, 3, 1, 12))],
    ids=["23 hours", "25 hours", "leap day"],
)  # fmt: skip
def test_on_the_clock_on_the_wall_a_window_shifts_with_summer_time(start, closes):
    event = datetime(*start, tzinfo=AMSTERDAM)
    found = WINDOWS["PEP_72H"].closes_latest(Happened(event, event, event))
    assert found.astimezone(AMSTERDAM).replace(tzinfo=None) == datetime(*closes)  # noqa: DTZ001


@given(happened=happenings(), at=moments)
def test_who_has_more_hours_closes_later(happened, at):
    states = {window.hours: ORDER.index(window.state(happened, at)) for window in WINDOWS.values()}
    assert [states[hours] for hours in sorted(states)] == sorted(states.values(), reverse=True)


@given(window=windows, happened=happenings(), at=moments, narrower=spans)
def test_knowing_the_moment_better_never_takes_a_window_from_doubtful_to_unknown(
    window, happened, at, narrower
):
    assume(happened.earliest and happened.last - happened.earliest >= narrower)
    better = Happened(happened.earliest + narrower, happened.latest, happened.reported_at)
    before, after = window.state(happened, at), window.state(better, at)
    assert after == before or (before, after) == (State.DOUBTFUL, State.OPEN)


def test_without_an_earliest_moment_nothing_is_sure():
    report = datetime(2026, 6, 1, tzinfo=UTC)
    happened = Happened(None, None, report)
    for window in WINDOWS.values():
        assert window.closes_earliest(happened) is None
        assert window.closes_latest(happened) == report + window.hours * HOUR
        assert window.state(happened, report) == State.DOUBTFUL


@given(
    reported=moments, apart=st.timedeltas(min_value=timedelta(microseconds=1), max_value=timedelta(days=9))
)
def test_bounds_the_wrong_way_round_are_refused(reported, apart):
    latest = reported.astimezone(UTC)
    with pytest.raises(ValueError, match="earliest moment is after"):
        Happened(latest + apart, latest, latest + 2 * apart)
    with pytest.raises(ValueError, match="earliest moment is after"):
        Happened(latest + apart, None, latest)


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="latest has no time zone"):
        Happened(None, datetime(2026, 6, 1), datetime(2026, 6, 2, tzinfo=UTC))  # noqa: DTZ001


PEP, EC = WINDOWS["PEP_72H"], WINDOWS["EC_LNG_72H"]
SEXUAL = ["sexual_violence"]


@pytest.mark.parametrize(
    ("kinds", "genders", "pep", "ec"),
    [
        ([], [], None, None),
        (SEXUAL, ["f"], None, None),
        (SEXUAL, ["m"], None, "recorded_as_man"),
        (SEXUAL, ["x"], None, None),
        (SEXUAL, [""], None, None),
        (SEXUAL, ["m", "f"], None, None),
        (SEXUAL, ["m", ""], None, None),
        (["online_sexual_abuse", "extortion"], ["m"], "no_sexual_violence", "no_sexual_violence"),
        (["domestic_violence"], ["f"], "no_sexual_violence", "no_sexual_violence"),
        (["domestic_violence", "sexual_violence"], ["f"], None, None),
    ],
)  # fmt: skip
def test_only_what_was_recorded_speaks_against_a_window(kinds, genders, pep, ec):
    found = [against(FACTS.against, window, Recorded(kinds, genders)) for window in (PEP, EC)]
    assert [one and one.key for one in found] == [pep, ec]
