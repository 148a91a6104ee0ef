"""Today: what needs me now, and nothing else."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from rondom.cases.actions import dossier
from rondom.cases.models import Domain, Step
from rondom.coordination.actions import plan
from tests.browse import markup, signed_in, title, words
from tests.statements import ON_TODAY, few

TODAY = "/vandaag/"


def _said(user):
    return words(signed_in(user).get(TODAY))


def _asked(world, due_at):
    """A decided case in which Victor must do something before a moment."""
    case = world.report()
    world.open_mdt()
    world.decide(case, asks=[world.ask(world.vt, world.victor, Domain.SAFETY, due_at)])
    world.close_mdt()
    return case


def _finish(world, case):
    with world.acting(world.victor) as actor:
        found = dossier.locked(actor, case.pk)
        for step in Step.objects.filter(case=case, kind="action").select_related("words"):
            plan.advance(actor=actor, case=found, step=step, state=Step.State.DONE)


def test_with_nothing_to_do_it_says_that_all_is_done(world):
    page = signed_in(world.eve).get(TODAY)
    assert title(page) == "Today – Rondom"
    assert "It is not your turn anywhere." in words(page)
    assert "All done for now" in words(page)


def test_who_is_asked_to_coordinate_finds_the_question_with_its_button(world):
    case = world.weighed()
    page = signed_in(world.anna).get(TODAY)
    assert "It is your turn 1 time." in words(page)
    assert "Answer the question to coordinate" in words(page)
    assert f'href="/zaken/{case.pk}/regie/"' in markup(page)


def test_an_action_is_told_to_who_may_read_it_and_leads_to_the_action(world):
    case = world.coordinated()
    page = signed_in(world.victor).get(TODAY)
    step = world.steps(case, kind="action")[0]
    assert "Doe iets voor safety." in words(page)
    assert f'href="/zaken/{case.pk}/actie/{step.pk}/"' in markup(page)


def test_what_is_late_is_said_in_words(world):
    _asked(world, timezone.now() - timedelta(hours=3, minutes=20))
    said = _said(world.victor)
    assert "You are late once." in said
    assert "3 hours late" in said


def test_a_coordinator_sees_who_is_next_and_who_is_late(world):
    case = _asked(world, timezone.now() - timedelta(hours=3, minutes=20))
    world.accept(case)
    said = _said(world.anna)
    assert "In 1 case someone else is late In every case that you coordinate, someone else is next." in said
    assert "All done" not in said
    assert re.search(
        r"Others are next 1 .*3 hours late.*Organisatie vt: Doe iets voor safety\. .*Victor", said
    )


def test_when_the_last_action_is_done_the_coordinator_must_decide(world):
    case = world.coordinated()
    _finish(world, case)
    page = signed_in(world.anna).get(TODAY)
    assert "It is your turn 1 time." in words(page)
    assert "Decide the next step" in words(page)
    assert "no action left: you decide 1" in words(page)


def test_who_sits_in_the_mdt_sees_the_next_one_and_where_the_own_view_is_missing(world):
    case = world.report()
    page = signed_in(world.alice).get(TODAY)
    assert "Next MDT of Regio north: 1 case" in words(page)
    assert "The view of your organisation is missing in 1 case." in words(page)
    assert f'href="/mdt/north/zaak/{case.pk}/"' in markup(page)


def test_an_mdt_that_is_open_is_announced(world):
    world.report()
    world.open_mdt()
    assert "The MDT of Regio north is open: 1 case" in _said(world.alice)


def test_without_cases_there_is_no_banner_but_the_next_meeting_is_told(world):
    page = signed_in(world.alice).get(TODAY)
    assert "rd-banner" not in markup(page)
    assert re.search(r"No case waits\. Next MDT: (today|tomorrow) 10:30", words(page))


def test_a_case_of_another_circle_is_not_on_the_page(world):
    case = world.report()
    assert world.code(case) not in _said(world.bob)
    assert world.code(case) not in _said(world.celia)


@pytest.mark.parametrize("who", ["alice", "anna", "victor", "carol", "eve"])
def test_the_page_costs_few_statements(world, who):
    world.coordinated()
    world.report()
    client = signed_in(getattr(world, who))
    with few(ON_TODAY):
        assert client.get(TODAY).status_code == 200
