"""The page that says what is shared of a case, and stopping it."""

from datetime import timedelta

import pytest
from django.db import connection

from rondom.audit.models import Event
from rondom.cases.actions import dossier, naming
from rondom.cases.models import Category, Grant
from rondom.sharing import ledger
from rondom.sharing.actions import decisions, grants
from rondom.sharing.models import Consent, Decision20
from tests.browse import markup, nothing_changed, signed_in, title, words
from tests.statements import few
from tests.world import yes


@pytest.fixture
def case(world):
    """Alice's case, which Anna coordinates; Victor of Veilig Thuis has something to do."""
    return world.coordinated()


def _at(case, after=""):
    return f"/zaken/{case.pk}/delen/{after}"


def _grant(world, case, organisation, by=None):
    with world.acting(by or world.alice):
        return Grant.objects.get(case=case, organisation=organisation, revoked_at__isnull=True)


def _share(world, case, *categories, **more):
    """Alice shares with the prosecutor, after a yes, and puts Olga on the case."""
    world.consent(case, "prosecution", *categories)
    with world.acting(world.alice) as actor:
        seen = dossier.locked(actor, case.pk)
        grant = grants.give(actor=actor, case=seen, organisation=world.om, categories=categories, **more)
        naming.name(actor=actor, case=seen, organisation=world.om, user=world.olga)
    return grant


def test_the_ledger_says_what_is_shared_with_whom_why_on_which_ground_and_by_whom(world, case):
    page = signed_in(world.alice).get(_at(case))
    said = words(page)
    assert title(page).startswith("Sharing ")
    assert "3 organisations know something. The person said no 1 time." in said
    assert "Organisatie vt What Who it is and safe contact, the story, safety" in said
    assert "What for Weighing in the MDT" in said
    assert "not yet legally confirmed" in said
    assert "Because: the person gave consent for these data, this receiver and this purpose" in said
    assert "Shared today" in said
    assert said.count("“Ja, dat mag.”") == 2


def test_the_ledger_says_what_the_person_said_about_each_receiver(world, case):
    said = words(signed_in(world.alice).get(_at(case)))
    assert "Police no Nee." in said
    assert "Veilig Thuis yes Ja, dat mag. What Who it is and safe contact, the story, safety" in said
    assert "Spoken, the person themselves" in said
    assert "Not noted that it was explained." in said


def test_who_may_not_know_who_it_is_does_not_read_what_they_said(world, case):
    _share(world, case, Category.LEGAL)
    said = words(signed_in(world.olga).get(_at(case)))
    assert "What the person said about sharing is not shared with your organisation." in said
    assert (
        "It ends with an answer of the person. What they said is not shared with your organisation." in said
    )
    assert "Ja, dat mag" not in said
    assert "Nee." not in said
    assert "Only the coordinator, or the organisation that registered this case" in said
    assert "/stoppen/" not in markup(signed_in(world.olga).get(_at(case)))


def test_reading_the_ledger_is_recorded(world, case):
    signed_in(world.alice).get(_at(case))
    with world.acting(world.alice):
        assert Event.objects.filter(verb="case:ledger:read", case_id=case.pk).count() == 1


def test_the_ledger_costs_few_statements(world, case):
    alice = signed_in(world.alice)
    with few():
        alice.get(_at(case))


def test_the_case_page_leads_to_the_ledger(world, case):
    page = markup(signed_in(world.alice).get(f"/zaken/{case.pk}/"))
    assert page.count(f'href="{_at(case)}"') == 2


def test_who_sees_nothing_of_a_case_sees_no_ledger(world, case):
    assert signed_in(world.bob).get(_at(case)).status_code == 404


def test_stopping_asks_first_and_then_stops_at_once(world, case):
    grant = _share(world, case, Category.LEGAL)
    alice, path = signed_in(world.alice), _at(case, f"{grant.pk}/stoppen/")
    with nothing_changed():
        assert "Organisatie om then no longer sees this: Law" in words(alice.get(path))
    assert world.held(world.olga, case)
    done = alice.post(path, follow=True)
    assert "Organisatie om no longer sees this." in words(done)
    assert "Ended today" in words(done)
    assert world.held(world.olga, case) == 0
    with nothing_changed():
        assert alice.post(path).status_code == 409


