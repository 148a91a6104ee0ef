"""The coordinator asks a partner without an account one question, reads the answer, and takes a question back."""

import re
from datetime import timedelta

import pytest
from django.utils import translation

from rondom.cases.actions import dossier
from rondom.cases.models import Category
from rondom.coordination.actions import guests
from rondom.coordination.models import GuestQuestion
from rondom.core.errors import Denied, WrongStep
from rondom.organisations.models import Organisation
from rondom.sharing.terms import Purpose
from tests.browse import markup, signed_in, title, words
from tests.proof import refused

SCHOOL = guests.Receiver(Organisation.Kind.SCHOOL, "Noor Visser", "De Esdoorn", "06 12345678")
ASKED = {
    "name": "Noor Visser", "kind": "school", "place": "De Esdoorn", "phone": "06 12345678", "category": "4",
    "question": "Wie haalt haar op?", "purpose": "coordination", "hours": "24",
}  # fmt: skip


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def case(world):
    """A case that Anna coordinates; the person agrees that the school knows part of the story."""
    case = world.coordinated()
    world.consent(case, "school", Category.STORY)
    return case


def _ask(world, case, by=None, **more):
    with world.acting(by or world.anna) as actor:
        asked = {"receiver": SCHOOL, "category": Category.STORY, "text": "Wie haalt haar op?", **more}
        return guests.ask(actor=actor, case=dossier.locked(actor, case.pk), **asked)


def _withdraw(world, case, question, by=None):
    with world.acting(by or world.anna) as actor:
        question = GuestQuestion.objects.get(pk=question.pk)
        guests.withdraw(actor=actor, case=dossier.locked(actor, case.pk), question=question)


def test_a_question_is_asked_with_its_ground_and_of_link_and_code_no_more_than_hashes_are_kept(world, case):
    question, token, code = _ask(world, case)
    with world.acting(world.anna):
        kept = GuestQuestion.objects.get(pk=question.pk)
        assert (kept.receiver, kept.question, kept.state) == ("Noor Visser", "Wie haalt haar op?", "open")
        assert kept.rows == ["csg-medical-consent", "partners-consent"]
        assert kept.consent_id
        assert kept.ends_at - kept.asked_at == timedelta(hours=72)
    assert len(code) == 8
    assert code.isdigit()
    assert len(token) == 52
    assert not {token, code} & {kept.token_digest, kept.code_hash}
    assert "$" in kept.code_hash, "a slow hash"


def test_without_consent_it_says_why_not_and_nothing_is_asked(world, case):
    with refused(Denied, "gave no consent"):
        _ask(world, case, category=Category.LEGAL)


def test_an_organisation_of_which_the_protocol_says_nothing_is_not_asked(world, case):
    stranger = guests.Receiver(Organisation.Kind.MUNICIPALITY, "Iemand", "De gemeente", "06 12345678")
    with refused(Denied, "has no row"):
        _ask(world, case, receiver=stranger)


def test_who_does_not_coordinate_asks_nothing(world, case):
    with refused(Denied, "Only the coordinator"):
        _ask(world, case, by=world.alice)


def test_a_purpose_the_person_did_not_agree_with_is_no_ground(world, case):
    with refused(Denied, "has no row"):
        _ask(world, case, purpose=Purpose.INVESTIGATION)


def test_nobody_can_state_what_is_looked_up(world, case):
    with refused(Denied, "looked up"):
        _ask(world, case, stated=["consent"])


def test_a_question_is_withdrawn_once_and_by_the_coordinator(world, case):
    question, _token, _code = _ask(world, case)
    with refused(Denied, "Only the coordinator"):
        _withdraw(world, case, question, by=world.alice)
    _withdraw(world, case, question)
    with refused(WrongStep):
        _withdraw(world, case, question)


def test_the_form_gives_link_and_code_once_and_the_list_gives_neither(world, case):
    client = signed_in(world.anna)
    page = client.get(f"/zaken/{case.pk}/partners/vraag/")
    assert title(page) == f"Ask a partner without an account {world.code(case)} – Rondom"
    sent = client.post(f"/zaken/{case.pk}/partners/vraag/", ASKED)
    assert sent.status_code == 200
    said = words(sent)
    assert "You see them once, here." in said
    link = re.search(r"/vraag/([a-z2-7]{52})/", markup(sent))[1]
    listed = client.get(f"/zaken/{case.pk}/partners/")
    said = words(listed)
    assert "Noor Visser, De Esdoorn waits for an answer Wie haalt haar op?" in said
    assert "The question was not read yet." in said
    assert link not in markup(listed)


def test_what_is_missing_is_said_and_what_is_not_allowed_gets_its_reason(world, case):
    client = signed_in(world.anna)
    assert client.post(f"/zaken/{case.pk}/partners/vraag/", {}).status_code == 422
    denied = client.post(f"/zaken/{case.pk}/partners/vraag/", {**ASKED, "category": "16"})
    assert denied.status_code == 403
    assert "gave no consent" in words(denied)


def test_who_does_not_see_the_part_sees_no_question_about_it(world, case):
    world.consent(case, "school", Category.MEDICAL)
    _ask(world, case, category=Category.MEDICAL)
    said = words(signed_in(world.victor).get(f"/zaken/{case.pk}/partners/"))
    assert "Nobody was asked anything yet." in said
