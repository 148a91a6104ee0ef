"""Opening hours answer: is it open at this minute? What is not known is not guessed."""

from datetime import datetime, timedelta

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from rondom.landscape import hours
from rondom.landscape.hours import LOCAL


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL)


WEEK = hours.parse("mo-fr 09:00-17:00; sa 10:00-14:00")
NIGHT = hours.parse("fr-sa 20:00-02:00; holidays same")


@pytest.mark.parametrize(
    ("value", "moment", "answer"),
    [
        (None, "2026-11-24T12:00", None),
        ({"roughly": "office"}, "2026-11-24T12:00", None),
        ({"always": True}, "2026-12-25T03:00", True),
        (WEEK, "2026-11-24T08:59", False),  # a Tuesday
        (WEEK, "2026-11-24T09:00", True),
        (WEEK, "2026-11-24T16:59", True),
        (WEEK, "2026-11-24T17:00", False),
        (WEEK, "2026-11-28T13:00", True),  # a Saturday
        (WEEK, "2026-11-29T13:00", False),
        (WEEK, "2026-12-25T12:00", None),  # Christmas, a Friday: nobody said
        (WEEK, "2026-12-25T20:00", False),
        (hours.parse("mo-fr 09:00-17:00; holidays closed"), "2026-12-25T12:00", False),
        (hours.parse("mo-fr 09:00-17:00; holidays same"), "2026-12-25T12:00", True),
        (NIGHT, "2026-11-28T01:59", True),  # the night after Friday
        (NIGHT, "2026-11-29T01:00", True),
        (NIGHT, "2026-11-27T01:00", False),
        (hours.parse("mo-su 00:00-24:00"), "2026-11-24T23:59", True),
        (hours.parse("mo-fr 09:00-17:00"), "2026-03-30T09:30", True),  # the day after the clock went forward
    ],
)
def test_is_it_open_at_this_minute(value, moment, answer):
    assert hours.open_at(value, at(moment)) is answer


def test_when_it_opens_next():
    assert hours.opens_at(WEEK, at("2026-11-28T15:00")) == at("2026-11-30T09:00")
    assert hours.opens_at(WEEK, at("2026-12-24T18:00")) == at(
        "2026-12-28T09:00"
    )  # not on Christmas, a Friday and Saturday
    assert hours.opens_at({"roughly": "office"}, at("2026-11-28T15:00")) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "always",
        "mo 9-17",
        "xx 09:00-17:00",
        "mo 25:00-26:00",
        "mo 09:00-09:00",
        "roughly soon",
        "mo 09:00-17:00; holidays maybe",
    ],
)
def test_hours_that_cannot_be_understood_are_refused(text):
    try:
        value = hours.parse(text)
    except ValueError as fault:
        assert "mo-fr" in str(fault)  # noqa: PT017 - either way it is refused
    else:
        assert hours.check(value)


@pytest.mark.parametrize(
    "value",
    [
        [],
        {},
        {"always": False},
        {"weekly": [{"days": [0, 2], "from": "09:00", "to": "10:00"}]},
        {"weekly": [{"days": ["0"], "from": "09:00", "to": "10:00"}]},
        {"weekly": [{"days": [True], "from": "09:00", "to": "10:00"}]},
        {"weekly": [{"days": [0], "from": 9, "to": "10:00"}]},
        {"weekly": "mo"},
    ],
)
def test_hours_of_another_shape_are_refused(value):
    assert hours.check(value)


SPAN = st.tuples(st.integers(0, 6), st.integers(1, 7), st.integers(0, 23), st.integers(1, 24)).filter(
    lambda one: one[2] != one[3]
)


@given(st.lists(SPAN, min_size=1, max_size=3), st.sampled_from([None, "closed", "same"]))
def test_what_is_written_is_read_back(spans, on_holidays):
    value = {
        "weekly": [
            {
                "days": [(first + step) % 7 for step in range(count)],
                "from": f"{start:02}:00",
                "to": f"{end:02}:00",
            }
            for first, count, start, end in spans
        ]
    }
    if on_holidays:
        value["holidays"] = on_holidays
    assert hours.check(value) == ""
    assert hours.open_at(hours.parse(hours.written(value)), at("2026-11-24T12:30")) is hours.open_at(
        value, at("2026-11-24T12:30")
    )


@given(st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)))  # noqa: DTZ001 - of Amsterdam, below
def test_it_never_opens_in_the_past_and_is_open_when_it_opens(moment):
    moment = moment.replace(tzinfo=LOCAL)
    opens = hours.opens_at(WEEK, moment)
    assert opens > moment
    assert opens - moment < timedelta(days=8)
    assert hours.open_at(WEEK, opens) is True


def test_days_can_be_written_in_dutch():
    assert hours.parse("ma-vr 09:00-17:00; za 10:00-14:00") == WEEK


def test_hours_in_words():
    with translation.override("en"):
        assert hours.words(WEEK) == "Monday to Friday 9.00–17.00, Saturday 10.00–14.00"
        assert hours.words({"always": True}) == "day and night"
        assert hours.words({"roughly": "office"}) == "during office hours"