def test_a_refusal_to_stop_says_what_to_do(world, case):
    grant = _grant(world, case, world.vt)
    alice = signed_in(world.alice)
    for ask in (alice.get, alice.post):
        with nothing_changed():
            page = ask(_at(case, f"{grant.pk}/stoppen/"))
        assert page.status_code == 409
        assert "Organisatie vt still has something to do in this case." in words(page)
        assert "Withdraw its open actions first, or lay them with someone else." in words(page)
    with world.acting(world.alice):
        assert Event.objects.filter(verb="access:wrong_step", case_id=case.pk).count() == 2


def test_who_only_takes_part_stops_nothing(world, case):
    grant = _share(world, case, Category.LEGAL)
    victor = signed_in(world.victor)
    for ask in (victor.get, victor.post):
        with nothing_changed():
            assert ask(_at(case, f"{grant.pk}/stoppen/")).status_code == 403


def test_a_grant_of_another_case_is_not_there(world, case):
    other = world.report(answers=[yes("veilig_thuis", Category.IDENTITY)])
    grant = _grant(world, other, world.vt)
    alice = signed_in(world.alice)
    for ask in (alice.get, alice.post):
        with nothing_changed():
            assert ask(_at(case, f"{grant.pk}/stoppen/")).status_code == 404


def test_a_grant_ends_by_itself_without_anything_that_runs(world, case):
    with world.acting(world.alice) as actor:
        soon = actor.at + timedelta(hours=1)
    grant = _share(world, case, Category.LEGAL, ends_at=soon)
    assert world.held(world.olga, case)
    with world.acting(world.olga), connection.cursor() as cursor:
        cursor.execute("SELECT ends_at FROM cases_access WHERE case_id = %s AND ends_at > now()", [case.pk])
        assert cursor.fetchall() == [(soon,)]
    with world.acting(world.alice, soon + timedelta(seconds=1)) as actor:
        seen = dossier.locked(actor, case.pk)
        found = ledger.ledger(actor, seen)
    assert grant.pk in {share.grant.pk for share in found.ended}
    assert grant.pk not in {share.grant.pk for share in found.live}


def test_a_case_of_the_police_says_that_a_decision_is_missing(world):
    with world.acting(world.administrator) as actor:
        for decision in Decision20.objects.filter(region=world.north):
            decisions.end(actor=actor, decision=decision)
    of_police = world.report(by=world.bob, answers=[])
    ours = world.report()
    sentence = "There is no decision as meant in Wpg article 20 that holds now in the region Regio north."
    bob = signed_in(world.bob)
    for path in (f"/zaken/{of_police.pk}/", _at(of_police)):
        assert sentence in words(bob.get(path))
    alice = signed_in(world.alice)
    for path in (f"/zaken/{ours.pk}/", _at(ours)):
        assert sentence not in words(alice.get(path))


def test_a_case_of_the_police_says_nothing_while_a_decision_holds(world):
    case = world.report(by=world.bob, answers=[])
    for path in (f"/zaken/{case.pk}/", _at(case)):
        assert "There is no decision" not in words(signed_in(world.bob).get(path))


def test_an_earlier_answer_stays_and_says_that_a_later_one_took_its_place(world):
    with world.acting(world.alice) as actor:
        case = world.report(at=actor.at - timedelta(hours=1))
    world.consent(case, "police", Category.IDENTITY)
    said = words(signed_in(world.alice).get(_at(case)))
    assert "Police yes Ja, dat mag." in said
    assert "Police no replaced by a later answer Nee." in said
    with world.acting(world.alice):
        assert Consent.objects.filter(case=case, receiver_kind="police").count() == 2


def test_a_case_without_answers_says_that_the_person_was_not_asked(world):
    case = world.report(answers=[])
    said = words(signed_in(world.alice).get(_at(case)))
    assert "The person was not asked yet." in said
    assert "Nothing has ended yet." in said
