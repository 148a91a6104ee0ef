"""Where a case stands on the criminal route: noted as it goes, cautioned before a choice, withdrawn when wrong."""

from datetime import timedelta

import pytest
from django.utils import timezone

from rondom.coordination import criminal_route
from rondom.coordination.actions import criminal_route as doing
from rondom.coordination.models import NEXT_ROUTE, RouteState, RouteStep
from rondom.core.errors import Denied
from tests.browse import nothing_changed, signed_in, words
from tests.proof import refused
from tests.world import yes

TODAY = timezone.localdate().isoformat()
TOMORROW = (timezone.localdate() + timedelta(days=1)).isoformat()
YESTERDAY = (timezone.localdate() - timedelta(days=1)).isoformat()


@pytest.fixture
def case(world):
    return world.coordinated()


def _at(case, after=""):
    return f"/zaken/{case.pk}/strafroute/{after}"


def _sent(state, **more):
    return {"state": state, "since": TODAY, "told_by": "person", "note": "", **more}


def test_the_coordinator_notes_how_it_goes_and_reads_what_it_means_and_what_can_come(world, case):
    anna = signed_in(world.anna)
    assert "Nothing was noted yet about police or prosecutor." in words(anna.get(_at(case)))
    assert anna.post(_at(case, "1/nieuw/"), _sent("info_talk_planned", since=TOMORROW)).status_code == 302
    assert anna.post(_at(case, "1/nieuw/"), _sent("info_talk_done")).status_code == 302
    sent = _sent("reflection", until=TOMORROW, note="Zij belt zelf.")
    assert anna.post(_at(case, "1/nieuw/"), sent).status_code == 302
    said = words(anna.get(_at(case)))
    assert "time to think Now" in said
    assert "There is no fixed period." in said
    assert "Zij belt zelf." in said
    assert "A complaint cannot be withdrawn." in said, "what can come is explained"
    assert "Not legally confirmed yet." in said
    assert "the prosecutor can also go on without a complaint" in said


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (_sent("aangifte"), "First tell the person that the prosecutor can also go on without a complaint."),
        (
            _sent("melding_only"),
            "First tell the person that the prosecutor can also go on without a complaint.",
        ),
        (_sent("no_contact", since=TOMORROW), "This day is still to come."),
        (_sent("no_contact", until=TOMORROW), "Only time to think lasts until a day, and one that is later."),
        (_sent("verdict"), "Select a valid choice."),
        (_sent(""), "This field is required."),
        (_sent("no_contact", since="31-31-2026"), "Enter a valid date."),
    ],
)
def test_what_is_not_right_is_said_at_the_field_and_nothing_is_lost(world, case, wrong, sentence):
    anna = signed_in(world.anna)
    sent = {**wrong, "note": "Dit blijft staan."}
    with nothing_changed():
        page = anna.post(_at(case, "1/nieuw/"), sent)
    assert page.status_code == 422
    assert sentence in words(page)
    assert "Dit blijft staan." in page.content.decode()


def test_who_neither_coordinates_nor_is_of_the_police_cannot_note_it(world, case):
    stands = doing.Stands(RouteState.NO_CONTACT, timezone.localdate(), RouteStep.ToldBy.PERSON)
    with world.acting(world.alice) as actor:
        seen = world.seen(world.alice, case)
        with refused(Denied):
            doing.note(actor=actor, case=seen, stands=stands)
    with nothing_changed():
        assert signed_in(world.alice).post(_at(case, "1/nieuw/"), _sent("no_contact")).status_code == 403


def test_who_may_not_see_the_law_of_the_case_reads_nothing(world, case):
    assert signed_in(world.victor).get(_at(case)).status_code == 403


def test_the_police_note_their_own_under_their_own_law(world):
    case = world.report(by=world.bob, answers=[yes("csg", *criminal_route.Category)])
    bob = signed_in(world.bob)
    assert (
        bob.post(_at(case, "1/nieuw/"), _sent("aangifte", told_by="own", cautioned="on")).status_code == 302
    )
    with world.acting(world.bob):
        (step,) = RouteStep.objects.filter(case=case)
    assert step.regime == 1
    assert "complaint made Now" in words(bob.get(_at(case)))


def test_a_state_does_not_go_back_before_the_one_before_it(world, case):
    anna = signed_in(world.anna)
    anna.post(_at(case, "1/nieuw/"), _sent("no_contact"))
    with nothing_changed():
        page = anna.post(_at(case, "1/nieuw/"), _sent("investigation", since=YESTERDAY))
    assert page.status_code == 409
    assert "This is before the day of the state before it." in words(page)


def test_what_was_noted_wrongly_is_withdrawn_with_why_and_stays_to_be_read(world, case):
    anna = signed_in(world.anna)
    anna.post(_at(case, "1/nieuw/"), _sent("investigation"))
    with world.acting(world.anna):
        step = RouteStep.objects.get(case=case)
    assert anna.post(_at(case, f"{step.pk}/intrekken/"), {"why": ""}).status_code == 422
    assert anna.post(_at(case, f"{step.pk}/intrekken/"), {"why": "Een andere zaak."}).status_code == 302
    said = words(anna.get(_at(case)))
    assert "withdrawn" in said
    assert "Een andere zaak." in said
    with world.acting(world.anna):
        assert criminal_route.of_case(world.seen(world.anna, case)).now is None
    assert anna.post(_at(case, f"{step.pk}/intrekken/"), {"why": "Nog eens."}).status_code == 404


def test_every_state_means_something_and_the_file_says_where_it_is_wrong():
    assert set(criminal_route.MEANS) == set(RouteState) == set(NEXT_ROUTE)
    text = criminal_route.FILE.read_text(encoding="utf-8")
    found, faults = criminal_route.load(
        text.replace('id = "verdict"', 'id = "sentence"'), timezone.localdate()
    )
    assert found
    assert any("line" in fault and "sentence" in fault for fault in faults)
