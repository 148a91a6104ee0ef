"""The pages on which one step is taken in a case: what they say, what they keep, and what they refuse."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from rondom.cases.actions import dossier, naming
from rondom.cases.models import Case, Status, Step
from rondom.coordination.actions import coordinator
from tests.browse import field, markup, nothing_changed, signed_in, title, words
from tests.seen_to import SENT


@pytest.fixture
def asked(world):
    """A case of which the MDT has decided; Anna is asked to coordinate, Victor to do something for safety."""
    return world.weighed()


@pytest.fixture
def coordinated(world, asked):
    """The same case, which Anna coordinates."""
    with world.acting(world.anna) as actor:
        coordinator.accept(actor=actor, case=dossier.locked(actor, asked.pk))
    return asked


def _at(case, after):
    return f"/zaken/{case.pk}/{after}"


def _action(world, case):
    return world.steps(case, by=world.anna, kind="action")[0]


def _now(world, case):
    with world.acting(world.anna):
        return Case.objects.get(pk=case.pk)


def _later(world):
    with world.acting(world.anna) as actor:
        return timezone.localtime(actor.at + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")


def _finish(world, case):
    victor = signed_in(world.victor)
    path = _at(case, f"actie/{_action(world, case).pk}/")
    return victor.post(path, {"state": "done", "outcome": "Gedaan."})


# Answer


def test_the_question_to_coordinate_says_what_it_means(world, asked):
    page = signed_in(world.anna).get(_at(asked, "regie/"))
    said = words(page)
    assert re.fullmatch(r"Coordinate\? \w{3}-\w{3} – Rondom", title(page))
    assert "As coordinator you are the one contact for the person, across all organisations." in said
    assert f'href="/zaken/{asked.pk}/">Back to the case' in markup(page)


def test_declining_needs_a_reason(world, asked):
    anna = signed_in(world.anna)
    with nothing_changed():
        page = anna.post(_at(asked, "regie/"), {"answer": "decline", "reason": " "})
    assert page.status_code == 422
    assert "Why not? Say why, so that the MDT can ask someone else." in words(page)
    assert re.search(r'value="decline" id="[^"]*" checked', markup(page))


def test_no_answer_is_no_answer(world, asked):
    anna = signed_in(world.anna)
    with nothing_changed():
        page = anna.post(_at(asked, "regie/"), {"reason": "Ik twijfel."})
    assert page.status_code == 422
    assert "Ik twijfel." in field(page, "reason")


def test_accepting_makes_the_coordinator(world, asked):
    page = signed_in(world.anna).post(_at(asked, "regie/"), {"answer": "accept"}, follow=True)
    assert "You are the coordinator of this case now." in words(page)
    assert _now(world, asked).coordinator == world.anna


def test_who_was_not_asked_cannot_answer(world, asked):
    alice = signed_in(world.alice)
    with nothing_changed():
        page = alice.post(_at(asked, "regie/"), {"answer": "decline", "reason": "Niet mijn zaak."})
    assert page.status_code == 403
    assert "You were not asked to coordinate this case" in words(page)
    assert "It was not saved. Copy what you still need. Niet mijn zaak." in words(page)


# Ask someone else


def test_someone_else_is_asked_after_a_refusal(world, asked):
    signed_in(world.anna).post(_at(asked, "regie/"), {"answer": "decline", "reason": "Geen ruimte."})
    carol = signed_in(world.carol)
    page = carol.get(_at(asked, "regie/vragen/"))
    choices = re.search(r'<select name="coordinator".*?</select>', markup(page), re.DOTALL)[0]
    assert re.findall(r">(\w+) \(open cases: 0\)</option>", choices) == ["Anna", "Sara", "Vera"]
    with nothing_changed():
        assert "Choose who will be asked." in words(
            carol.post(_at(asked, "regie/vragen/"), {"coordinator": ""})
        )
    done = carol.post(
        _at(asked, "regie/vragen/"), {"coordinator": f"{world.vt.pk}:{world.vera.pk}"}, follow=True
    )
    assert "Vera is asked to coordinate." in words(done)
    assert _now(world, asked).next_user == world.vera


def test_only_the_mdt_asks_someone_else(world, asked):
    anna = signed_in(world.anna)
    with nothing_changed():
        page = anna.post(_at(asked, "regie/vragen/"), {"coordinator": f"{world.vt.pk}:{world.vera.pk}"})
    assert page.status_code == 403


# Add an action


def test_an_action_needs_all_four(world, coordinated):
    anna = signed_in(world.anna)
    with nothing_changed():
        page = anna.post(_at(coordinated, "actie/"), {"text": "Belt de huisarts."})
    said = words(page)
    assert page.status_code == 422
    assert "Domain: Fill this in too. Who: Fill this in too. Before: Fill this in too." in said
    assert "Belt de huisarts." in field(page, "text")


def test_an_action_is_put_to_someone_who_may_see_its_domain(world, coordinated):
    anna = signed_in(world.anna)
    sent = {
        "text": "Belt.",
        "who": f"{world.shn.pk}:{world.sam.pk}",
        "domain": "law",
        "due_at": _later(world),
    }
    with nothing_changed():
        page = anna.post(_at(coordinated, "actie/"), sent)
    assert "Organisatie shn may not see this domain of the case." in words(page)
    done = anna.post(_at(coordinated, "actie/"), sent | {"domain": "recovery"}, follow=True)
    assert "The action is in the plan." in words(done)
    step = world.steps(coordinated, by=world.anna, kind="action", domain="recovery")[0]
    assert (step.state, step.user_id) == ("proposed", world.sam.pk)


def test_a_moment_that_has_passed_is_no_deadline(world, coordinated):
    anna = signed_in(world.anna)
    sent = {
        "text": "Belt.",
        "who": f"{world.shn.pk}:{world.sam.pk}",
        "domain": "recovery",
        "due_at": "2020-01-01T10:00",
    }
    with nothing_changed():
        page = anna.post(_at(coordinated, "actie/"), sent)
    assert "Before: This moment has passed." in words(page)
    assert "2020-01-01T10:00" in field(page, "due_at")


def test_only_the_coordinator_adds_an_action(world, coordinated):
    alice = signed_in(world.alice)
    with nothing_changed():
        assert alice.post(_at(coordinated, "actie/"), {"text": "Belt."}).status_code == 403


# Move an action along


def test_an_action_shows_what_by_whom_and_before_when(world, coordinated):
    page = signed_in(world.victor).get(_at(coordinated, f"actie/{_action(world, coordinated).pk}/"))
    said = words(page)
    assert "Doe iets voor safety. Safety Who Victor, Organisatie vt Before in 8 hours" in said
    assert re.findall(r'name="state" value="(\w+)"', markup(page)) == [
        "accepted",
        "in_progress",
        "done",
        "declined",
    ]
    assert "Doe iets" not in title(page)


def test_who_may_not_see_the_domain_reads_whose_turn_it_is_and_nothing_more(world, coordinated):
    with world.acting(world.anna) as actor:
        case = dossier.locked(actor, coordinated.pk)
        naming.name(actor=actor, case=case, organisation=world.shn, user=world.sam)
    page = signed_in(world.sam).get(_at(coordinated, f"actie/{_action(world, coordinated).pk}/"))
    said = words(page)
    assert "You may not see what this action is." in said
    assert "Doe iets" not in said
    assert "This action was asked of another organisation." in said
    assert 'name="state"' not in markup(page)


def test_declining_an_action_needs_words(world, coordinated):
    victor, path = signed_in(world.victor), _at(coordinated, f"actie/{_action(world, coordinated).pk}/")
    with nothing_changed():
        page = victor.post(path, {"state": "declined", "outcome": ""})
    assert page.status_code == 422
    assert "Say why, so that the coordinator can go on." in words(page)
    done = victor.post(path, {"state": "declined", "outcome": "Geen plek."}, follow=True)
    assert "The action is now: declined." in words(done)
    assert _now(world, coordinated).next_user == world.anna


def test_what_came_of_an_action_stands_on_its_page_afterwards(world, coordinated):
    assert _finish(world, coordinated).status_code == 302
    page = signed_in(world.victor).get(_at(coordinated, f"actie/{_action(world, coordinated).pk}/"))
    assert "What came of it Gedaan." in words(page)
    assert "This action has ended. Nothing more can be changed." in words(page)
    assert 'name="state"' not in markup(page)


def test_an_action_of_another_organisation_is_not_moved(world, coordinated):
    alice, path = signed_in(world.alice), _at(coordinated, f"actie/{_action(world, coordinated).pk}/")
    with nothing_changed():
        assert alice.post(path, {"state": "done", "outcome": "Ik deed het."}).status_code == 403


def test_the_coordinator_can_say_that_an_action_is_no_longer_needed(world, coordinated):
    anna, path = signed_in(world.anna), _at(coordinated, f"actie/{_action(world, coordinated).pk}/")
    assert re.findall(r'name="state" value="(\w+)"', markup(anna.get(path))) == ["withdrawn"]
    anna.post(path, {"state": "withdrawn", "outcome": "Niet meer nodig."})
    assert _action(world, coordinated).state == Step.State.WITHDRAWN


# Back to the MDT, close, open again


def test_bringing_a_case_back_needs_a_reason(world, coordinated):
    anna = signed_in(world.anna)
    assert "Then the MDT discusses this case again, within 24 hours." in words(
        anna.get(_at(coordinated, "opnieuw/"))
    )
    with nothing_changed():
        assert anna.post(_at(coordinated, "opnieuw/"), {"reason": ""}).status_code == 422
    done = anna.post(_at(coordinated, "opnieuw/"), {"reason": "Zij is verhuisd."}, follow=True)
    assert "The case is back on the agenda of the MDT." in words(done)
    assert _now(world, coordinated).status == Status.RE_TRIAGE
    with nothing_changed():
        assert anna.post(_at(coordinated, "opnieuw/"), {"reason": "Nog een keer."}).status_code == 409


def test_closing_says_what_it_does_and_that_the_case_can_be_opened_again(world, coordinated):
    _finish(world, coordinated)
    said = words(signed_in(world.anna).get(_at(coordinated, "sluiten/")))
    assert "You are then no longer its coordinator." in said
    assert "everyone on this case can open it again" in said


def test_closing_without_a_reason_closes_nothing_and_keeps_the_remark(world, coordinated):
    _finish(world, coordinated)
    anna = signed_in(world.anna)
    with nothing_changed():
        page = anna.post(_at(coordinated, "sluiten/"), {"note": "Alles is gedaan."})
    assert page.status_code == 422
    assert "Alles is gedaan." in field(page, "note")


def test_a_case_with_open_actions_is_not_closed(world, coordinated):
    anna = signed_in(world.anna)
    with nothing_changed():
        page = anna.post(_at(coordinated, "sluiten/"), {**SENT, "note": "Alles is gedaan."})
    assert page.status_code == 409
    assert "Actions that are still open: 1." in words(page)
    assert "Alles is gedaan." in words(page)


def test_a_closed_case_can_be_opened_again(world, coordinated):
    _finish(world, coordinated)
    anna = signed_in(world.anna)
    closed = anna.post(
        _at(coordinated, "sluiten/"), {**SENT, "reason": "wish", "drop_out": "Zij stopt."}, follow=True
    )
    assert "The case is closed. It can be reopened." in words(closed)
    page = anna.get(_at(coordinated, "heropenen/"))
    assert "This case was closed: the person wishes to stop." in words(page)
    with nothing_changed():
        assert anna.post(_at(coordinated, "opnieuw/"), {"reason": "Zij belde."}).status_code == 409
        assert anna.post(_at(coordinated, "heropenen/"), {"reason": ""}).status_code == 422
    done = anna.post(_at(coordinated, "heropenen/"), {"reason": "Zij belde weer."}, follow=True)
    assert "The case is open again and on the agenda of the MDT." in words(done)
    assert _now(world, coordinated).status == Status.RE_TRIAGE


@pytest.mark.parametrize("after", ["regie/", "regie/vragen/", "actie/", "opnieuw/", "sluiten/", "heropenen/"])
def test_none_of_these_pages_is_there_for_who_does_not_see_the_case(world, coordinated, after):
    bob = signed_in(world.bob)
    with nothing_changed():
        assert bob.get(_at(coordinated, after)).status_code == 404
        assert bob.post(_at(coordinated, after), {"reason": "x", "answer": "accept"}).status_code == 404
