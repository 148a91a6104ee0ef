"""The chair opens the MDT and closes it; then decided cases leave the table."""

import pytest
from django.db import connection

from rondom.cases.actions import dossier
from rondom.cases.models import ALL_CATEGORIES, Category, Shield
from rondom.core.errors import Denied, WrongStep
from rondom.sharing.actions import shields
from rondom.triage import actions
from rondom.triage.models import Meeting
from tests.proof import nothing_written, refused


def _open_meetings(world):
    with world.acting(world.carol):
        return list(Meeting.objects.filter(closed_at__isnull=True))


def test_the_chair_opens_the_mdt_of_the_region(world):
    world.open_mdt()
    (meeting,) = _open_meetings(world)
    assert (meeting.region, meeting.opened_by) == (world.north, world.carol)


def test_every_region_has_an_mdt_of_its_own(world):
    world.open_mdt()
    world.open_mdt(world.celia, world.south)
    assert {meeting.region for meeting in _open_meetings(world)} == {world.north, world.south}


def test_the_chair_closes_the_mdt(world):
    world.open_mdt()
    world.close_mdt()
    assert _open_meetings(world) == []


def test_who_only_sat_at_the_table_no_longer_sees_a_decided_case_once_the_mdt_is_closed(world):
    case = world.report()
    world.open_mdt()
    world.decide(case, asks=[])
    assert world.held(world.sam, case) == Category.CASE | Category.IDENTITY | Category.RECOVERY
    world.close_mdt()
    assert world.held(world.sam, case) == 0
    assert world.held(world.carol, case) == 0
    assert world.held(world.anna, case) == ALL_CATEGORIES


def test_a_decided_case_also_leaves_when_a_shield_keeps_it_from_the_chair_who_closes(world):
    case = world.report()
    world.open_mdt()
    world.decide(case, asks=[])
    with world.acting(world.alice) as actor:
        seen, reason = dossier.locked(actor, case.pk), Shield.Reason.RELATIVE
        shields.from_person(actor=actor, case=seen, user=world.carol, reason=reason)
    assert world.held(world.sam, case)
    assert not world.held(world.carol, case)
    world.close_mdt()
    assert world.seen(world.alice, case).mdt_region is None
    assert not world.held(world.sam, case)


def test_who_does_not_chair_cannot_make_a_decided_case_leave(world):
    case = world.report()
    world.open_mdt()
    world.decide(case, asks=[])
    for user in (world.alice, world.celia):
        with world.acting(user), connection.cursor() as cursor, nothing_written():
            cursor.execute("SELECT decided_cases_leave(%s)", [world.north.pk])


def test_a_case_that_was_not_decided_stays_on_the_table(world):
    case = world.report()
    world.open_mdt()
    world.close_mdt()
    assert world.held(world.sam, case)
    assert world.seen(world.alice, case).mdt_region == world.north


def test_a_case_that_was_missed_is_planned_in_the_next_meeting(world):
    with world.acting(world.alice) as actor:
        now = actor.at
    case = world.report()
    assert world.seen(world.alice, case).mdt_at > now
    world.open_mdt()
    with world.acting(world.carol, case.mdt_at) as later:
        actions.close_meeting(actor=later, region=world.north)
    assert world.seen(world.alice, case).mdt_at > case.mdt_at


@pytest.mark.parametrize("name", ["alice", "bob", "celia", "anna", "eve"])
def test_nobody_but_the_chair_opens_or_closes_it(world, name):
    with refused(Denied):
        world.open_mdt(getattr(world, name))
    world.open_mdt()
    with refused(Denied):
        world.close_mdt(getattr(world, name))


def test_an_mdt_that_is_open_is_not_opened_again(world):
    world.open_mdt()
    with refused(WrongStep):
        world.open_mdt()


def test_an_mdt_that_is_not_open_is_not_closed(world):
    with refused(WrongStep):
        world.close_mdt()
