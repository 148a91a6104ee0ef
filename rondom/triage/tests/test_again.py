"""A decision says when to look again: a day, or a moment of it, and the first meeting from then on."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from rondom.cases import clock
from rondom.cases.models import Case, Status
from rondom.core.errors import WrongStep
from rondom.core.moments import in_full
from rondom.organisations.models import MeetingTime, Region
from rondom.triage import again
from rondom.triage.models import Decision
from rondom.triage.tests.test_item_page import _at, _decision
from tests.browse import field, nothing_changed, signed_in, words
from tests.papers import read
from tests.proof import refused

THURSDAY = date(2026, 12, 3)


def _here(day, hour, minute=0):
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=clock.LOCAL)


def _meets(*weekdays, at=time(10, 30)):
    region = Region()
    start = date(2026, 1, 1)
    region.week = tuple(
        MeetingTime(region=region, weekday=day, at=at, capacity=9, starts_on=start) for day in weekdays
    )
    return region


def _read(region, day, at=None, where="mdt", now=None):
    said = {"day": day.isoformat(), "at": at.isoformat() if at else None, "where": where}
    return again.read(Case(status=Status.COORDINATED), region, said, now or _here(date(2026, 11, 30), 9))


def _decided(world, case, **changes):
    world.open_mdt()
    made = world.decide(case, **changes)
    world.close_mdt()
    world.accept(case)
    return made


def test_a_moment_is_said_with_its_whole_day_and_a_day_alone_stays_a_day():
    at, now = _here(THURSDAY, 9), _here(THURSDAY, 8)
    with translation.override("nl"):
        assert in_full(THURSDAY, at, now) == "donderdag 3 december, 09.00 uur"
        assert in_full(THURSDAY, None, now) == "donderdag 3 december"
        assert in_full(THURSDAY, at) == "donderdag 3 december 2026, 09.00 uur"
    with translation.override("en"):
        assert in_full(THURSDAY, at, now) == "Thursday 3 December, 09:00"


def test_an_hour_that_the_clock_skips_is_no_moment_and_of_one_that_comes_twice_it_is_the_first():
    assert clock.moment_of(date(2027, 3, 28), time(2, 30)) is None
    twice = clock.moment_of(date(2026, 10, 25), time(2, 30))
    assert twice == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert clock.moment_of(date(2026, 7, 1), time(9)) == datetime(2026, 7, 1, 7, tzinfo=UTC)
    assert clock.moment_of(date(2026, 12, 1), time(9)) == datetime(2026, 12, 1, 8, tzinfo=UTC)


def test_it_goes_to_the_first_meeting_at_that_moment_or_after_it():
    daily = _meets(*range(7))
    found = _read(daily, THURSDAY)
    assert (found.meets_at, found.late) == (_here(THURSDAY, 10, 30), False)
    found = _read(daily, THURSDAY, _here(THURSDAY, 10, 30))
    assert (found.meets_at, found.late) == (_here(THURSDAY, 10, 30), False)
    found = _read(daily, THURSDAY, _here(THURSDAY, 10, 31))
    assert (found.meets_at, found.late) == (_here(THURSDAY + timedelta(days=1), 10, 30), True)


def test_later_than_was_promised_is_said():
    mondays = _meets(0)
    found = _read(mondays, THURSDAY)
    assert (found.meets_at, found.late) == (_here(date(2026, 12, 7), 10, 30), True)
    assert _read(_meets(), THURSDAY).late  # no meeting at all
    with_coordinator = _read(mondays, THURSDAY, where="coordinator")
    assert (with_coordinator.meets_at, with_coordinator.late) == (None, False)


def test_what_passed_goes_to_the_first_meeting_from_now_on():
    now = _here(THURSDAY + timedelta(days=2), 12)
    found = _read(_meets(*range(7)), THURSDAY, now=now)
    assert (found.meets_at, found.late) == (_here(THURSDAY + timedelta(days=3), 10, 30), True)
    assert found.has_passed(now)
    assert not found.has_passed(_here(THURSDAY, 23, 59))


def test_the_night_in_which_the_clock_changes_keeps_the_meeting_at_its_time():
    sundays = _meets(6, at=time(9))
    found = _read(sundays, date(2027, 3, 28), now=_here(date(2027, 3, 27), 12))
    assert found.meets_at == datetime(2027, 3, 28, 7, tzinfo=UTC)
    assert not found.late


def test_a_decision_with_a_moment_is_recorded_from_the_page_and_read_everywhere(world):
    case = world.report()
    world.open_mdt()
    alice = signed_in(world.alice)
    sent = _decision(
        world, "safety", "law", "care", "recovery", look_again_on="2099-12-03", look_again_time="09:00"
    )
    assert alice.post(_at(case, "besluit/"), sent).status_code == 302
    with world.acting(world.alice):
        made = Decision.objects.get(case=case)
        assert made.look_again_at == datetime(2099, 12, 3, 8, tzinfo=UTC)
        assert (made.look_again_on, made.look_again_where) == (date(2099, 12, 3), "mdt")
    for path in (_at(case), f"/zaken/{case.pk}/", f"/zaken/{case.pk}/mdt/"):
        assert "Thursday 3 December 2099, 09:00" in words(alice.get(path)), path
    assert "Thursday 3 December 2099, 09:00, in the MDT" in read(
        alice.get(f"/zaken/{case.pk}/mdt/verslag.pdf").content
    )


@pytest.mark.parametrize(
    ("sent", "name", "fault"),
    [
        ({"look_again_time": "09:00"}, "look_again_on", "Choose the day too."),
        (
            {"look_again_on": "2027-03-28", "look_again_time": "02:30"},
            "look_again_time",
            "the clock goes forward",
        ),
        ({"look_again_on": "2020-01-01"}, "look_again_on", "This moment has passed."),
        (
            {"look_again_on": "2099-01-02", "look_again_time": "half"},
            "look_again_time",
            "Write a time, such as 14:30.",
        ),
    ],
)
def test_what_is_no_moment_is_said_at_the_field_and_nothing_typed_is_lost(world, sent, name, fault):
    case = world.report()
    world.open_mdt()
    with nothing_changed():
        page = signed_in(world.alice).post(_at(case, "besluit/"), _decision(world, "care", **sent))
    assert page.status_code == 422
    assert fault in words(page)
    assert sent.get(name, "") in field(page, name)


def test_a_moment_of_another_day_or_one_that_passed_is_refused(world):
    case = world.report()
    world.open_mdt()
    with world.acting(world.alice) as actor:
        at = actor.at + timedelta(days=3)
    for changes in (
        {"look_again_on": timezone.localdate(at) + timedelta(days=2), "look_again_at": at},
        {"look_again_on": timezone.localdate(at) - timedelta(days=9)},
    ):
        with refused(WrongStep):
            world.decide(case, **changes)
    made = world.decide(case, look_again_on=timezone.localdate(at), look_again_at=at, look_again_where="mdt")
    assert made.look_again_at == at


def test_the_database_takes_no_moment_of_another_day(world):
    case = world.report()
    world.open_mdt()
    with world.acting(world.alice) as actor:
        at = actor.at + timedelta(days=3)
    kept = world.decide(case)
    copy = {"case": case, "meeting": kept.meeting, "round": 7, "decided_at": kept.decided_at}
    whole = {
        **copy,
        "decided_by": world.alice,
        "no_coordinator": "nobody",
        "quorum": True,
        "look_again_at": at,
    }
    for day in (None, timezone.localdate(at) + timedelta(days=1)):
        with world.acting(world.alice), pytest.raises(IntegrityError), transaction.atomic():
            Decision(**whole, look_again_on=day).save(force_insert=True)


def test_today_asks_to_bring_it_back_when_it_is_near_and_not_before(world):
    case = world.report()
    day = timezone.localdate() + timedelta(days=1)
    _decided(world, case, look_again_on=day, look_again_where="mdt")
    far = world.report()
    _decided(world, far, look_again_on=day + timedelta(days=9), look_again_where="mdt")
    said = words(signed_in(world.anna).get("/vandaag/"))
    assert "Look again 1" in said
    assert "Bring it back to the MDT" in said
    assert f"{world.code(case)} Agreed: {in_full(day, None, timezone.now())}" in said
    assert world.code(far) not in said.partition("Look again 1")[2].partition("You coordinate")[0]
    assert "first MDT from then on:" in said
    assert "Look again 1" not in words(signed_in(world.victor).get("/vandaag/"))


def test_once_it_is_back_nobody_is_asked_any_more(world):
    case = world.report()
    _decided(world, case, look_again_on=timezone.localdate() + timedelta(days=1), look_again_where="mdt")
    anna = signed_in(world.anna)
    anna.post(f"/zaken/{case.pk}/opnieuw/", {"reason": "Zoals afgesproken."})
    assert "Look again 1" not in words(anna.get("/vandaag/"))


def test_with_the_coordinator_it_is_not_brought_back(world):
    case = world.report()
    day = timezone.localdate() + timedelta(days=1)
    _decided(world, case, look_again_on=day, look_again_where="coordinator")
    assert "Look at the case again" in words(signed_in(world.anna).get("/vandaag/"))


def test_the_agenda_and_the_roster_show_what_was_promised_to_who_may_see_the_case(world):
    case = world.report()
    day = timezone.localdate() + timedelta(days=3)
    _decided(world, case, look_again_on=day, look_again_where="mdt")
    for address in ("/mdt/north/", "/mdt/north/rooster/"):
        said = words(signed_in(world.alice).get(address))
        assert (
            f"To look at again 1 On the agenda once someone brings it back {world.code(case)} Agreed:" in said
        )
        assert "To look at again" not in words(signed_in(world.bob).get(address)), address
