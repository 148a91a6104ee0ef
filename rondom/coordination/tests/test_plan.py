"""The plan: the coordinator lays actions with organisations, and whoever is asked moves them along."""

from datetime import timedelta

import pytest

from rondom.cases.actions import dossier
from rondom.cases.models import NEEDS_A_REASON, Case, Domain, Step, StepText
from rondom.coordination.actions import plan
from rondom.core.errors import Denied, NotThere, WrongStep
from tests.proof import refused

State = Step.State


@pytest.fixture
def case(world):
    """A case that Anna coordinates; Victor of Veilig Thuis was asked for one action, for safety."""
    return world.coordinated()


@pytest.fixture
def action(world, case):
    (step,) = world.steps(case, kind=Case.NextKind.ACTION)
    return step


def _lay(world, case, by, organisation, user, domain, hours=1):
    with world.acting(by) as actor:
        ask = world.ask(organisation, user, domain, actor.at + timedelta(hours=hours))
        return plan.add(actor=actor, case=dossier.locked(actor, case.pk), ask=ask)


def _advance(world, case, by, step, state, **more):
    with world.acting(by) as actor:
        step = Step.objects.get(pk=step.pk)
        if state in NEEDS_A_REASON:
            more.setdefault("outcome", "Omdat het niet lukt.")
        plan.advance(actor=actor, case=dossier.locked(actor, case.pk), step=step, state=state, **more)


def test_the_coordinator_lays_an_action_with_someone_who_then_sees_the_case(world, case):
    assert world.held(world.dave, case) == 0
    step = _lay(world, case, world.anna, world.csg, world.dave, Domain.CARE)
    assert (step.state, step.asked_by, step.domain) == (State.PROPOSED, world.anna, Domain.CARE)
    assert world.held(world.dave, case)


def test_the_action_that_is_due_first_is_next(world, case, action):
    _lay(world, case, world.anna, world.csg, world.dave, Domain.CARE, hours=1)
    assert world.seen(world.anna, case).next_user == world.dave
    _lay(world, case, world.anna, world.csg, world.anna, Domain.CARE, hours=30)
    assert world.seen(world.anna, case).next_user == world.dave


def test_an_action_can_be_asked_of_an_organisation_without_naming_a_person(world, case):
    step = _lay(world, case, world.anna, world.shn, None, Domain.RECOVERY)
    assert (step.organisation, step.user) == (world.shn, None)
    assert world.seen(world.anna, case).next_organisation == world.shn


def test_taking_it_up_and_finishing_it_puts_the_coordinator_next(world, case, action):
    for state in (State.ACCEPTED, State.IN_PROGRESS):
        _advance(world, case, world.victor, action, state)
        assert world.seen(world.anna, case).next_user == world.victor
    _advance(world, case, world.victor, action, State.DONE, outcome="Zij slaapt vannacht veilig.")
    seen = world.seen(world.anna, case)
    assert (seen.next_kind, seen.next_user) == (Case.NextKind.COORDINATE, world.anna)


def test_what_came_of_it_is_read_by_who_sees_that_domain(world, case, action):
    _advance(world, case, world.victor, action, State.DONE, outcome="Zij slaapt vannacht veilig.")
    with world.acting(world.anna):
        assert StepText.objects.get(step=action).outcome == "Zij slaapt vannacht veilig."


@pytest.mark.parametrize("states", [[State.DECLINED], [State.ACCEPTED, State.RETURNED]])
def test_an_action_that_comes_back_is_the_coordinators_to_lay_elsewhere_within_a_day(
    world, case, action, states
):
    for state in states:
        _advance(world, case, world.victor, action, state)
    seen = world.seen(world.anna, case)
    assert (seen.next_kind, seen.next_user) == (Case.NextKind.COORDINATE, world.anna)
    _lay(world, case, world.anna, world.csg, world.dave, Domain.SAFETY)
    assert world.seen(world.anna, case).next_user == world.dave
    assert world.steps(case, kind=Case.NextKind.COORDINATE, state=State.PROPOSED) == []


def test_the_coordinator_withdraws_an_action_of_anyone(world, case, action):
    _advance(world, case, world.anna, action, State.WITHDRAWN)
    (step,) = world.steps(case, kind=Case.NextKind.ACTION)
    assert (step.state, step.ended_by) == (State.WITHDRAWN, world.anna)


@pytest.mark.parametrize("name", ["alice", "victor"])
def test_nobody_but_the_coordinator_lays_actions(world, case, name):
    with refused(Denied):
        _lay(world, case, getattr(world, name), world.vt, world.victor, Domain.SAFETY)


@pytest.mark.parametrize(
    ("place", "name", "domain"),
    [
        ("police", "bob", Domain.LAW),
        ("vt", "victor", Domain.CARE),
        ("shn", "sam", Domain.SAFETY),
        ("csg_south", "cora", Domain.CARE),
    ],
)
def test_nothing_is_asked_of_who_may_not_see_what_it_is_about(world, case, place, name, domain):
    with refused(Denied):
        _lay(world, case, world.anna, getattr(world, place), getattr(world, name), domain)


def test_nothing_is_asked_of_someone_who_does_not_work_there(world, case):
    with refused(Denied):
        _lay(world, case, world.anna, world.vt, world.dave, Domain.SAFETY)


@pytest.mark.parametrize("name", ["alice", "anna"])
def test_nobody_finishes_an_action_of_another_organisation(world, case, action, name):
    with refused(Denied):
        _advance(world, case, getattr(world, name), action, State.DONE)


@pytest.mark.parametrize("name", ["alice", "victor"])
def test_nobody_but_the_coordinator_withdraws_an_action(world, case, action, name):
    with refused(Denied):
        _advance(world, case, getattr(world, name), action, State.WITHDRAWN)


@pytest.mark.parametrize("state", [State.DONE, State.ACCEPTED, State.RETURNED, State.DECLINED])
def test_an_action_that_has_ended_does_not_move_any_more(world, case, action, state):
    _advance(world, case, world.victor, action, State.DONE)
    with refused(WrongStep):
        _advance(world, case, world.victor, action, state, outcome="Te laat.")


@pytest.mark.parametrize("state", [State.RETURNED, State.PROPOSED])
def test_an_action_that_was_not_taken_up_does_not_come_back_or_begin_again(world, case, action, state):
    with refused(WrongStep):
        _advance(world, case, world.victor, action, state)


def test_a_question_is_answered_not_moved_along(world):
    case = world.weighed()
    (question,) = world.steps(case, kind=Case.NextKind.ACCEPT)
    for state in (State.DONE, State.DECLINED):
        with refused(Denied):
            _advance(world, case, world.anna, question, state)


def test_an_action_of_another_case_is_not_moved_along_by_mistake(world, case, action):
    other = world.report()
    world.open_mdt()
    world.decide(other)
    world.close_mdt()
    (step,) = world.steps(other, kind=Case.NextKind.ACTION)
    with refused(Denied):
        _advance(world, case, world.victor, step, State.DONE)


@pytest.mark.parametrize("name", ["bob", "dave", "sam", "eve"])
def test_for_who_does_not_see_the_case_it_is_not_there(world, case, action, name):
    with refused((NotThere, Step.DoesNotExist)):
        _advance(world, case, getattr(world, name), action, State.DONE)
