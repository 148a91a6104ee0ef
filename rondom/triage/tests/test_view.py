"""Every organisation at the table writes how it sees the case, before the MDT decides."""

import pytest

from rondom.cases.actions import dossier
from rondom.cases.models import Category
from rondom.core.errors import Denied, NotThere, WrongStep
from rondom.triage import actions
from rondom.triage.models import View
from tests.proof import refused


@pytest.fixture
def case(world):
    return world.report()


def _write(world, case, by, category, **words):
    with world.acting(by) as actor:
        seen = dossier.locked(actor, case.pk)
        return actions.write_view(actor=actor, case=seen, category=category, **words)


def test_someone_at_the_table_writes_what_their_organisation_knows_thinks_and_offers(world, case):
    words = {"facts": "Bekend sinds mei.", "opinion": "Zorgelijk.", "offer": "Wij bellen vandaag."}
    view = _write(world, case, world.victor, Category.SAFETY, **words)
    assert (view.organisation, view.author, view.round, view.nothing_known) == (
        world.vt,
        world.victor,
        1,
        False,
    )


def test_an_empty_view_says_that_nothing_is_known(world, case):
    assert _write(world, case, world.victor, Category.CASE).nothing_known


def test_a_view_is_read_only_by_who_sees_its_category(world, case):
    view = _write(world, case, world.victor, Category.SAFETY, facts="Bekend.")
    for name, reads in [("alice", True), ("victor", True), ("sam", False)]:
        with world.acting(getattr(world, name)):
            assert View.objects.filter(pk=view.pk).exists() is reads, name


def test_a_later_view_stands_beside_the_earlier_one(world, case):
    for facts in ("Eerst dit.", "Toen dat."):
        _write(world, case, world.victor, Category.SAFETY, facts=facts)
    with world.acting(world.victor):
        assert [view.facts for view in View.objects.order_by("pk")] == ["Eerst dit.", "Toen dat."]


def test_who_sees_only_that_there_is_a_case_can_say_that_nothing_is_known(world):
    case = world.report(answers=[])
    assert _write(world, case, world.bob, Category.CASE).organisation == world.police


@pytest.mark.parametrize("category", [Category.MEDICAL, Category.LEGAL, Category.PERPETRATOR])
def test_nobody_writes_in_a_part_they_do_not_see(world, case, category):
    with refused(Denied):
        _write(world, case, world.victor, category, facts="x")


def test_who_has_no_seat_writes_no_view(world):
    case = world.coordinated()
    with world.acting(world.anna) as actor:
        actions.bring_back(actor=actor, case=dossier.locked(actor, case.pk), reason="Er is iets veranderd.")
    with refused(Denied):
        _write(world, case, world.anna, Category.SAFETY, facts="x")


@pytest.mark.parametrize("name", ["bob", "dave", "celia", "paul"])
def test_for_who_does_not_see_the_case_it_is_not_there(world, case, name):
    with refused(NotThere):
        _write(world, case, getattr(world, name), Category.CASE, facts="x")


def test_a_case_that_was_decided_gets_no_more_views(world, case):
    world.open_mdt()
    world.decide(case)
    with refused(WrongStep):
        _write(world, case, world.victor, Category.SAFETY, facts="x")
