"""Rondom mails the link to a partner without an account: without content, at once, and when it fails the page says so."""

import re

import pytest
from django.core import mail

from rondom.cases.models import Category
from rondom.coordination.models import GuestQuestion
from tests.browse import signed_in, words

ASKED = {
    "name": "Noor Visser", "kind": "school", "place": "De Esdoorn", "phone": "06 12345678", "category": "4",
    "question": "Wie haalt haar op?", "purpose": "coordination", "hours": "24",
}  # fmt: skip


@pytest.fixture
def case(world):
    case = world.coordinated()
    world.consent(case, "school", Category.STORY)
    return case


def _ask(world, case, **more):
    return signed_in(world.anna).post(f"/zaken/{case.pk}/partners/vraag/", {**ASKED, **more})


def test_the_link_is_mailed_without_a_word_about_whom_or_what(world, case):
    page = _ask(world, case, email="noor@esdoorn.example")
    assert "Rondom mailed it to noor@esdoorn.example" in words(page)
    (sent,) = mail.outbox
    assert sent.to == ["noor@esdoorn.example"]
    assert sent.from_email == "rondom@tests.example"
    (link,) = set(re.findall(r"http://testserver/vraag/\S+/", sent.body))
    assert link in page.content.decode()
    assert " / A question for you" in sent.subject
    assert "telefoon" in sent.body
    assert "over the phone" in sent.body
    said = f"{sent.subject} {sent.body}"
    with world.acting(world.anna):
        asked = GuestQuestion.objects.get(case=case)
        code = world.code(case)
    for word in (
        "Lotte",
        "Wie haalt haar op?",
        code,
        "Noor",
        "Esdoorn",
        "Anna",
        "csg",
        "seksueel",
        "misbruik",
        "geweld",
    ):
        assert word.lower() not in said.lower().replace("noor@esdoorn.example", ""), word
    assert asked.state == "open"
    assert signed_in(world.anna).get(link.removeprefix("http://testserver")).status_code == 200


def test_a_mail_that_cannot_be_sent_is_said_and_the_link_works(world, case, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 9, 1
    said = words(_ask(world, case, email="noor@esdoorn.example"))
    assert "The mail could not be sent. The link works: give it in another way." in said
    with world.acting(world.anna):
        assert GuestQuestion.objects.get(case=case).state == "open"


def test_without_a_server_or_an_address_nothing_is_sent_and_the_coordinators_own_mail_is_offered(
    world, case, settings
):
    assert "Rondom mailed" not in words(_ask(world, case))
    settings.MAIL_FROM = ""
    page = _ask(world, case, email="noor@esdoorn.example")
    assert "mailto:noor@esdoorn.example" in page.content.decode()
    assert mail.outbox == []


def test_that_it_was_mailed_stands_in_the_log_without_the_address(world, case):
    _ask(world, case, email="noor@esdoorn.example")
    with world.acting(world.anna):
        log = words(signed_in(world.anna).get(f"/zaken/{case.pk}/logboek/"))
    assert "mailed the link to a partner without an account" in log
    assert "esdoorn.example" not in log
