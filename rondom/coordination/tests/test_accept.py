"""The one who is asked becomes the coordinator: the one contact, across all organisations."""

import pytest

from rondom.cases.actions import dossier
from rondom.cases.models import ALL_CATEGORIES, Case, Status, Step
from rondom.coordination.actions import coordinator
from rondom.coordination.models import Assignment
from rondom.core.errors import Denied, NotThere
from rondom.triage.actions import bring_back
from tests.proof import refused


@pytest.fixture
def case(world):
    """A case that the MDT has weighed; Anna is asked to coordinate it."""
    return world.weighed()


def test_anna_becomes_the_coordinator_and_the_case_is_in_coordination(world, case):
    world.accept(case)
    seen = world.seen(world.anna, case)
    assert (seen.status, seen.coordinator, seen.coordinator_organisation) == (
        Status.COORDINATED,
        world.anna,
        world.csg,
    )


def test_her_answer_is_kept_with_the_moment_of_the_question(world, case):
    world.accept(case)
    with world.acting(world.anna):
        (answer,) = Assignment.objects.all()
    assert (answer.user, answer.organisation, answer.state) == (
        world.anna,
        world.csg,
        Assignment.State.ACCEPTED,
    )
    assert answer.asked_at <= answer.answered_at


def test_the_question_is_answered_and_the_first_action_is_next(world, case):
    world.accept(case)
    assert [step.state for step in world.steps(case, kind=Case.NextKind.ACCEPT)] == [Step.State.DONE]
    seen = world.seen(world.anna, case)
    assert (seen.next_kind, seen.next_user) == (Case.NextKind.ACTION, world.victor)


def test_without_an_action_she_decides_the_next_step_herself(world):
    case = world.report()
    world.open_mdt()
    world.decide(case, asks=[])
    world.accept(case)
    seen = world.seen(world.anna, case)
    assert (seen.next_kind, seen.next_user) == (Case.NextKind.COORDINATE, world.anna)


def test_a_coordinator_sees_what_their_own_organisation_may_see(world):
    case = world.report()
    world.open_mdt()
    world.decide(case, coordinator=world.sara, coordinator_organisation=world.shn)
    world.accept(case, by=world.sara)
    world.close_mdt()
    assert world.held(world.sara, case) == 67
    assert world.held(world.alice, case) == ALL_CATEGORIES


def test_a_new_coordinator_takes_over_from_the_present_one(world, case):
    world.accept(case)
    with world.acting(world.anna) as actor:
        bring_back(actor=actor, case=dossier.locked(actor, case.pk), reason="Vera kan dit beter.")
    world.open_mdt()
    world.decide(case, coordinator=world.vera, coordinator_organisation=world.vt, asks=[])
    assert world.seen(world.alice, case).coordinator == world.anna
    world.accept(case, by=world.vera)
    assert world.seen(world.alice, case).coordinator == world.vera
    with world.acting(world.alice):
        found = {answer.user: answer.state for answer in Assignment.objects.all()}
    assert found == {world.anna: Assignment.State.ENDED, world.vera: Assignment.State.ACCEPTED}


@pytest.mark.parametrize("name", ["alice", "victor"])
def test_nobody_answers_a_question_that_was_put_to_another(world, case, name):
    with refused(Denied):
        world.accept(case, by=getattr(world, name))


@pytest.mark.parametrize("name", ["vera", "bob", "dave", "carol"])
def test_for_who_does_not_see_the_case_it_is_not_there(world, case, name):
    with refused(NotThere):
        world.accept(case, by=getattr(world, name))


def test_a_question_is_answered_once(world, case):
    world.accept(case)
    with refused(Denied):
        world.accept(case)
    with refused(Denied), world.acting(world.anna) as actor:
        coordinator.decline(actor=actor, case=dossier.locked(actor, case.pk), reason="Toch niet.")


def test_a_question_that_was_withdrawn_is_not_answered(world, case):
    with world.acting(world.alice) as actor:
        bring_back(actor=actor, case=dossier.locked(actor, case.pk), reason="Er is iets veranderd.")
    with refused(Denied):
        world.accept(case)


def test_before_the_mdt_has_decided_nobody_is_asked(world):
    case = world.report()
    with refused(Denied):
        world.accept(case, by=world.alice)
