"""Goals of the plan: set by the coordinator, of one domain, with their actions; reached, or let go with a reason."""

from datetime import timedelta

import pytest

from rondom.cases.actions import dossier
from rondom.cases.models import Category, Domain, Goal, Step, StepText
from rondom.coordination.actions import goals, plan
from rondom.core.errors import Denied, WrongStep
from tests.browse import signed_in, words
from tests.proof import refused

TEXT = "Zij slaapt veilig."


@pytest.fixture
def case(world):
    """A case that Anna coordinates; Victor of Veilig Thuis was asked for one action, for safety."""
    return world.coordinated()


def _set(world, case, by=None, domain=Domain.SAFETY, belongs=()):
    with world.acting(by or world.anna) as actor:
        seen = dossier.locked(actor, case.pk)
        return goals.set_goal(actor=actor, case=seen, domain=domain, text=TEXT, belongs=belongs)


def _end(world, case, goal, state, by=None, reason=""):
    with world.acting(by or world.anna) as actor:
        seen, found = dossier.locked(actor, case.pk), Goal.objects.get(pk=goal.pk)
        goals.end(actor=actor, case=seen, goal=found, state=state, reason=reason)


def test_a_goal_stands_in_the_plan_with_the_action_that_is_there_for_it(world, case):
    (action,) = world.steps(case, kind="action")
    goal = _set(world, case, belongs=[action])
    with world.acting(world.anna):
        assert StepText.objects.get(step=action).goal == goal
    said = words(signed_in(world.anna).get(f"/zaken/{case.pk}/plan/"))
    assert said.index(TEXT) < said.index("Doe iets voor safety.")
    assert f"For: {TEXT}" in words(signed_in(world.anna).get(f"/zaken/{case.pk}/"))


def test_a_new_action_is_laid_for_a_goal(world, case):
    goal = _set(world, case)
    sent = {"text": "Slot vervangen", "domain": "safety", "who": f"{world.vt.pk}:{world.victor.pk}",
        "due_at": "2099-01-01T10:00", "goal": str(goal.pk)}  # fmt: skip
    page = signed_in(world.anna).post(f"/zaken/{case.pk}/actie/", sent)
    assert page.status_code == 302
    with world.acting(world.anna):
        assert StepText.objects.get(goal=goal).text == "Slot vervangen"
    again = signed_in(world.anna).post(f"/zaken/{case.pk}/actie/", {**sent, "domain": "law"})
    assert "This goal is of another domain." in words(again)


def test_a_goal_is_reached_or_let_go_with_a_reason_and_only_once(world, case):
    goal = _set(world, case)
    with refused(WrongStep):
        _end(world, case, goal, Goal.State.DROPPED)
    _end(world, case, goal, Goal.State.DROPPED, reason="Zij wil het anders.")
    with world.acting(world.anna):
        assert Goal.objects.get(pk=goal.pk).reason == "Zij wil het anders."
    with refused(WrongStep):
        _end(world, case, goal, Goal.State.REACHED)


@pytest.mark.parametrize("name", ["alice", "victor"])
def test_nobody_but_the_coordinator_sets_or_ends_a_goal(world, case, name):
    goal = _set(world, case)
    with refused(Denied):
        _set(world, case, by=getattr(world, name))
    with refused((Denied, Goal.DoesNotExist)):
        _end(world, case, goal, Goal.State.REACHED, by=getattr(world, name))


def test_an_action_of_another_domain_does_not_belong_to_it(world, case):
    (action,) = world.steps(case, kind="action")
    with refused(WrongStep):
        _set(world, case, domain=Domain.LAW, belongs=[action])


def test_a_goal_shows_only_to_who_sees_its_domain(world, case):
    _set(world, case, domain=Domain.CARE)
    assert not world.held(world.victor, case) & Category.MEDICAL
    said = words(signed_in(world.victor).get(f"/zaken/{case.pk}/plan/"))
    assert TEXT not in said
    with world.acting(world.victor):
        assert list(Goal.objects.all()) == []


@pytest.mark.parametrize("domain", [Domain.EDUCATION, Domain.DEBTS, Domain.HOUSING])
def test_school_debts_and_a_house_stand_in_the_plan_where_needed_and_show_no_wider_than_recovery(
    world, case, domain
):
    assert domain.category == Category.RECOVERY
    assert f"{domain.label}" not in words(signed_in(world.anna).get(f"/zaken/{case.pk}/plan/"))
    with world.acting(world.anna) as actor:
        ask = world.ask(world.shn, world.sam, domain, actor.at + timedelta(days=1))
        step = plan.add(actor=actor, case=dossier.locked(actor, case.pk), ask=ask)
    assert Step.State(step.state) == Step.State.PROPOSED
    assert f"{domain.label}" in words(signed_in(world.anna).get(f"/zaken/{case.pk}/plan/"))
