"""The meldcode guide: every combination of answers, going back, and nothing of it kept anywhere."""

import logging
from itertools import product

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from rondom.first_contact.meldcode import ANSWERS, FILE, GUIDE, load, weigh
from tests.browse import signed_in, words
from tests.proof import everything

QUESTIONS = ["suspicion", "unsafety", "help", "accepted", "results"]
# Written by hand from the five questions of the framework: the first line that fits says the outcome. A dot is any answer.
TABLE = [
    ("no . . . .", "close", 1),
    ("doubt . . . .", "advice", 1),
    ("yes yes . . .", "report_together", 2),
    ("yes doubt . . .", "advice", 2),
    ("yes no no . .", "report_no_help", 3),
    ("yes no doubt . .", "advice", 3),
    ("yes no yes no .", "report_not_accepted", 4),
    ("yes no yes doubt .", "advice", 4),
    ("yes no yes yes no", "report_again", 5),
    ("yes no yes yes doubt", "advice", 5),
    ("yes no yes yes yes", "close_follow", 5),
]
REPORTS = {"report_together", "report_no_help", "report_not_accepted", "report_again"}
ASKED = "zzq-sleutel"


@pytest.fixture
def page(db):
    return Client(headers={"accept-language": "en"})


def url() -> str:
    return reverse("first_contact:meldcode")


def stated(given: tuple[str, ...]) -> tuple[str | None, int]:
    """The outcome that the table states, and how many questions were asked; no outcome while one is unanswered."""
    for line, outcome, asked in TABLE:
        if all(want in (".", answer) for want, answer in zip(line.split(), given, strict=True)):
            return outcome, asked
    return None, given.index("")


def test_someone_without_an_account_goes_through_it_and_gets_advice(page):
    assert "Before you begin" in words(page.get(url()))
    first = page.post(url(), {"sector": "education", "done": ["signs"]})
    assert "Question 1 of 5" in words(first)
    assert "your pupil or student" in words(first)
    sent = {"sector": "education", "done": ["signs"], "suspicion": "yes", "asked": "suspicion"}
    assert "Question 2 of 5" in words(page.post(url(), sent))
    said = words(page.post(url(), {**sent, "unsafety": "yes", "asked": "unsafety"}))
    for sentence in (
        "Report to Veilig Thuis.", "You decide.", "Always report acute and structural unsafety",
        "To answer together with Veilig Thuis", "Reporting is only one step", "Consult a colleague",
    ):  # fmt: skip
        assert sentence in said
    assert "Map the signs" not in said.split("Your answers")[0]


def test_every_combination_of_answers_ends_as_the_table_says():
    every = list(product([*ANSWERS, ""], repeat=5))
    assert len(every) == 4**5
    for given in every:
        stand = weigh(dict(zip(QUESTIONS, given, strict=True)))
        outcome, asked = stated(given)
        assert (stand.outcome.id if stand.outcome else None) == outcome, given
        assert [question.id for question, _answer in stand.answered] == QUESTIONS[:asked], given
        assert (stand.question.id if stand.question else None) == (None if outcome else QUESTIONS[asked])


def test_what_advises_to_report_says_so_and_no_other(page):
    assert {one.id for one in GUIDE["outcome"].values() if one.reports} == REPORTS
    assert {one.id: one.norm for one in GUIDE["outcome"].values() if one.norm} == {
        "report_together": "always",
        "report_no_help": "no_help",
        "report_again": "not_stopped",
    }
    assert list(GUIDE["question"]) == QUESTIONS
    assert (len(GUIDE["step"]), len(GUIDE["norm"])) == (5, 3)


def test_one_goes_back_to_a_question_and_answers_it_anew(page):
    sent = {"suspicion": "yes", "unsafety": "no", "help": "no"}
    assert "cannot yourself" in words(page.post(url(), sent))
    back = page.post(url(), {**sent, "back": "unsafety"})
    assert "Question 2 of 5" in words(back)
    assert 'name="help"' not in back.content.decode(), "what came after is asked again"
    assert 'value="yes"' in back.content.decode()
    begin = page.post(url(), {**sent, "back": "begin"})
    assert "Before you begin" in words(begin)
    assert 'name="suspicion" value="yes"' in begin.content.decode(), "the answers stay"


