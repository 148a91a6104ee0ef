"""The acute windows while a report is noted, and what to know before coming in."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from rondom.audit.models import Event
from rondom.first_contact.models import WindowStep
from tests.browse import markup, nothing_changed, signed_in, words

NEW, SO_FAR, ADVICE = "/melding/nieuw/", "/melding/termijnen/", "/melding/voor-u-komt/"


def _moment(hours):
    return timezone.localtime(timezone.now() - timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M")


def _steps(world):
    with world.acting(world.alice):
        return [(one.code, one.kind, one.reason) for one in WindowStep.objects.order_by("noted_at")]


# In the report


def test_the_windows_show_as_typed_and_nothing_is_kept(world):
    client = signed_in(world.alice)
    with nothing_changed():
        page = client.post(
            SO_FAR, {"event_earliest": _moment(80), "event_latest": _moment(60), "gender": "m"}
        )
    said = words(page)
    assert page.status_code == 200
    assert "What can still be done HIV medicine (PEP)" in said
    assert said.count("does not apply. The person is recorded as a man.") == 2
    assert "<html" not in markup(page)
    with world.acting(world.alice):
        assert not Event.objects.filter(verb__startswith="case:").exists()


NOTHING_TO_SHOW = {
    "nothing": {},
    "to come": {"event_earliest": "2099-01-01T10:00"},
    "the wrong way round": {"event_earliest": "2026-01-02T10:00", "event_latest": "2026-01-01T10:00"},
    "no moment": {"event_latest": "gisteren"},
}


@pytest.mark.parametrize("typed", NOTHING_TO_SHOW)
def test_before_there_is_a_moment_there_is_nothing_to_show(world, typed):
    page = signed_in(world.alice).post(SO_FAR, NOTHING_TO_SHOW[typed])
    assert (page.status_code, words(page)) == (200, "")


@pytest.mark.parametrize("who", ["eve", "administrator"])
def test_who_does_not_give_help_asks_nothing(world, who):
    with nothing_changed():
        assert signed_in(getattr(world, who)).post(SO_FAR, {"event_latest": _moment(5)}).status_code == 403


def _report(world, **fields):
    rows = {"involved-TOTAL_FORMS": "3", "involved-INITIAL_FORMS": "0"}
    sent = {"region": "north", "channel": "csg", "sentence": "Iemand vraagt hulp.", **rows, **fields}
    return signed_in(world.alice).post(NEW, sent)


def test_without_scripts_the_windows_show_when_the_page_comes_back(world):
    page = _report(world, sentence="", event_earliest=_moment(9), event_latest=_moment(7))
    assert page.status_code == 422
    assert "What can still be done HIV medicine (PEP)" in words(page)


def test_what_does_not_apply_by_the_persons_own_word_is_noted_with_the_report(world):
    codes = ["EC_LNG_72H", "EC_UPA_IUD_120H"]
    fields = {"windows-codes": codes, "windows-reason": "Volgens haar zelf."}
    assert _report(world, event_latest=_moment(7), **fields).status_code == 302
    assert sorted(_steps(world)) == [(code, "not_applicable", "Volgens haar zelf.") for code in codes]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"windows-codes": ["PEP_72H"]}, "Write why."),
        ({"windows-reason": "Zij zegt het."}, "Choose to which this belongs."),
        ({"windows-codes": ["PEP_9H"], "windows-reason": "Zij zegt het."}, "Choose from the list."),
    ],
)
def test_a_judgement_in_the_report_needs_a_window_and_a_reason(world, fields, sentence):
    with nothing_changed():
        page = _report(world, **fields)
    assert page.status_code == 422
    assert sentence in words(page)


# Before you come in


def test_the_advice_is_the_same_for_everyone_and_tells_its_sources(world):
    case = world.report()
    said = words(signed_in(world.alice).get(ADVICE))
    for sentence in (
        "0800-0188",
        "Best not to shower or wash yet.",
        "Bring clean clothes",
        "Read on Sat 28 Nov 2026",
    ):
        assert sentence in said
    assert "Not yet medically confirmed." in said
    assert world.code(case) not in said


@pytest.mark.parametrize("language", ["nl", "en"])
def test_on_paper_it_is_an_accessible_pdf_without_anything_of_a_case(world, language):
    answer = signed_in(world.alice).get(f"{ADVICE}papier/", headers={"accept-language": language})
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    assert b"/MarkInfo" in answer.content
    assert b"pdfuaid" in answer.content
    assert re.search(rf"/Lang ?\({language}\)".encode(), answer.content)
