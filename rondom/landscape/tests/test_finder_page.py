"""Waar kan ik terecht: what people see there, and what stays of it: nothing."""

import re
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from rondom.landscape import directory, facts, finder, words
from rondom.landscape.actions import facts as keeping
from rondom.landscape.hours import LOCAL
from rondom.landscape.languages import languages
from rondom.landscape.terms import Field
from rondom.landscape.tests.conftest import A_SERVICE
from rondom.landscape.tests.test_finder_words import ASKED
from tests.browse import markup
from tests.browse import words as read
from tests.pages import faults, headers_are_strict
from tests.proof import nothing_written

pytestmark = pytest.mark.django_db

START = "/waar-kan-ik-terecht/"
CANARY = "kanarievogelzevenentwintig"
NUMBER = re.compile(r"tel:([+0-9]+)")
PAGES = [
    START,
    f"{START}?q=help",
    f"{START}sporen/",
    *(f"{START}voor/{who}/" for who in languages()["nl"].says["voor"]),
]
AT = datetime(2026, 11, 25, 15, 0, tzinfo=LOCAL)


@pytest.fixture
def anyone():
    return Client(headers={"accept-language": "nl"})


def _shown(response):
    return re.findall(r'data-service="([^"]*)"', markup(response))


def _cards(question, code="nl", at=AT):
    known = finder.index()
    return finder.cards(finder.find(question, known), known, languages()[code], at)


def test_words_give_places_in_order_with_why_and_how(anyone):
    page = anyone.get(START, {"q": "Mijn man slaat mij"})
    assert page.status_code == 200
    assert _shown(page)[0] == "veilig-thuis"
    said = read(page)
    assert "Omdat het gaat over geweld, angst of controle thuis of in een relatie." in said
    assert "Bel 0800-2000" in said
    assert "Nu open telefoon: dag en nacht" in said
    assert "Wie een melding doet, zegt tegen Veilig Thuis wie hij is." in said
    assert "Wat gebeurt er met wat ik vertel?" in said


def test_the_form_gives_the_same_answer_without_words_in_the_address(anyone):
    by_address = anyone.get(START, {"q": "ik word gestalkt", "wie": "me"})
    by_form = anyone.post(START, {"q": "ik word gestalkt", "wie": "me"})
    assert _shown(by_form) == _shown(by_address) != []
    assert 'method="post"' in markup(anyone.get(START))
    assert "csrf" not in markup(by_form)


@pytest.mark.parametrize(
    ("chosen", "first"),
    [
        ({"wat": "sex", "wanneer": "days"}, "csg"), ({"wat": "home", "wie": "young"}, "kindertelefoon"), ({"wat": "online"}, "helpwanted"),
        ({"wat": "child", "wie": "work"}, "veilig-thuis"), ({"wat": "home", "wie": "own"}, "de-waag"), ({"wanneer": "now"}, "alarm-112"),
        ({"wat": "elder", "wie": "saw"}, "veilig-thuis"), ({"wie": "young"}, "kindertelefoon"), ({"wat": "talk"}, "luisterlijn"),
    ],
)  # fmt: skip
def test_choices_alone_are_enough(anyone, chosen, first):
    assert _shown(anyone.post(START, chosen))[0] == first


def test_every_question_may_be_skipped(anyone):
    page = anyone.post(START, {"q": "", "wat": "", "wie": "", "wanneer": ""})
    assert 1 <= len(_shown(page)) <= 3


def test_the_first_days_are_said_in_words(anyone):
    assert "Bel dan liefst vandaag." in read(anyone.get(START, {"q": "gisteren ben ik verkracht"}))
    assert "Bel dan liefst vandaag." not in read(anyone.get(START, {"q": "ik ben vroeger misbruikt"}))