def test_without_an_answer_the_question_stays_and_says_so(page):
    answer = page.post(url(), {"asked": "suspicion"})
    assert answer.status_code == 422
    assert "Choose an answer." in words(answer)
    for wrong in ({"suspicion": "maybe"}, {"done": ["everything"]}, {"sector": "none"}):
        assert page.post(url(), wrong).status_code == 422
    assert page.post(url(), {"asked": "x", "back": "y", "suspicion": "no", "more": "z"}).status_code == 200


def test_nothing_is_kept_no_row_no_event_no_cookie_more_and_nothing_in_the_log(world, caplog):
    sent = {"suspicion": "yes", "unsafety": "doubt", "asked": ASKED, "sector": ASKED}
    caplog.set_level(logging.DEBUG)
    for browser in (Client(), signed_in(world.alice)):
        browser.raise_request_exception = False
        beside = set(browser.get(reverse("sharing:protocol")).cookies)
        before = everything()
        answers = [
            browser.get(url()),
            browser.post(url(), {**sent, "sector": "any"}),
            browser.post(url(), sent),
        ]
        assert everything() == before, "no row of any table, the log and the sessions with them"
        assert [one.status_code for one in answers] == [200, 200, 422]
        assert set().union(*(one.cookies for one in answers)) <= beside | {"csrftoken"}
        assert all("no-store" in one.headers["Cache-Control"] for one in answers)
    assert ASKED not in caplog.text
    assert "doubt" not in caplog.text
    assert ASKED not in str(connection.queries_log)


def test_answers_never_stand_in_an_address(page):
    for given in ({}, {"suspicion": "yes"}, {"suspicion": "no"}):
        shown = page.post(url(), given).content.decode()
        assert 'method="get"' not in shown.lower()
        assert "suspicion=" not in shown
    assert page.get(url(), {"suspicion": "no"}).content.decode().count("Before you begin") == 1


def test_it_is_read_in_dutch_and_says_what_is_not_confirmed(db):
    said = words(Client(headers={"accept-language": "nl"}).get(url()))
    for sentence in ("De vijf stappen", "Nog niet bevestigd", "Algemene kennis", "De drie normen"):
        assert sentence in said
    asked = words(Client(headers={"accept-language": "nl"}).post(url(), {"suspicion": "yes"}))
    for sentence in ("Acute onveiligheid", "Structurele onveiligheid", "Onthulling", "0800-2000"):
        assert sentence in asked


def test_the_report_page_and_the_foot_of_every_page_lead_to_it(world):
    shown = signed_in(world.alice).get(reverse("first_contact:new")).content.decode()
    assert shown.count(f'href="{url()}"') == 2


FILE_TEXT = FILE.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('yes = "unsafety"', 'yes = "suspicion"', "no later question or outcome"),
        ('no = "report_no_help"', 'no = "nowhere"', "report_no_help is never reached"),
        ('norm = "always"', 'norm = "sometimes"', "there is no norm sometimes"),
        ('source = "general"', 'source = "hearsay"', "no source with a text nl"),
        ("verified_on = 2026-11-28", "verified_on = 2999-01-01", "still to come"),
        ('certainty = "read"', 'certainty = "sure"', "certainty can be"),
        ('verified_by = ""', "", "verified_by is missing"),
        ("[[norm]]", "[[rule]]", "rule is not known here"),
        ("report = false", 'report = "no"', "report must be a bool"),
        ('id = "signs"', 'id = "consult"', "there twice"),
        ("0800-2000", "nul achthonderd", "holds no number"),
        ("[[step]]", "[step", "this is no TOML"),
    ],
)
def test_a_file_that_is_wrong_is_refused_and_says_where(old, new, fault):
    today = timezone.localdate()
    assert load(FILE_TEXT, today)[1] == []
    faults = load(FILE_TEXT.replace(old, new, 1), today)[1]
    assert any(fault in one for one in faults), faults
