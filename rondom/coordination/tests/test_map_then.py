"""The rondomkaart of earlier moments: who stood around the person then, stop by stop."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone

from rondom.cases.actions import dossier, people
from rondom.cases.models import Case, Category, Domain, Person, Step, Teller
from rondom.coordination import around
from rondom.coordination.actions import closing, coordinator, plan
from rondom.coordination.overview import overview
from rondom.sharing.actions import grants
from rondom.triage import actions as triage
from tests.browse import signed_in, words
from tests.seen_to import SEEN_TO
from tests.statements import few


@pytest.fixture
def case(world):
    return world.coordinated()


def _past(world, user, case, at=None, now=None):
    with world.acting(user) as actor:
        return around.past(dossier.locked(actor, case.pk), at, now or actor.at)


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
    with few(48):
        anna.get(f"/zaken/{case.pk}/rondomkaart/")


def _next(past):
    return [node.name for nodes in past.map.quarters.values() for node in nodes if node.state == "next"]


@pytest.fixture
def lived(world):
    """A case with hours between what happened: reported, decided, accepted, done."""
    now = timezone.now()
    case = world.report(at=now - timedelta(hours=10))
    world.open_mdt()
    with world.acting(world.alice, now - timedelta(hours=9)) as actor:
        triage.decide(actor=actor, case=dossier.locked(actor, case.pk), outcome=world.outcome(actor))
    with world.acting(world.anna, now - timedelta(hours=8)) as actor:
        coordinator.accept(actor=actor, case=dossier.locked(actor, case.pk))
    (action,) = world.steps(case, kind=Case.NextKind.ACTION)
    with world.acting(world.victor, now - timedelta(hours=7)) as actor:
        plan.advance(actor=actor, case=dossier.locked(actor, case.pk), step=action, state=Step.State.DONE)
    return case


def test_each_stop_has_one_who_is_next_by_the_same_rule_as_now(world, lived):
    """The chair until the MDT decided, then who was asked first, then the coordinator; the newest as the case page draws it."""
    now = _past(world, world.anna, lived)
    stops = [_past(world, world.anna, lived, stop) for stop in now.stops]
    assert [_next(stop) for stop in stops] == [
        [world.csg.name],
        [world.csg.name],
        [world.vt.name],
        [world.csg.name],
    ]
    faces = [
        next(node.line for nodes in stop.map.quarters.values() for node in nodes if node.state == "next")
        for stop in stops
    ]
    assert faces == ["Carol", "Anna", "Victor", "Anna"]
    with world.acting(world.anna) as actor:
        drawn = overview(actor, dossier.locked(actor, lived.pk)).map
    assert drawn == now.map


def test_of_a_closed_case_nobody_is_next_at_its_end_and_the_chair_is_when_it_opens_again(world, lived):
    now = timezone.now()
    with world.acting(world.anna, now - timedelta(hours=6)) as actor:
        seen = dossier.locked(actor, lived.pk)
        closing.close(actor=actor, case=seen, reason=Case.ClosingReason.DONE, checklist=SEEN_TO)
    closed = _past(world, world.alice, lived)
    assert _next(closed) == []
    with world.acting(world.alice, now - timedelta(hours=5)) as actor:
        closing.reopen(actor=actor, case=dossier.locked(actor, lived.pk), reason="Zij belt opnieuw.")
    assert _next(_past(world, world.alice, lived, closed.at)) == []
    assert _next(_past(world, world.alice, lived, closed.earlier)) == [world.csg.name]


def test_an_organisation_whose_period_is_over_has_left(world, case):
    world.consent(case, "prosecution", Category.IDENTITY)
    with world.acting(world.anna) as actor:
        seen, until = dossier.locked(actor, case.pk), actor.at + timedelta(hours=1)
        grants.give(
            actor=actor, case=seen, organisation=world.om, categories=[Category.IDENTITY], ends_at=until
        )
    assert world.om.name in _names(_past(world, world.anna, case))
    gone = _past(world, world.anna, case, now=until)
    assert gone.at == until
    assert world.om.name not in _names(gone)
    assert world.om.name in _names(_past(world, world.anna, case, gone.earlier, now=until))


def test_who_became_known_later_is_not_close_by_before(world, lived):
    before = _past(world, world.anna, lived)
    with world.acting(world.anna) as actor:
        seen, known = dossier.locked(actor, lived.pk), {"name": "Robin"}
        people.add(actor=actor, case=seen, roles=[Person.Role.RELATIVE], known=known, told_by=Teller.VICTIM)
    after = _past(world, world.anna, lived)
    assert "Robin" in [one.name for one in after.map.near]
    assert "Robin" not in [one.name for one in _past(world, world.anna, lived, before.at).map.near]


def test_a_moment_that_was_moved_later_counted_as_it_stood_then(world, lived):
    """Anna's action was due before that of Victor, until its last moment was moved."""
    now = timezone.now()
    asked = [
        world.ask(world.csg, world.anna, Domain.SAFETY, now),
        world.ask(world.vt, world.victor, Domain.SAFETY, now + timedelta(hours=1)),
    ]
    with world.acting(world.anna, now - timedelta(hours=3)) as actor:
        seen = dossier.locked(actor, lived.pk)
        (mine, _) = [plan.add(actor=actor, case=seen, ask=ask) for ask in asked]
    with world.acting(world.anna, now - timedelta(hours=2)) as actor:
        seen, later = dossier.locked(actor, lived.pk), now + timedelta(days=1)
        plan.postpone(actor=actor, case=seen, step=mine, due_at=later, reason="Zij is ziek.")
    newest = _past(world, world.anna, lived)
    assert _next(newest) == [world.vt.name]
    assert _next(_past(world, world.anna, lived, newest.earlier)) == [world.csg.name]
