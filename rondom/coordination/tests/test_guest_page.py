"""The page of a one-time link: nothing before the code, one question with it, and one answer that is read back first."""

import pytest
from django.contrib.auth.hashers import check_password
from django.test import Client

from rondom.audit.models import Event
from rondom.cases.models import Category
from rondom.coordination.models import GuestQuestion
from rondom.coordination.tests.test_guest_ask import _ask, _withdraw
from rondom.sharing.models import Notice
from tests.browse import field, markup, signed_in, title, words
from tests.proof import nothing_written

TOLD = {"answer": "Haar zus haalt haar op.", "who": "Noor Visser, mentor"}


@pytest.fixture
def case(world):
    case = world.coordinated()
    world.consent(case, "school", Category.STORY)
    return case


@pytest.fixture
def asked(world, case):
    """What stands in the link, and the code."""
    _question, token, code = _ask(world, case)
    return f"/vraag/{token}/", code


@pytest.fixture
def guest():
    """A telephone that was never here before."""
    return Client(headers={"accept-language": "en"})


def _in(guest, asked):
    """The page with the question, and what its form carries."""
    page = guest.post(asked[0], {"code": asked[1]})
    return page, {"shown": field(page, "shown").split('value="')[1].split('"')[0]}


def _kept(world, case):
    with world.acting(world.anna):
        return GuestQuestion.objects.get(case=case)


def test_a_partner_answers_once_and_the_coordinator_reads_it_with_who_said_it(world, case, asked, guest):
    page, carried = _in(guest, asked)
    said = words(page)
    assert "Anna of Organisatie csg asks Wie haalt haar op?" in said
    assert world.code(case) not in said
    again = guest.post(asked[0], {**TOLD, **carried, "read": "1"})
    assert title(again) == "Is this right? – Rondom"
    assert "Haar zus haalt haar op." in words(again)
    assert _kept(world, case).state == "open", "nothing is sent before it was read back"
    assert "Your answer is sent." in words(guest.post(asked[0], {**TOLD, **carried, "send": "1"}))
    client = signed_in(world.anna)
    assert "A partner without an account answered your question" in words(client.get("/vandaag/"))
    said = words(client.get(f"/zaken/{case.pk}/partners/"))
    assert (
        "The answer Haar zus haalt haar op. Written by Noor Visser, mentor, through the one-time link, read back"
        in said
    )
    said = words(client.get(f"/zaken/{case.pk}/logboek/"))
    assert "someone without an account" in said
    assert "answered the question through a one-time link" in said


def test_what_was_written_can_be_changed_before_it_is_sent(asked, guest):
    _page, carried = _in(guest, asked)
    page = guest.post(asked[0], {**TOLD, **carried, "change": "1"})
    assert page.status_code == 200
    assert "Haar zus haalt haar op." in field(page, "answer")
    empty = guest.post(asked[0], {**carried, "answer": "", "who": "", "read": "1"})
    assert empty.status_code == 422
    assert "Write your answer." in words(empty)


def test_opening_the_link_shows_nothing_uses_nothing_up_and_leaves_no_session(asked, guest):
    with nothing_written():
        pages = [guest.get(asked[0]), guest.get("/vraag/nooit-geweest/"), guest.head(asked[0])]
    assert [page.status_code for page in pages] == [200] * 3
    assert words(pages[0]) == words(pages[1])
    assert "haalt" not in markup(pages[0])
    assert set(guest.cookies) == {"csrftoken"}


def _masked(page):
    """What is on a page, but for what the form's own token makes of it."""
    return words(page), page.status_code, sorted(page.headers)


def test_wrong_used_withdrawn_ended_and_never_there_are_one_page(world, case, asked, guest, owner):
    wrong = _masked(guest.post(asked[0], {"code": "0" * 7 + ("1" if asked[1][-1] != "1" else "2")}))
    never = _masked(guest.post("/vraag/nooit-geweest/", {"code": asked[1]}))
    _page, carried = _in(guest, asked)
    guest.post(asked[0], {**TOLD, **carried, "send": "1"})
    used = _masked(guest.post(asked[0], {"code": asked[1]}))
    question, token, code = _ask(world, case)
    _withdraw(world, case, question)
    withdrawn = _masked(guest.post(f"/vraag/{token}/", {"code": code}))
    assert wrong == never == used == withdrawn
    assert wrong[1] == 422
    assert "This did not work" in wrong[0]


def test_an_answer_that_is_sent_twice_is_taken_once_and_given_back_to_copy(world, case, asked, guest):
    _page, carried = _in(guest, asked)
    guest.post(asked[0], {**TOLD, **carried, "send": "1"})
    twice = guest.post(asked[0], {**carried, "answer": "Iets anders.", "who": "Iemand", "send": "1"})
    assert twice.status_code == 422
    assert "What you wrote was not sent" in words(twice)
    assert "Iets anders." in words(twice)
    assert _kept(world, case).answer == TOLD["answer"]


def test_without_the_code_nothing_is_answered(world, case, asked, guest):
    for shown in ("", "f" * 64):
        assert guest.post(asked[0], {**TOLD, "shown": shown, "send": "1"}).status_code == 422
    assert _kept(world, case).state == "open"


def test_after_five_wrong_codes_the_link_is_dead_and_the_coordinator_hears_of_it(world, case, asked):
    wrong = "12345678" if asked[1] != "12345678" else "87654321"
    for number in range(5):
        elsewhere = Client(REMOTE_ADDR=f"10.0.0.{number + 1}")
        assert elsewhere.post(asked[0], {"code": wrong}).status_code == 422
    kept = _kept(world, case)
    assert (kept.state, kept.wrong_codes) == ("dead", 5)
    assert Client(REMOTE_ADDR="10.0.0.9").post(asked[0], {"code": asked[1]}).status_code == 422
    with world.acting(world.anna):
        assert Notice.objects.filter(case=case, user=world.anna, kind=Notice.Kind.LINK_DEAD).count() == 1
    assert "Five times a wrong code was typed." in words(
        signed_in(world.anna).get(f"/zaken/{case.pk}/partners/")
    )


def test_from_an_address_that_guesses_no_code_is_right_for_a_while(world, case, asked, guest):
    guessed = [guest.post(f"/vraag/geraden{number}/", {"code": "12345678"}) for number in range(6)]
    assert len({str(_masked(page)) for page in guessed}) == 1, "nor does the page tell when guessing is over"
    assert guest.post(asked[0], {"code": asked[1]}).status_code == 422
    assert _kept(world, case).wrong_codes == 0, "the link is not closed by it"
    assert "Wie haalt haar op?" in words(_in(Client(REMOTE_ADDR="10.0.0.9"), asked)[0])


def test_a_code_may_be_typed_with_spaces_and_is_kept_in_a_slow_hash(world, case, asked, guest):
    assert "Wie haalt" in words(guest.post(asked[0], {"code": f" {asked[1][:4]} {asked[1][4:]} "}))
    assert check_password(asked[1], _kept(world, case).code_hash)


def test_each_try_is_in_the_log_without_what_was_typed(world, case, asked, guest):
    guest.post(asked[0], {"code": "00000000"})
    guest.post("/vraag/nooit-geweest/", {"code": "00000000"})
    with world.acting(world.anna):
        found = Event.objects.filter(case_id=case.pk, verb="coordination:guest:refused")
        assert [(event.outcome, event.actor_kind, event.data) for event in found] == [
            ("refused", "anonymous", {})
        ]
