"""Whoever is asked may decline, with a reason; then the chair of the MDT asks someone else."""

from datetime import timedelta

import pytest

from rondom.cases.actions import dossier
from rondom.cases.models import Case, Status, Step
from rondom.coordination.actions import coordinator
from rondom.coordination.models import Assignment
from rondom.core.errors import Denied, NotThere
from tests.proof import refused


@pytest.fixture
def case(world):
    return world.weighed()


def _decline(world, case, by):
    with world.acting(by) as actor:
        return coordinator.decline(actor=actor, case=dossier.locked(actor, case.pk), reason="Ik ben vol.")


def test_the_chair_is_next_and_has_four_hours_to_ask_someone_else(world, case):
    answer = _decline(world, case, world.anna)
    seen = world.seen(world.carol, case)
    assert (seen.status, seen.next_kind, seen.next_user) == (
        Status.WEIGHED,
        Case.NextKind.PROPOSE,
        world.carol,
    )
    assert seen.next_due_at == answer.answered_at + timedelta(hours=4)


def test_the_reason_is_kept(world, case):
    _decline(world, case, world.anna)
    with world.acting(world.alice):
        (answer,) = Assignment.objects.all()
    assert (answer.user, answer.state, answer.reason) == (
        world.anna,
        Assignment.State.DECLINED,
        "Ik ben vol.",
    )


def test_the_case_still_has_no_coordinator_and_the_question_is_closed(world, case):
    _decline(world, case, world.anna)
    assert world.seen(world.alice, case).coordinator is None
    assert [step.state for step in world.steps(case, kind=Case.NextKind.ACCEPT)] == [Step.State.DECLINED]


@pytest.mark.parametrize("name", ["alice", "victor"])
def test_nobody_declines_for_another(world, case, name):
    with refused(Denied):
        _decline(world, case, getattr(world, name))


def test_nobody_declines_twice(world, case):
    _decline(world, case, world.anna)
    with refused(Denied):
        _decline(world, case, world.anna)


@pytest.mark.parametrize("name", ["vera", "bob", "dave"])
def test_for_who_does_not_see_the_case_it_is_not_there(world, case, name):
    with refused(NotThere):
        _decline(world, case, getattr(world, name))
