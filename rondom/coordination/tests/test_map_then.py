"""The rondomkaart of earlier moments: who stood around the person then, stop by stop."""

import re
from html import unescape

import pytest

from rondom.cases.actions import dossier
from rondom.cases.models import Category
from rondom.coordination import around
from rondom.sharing.actions import grants
from tests.browse import signed_in, words
from tests.statements import few


@pytest.fixture
def case(world):
    return world.coordinated()


def _past(world, user, case, at=None):
    with world.acting(user) as actor:
        return around.past(dossier.locked(actor, case.pk), at)


def _names(past):
    return {node.name for nodes in past.map.quarters.values() for node in nodes}


def test_the_newest_stop_is_as_the_case_is_now_and_the_first_is_before_anyone_coordinated(world, case):
    newest = _past(world, world.anna, case)
    assert newest.later is None
    assert any(node.coordinates for nodes in newest.map.quarters.values() for node in nodes)
    first = _past(world, world.anna, case, newest.stops[0])
    assert first.earlier is None or first.number == 1
    assert _past(world, world.anna, case, newest.stops[0].replace(year=2000)) is None


def test_an_organisation_that_came_later_is_not_there_before(world, case):
    before = _past(world, world.anna, case)
    world.consent(case, "prosecution", Category.IDENTITY)
    with world.acting(world.anna) as actor:
        seen = dossier.locked(actor, case.pk)
        moment = actor.at
        grants.give(actor=actor, case=seen, organisation=world.om, categories=[Category.IDENTITY])
    after = _past(world, world.anna, case)
    assert world.om.name in _names(after)
    assert after.at >= moment >= before.stops[0]


def test_one_goes_back_and_forth_by_links_and_reads_what_happened(world, case):
    anna = signed_in(world.anna)
    page = anna.get(f"/zaken/{case.pk}/rondomkaart/")
    assert page.status_code == 200
    assert "What happened then" in words(page)
    earlier = re.search(r'rel="prev" href="([^"]+)"', page.content.decode())
    if earlier:
        assert anna.get(f"/zaken/{case.pk}/rondomkaart/{unescape(earlier[1])}").status_code == 200
    for query in ("?op=gisteren", "?op=9999-99-99T00:00", "?op=2026-01-01"):
        assert "Moment" in words(anna.get(f"/zaken/{case.pk}/rondomkaart/{query}"))
    assert "There is nothing before this moment." in words(
        anna.get(f"/zaken/{case.pk}/rondomkaart/?op=2000-01-01T00:00%2B00:00")
    )
    assert signed_in(world.bob).get(f"/zaken/{case.pk}/rondomkaart/").status_code == 404
    with few(44):
        anna.get(f"/zaken/{case.pk}/rondomkaart/")
