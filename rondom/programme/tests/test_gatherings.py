"""Gatherings are planned by the programme; everyone with an account can come, while there is room; who was there counts."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from rondom.core.errors import WrongStep
from rondom.programme.actions import gatherings
from rondom.programme.counters import FILE, TARGETS, load, this_year
from rondom.programme.models import Gathering, Registration
from rondom.programme.tests.seen import happened, turned_away
from tests.browse import field, nothing_changed, signed_in, words
from tests.proof import refused

SENT = {
    "kind": "training", "title": "Oefenen", "about": "Met casussen.", "place": "Stadhuis", "starts_at": "2027-03-01T10:00",
    "ends_at": "2027-03-01T12:00", "seats": "1", "material": "De gids.",
}  # fmt: skip


def said(at, **changes):
    return {
        "kind": "outreach", "title": "Voorlichting", "about": "Met casussen.", "place": "Stadhuis", "material": "",
        "starts_at": at + timedelta(days=2), "ends_at": at + timedelta(days=2, hours=2), "seats": 1, **changes,
    }  # fmt: skip


@pytest.fixture
def planned(world, dave):
    with world.acting(dave) as actor:
        return gatherings.plan(actor=actor, said=said(actor.at))


def address(name, gathering):
    return reverse(f"programme:{name}", args=[gathering.pk])


def later(world, user):
    """Acting when the gathering has begun."""
    return world.acting(user, timezone.now() + timedelta(days=3))


def test_it_is_planned_and_stands_in_the_list(world, dave):
    answer = signed_in(dave).post("/programma/bijeenkomsten/nieuw/", SENT)
    with world.acting(dave):
        made = Gathering.objects.get()
    assert answer.headers["Location"] == address("gathering", made)
    assert happened(world, dave, "programme:gathering:planned").data == {"kind": "training"}
    assert "Oefenen" in words(signed_in(world.bob).get("/programma/bijeenkomsten/"))
    page = words(signed_in(world.bob).get(address("gathering", made)))
    for word in ("Mon 1 March 2027, 10:00", "Stadhuis", "De gids.", "Nobody registered yet."):
        assert word in page


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"ends_at": "2027-03-01T10:00"}, "This is before the beginning."), ({"starts_at": "9999-12-31T23:59"}, "This year cannot be right."),
        ({"seats": "0"}, "greater than or equal to 1"), ({"seats": "1e400"}, "whole number"), ({"place": ""}, "required"),
        ({"starts_at": "2027-03-28T02:30", "ends_at": "2027-03-28T05:00"}, "2027-03-28 02:30:00"),
    ],
)  # fmt: skip
def test_what_is_not_right_is_said_and_nothing_is_lost(dave, changes, sentence):
    with nothing_changed():
        answer = signed_in(dave).post("/programma/bijeenkomsten/nieuw/", SENT | changes)
    assert answer.status_code == 422
    assert sentence in words(answer)
    assert "Met casussen." in field(answer, "about")


def test_someone_comes_does_not_and_comes_after_all(world, planned):
    client = signed_in(world.bob)
    for name, verb, shown in [("register", "made", "Who comes 1/1 Bob"), ("withdraw", "withdrawn", "Who comes 0/1"), ("register", "made", "Who comes 1/1 Bob")]:  # fmt: skip
        assert client.post(address(name, planned)).headers["Location"] == address("gathering", planned)
        assert happened(world, world.bob, f"programme:registration:{verb}").subject_id == planned.pk
        assert shown in words(client.get(address("gathering", planned)))
    with world.acting(world.bob):
        assert Registration.objects.count() == 1
    assert "You come" in words(client.get("/programma/bijeenkomsten/"))


def test_nobody_comes_twice_nor_withdraws_who_does_not_come(world, planned):
    turned_away(world, world.bob, address("withdraw", planned), status=409)
    signed_in(world.bob).post(address("register", planned))
    turned_away(world, world.bob, address("register", planned), status=409)


def test_there_are_no_more_people_than_seats(world, planned):
    signed_in(world.bob).post(address("register", planned))
    page = words(signed_in(world.alice).get(address("gathering", planned)))
    assert "This gathering is full." in page
    assert "I come" not in page
    turned_away(world, world.alice, address("register", planned), status=409)


def test_one_can_put_it_in_ones_own_calendar(world, dave, planned):
    answer = signed_in(world.bob).get(address("calendar", planned))
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert (str(event["UID"]), str(event["SUMMARY"]), str(event["STATUS"])) == (
        str(planned.pk),
        "Voorlichting",
        "CONFIRMED",
    )
    assert event.decoded("DTSTART") == planned.starts_at.replace(microsecond=0)
    signed_in(dave).post(address("cancel", planned), {"why": "Te weinig mensen."})
    (event,) = Calendar.from_ical(signed_in(world.bob).get(address("calendar", planned)).content).walk(
        "VEVENT"
    )
    assert str(event["STATUS"]) == "CANCELLED"


def test_it_is_changed_or_cancelled_with_a_reason_while_it_is_to_come(world, dave, planned):
    client = signed_in(dave)
    assert "Voorlichting" in field(client.get(address("gathering_change", planned)), "title")
    assert client.post(address("gathering_change", planned), SENT).status_code == 302
    assert happened(world, dave, "programme:gathering:changed").subject_id == planned.pk
    with nothing_changed():
        assert client.post(address("cancel", planned), {"why": ""}).status_code == 422
    assert client.post(address("cancel", planned), {"why": "Te weinig mensen."}).status_code == 302
    assert happened(world, dave, "programme:gathering:cancelled").subject_id == planned.pk
    assert "This gathering was cancelled. Te weinig mensen." in words(
        signed_in(world.bob).get(address("gathering", planned))
    )
    for name, data in [
        ("cancel", {"why": "x"}),
        ("gathering_change", SENT | {"title": "Anders"}),
        ("held", {"others": 1}),
    ]:
        turned_away(world, dave, address(name, planned), data, status=409)
    turned_away(world, world.bob, address("register", planned), status=409)


def test_who_was_there_is_noted_once_it_began_and_can_be_corrected(world, dave, planned):
    signed_in(world.bob).post(address("register", planned))
    turned_away(world, dave, address("held", planned), {"others": "12"}, status=409)
    with later(world, dave) as actor:
        one = Registration.objects.get()
        gatherings.hold(actor=actor, gathering=planned, present={one.pk}, others=12)
        gatherings.hold(actor=actor, gathering=planned, present={one.pk}, others=11)
    assert happened(world, dave, "programme:gathering:held").data == {"present": 1, "others": 11}
    assert "12 people" in words(signed_in(world.bob).get(address("gathering", planned)))


def test_the_page_asks_who_of_those_who_registered_was_there(world, dave):
    with world.acting(dave) as actor:
        now = actor.at
        begun = gatherings.plan(
            actor=actor, said=said(now, starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=1))
        )
    signed_in(world.bob).post(address("register", begun))
    client = signed_in(dave)
    assert "Bob" in words(client.get(address("held", begun)))
    with nothing_changed():
        for wrong in ({"others": ""}, {"others": "-1"}, {"others": "2", "present": ["x"]}):
            assert client.post(address("held", begun), wrong).status_code == 422
    with world.acting(dave):
        key = str(Registration.objects.get().pk)
    assert client.post(address("held", begun), {"others": "2", "present": [key]}).status_code == 302
    assert "Bob (was there)" in words(client.get(address("gathering", begun)))


def test_afterwards_only_the_material_changes_and_nobody_registers(world, dave, planned):
    with later(world, dave) as actor:
        same = {name: getattr(planned, name) for name in gatherings.SAID}
        gatherings.change(actor=actor, gathering=planned, said=same | {"material": "De verslagen."})
        for what in (
            lambda: gatherings.change(actor=actor, gathering=planned, said=same | {"title": "Anders"}),
            lambda: gatherings.cancel(actor=actor, gathering=planned, why="Toch niet."),
            lambda: gatherings.register(actor=actor, gathering=planned),
            lambda: gatherings.withdraw(actor=actor, gathering=planned),
        ):
            with refused(WrongStep, "over"):
                what()


def test_nobody_else_plans_changes_cancels_or_notes(world, dave, planned):
    turned_away(world, world.alice, "/programma/bijeenkomsten/nieuw/", SENT, status=403)
    for name in ("gathering_change", "cancel", "held"):
        turned_away(world, world.alice, address(name, planned), {"why": "x", "others": 1}, status=403)


def test_what_was_held_this_year_is_counted_against_the_target_with_its_source(world, dave):
    now = timezone.now()
    with world.acting(dave, now) as actor:
        for start in (
            now - timedelta(hours=1),
            now - timedelta(hours=2),
            now - timedelta(days=400),
            now + timedelta(days=2),
        ):
            one = gatherings.plan(
                actor=actor, said=said(now, starts_at=start, ends_at=start + timedelta(hours=1))
            )
            if start < now:
                gatherings.hold(actor=actor, gathering=one, present=set(), others=10)
    with world.acting(world.bob):
        (counter,) = this_year(now)
    assert (counter.kind, counter.held, counter.present, counter.target.number) == ("outreach", 2, 20, 45)
    said_there = words(signed_in(world.bob).get("/programma/bijeenkomsten/"))
    assert "2 of 45 outreach sessions" in said_there
    assert "Source of the target: project plan Zuid-Holland Zuid 2020-2021" in said_there
    assert "Not confirmed for this region." in said_there


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("number = 45", "number = 0", "number is at least 1"), ('kind = "outreach"', 'kind = "party"', "kind can be"),
        ("2026-11-29", "2999-01-01", "still to come"), ('words_nl = "', 'word_nl = "', "words_nl is missing"),
    ],
)  # fmt: skip
def test_a_target_with_a_fault_is_named_with_its_line(old, new, fault):
    text = FILE.read_text().replace(old, new)
    (found, *_rest) = load(text, timezone.localdate())[1]
    assert fault in found
    assert "targets.toml, line" in found
    assert TARGETS["outreach"].number == 45
