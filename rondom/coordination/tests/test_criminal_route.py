"""Where a case stands on the criminal route: noted as it goes, cautioned before a choice, withdrawn when wrong."""

from datetime import timedelta

import pytest
from django.utils import timezone

from rondom.cases.actions import naming
from rondom.cases.models import Case, Category, Person, Step
from rondom.coordination import criminal_route
from rondom.coordination.actions import criminal_route as doing
from rondom.coordination.actions import plan
from rondom.coordination.models import MOST_ROUTES, NEXT_ROUTE, RouteState, RouteStep
from rondom.core.errors import Denied, WrongStep
from rondom.sharing.actions import grants
from tests.browse import field, nothing_changed, signed_in, words
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
    assert "Time to think Now" in said
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
    assert "Complaint made Now" in words(bob.get(_at(case)))


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


def test_two_complaints_go_each_their_own_way(world, case):
    anna = signed_in(world.anna)
    told = {"cautioned": "on"}
    assert "Begin another route" not in words(anna.get(_at(case)))
    assert anna.post(_at(case, "1/nieuw/"), _sent("aangifte", **told)).status_code == 302
    assert "Begin another route" in words(anna.get(_at(case)))
    assert anna.post(_at(case, "2/nieuw/"), _sent("aangifte", **told)).status_code == 302
    assert anna.post(_at(case, "1/nieuw/"), _sent("investigation")).status_code == 302
    assert anna.post(_at(case, "1/nieuw/"), _sent("seponeren")).status_code == 302
    said = words(anna.get(_at(case)))
    assert "Route 1" in said
    assert said.index("Not prosecuted Now") < said.index("Route 2")
    assert "Complaint made Now" in said[said.index("Route 2") :]
    with nothing_changed():
        refused_now = anna.post(_at(case, "2/nieuw/"), _sent("verdict"))
    assert refused_now.status_code == 422, "what follows is of that route, not of the first"
    happened = words(anna.get(f"/zaken/{case.pk}/tijdlijn/")).lower()
    assert "criminal route 2: complaint made" in happened
    assert "criminal route: not prosecuted" in happened


def test_a_number_that_is_not_next_is_no_route(world, case):
    anna = signed_in(world.anna)
    with nothing_changed():
        for number in (0, 2, 3, MOST_ROUTES + 1):
            sent = _sent("no_contact")
            assert anna.post(_at(case, f"{number}/nieuw/"), sent).status_code == 404, number


def test_a_case_holds_a_bounded_number_of_routes(world, case):
    for number in range(1, MOST_ROUTES + 1):
        with world.acting(world.anna) as actor:
            stands = doing.Stands(RouteState.NO_CONTACT, timezone.localdate(), RouteStep.ToldBy.PERSON)
            doing.note(actor=actor, case=world.seen(world.anna, case), stands=stands, number=number)
    anna = signed_in(world.anna)
    assert "Begin another route" not in words(anna.get(_at(case)))
    assert anna.get(_at(case, f"{MOST_ROUTES + 1}/nieuw/")).status_code == 404


def test_whom_a_route_is_about_shows_to_who_may_know_of_them(world):
    """The prosecutor of this case may see the law of it, and not the possible perpetrator."""
    case = world.coordinated()
    with world.acting(world.anna):
        henk = Person.objects.get(case=case, roles__contains=["possible_perpetrator"])
    anna = signed_in(world.anna)
    sent = _sent("no_contact", person=str(henk.pk))
    assert anna.post(_at(case, "1/nieuw/"), sent).status_code == 302
    assert "Until now: about Henk" in words(anna.get(_at(case)))
    world.consent(case, "prosecution", Category.LEGAL)
    with world.acting(world.anna) as actor:
        seen = world.seen(world.anna, case)
        grants.give(actor=actor, case=seen, organisation=world.om, categories=[Category.LEGAL])
        naming.name(actor=actor, case=seen, organisation=world.om, user=world.olga)
    said = words(signed_in(world.olga).get(_at(case)))
    assert "No contact with the police Now" in said
    assert "Henk" not in said


def test_a_route_is_not_about_the_person_and_not_about_someone_elsewhere(world, case):
    other = world.report()
    with world.acting(world.alice):
        lotte = Person.objects.get(case=case, roles__contains=["victim"])
        elsewhere = Person.objects.get(case=other, roles__contains=["possible_perpetrator"])
    for person in (lotte, elsewhere):
        with world.acting(world.anna) as actor:
            stands = doing.Stands(
                RouteState.NO_CONTACT, timezone.localdate(), RouteStep.ToldBy.PERSON, person=person
            )
            with refused(WrongStep):
                doing.note(actor=actor, case=world.seen(world.anna, case), stands=stands)
        with nothing_changed():
            page = signed_in(world.anna).post(
                _at(case, "1/nieuw/"), _sent("no_contact", person=str(person.pk))
            )
        assert page.status_code == 422


def test_who_closes_a_case_is_told_what_goes_on_with_the_law(world, case):
    (action,) = world.steps(case, kind=Case.NextKind.ACTION)
    with world.acting(world.victor) as actor:
        seen = world.seen(world.victor, case)
        plan.advance(actor=actor, case=seen, step=action, state=Step.State.DONE)
    anna = signed_in(world.anna)
    goes_on = "With police or prosecutor it goes on."
    assert goes_on not in words(anna.get(f"/zaken/{case.pk}/sluiten/"))
    assert anna.post(_at(case, "1/nieuw/"), _sent("no_contact")).status_code == 302
    assert anna.post(_at(case, "2/nieuw/"), _sent("aangifte", cautioned="on")).status_code == 302
    said = words(anna.get(f"/zaken/{case.pk}/sluiten/"))
    assert goes_on in said
    assert "Route 2: complaint made" in said
    assert "no contact with the police" not in said


def test_today_stands_in_the_form_in_dutch_too(world, case):
    anna = signed_in(world.anna)
    page = anna.get(_at(case, "1/nieuw/"), headers={"accept-language": "nl"})
    assert f'value="{TODAY}"' in field(page, "since")
