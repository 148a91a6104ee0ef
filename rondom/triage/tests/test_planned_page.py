"""The pages about when the MDT meets and what was late, and the calendar file."""

from datetime import timedelta

import pytest
from django.utils import timezone
from icalendar import Calendar

from rondom.cases import clock
from rondom.cases.actions import dossier
from rondom.organisations.models import MeetingTime, Region
from rondom.triage import actions
from tests.browse import field, markup, nothing_changed, signed_in, title, words
from tests.statements import few

PLANNED, FILE, LATE = "/mdt/north/rooster/", "/mdt/north/overleg.ics", "/mdt/north/te-laat/"


def _moved_late(world):
    case = world.report()
    with world.acting(world.alice) as actor:
        later, seen = actor.at + timedelta(days=2), dossier.locked(actor, case.pk)
        actions.move(actor=actor, case=seen, to_at=later, reason="Zij is er dan.", late_is_meant=True)
    return case


def test_the_roster_shows_two_weeks_with_what_is_planned_as_far_as_one_may_see_it(world):
    _moved_late(world)
    page = signed_in(world.victor).get(PLANNED)
    said = words(page)
    assert title(page) == "When the MDT meets – Rondom"
    assert said.count("room for 20 cases") >= 13
    assert "extraordinary meeting 1 case, 10 minutes; the meeting is 60 minutes" in said
    assert "Change when the MDT meets" not in said
    assert "1 case, 10 minutes" not in words(signed_in(world.bob).get(PLANNED))  # to whom the person said no


def test_holidays_are_named_and_a_region_may_stay_away_on_them(world):
    today = timezone.localdate()
    days = [today + timedelta(days=n) for n in range(1, 14)]
    carol = signed_in(world.carol)
    carol.post(PLANNED, _as_it_stands(world, holidays="no"))
    said = words(carol.get(PLANNED))
    for day in days:
        if clock.holiday(day, "en"):
            assert f"{clock.holiday(day, 'en')} no MDT" in said
    assert any(clock.holiday(day) for day in days) or "no MDT" not in said


def _as_it_stands(world, **changes):
    with world.acting(world.carol):
        times = MeetingTime.objects.filter(region=world.north)
        return {"holidays": "yes", **{f"room-{one.pk}": one.capacity for one in times}, **changes}


def test_the_chair_changes_when_the_mdt_meets(world):
    carol = signed_in(world.carol)
    assert "Change when the MDT meets" in words(carol.get(PLANNED))
    sent = _as_it_stands(world, weekdays=["0", "4"], at="16:00", room="6", holidays="no")
    done = carol.post(PLANNED, sent, follow=True)
    assert done.redirect_chain == [(PLANNED, 302)]
    assert "16:00 room for 6 cases" in words(done)
    with world.acting(world.carol):
        assert not Region.objects.get(slug="north").meets_on_holidays


def test_half_a_time_is_not_added_and_stays_on_the_page(world):
    carol = signed_in(world.carol)
    sent = _as_it_stands(world, at="16:00")
    with nothing_changed():
        page = carol.post(PLANNED, sent)
    assert page.status_code == 422
    assert "Say on which days, at what time, and for how many cases." in words(page)
    assert 'value="16:00"' in field(page, "at")


@pytest.mark.parametrize(
    ("who", "status"), [("alice", 403), ("anna", 403), ("celia", 404), ("administrator", 302)]
)
def test_who_may_change_it(world, who, status):
    client, sent = signed_in(getattr(world, who)), _as_it_stands(world)
    if status == 302:
        assert client.post(PLANNED, sent).status_code == status
        assert (
            "planned"
            not in words(client.get(PLANNED)).partition("The coming two weeks")[2].partition("A case goes")[0]
        )
        return
    with nothing_changed():
        assert client.post(PLANNED, sent).status_code == status


def test_the_calendar_file_holds_when_mdt_and_a_link_and_nothing_else(world):
    case = _moved_late(world)
    answer = signed_in(world.alice).get(FILE)
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    assert len(events) >= 14
    assert {str(event["SUMMARY"]) for event in events} == {"MDT"}
    assert {str(event["URL"]) for event in events} == {"http://testserver/mdt/north/"}
    allowed = {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "URL", "CLASS"}
    assert {name for event in events for name in event} == allowed
    moments = {event["DTSTART"].dt for event in events}
    assert world.seen(world.alice, case).mdt_at.replace(microsecond=0) in moments
    assert all(moment.utcoffset() == timedelta() for moment in moments)


def test_the_calendar_file_goes_by_its_standard(world):
    content = signed_in(world.alice).get(FILE).content
    lines = content.split(b"\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")  # RFC 5545, 3.1: lines end in CRLF
    assert max(map(len, lines)) <= 75  # and are folded
    assert lines[0] == b"BEGIN:VCALENDAR"
    assert lines[-2:] == [b"END:VCALENDAR", b""]
    assert b"VERSION:2.0" in lines
    starts = [line for line in lines if line.startswith(b"DTSTART")]
    assert all(line.endswith(b"Z") and line.startswith(b"DTSTART:") for line in starts)


def test_a_meeting_keeps_its_identifier_and_another_region_has_others(world):
    def uids(who, path):
        return {
            str(event["UID"]) for event in Calendar.from_ical(signed_in(who).get(path).content).walk("VEVENT")
        }

    assert uids(world.alice, FILE) == uids(world.victor, FILE)
    assert not uids(world.victor, FILE) & uids(world.victor, "/mdt/south/overleg.ics")


@pytest.mark.parametrize("path", [FILE, LATE])
def test_who_has_no_seat_there_gets_none_of_it(world, path):
    with nothing_changed():
        assert signed_in(world.dave).get(path).status_code == 403
        assert signed_in(world.celia).get(path).status_code == 404


def test_what_was_late_asks_for_a_reason_and_then_shows_it(world):
    case = _moved_late(world)
    carol = signed_in(world.carol)
    assert "moved past the last moment no reason yet" in words(carol.get(LATE))
    assert "moved past the last moment" in words(carol.get("/vandaag/"))
    path = f"/mdt/north/zaak/{case.pk}/te-laat/"
    with nothing_changed():
        assert carol.post(path, {"reason": "other"}).status_code == 422
    done = carol.post(path, {"reason": "person", "note": "Zij vroeg om vrijdag."}, follow=True)
    assert done.redirect_chain == [(LATE, 302)]
    assert "at the wish of the person Carol" in words(done)
    assert "Zij vroeg om vrijdag." in words(done)
    assert "Say why" not in words(carol.get("/vandaag/"))
    assert carol.get(path).status_code == 409


def test_who_does_not_see_the_case_sees_nothing_of_its_being_late(world):
    case = _moved_late(world)
    bob = signed_in(world.bob)
    assert "Nothing was late." in words(bob.get(LATE))
    with nothing_changed():
        assert bob.post(f"/mdt/north/zaak/{case.pk}/te-laat/", {"reason": "room"}).status_code == 404
        assert bob.get(f"/mdt/north/zaak/{case.pk}/verplaatsen/").status_code == 404


def test_the_pages_cost_few_statements(world):
    _moved_late(world)
    carol = signed_in(world.carol)
    for path in (PLANNED, FILE, LATE, "/mdt/north/"):
        with few():
            assert carol.get(path).status_code == 200
    assert "rd-call--danger" in markup(carol.get("/mdt/north/"))