@pytest.mark.parametrize(
    ("words", "asked"),
    [("mijn man slaat mij", True), ("xyzzy", True), ("hij slaat me nu", False), ("ik wil een advocaat", False), ("", False)],
)  # fmt: skip
def test_whether_it_happens_now_is_asked_where_the_words_leave_it_open(anyone, words, asked):
    page = anyone.post(START, {"q": words})
    assert ("Gebeurt het nu, of bent u bang dat het zo gebeurt?" in read(page)) is asked


@pytest.mark.parametrize("path", PAGES)
def test_no_page_sets_a_cookie_and_every_page_says_112(anyone, path):
    page = anyone.get(path)
    assert page.status_code == 200
    assert not page.cookies
    assert 'href="tel:112"' in markup(page)
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert "Verlaat deze site snel" in read(page)
    assert faults(page) == []
    assert headers_are_strict(page) == []


def test_someone_who_is_signed_in_gets_no_cookie_either(world):
    client = Client()
    client.force_login(world.alice)
    assert not client.post(START, {"q": "verkracht"}).cookies


def test_who_needs_no_page_of_ours_gets_none(anyone):
    assert anyone.get(f"{START}voor/niemand/").status_code == 404
    assert anyone.put(START).status_code == 405


def test_nothing_that_is_typed_is_written_anywhere(anyone, caplog):
    caplog.set_level(0)
    with nothing_written():
        anyone.post(START, {"q": f"Ik heet {CANARY} en hij heeft mij verkracht. " * 50, "wie": "me"})
        anyone.get(START, {"q": CANARY})
    assert CANARY not in caplog.text
    assert CANARY not in "".join(words.lexicon().exact) + "".join(words.lexicon().near)


def test_what_was_typed_comes_back_only_as_text(anyone):
    page = anyone.post(START, {"q": '<script>alert("x")</script>', "opnieuw": "1"})
    assert "<script>alert" not in markup(page)
    assert "&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;" in markup(page)
    assert "<title>Waar kan ik terecht?</title>" in markup(anyone.post(START, {"q": "geheim"}))


@pytest.mark.parametrize(
    "text", ["🙂" * 2000, "x" * 10_000, "a\x00b", "' OR 1=1 --", "{{ 7*7 }}", "\u202eabc"]
)
def test_bad_input_is_answered(anyone, text):
    for page in (
        anyone.get(START, {"q": text}),
        anyone.post(START, {"q": text, "wat": text, "wie": text, "wanneer": text, "taal": text}),
    ):
        assert page.status_code == 200
        assert 1 <= len(_shown(page)) <= 3


def _checked(today):
    """The numbers that the public may read on a day, as they are dialled."""
    known = [facts.PINNED.values()]
    for place in directory.current().places:
        phone = place.shown(Field.PHONE, today) or {}
        known.append([phone["number"]] if "number" in phone else [])
    return {re.sub(r"\D", "", number) for numbers in known for number in numbers}


def test_no_number_is_shown_that_nobody_checked(anyone):
    every = {
        re.sub(r"\D", "", (place.value(Field.PHONE) or {}).get("number", ""))
        for place in directory.current().places
    } - {""}
    fine = _checked(timezone.localdate())
    assert every - fine, "some numbers of the first filling are not checked"
    for text, _ in [*ASKED["questions"], ["slachtofferhulp", ""], ["juridisch loket", ""], ["mores", ""]]:
        page = markup(anyone.get(START, {"q": text}))
        assert {*NUMBER.findall(page)} <= fine, text
        assert not [number for number in every - fine if number in re.sub(r"[ -]", "", page)], text


def test_a_place_whose_number_is_not_checked_is_named_and_says_so(anyone):
    page = read(anyone.get(START, {"q": "kan ik spreekrecht krijgen"}))
    assert "Slachtofferhulp Nederland" in page
    assert "Wij hebben het nummer nog niet nagekeken." in page
    assert "0900-0101" not in page


