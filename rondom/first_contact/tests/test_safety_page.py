"""What was said about safety: at the report, and asked again."""

from datetime import date

import pytest

from rondom.audit.models import Event
from rondom.core.errors import Denied
from rondom.first_contact.actions import safety
from rondom.first_contact.models import SafetyCheck
from rondom.first_contact.safety import FILE, QUESTIONS, load
from tests.browse import nothing_changed, signed_in, words
from tests.proof import refused


@pytest.fixture
def case(world):
    return world.report()


def _said(world, case):
    with world.acting(world.alice):
        return [
            (check.yes, check.no, check.note)
            for check in SafetyCheck.objects.filter(case=case).order_by("pk")
        ]


def test_what_was_said_at_the_report_stands_on_the_case_with_what_to_think_of(world, case):
    said = words(signed_in(world.alice).get(f"/zaken/{case.pk}/"))
    assert "Was there violence before? Yes." in said
    assert "earlier violence is the most important predictor" in said
    assert "Also discussed: Is there a safe place tonight? Yes." in said


def test_asked_again_both_times_stay(world, case):
    sent = {"safety-safe_place": "no", "safety-worse": "later", "safety-note": "Zij slaapt bij een vriendin."}
    page = signed_in(world.alice).post(f"/zaken/{case.pk}/veiligheid/", sent, follow=True)
    assert _said(world, case) == [
        (["safe_place", "earlier_violence"], [], ""),
        ([], ["safe_place"], "Zij slaapt bij een vriendin."),
    ]
    assert "Look together for a safe place for tonight." in words(page)
    with world.acting(world.alice):
        assert Event.objects.filter(case_id=case.pk, verb="report:safety_asked").count() == 1


def test_nothing_said_is_not_kept_as_if_it_were(world, case):
    alice = signed_in(world.alice)
    with nothing_changed():
        page = alice.post(f"/zaken/{case.pk}/veiligheid/", {"safety-worse": "later"})
    assert page.status_code == 422
    assert "Answer at least one question, or write something." in words(page)


def test_what_is_no_question_or_answer_is_refused(world, case):
    alice = signed_in(world.alice)
    with nothing_changed():
        page = alice.post(f"/zaken/{case.pk}/veiligheid/", {"safety-worse": "perhaps"})
    assert page.status_code == 422
    with world.acting(world.alice) as actor, pytest.raises(ValueError, match="no such question"):
        safety.ask(actor=actor, case=world.seen(world.alice, case), answers={"score": "yes"})


def test_who_may_not_see_safety_neither_reads_nor_asks(world, case):
    with world.acting(world.sam) as actor:
        seen = world.seen(world.sam, case)
        with refused(Denied):
            safety.ask(actor=actor, case=seen, answers={"worse": "yes"})
    sam = signed_in(world.sam)
    assert sam.post(f"/zaken/{case.pk}/veiligheid/", {"safety-worse": "yes"}).status_code == 403
    assert len(_said(world, case)) == 1
    with world.acting(world.sam):
        assert Event.objects.filter(case_id=case.pk, outcome="refused").count() == 1
    assert "Immediate safety" not in words(sam.get(f"/zaken/{case.pk}/"))


def test_the_form_of_the_report_asks_every_question_and_each_may_be_left(world):
    page = signed_in(world.alice).get("/melding/nieuw/")
    said = words(page)
    for question in QUESTIONS.values():
        assert str(question.words) in said
        assert str(question.prompt) in said
    assert said.count("Not discussed") == len(QUESTIONS)
    assert "Nothing is added up" in said


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (('alarm = "no"', 'alarm = "maybe"'), "line 8: question safe_place: alarm can be yes or no."),
        (
            ('id = "medical_now"', 'id = "safe_place"'),
            "line 18: question safe_place: this id is there twice.",
        ),
        (("checked_on = 2026-11-22", "checked_on = 2999-01-01"), "that is still to come."),
        (('confirmed_by = ""', ""), "confirmed_by is missing."),
        (("[[question]]", "[[answer]]"), "begin each question with [[question]]"),
        (('id = "worse"', "id = worse"), "this is no TOML"),
    ],
)
def test_a_broken_file_names_its_line(change, fault):
    text = FILE.read_text(encoding="utf-8")
    assert load(text, date(2026, 11, 28))[1] == []
    _rows, faults = load(text.replace(*change, 1), date(2026, 11, 28))
    assert any(fault in one for one in faults), faults
