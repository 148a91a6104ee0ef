"""Whoever comes to the page of an open meeting is there, and shows to who sits at the table."""

from datetime import timedelta

import pytest
from django.db import ProgrammingError, transaction

from rondom.audit.models import Event
from rondom.triage import actions
from rondom.triage.agenda import agenda
from rondom.triage.models import Attendance, Meeting
from tests.browse import nothing_changed, signed_in, words
from tests.proof import nothing_written, refused
from tests.statements import AT_AN_ITEM, MOST, few


def _there(world, by):
    with world.acting(by):
        return {one.user_id: one for one in Attendance.objects.all()}


def _arrive(world, user, at=None):
    with world.acting(user, at) as actor:
        found = agenda(actor, "north")
        actions.arrive(actor=actor, meeting=found.meeting, seat=found.mine, present=found.present)


def test_by_coming_to_the_page_one_is_there_for_ones_organisation(world):
    world.open_mdt()
    page = signed_in(world.alice).get("/mdt/north/")
    assert "Organisatie csg Alice (you)" in words(page)
    assert "Organisatie vt not here yet" in words(page)
    found = _there(world, world.victor)
    assert {key: one.organisation_id for key, one in found.items()} == {world.alice.pk: world.csg.pk}


def test_the_page_of_a_case_counts_too(world):
    case = world.report()
    world.open_mdt()
    signed_in(world.sam).get(f"/mdt/north/zaak/{case.pk}/")
    assert set(_there(world, world.alice)) == {world.sam.pk}


def test_the_chair_is_called_so(world):
    world.open_mdt()
    assert "Carol (chair)" in words(signed_in(world.carol).get("/mdt/north/"))


def test_arriving_is_one_event_and_coming_back_none(world):
    world.open_mdt()
    alice = signed_in(world.alice)
    for _turn in range(3):
        alice.get("/mdt/north/")
    with world.acting(world.alice):
        assert Event.objects.filter(verb="mdt:arrived").count() == 1


def test_when_someone_was_last_seen_is_kept_to_the_minute(world):
    world.open_mdt()
    _arrive(world, world.alice)
    first = _there(world, world.alice)[world.alice.pk]
    with nothing_written():
        _arrive(world, world.alice, first.arrived_at + timedelta(seconds=59))
    _arrive(world, world.alice, first.arrived_at + timedelta(seconds=61))
    again = _there(world, world.alice)[world.alice.pk]
    assert again.last_seen_at - again.arrived_at == timedelta(seconds=61)


def test_nobody_is_there_before_the_meeting_opens(world):
    with nothing_changed():
        assert "not here yet" not in words(signed_in(world.alice).get("/mdt/north/"))


def test_who_sits_elsewhere_does_not_see_who_is_there(world):
    world.open_mdt()
    _arrive(world, world.alice)
    assert _there(world, world.paul) == {}
    assert set(_there(world, world.dave)) == {world.alice.pk}, "a colleague does"


@pytest.mark.parametrize(("who", "place"), [("victor", "vt"), ("alice", "vt")])
def test_nobody_arrives_in_anothers_name_or_for_another_organisation(world, who, place):
    world.open_mdt()
    with (
        world.acting(world.alice) as actor,
        refused(ProgrammingError, "row-level security"),
        transaction.atomic(),
    ):
        meeting = Meeting.objects.get(region=world.north)
        times = {"arrived_at": actor.at, "last_seen_at": actor.at}
        row = Attendance(
            meeting=meeting, user=getattr(world, who), organisation=getattr(world, place), **times
        )
        row.save(force_insert=True)


def test_who_has_no_seat_does_not_arrive(world):
    world.open_mdt()
    with (
        world.acting(world.dave) as actor,
        refused(ProgrammingError, "row-level security"),
        transaction.atomic(),
    ):
        meeting = Meeting.objects.get(region=world.north)
        times = {"arrived_at": actor.at, "last_seen_at": actor.at}
        Attendance(meeting=meeting, user=world.dave, organisation=world.csg, **times).save(force_insert=True)


def test_pages_of_the_open_meeting_stay_within_their_budget(world):
    case = world.report()
    world.open_mdt()
    world.discuss(case)
    alice = signed_in(world.alice)
    item = f"/mdt/north/zaak/{case.pk}/"
    pages = {"/mdt/north/": MOST, item: AT_AN_ITEM, "/mdt/north/nu/": MOST, f"{item}nu/": MOST}
    for path in pages:
        alice.get(path)
    for path, most in pages.items():
        with few(most):
            assert alice.get(path).status_code == 200
