"""The coordinator insists on a late action step by step, and who was asked says how it goes on."""

from datetime import date, timedelta

import pytest

from rondom.cases.actions import dossier
from rondom.cases.models import Step
from rondom.coordination import insisting, norms
from rondom.coordination.actions import insistences
from rondom.coordination.models import Insistence
from rondom.core.errors import Denied, WrongStep
from tests.browse import signed_in, words
from tests.proof import refused

LATE = timedelta(hours=9)  # the action is due within eight


@pytest.fixture
def case(world):
    """A case that Anna coordinates; Victor of Veilig Thuis was asked for one action, for safety."""
    return world.coordinated()


@pytest.fixture
def action(world, case):
    (step,) = world.steps(case, kind="action")
    return step


def _insist(world, case, step, at, by=None, whom=None):
    with world.acting(by or world.anna, at) as actor:
        found, step = dossier.locked(actor, case.pk), Step.objects.get(pk=step.pk)
        whom = whom or insistences.Asked(world.vt, world.victor)
        return insistences.insist(actor=actor, case=found, step=step, whom=whom, reason="Het wacht te lang.")


def _answer(world, case, made, by):
    with world.acting(by) as actor:
        found, one = dossier.locked(actor, case.pk), Insistence.objects.get(pk=made.pk)
        insistences.answer(actor=actor, case=found, insistence=one, words="Ik doe het morgen.")


def test_who_must_answer_finds_it_in_the_day_and_answers_once(world, case, action):
    made = _insist(world, case, action, action.asked_at + LATE)
    assert (made.level, made.answer_before - made.raised_at) == ("colleague", timedelta(hours=24))
    assert "The coordinator asks how this goes on" in words(signed_in(world.victor).get("/vandaag/"))
    assert "Het wacht te lang." in words(
        signed_in(world.victor).get(f"/zaken/{case.pk}/doorzetten/{made.pk}/")
    )
    _answer(world, case, made, world.victor)
    assert "asks how this goes on" not in words(signed_in(world.victor).get("/vandaag/"))
    assert "Ik doe het morgen." in words(signed_in(world.anna).get(f"/zaken/{case.pk}/plan/"))
    with refused(WrongStep):
        _answer(world, case, made, world.victor)


def test_the_steps_follow_each_other_when_nobody_answers_in_time(world, case, action):
    first = _insist(world, case, action, action.asked_at + LATE)
    with refused(WrongStep, "too early"):
        _insist(world, case, action, first.answer_before - timedelta(hours=1))
    after = first.answer_before + timedelta(hours=1)
    lead = insistences.Asked(world.csg)
    second = _insist(world, case, action, after, whom=lead)
    third = _insist(world, case, action, second.answer_before + timedelta(hours=1), whom=lead)
    assert [one.level for one in (first, second, third)] == ["colleague", "manager", "regional_lead"]
    with refused(WrongStep, "no further step"):
        _insist(world, case, action, third.answer_before + timedelta(hours=1))


def test_nobody_insists_before_the_last_moment_or_in_anothers_place(world, case, action):
    with refused(WrongStep, "too early"):
        _insist(world, case, action, None)
    with refused(Denied):
        _insist(world, case, action, action.asked_at + LATE, by=world.alice)


def test_who_may_not_see_the_action_is_not_asked_by_name(world, case, action):
    with refused(Denied):
        _insist(world, case, action, action.asked_at + LATE, whom=insistences.Asked(world.shn, world.sam))
    _insist(world, case, action, action.asked_at + LATE, whom=insistences.Asked(world.shn))
    assert world.held(world.sam, case) == 0


def test_nobody_answers_what_was_asked_of_another(world, case, action):
    made = _insist(world, case, action, action.asked_at + LATE)
    with refused(Denied):
        _answer(world, case, made, world.alice)
    _answer(world, case, made, world.anna)  # what was said to her over the phone


def test_the_files_with_steps_and_lengths_of_time_say_what_is_wrong_with_them():
    text = insisting.FILE.read_text()
    assert insisting.load(text, date(2027, 1, 1))[1] == []
    (fault,) = insisting.load(text.replace("order = 2", "order = 5", 1), date(2027, 1, 1))[1]
    assert fault.startswith("escalation.toml, line 17: level manager: the steps stand in their order")
    assert len(insisting.load(text, date(2026, 1, 1))[1]) == 3
    number = norms.FILE.read_text()
    assert norms.load(number, date(2027, 1, 1))[1] == []
    assert norms.load(number.replace('"silence"', '"quiet"'), date(2027, 1, 1))[1]
