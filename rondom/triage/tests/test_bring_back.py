"""A case goes back to the MDT because something changed."""

from datetime import timedelta

import pytest

from rondom.cases.actions import dossier
from rondom.cases.models import Case, Category, Entry, Status, Step
from rondom.core.errors import NotThere, WrongStep
from rondom.triage import actions
from tests.proof import refused
from tests.world import yes


def _bring_back(world, case, by):
    with world.acting(by) as actor:
        actions.bring_back(
            actor=actor, case=dossier.locked(actor, case.pk), reason="Hij staat voor haar deur."
        )


def test_it_stands_on_the_table_for_a_new_round_and_must_be_discussed_within_24_hours(world):
    case = world.coordinated()
    _bring_back(world, case, world.anna)
    with world.acting(world.alice) as actor:
        now = actor.at
    seen = world.seen(world.alice, case)
    assert (seen.status, seen.mdt_round, seen.mdt_region) == (Status.RE_TRIAGE, 2, world.north)
    assert seen.mdt_due_at == now + timedelta(hours=24)
    assert seen.mdt_at > now


def test_everyone_at_the_table_sees_it_again(world):
    case = world.coordinated()
    assert world.held(world.sam, case) == 0
    _bring_back(world, case, world.anna)
    assert world.held(world.sam, case) == Category.CASE | Category.IDENTITY | Category.RECOVERY
    assert world.held(world.bob, case) == 0


def test_the_reason_is_read_by_who_may_read_the_story_and_by_nobody_else(world):
    case = world.coordinated()
    _bring_back(world, case, world.anna)
    for name, reads in [("alice", 1), ("victor", 1), ("sam", 0)]:
        with world.acting(getattr(world, name)):
            assert Entry.objects.filter(case=case, kind=Entry.Kind.RE_TRIAGE).count() == reads, name


def test_whoever_does_not_see_the_story_can_still_bring_it_back(world):
    case = world.weighed(answers=[yes("veilig_thuis", Category.IDENTITY, Category.SAFETY)])
    _bring_back(world, case, world.victor)
    assert world.seen(world.alice, case).status == Status.RE_TRIAGE


def test_a_question_to_coordinate_that_was_still_open_is_withdrawn(world):
    case = world.weighed()
    _bring_back(world, case, world.alice)
    assert [step.state for step in world.steps(case, kind=Case.NextKind.ACCEPT)] == [Step.State.WITHDRAWN]


def test_actions_that_are_open_stay_open(world):
    case = world.coordinated()
    _bring_back(world, case, world.anna)
    assert [step.state for step in world.steps(case, kind=Case.NextKind.ACTION)] == [Step.State.PROPOSED]


@pytest.mark.parametrize("name", ["sam", "bob", "carol", "dave", "eve"])
def test_for_who_does_not_see_the_case_it_is_not_there(world, name):
    case = world.coordinated()
    with refused(NotThere):
        _bring_back(world, case, getattr(world, name))


def test_a_case_that_waits_for_the_mdt_need_not_be_brought_back(world):
    case = world.report()
    with refused(WrongStep):
        _bring_back(world, case, world.alice)
