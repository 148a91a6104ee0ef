"""Asking every seat for its view before the meeting, reminding, and open questions."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from rondom.audit.models import Event
from rondom.cases.actions import dossier
from rondom.cases.models import Category
from rondom.core.errors import Denied, WrongStep
from rondom.organisations.actor import Actor
from rondom.triage import actions, tasks
from rondom.triage.models import Inquiry, Question
from tests.proof import refused
from tests.sealing import as_role
from tests.world import no

pytestmark = pytest.mark.usefixtures("own_database")


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def _inquire():
    with as_role("rondom_worker"):
        return actions.inquire(actor=Actor.service(timezone.now()))


def _asked(world, case):
    with world.acting(world.alice):
        rows = Inquiry.objects.filter(case=case).select_related("organisation")
        return {row.organisation.slug: row for row in rows}


def test_each_seat_that_may_see_a_case_is_asked_once_and_reminded_once(world, owner):
    case = world.report(answers=[no("police")])
    assert _inquire()[0] >= 3
    found = _asked(world, case)
    assert set(found) == {"csg", "vt", "shn"}, "not the police, whom the person refused"
    due = world.seen(world.alice, case).mdt_at
    assert {row.answer_before for row in found.values()} <= {due - timedelta(hours=2), due}
    assert _inquire() == (0, 0), "nobody is asked twice"
    with world.acting(world.victor) as actor:
        actions.write_view(actor=actor, case=dossier.locked(actor, case.pk), category=Category.CASE)
    owner.execute(
        "UPDATE triage_inquiry SET answer_before = now() - interval '1 hour', asked_at = now() - interval '3 hours'"
        " WHERE case_id = %s", [case.pk],
    )  # fmt: skip
    owner.execute("UPDATE cases_case SET mdt_at = now() + interval '1 hour' WHERE id = %s", [case.pk])
    assert _inquire() == (0, 2)
    assert _inquire() == (0, 0), "nobody is reminded twice"
    found = _asked(world, case)
    assert {slug for slug, row in found.items() if row.chased_at} == {"csg", "shn"}
    assert found["vt"].answered_at


def test_when_the_meeting_moves_the_moment_moves_and_a_new_round_asks_anew(world, owner):
    case = world.report()
    _inquire()
    owner.execute("UPDATE cases_case SET mdt_at = mdt_at + interval '2 days' WHERE id = %s", [case.pk])
    _inquire()
    due = world.seen(world.alice, case).mdt_at
    assert {row.answer_before for row in _asked(world, case).values()} == {due - timedelta(hours=2)}
    owner.execute("UPDATE cases_case SET mdt_round = 2 WHERE id = %s", [case.pk])
    assert _inquire()[0] == 3


def test_it_is_an_event_of_the_service_and_without_work_there_is_none(world, owner):
    world.report()
    before = owner.execute("SELECT count(*) FROM audit_event WHERE verb = 'mdt:inquired'").fetchone()[0]
    for _twice in range(2):
        with as_role("rondom_worker"):
            tasks.inquire()
    rows = owner.execute("SELECT actor_kind, data FROM audit_event WHERE verb = 'mdt:inquired'").fetchall()
    assert len(rows) == before + 1
    assert {kind for kind, _data in rows} == {Event.ActorKind.SERVICE}


def _ask(world, by, case, category=Category.SAFETY, organisation=None):
    with world.acting(by) as actor:
        seen = dossier.locked(actor, case.pk)
        return actions.ask_question(
            actor=actor, case=seen, category=category, text="Kan zij daar blijven?", organisation=organisation
        )


def _answer(world, by, case, question):
    with world.acting(by) as actor:
        found = Question.objects.get(pk=question.pk)
        actions.answer_question(
            actor=actor, case=dossier.locked(actor, case.pk), question=found, answer="Ja."
        )


def test_a_question_is_answered_once_by_whom_it_is_for(world):
    case = world.report()
    question = _ask(world, world.alice, case, organisation=world.vt)
    with refused(Denied, "another organisation"):
        _answer(world, world.alice, case, question)
    _answer(world, world.victor, case, question)
    with refused(WrongStep, "already"):
        _answer(world, world.victor, case, question)
    with world.acting(world.alice):
        found = Question.objects.get(pk=question.pk)
        assert (found.answer, found.answered_by) == ("Ja.", world.victor)


def test_a_question_for_the_person_is_answered_by_who_spoke_with_them(world):
    case = world.report()
    question = _ask(world, world.victor, case)
    _answer(world, world.alice, case, question)
    with world.acting(world.sam):
        assert not Question.objects.filter(case=case).exists(), "Victim Support does not see safety"


def test_nobody_is_asked_about_a_part_they_may_not_see_and_only_the_table_asks(world):
    case = world.report()
    with refused(Denied):
        _ask(world, world.alice, case, organisation=world.shn)
    with refused(Denied):
        _ask(world, world.sam, case)
    coordinated = world.coordinated()
    with refused(WrongStep, "not on the agenda"):
        _ask(world, world.anna, coordinated)