def test_when_every_check_has_expired_only_the_pinned_numbers_are_left():
    late = AT + timedelta(days=400)
    numbers = {
        way.shown
        for text, _ in ASKED["questions"]
        for card in _cards(finder.Question(text), at=late)
        for way in card.ways
    }
    assert numbers <= {*facts.PINNED.values()}
    assert "0800-2000" in numbers


def test_there_is_always_a_place_that_can_be_reached_now():
    for text, _ in ASKED["questions"]:
        assert any(card.ways for card in _cards(finder.Question(text))), text
    assert any(
        card.ways for card in _cards(finder.Question("mores theater regisseur"), at=AT + timedelta(days=400))
    )


def test_open_at_this_minute():
    child = finder.Question("ik ben 11 en wil praten")
    by_hour = {hour: _cards(child, at=AT.replace(hour=hour))[0].ways[0] for hour in (10, 15, 22)}
    assert [by_hour[hour].is_open for hour in (10, 15, 22)] == [False, True, False]
    assert by_hour[15].when == "elke dag 11.00–21.00"


def test_talking_and_reporting_look_different(anyone):
    page = markup(anyone.get(START, {"q": "anoniem een tip geven over een misdrijf"}))
    assert "fi-path--report" in page.split('data-service="mma"')[1].split("</article>")[0]
    page = markup(anyone.get(START, {"q": "ik wil praten"}))
    assert "fi-path--talk" in page.split('data-service="luisterlijn"')[1].split("</article>")[0]
    assert "Praten is iets anders dan melden" in page


@pytest.mark.parametrize("code", ["nl", "en", "uk", "ar"])
def test_the_whole_page_speaks_its_language(anyone, code):
    page = anyone.post(START, {"q": "ik ben verkracht", "taal": code})
    assert f'<html lang="{code}" dir="{languages()[code].direction}">' in markup(page)
    assert page.headers["Content-Language"] == code
    assert languages()[code].t["answer_title"] in read(page)
    assert _shown(page)[0] == "csg"
    assert (languages()[code].unreviewed or "none") in (read(page) + "none")
    if code in {"uk", "ar"}:
        assert "Eén team geeft" not in read(page)
        assert "One team gives" not in read(page)


def test_another_language_keeps_the_question(anyone):
    page = markup(anyone.post(START, {"q": "ik word gestalkt", "wie": "me"}))
    form = page.split('<details class="fi-lang">')[1].split("</details>")[0]
    assert 'name="q" value="ik word gestalkt"' in form
    assert 'name="wie" value="me"' in form
    assert 'name="taal" value="ar"' in form
    assert "taal=uk" in markup(anyone.get(START))


def test_a_new_service_is_found_a_second_later(world, anyone, editor):
    asked = {"q": "wat doet Vlinderhuis Zeeland"}
    assert "vlinderhuis" not in _shown(anyone.get(START, asked))
    with world.acting(editor) as actor:
        keeping.change(
            actor=actor, service=None, slug="vlinderhuis", source="vlinderhuis.example", verified_on=timezone.localdate(),
            changes={**A_SERVICE, Field.NAME: {"nl": "Vlinderhuis Zeeland", "en": "Butterfly House Zeeland"}},
        )  # fmt: skip
    finder.ask_again()
    assert _shown(anyone.get(START, asked))[0] == "vlinderhuis"


def test_the_addresses_are_those_of_the_contract():
    assert reverse("landscape:finder") == START


def test_an_answer_asks_the_database_nothing_until_it_must_know_whether_the_landscape_changed(
    anyone, django_assert_num_queries, monkeypatch
):
    anyone.get(START, {"q": "verkracht"})
    monkeypatch.setattr(finder, "_FRESH", 3600.0)  # however slow this machine is
    with django_assert_num_queries(0):
        assert anyone.get(START, {"q": "mijn man slaat mij"}).status_code == 200
    finder.ask_again()
    with django_assert_num_queries(1):
        assert anyone.get(START, {"q": "mijn man slaat mij"}).status_code == 200
