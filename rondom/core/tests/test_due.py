from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.template import engines
from django.utils import timezone, translation

from rondom.core import moments

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
NOW = datetime(2026, 5, 12, 9, 52, tzinfo=AMSTERDAM)


@pytest.fixture(autouse=True)
def _in_amsterdam_in_english():
    with translation.override("en"), timezone.override(AMSTERDAM):
        yield


def at(*parts, tz=AMSTERDAM):
    return datetime(*parts, tzinfo=tz)


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (-60 * 24 * 70, "2 months late"),
        (-60 * 24 * 3, "3 days late"),
        (-60 * 22, "22 hours late"),
        (-60, "1 hour late"),
        (-52, "52 minutes late"),
        (-1, "1 minute late"),
        (0, "now"),
        (1, "in 1 minute"),
        (38, "in 38 minutes"),
        (59, "in 59 minutes"),
        (60, "in 1 hour"),
        (119, "in 1 hour"),
        (128, "in 2 hours"),
        (60 * 36, "in 36 hours"),
        (60 * 48 - 1, "in 47 hours"),
        (60 * 48, "in 2 days"),
        (60 * 24 * 59, "in 59 days"),
        (60 * 24 * 92, "in 3 months"),
    ],
)
def test_the_distance_is_rounded_towards_now(minutes, said):
    assert moments.relative(NOW + timedelta(minutes=minutes), NOW) == said


def test_less_than_a_minute_is_now_on_both_sides():
    assert moments.relative(NOW + timedelta(seconds=59), NOW) == "now"
    assert moments.relative(NOW - timedelta(seconds=59), NOW) == "now"


def test_days_are_counted_as_people_count_them():
    assert moments.relative(at(2026, 5, 15, 9, 0), NOW) == "in 3 days"


def test_an_hour_that_the_clock_skips_is_not_counted():
    before, after = at(2026, 3, 29, 1, 30), at(2026, 3, 29, 3, 30)
    assert moments.relative(after, before) == "in 1 hour"
    assert moments.remaining(after, before) == "1 hour"


def test_an_hour_that_the_clock_repeats_is_counted_twice():
    before, after = at(2026, 10, 25, 1, 30), at(2026, 10, 25, 3, 30)
    assert moments.relative(after, before) == "in 3 hours"
    assert moments.remaining(after, before) == "3 hours"


def test_a_day_of_23_hours_is_still_tomorrow():
    assert moments.absolute(at(2026, 3, 29, 23, 0), at(2026, 3, 28, 23, 30)) == "tomorrow 23:00"


def test_the_zone_of_the_moment_does_not_matter():
    utc = datetime(2026, 5, 12, 14, 40, tzinfo=UTC)
    assert moments.relative(utc, NOW) == "in 6 hours"
    assert moments.absolute(utc, NOW) == "today 16:40"


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (at(2026, 5, 12, 0, 0), "today 00:00"),
        (at(2026, 5, 12, 16, 40), "today 16:40"),
        (at(2026, 5, 13, 0, 5), "tomorrow 00:05"),
        (at(2026, 5, 11, 23, 59), "yesterday 23:59"),
        (at(2026, 5, 14, 4, 0), "Thu 14 May, 04:00"),
        (at(2027, 1, 4, 9, 30), "Mon 4 Jan 2027, 09:30"),
    ],
)
def test_a_moment_is_named_by_its_day(moment, said):
    assert moments.absolute(moment, NOW) == said


def test_without_now_the_date_is_whole():
    assert moments.absolute(NOW) == "Tue 12 May 2026, 09:52"
    assert moments.day(date(2026, 5, 15)) == "Fri 15 May 2026"


def test_a_day_has_no_time():
    assert moments.day(date(2026, 5, 12), NOW.date()) == "today"
    assert moments.day(date(2026, 5, 15), NOW.date()) == "Fri 15 May"


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (258, "4 hours and 18 minutes"),
        (60, "1 hour"),
        (61, "1 hour and 1 minute"),
        (52, "52 minutes"),
        (-3, "0 minutes"),
    ],
)
def test_what_is_left_is_exact(minutes, said):
    assert moments.remaining(NOW + timedelta(minutes=minutes), NOW) == said


def test_passed_is_over_and_within_four_hours_is_soon():
    states = [moments.state(NOW + timedelta(minutes=m), NOW) for m in (-1, 0, 239, 240)]
    assert states == ["over", "soon", "soon", ""]


def render(source, **context):
    return engines["django"].from_string(source).render({"now": NOW, **context})


def test_due_shows_relative_and_absolute():
    assert render("{% due m now %}", m=at(2026, 5, 12, 9, 0)) == (
        '<time class="rd-due rd-due--over" datetime="2026-05-12T09:00+02:00">'
        "<strong>52 minutes late</strong> <span>today 09:00</span></time>"
    )


def test_due_on_one_line_with_own_words_when_late():
    drawn = render("{% due m now late=own line=True %}", m=at(2026, 5, 12, 9, 0), own="Possibly <too> late")
    assert 'class="rd-due rd-due--over rd-due--line"' in drawn
    assert "<strong>Possibly &lt;too&gt; late</strong>" in drawn
    assert "in 2 hours" in render('{% due m now late="x" %}', m=at(2026, 5, 12, 12, 0))


def test_no_moment_draws_nothing():
    assert render("{% due m now %}{% moment m now %}", m=None) == ""


def test_moment_takes_dates_too():
    assert render("{% moment m now %}", m=date(2026, 5, 13)) == '<time datetime="2026-05-13">tomorrow</time>'
    assert render("{% moment m %}", m=NOW) == (
        '<time datetime="2026-05-12T09:52+02:00">Tue 12 May 2026, 09:52</time>'
    )
