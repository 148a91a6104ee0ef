"""Two organisations that do the same show as overlap until it is settled; a need without anybody as a gap."""

from datetime import timedelta

import pytest

from rondom.cases.actions import dossier
from rondom.cases.models import Domain, Step
from rondom.coordination.actions import overlaps, plan
from rondom.coordination.models import Overlap
from rondom.core.errors import Denied, WrongStep
from tests.browse import signed_in, words
from tests.proof import refused

Keeps = Overlap.Keeps


@pytest.fixture
def case(world):
    """A case that Anna coordinates; Victor of Veilig Thuis was asked for one action, for safety."""
    return world.coordinated()


def _lay(world, case, domain, place, user):
    with world.acting(world.anna) as actor:
        ask = world.ask(place, user, domain, actor.at + timedelta(hours=5))
        return plan.add(actor=actor, case=dossier.locked(actor, case.pk), ask=ask)


def _settle(world, case, pair, keeps, by=None):
    with world.acting(by or world.anna) as actor:
        found = dossier.locked(actor, case.pk)
        steps = tuple(Step.objects.get(pk=step.pk) for step in pair)
        return overlaps.settle(actor=actor, case=found, pair=steps, keeps=keeps, reason="Elk een deel.")


def _said(world, case):
    return words(signed_in(world.anna).get(f"/zaken/{case.pk}/plan/"))


@pytest.fixture
def pair(world, case):
    """Victor's action, and another for safety at the CSG, in the same days."""
    (first,) = world.steps(case, kind="action")
    return first, _lay(world, case, Domain.SAFETY, world.csg, world.anna)


def test_an_overlap_shows_until_it_is_settled_that_both_go_on(world, case, pair):
    assert "work on the same" in _said(world, case)
    assert "Two organisations work on the same." in words(signed_in(world.anna).get(f"/zaken/{case.pk}/"))
    _settle(world, case, pair, Keeps.BOTH)
    said = _said(world, case)
    assert "work on the same" not in said
    assert "both go on. Elk een deel." in said
    assert "work on the same" not in words(signed_in(world.anna).get(f"/zaken/{case.pk}/"))
    with refused(WrongStep, "settled already"):
        _settle(world, case, pair, Keeps.FIRST)


def test_one_goes_on_and_the_other_is_withdrawn_with_the_reason(world, case, pair):
    first, second = sorted(pair, key=lambda step: step.pk)
    _settle(world, case, pair, Keeps.SECOND)
    states = {step.pk: step.state for step in world.steps(case, kind="action")}
    assert states == {first.pk: "withdrawn", second.pk: "proposed"}


def test_the_page_settles_it_and_asks_which_and_why(world, case, pair):
    first, second = sorted(pair, key=lambda step: step.pk)
    address = f"/zaken/{case.pk}/overlap/{first.pk}/{second.pk}/"
    assert signed_in(world.anna).post(address, {"keeps": "both"}).status_code == 422
    assert (
        signed_in(world.anna).post(address, {"keeps": "both", "reason": "Elk een deel."}).status_code == 302
    )
    assert "work on the same" not in _said(world, case)


def test_nobody_but_the_coordinator_settles_it(world, case, pair):
    with refused(Denied):
        _settle(world, case, pair, Keeps.BOTH, by=world.alice)


def test_actions_of_two_domains_or_of_one_organisation_do_not_overlap(world, case):
    (first,) = world.steps(case, kind="action")
    care = _lay(world, case, Domain.CARE, world.csg, world.anna)
    again = _lay(world, case, Domain.SAFETY, world.vt, world.victor)
    assert "work on the same" not in _said(world, case)
    for other in (care, again):
        with refused(WrongStep):
            _settle(world, case, (first, other), Keeps.BOTH)


def test_a_domain_with_a_need_and_nobody_is_a_gap(world, case):
    assert _said(world, case).count("A gap:") == 1  # care is needed now
    _lay(world, case, Domain.CARE, world.csg, world.anna)
    assert "A gap:" not in _said(world, case)
