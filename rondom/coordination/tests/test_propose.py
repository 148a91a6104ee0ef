"""A member of the MDT asks someone else to coordinate."""

import pytest

from rondom.cases.actions import dossier
from rondom.cases.models import Case, Category, Status, Step
from rondom.coordination.actions import coordinator
from rondom.core.errors import Denied, NotThere, WrongStep
from tests.proof import refused
from tests.world import no, yes


@pytest.fixture
def case(world):
    """A case for which Anna was asked and declined."""
    case = world.weighed()
    with world.acting(world.anna) as actor:
        coordinator.decline(actor=actor, case=dossier.locked(actor, case.pk), reason="Ik ben vol.")
    return case


def _propose(world, case, by, user, organisation):
    with world.acting(by) as actor:
        seen = dossier.locked(actor, case.pk)
        coordinator.propose(actor=actor, case=seen, user=user, organisation=organisation)


def _questions(world, case):
    return {step.user: step.state for step in world.steps(case, kind=Case.NextKind.ACCEPT)}


def test_the_next_one_is_asked_and_sees_the_case(world, case):
    _propose(world, case, world.carol, world.vera, world.vt)
    seen = world.seen(world.vera, case)
    assert (seen.next_kind, seen.next_user, seen.status) == (Case.NextKind.ACCEPT, world.vera, Status.WEIGHED)


def test_finding_someone_is_done_then(world, case):
    _propose(world, case, world.carol, world.vera, world.vt)
    assert [step.state for step in world.steps(case, kind=Case.NextKind.PROPOSE)] == [Step.State.DONE]


def test_who_did_not_answer_is_asked_no_longer(world):
    case = world.weighed()
    _propose(world, case, world.alice, world.vera, world.vt)
    assert _questions(world, case) == {world.anna: Step.State.WITHDRAWN, world.vera: Step.State.PROPOSED}
    with refused(Denied):
        world.accept(case, by=world.anna)


def test_someone_can_be_asked_again_with_one_question_open(world):
    case = world.weighed()
    _propose(world, case, world.alice, world.anna, world.csg)
    open_questions = world.steps(case, kind=Case.NextKind.ACCEPT, state=Step.State.PROPOSED)
    assert [step.user for step in open_questions] == [world.anna]
    world.accept(case)
    assert world.steps(case, kind=Case.NextKind.ACCEPT, state=Step.State.PROPOSED) == []


def test_the_next_one_can_accept(world, case):
    _propose(world, case, world.carol, world.vera, world.vt)
    world.accept(case, by=world.vera)
    assert world.seen(world.alice, case).coordinator == world.vera


def test_only_members_of_the_mdt_ask(world, case):
    with refused(Denied):
        _propose(world, case, world.anna, world.vera, world.vt)


@pytest.mark.parametrize("name", ["bob", "celia", "dave", "eve"])
def test_for_who_does_not_see_the_case_it_is_not_there(world, case, name):
    with refused(NotThere):
        _propose(world, case, getattr(world, name), world.vera, world.vt)


@pytest.mark.parametrize(
    ("name", "place"), [("bob", "police"), ("alice", "csg"), ("vera", "csg"), ("cora", "csg_south")]
)
def test_only_a_coordinator_of_an_organisation_of_the_case_is_asked(world, case, name, place):
    with refused(Denied):
        _propose(world, case, world.carol, getattr(world, name), getattr(world, place))


@pytest.mark.parametrize("answers", [[no("victim_support")], [yes("victim_support", Category.RECOVERY)], []])
def test_only_who_may_know_who_it_is_about_is_asked(world, answers):
    case = world.report(answers=answers)
    world.open_mdt()
    world.decide(case, asks=[])
    with refused(Denied):
        _propose(world, case, world.carol, world.sara, world.shn)


def test_nobody_is_asked_before_the_mdt_has_decided(world):
    case = world.report()
    with refused(WrongStep):
        _propose(world, case, world.carol, world.vera, world.vt)


def test_nobody_is_asked_while_someone_coordinates(world):
    case = world.coordinated()
    with refused(WrongStep):
        _propose(world, case, world.alice, world.vera, world.vt)
