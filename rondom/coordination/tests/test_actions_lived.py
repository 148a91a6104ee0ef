"""What happens with an action stays to be read: states with reasons, another last moment, waiting for a service."""

from datetime import date, timedelta

import pytest

from rondom.cases.actions import dossier
from rondom.cases.models import Category, Domain, Step, StepChange, StepText
from rondom.coordination.actions import nudges, plan
from rondom.coordination.models import Referral
from rondom.core.errors import Denied, WrongStep
from tests.browse import signed_in, words
from tests.proof import refused
from tests.world import yes

State = Step.State
WHY = "Zij is er dan pas."


@pytest.fixture
def case(world):
    """A case that Anna coordinates; Victor of Veilig Thuis was asked for one action, for safety."""
    return world.coordinated()


@pytest.fixture
def action(world, case):
    (step,) = world.steps(case, kind="action")
    return step


def _advance(world, case, by, step, state, outcome=""):
    with world.acting(by) as actor:
        found = dossier.locked(actor, case.pk)
        plan.advance(actor=actor, case=found, step=Step.objects.get(pk=step.pk), state=state, outcome=outcome)


def _postpone(world, case, by, step, days=3):
    with world.acting(by) as actor:
        found, step = dossier.locked(actor, case.pk), Step.objects.get(pk=step.pk)
        plan.postpone(actor=actor, case=found, step=step, due_at=actor.at + timedelta(days=days), reason=WHY)


def _changes(world, step, by):
    with world.acting(by):
        return [(one.state, one.reason) for one in StepChange.objects.filter(step=step).order_by("pk")]


def test_what_happened_stands_at_the_action_with_who_said_what(world, case, action):
    _advance(world, case, world.victor, action, State.ACCEPTED)
    _advance(world, case, world.victor, action, State.RETURNED, "Er is geen plek.")
    assert _changes(world, action, world.anna) == [("accepted", ""), ("returned", "Er is geen plek.")]
    said = words(signed_in(world.anna).get(f"/zaken/{case.pk}/actie/{action.pk}/"))
    assert "What happened with it" in said
    assert "Er is geen plek." in said


def test_the_coordinator_withdraws_beside_what_was_written_and_not_over_it(world, case, action):
    _advance(world, case, world.victor, action, State.IN_PROGRESS, "Ik heb gebeld.")
    _advance(world, case, world.anna, action, State.WITHDRAWN, "Zij wil het niet meer.")
    with world.acting(world.anna):
        assert StepText.objects.get(step=action).outcome == "Ik heb gebeld."
    assert _changes(world, action, world.victor)[-1] == ("withdrawn", "Zij wil het niet meer.")


@pytest.mark.parametrize(("name", "state"), [("victor", State.DECLINED), ("anna", State.WITHDRAWN)])
def test_without_a_reason_nothing_comes_back_or_is_withdrawn(world, case, action, name, state):
    with refused(WrongStep):
        _advance(world, case, getattr(world, name), action, state)


@pytest.mark.parametrize("name", ["victor", "anna"])
def test_who_was_asked_and_the_coordinator_move_the_last_moment_with_a_reason(world, case, action, name):
    was = action.due_at
    _postpone(world, case, getattr(world, name), action)
    with world.acting(world.anna):
        (change,) = StepChange.objects.filter(step=action)
        assert (change.was_due_at, change.reason) == (was, WHY)
        assert Step.objects.get(pk=action.pk).due_at == change.due_at
    assert world.seen(world.anna, case).next_due_at == change.due_at


def test_nobody_else_moves_it_and_nobody_when_it_has_ended(world, case, action):
    with refused(Denied):
        _postpone(world, case, world.alice, action)
    _advance(world, case, world.victor, action, State.DONE)
    with refused(WrongStep):
        _postpone(world, case, world.victor, action)


def test_a_reason_is_kept_from_who_does_not_see_the_domain(world, case):
    with world.acting(world.anna) as actor:
        ask = world.ask(world.csg, world.anna, Domain.CARE, actor.at + timedelta(hours=3))
        step = plan.add(actor=actor, case=dossier.locked(actor, case.pk), ask=ask)
    _advance(world, case, world.anna, step, State.DECLINED, "Niet bij ons.")
    assert not world.held(world.victor, case) & Category.MEDICAL
    assert _changes(world, step, world.victor) == []
    said = words(signed_in(world.victor).get(f"/zaken/{case.pk}/actie/{step.pk}/"))
    assert "Niet bij ons." not in said


def test_a_coordinator_who_may_not_see_a_domain_reminds_and_withdraws_in_words_for_everyone(world):
    case = world.report(by=world.victor, answers=[yes("csg", Category.IDENTITY, Category.MEDICAL)])
    world.open_mdt()
    world.decide(case, by=world.victor)
    world.close_mdt()
    world.accept(case)
    assert not world.held(world.anna, case) & Category.SAFETY
    (step,) = world.steps(case, by=world.anna, kind="action")
    with world.acting(world.anna) as actor:
        nudge = nudges.nudge(
            actor=actor, case=dossier.locked(actor, case.pk), step=step, sentence="Lukt het?"
        )
    _advance(world, case, world.anna, step, State.WITHDRAWN, "Zij wil het niet meer.")
    assert nudge.category == Category.CASE
    assert _changes(world, step, world.victor) == [("withdrawn", "Zij wil het niet meer.")]


def test_a_referral_waits_at_a_service_by_name_and_who_refers_notes_how_long(world, case):
    with world.acting(world.anna) as actor:
        ask = world.ask(world.vt, world.victor, Domain.SAFETY, actor.at + timedelta(days=9))
        step = plan.add(actor=actor, case=dossier.locked(actor, case.pk), ask=ask, service="Het Huis")
    address = f"/zaken/{case.pk}/actie/{step.pk}/wachten/"
    assert signed_in(world.anna).post(address, {"since": "2026-11-01"}).status_code == 403
    sent = {"since": "2026-11-01", "expected_from": "2026-12-01"}
    assert signed_in(world.victor).post(address, {**sent, "expected_from": "2026-10-01"}).status_code == 422
    assert signed_in(world.victor).post(address, sent).status_code == 302
    with world.acting(world.anna):
        referral = Referral.objects.get(step=step)
        assert (referral.service, referral.expected_from) == ("Het Huis", date(2026, 12, 1))
    assert "Referred to: Het Huis, waits since" in words(signed_in(world.anna).get(f"/zaken/{case.pk}/plan/"))


def test_an_action_that_is_no_referral_waits_nowhere(world, case, action):
    assert signed_in(world.victor).get(f"/zaken/{case.pk}/actie/{action.pk}/wachten/").status_code == 404
