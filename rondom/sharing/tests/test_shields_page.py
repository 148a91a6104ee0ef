"""Shielding a case from someone: they see nothing of it, and are not told; lifting brings back what counted."""

import pytest

from rondom.audit.models import Event
from rondom.cases.models import Shield
from tests.browse import nothing_changed, signed_in, words
from tests.pages import same_page


@pytest.fixture
def case(world):
    return world.coordinated()


def _page(case):
    return f"/zaken/{case.pk}/afschermen/"


def _shield(client, case, **sent):
    return client.post(_page(case), {"reason": "relative", **sent})


def test_who_is_shielded_sees_the_page_of_nothing_and_the_attempt_is_recorded(world, case):
    victor = signed_in(world.victor)
    assert victor.get(f"/zaken/{case.pk}/").status_code == 200
    assert _shield(signed_in(world.alice), case, whom=f"person:{world.victor.pk}").status_code == 302
    found = victor.get(f"/zaken/{case.pk}/")
    nothing = victor.get("/zaken/00000000-0000-4000-8000-000000000000/")
    assert found.status_code == nothing.status_code == 404
    assert same_page(found, nothing)
    for page in ("/vandaag/", "/zaken/", f"/zaken/?code={world.code(case)}"):
        assert case.pk.hex not in victor.get(page).content.decode().replace("-", "")
    with world.acting(world.alice):
        tried = Event.objects.filter(verb="access:not_there", actor_id=world.victor.pk, case_id=case.pk)
        assert tried.count() == 1


def test_what_waited_for_who_is_shielded_is_withdrawn_and_someone_else_is_next(world, case):
    assert world.seen(world.anna, case).next_user == world.victor
    _shield(signed_in(world.alice), case, whom=f"person:{world.victor.pk}")
    after = world.seen(world.anna, case)
    assert (after.next_kind, after.next_user) == ("coordinate", world.anna)
    assert [step.state for step in world.steps(case, user=world.victor)] == ["withdrawn"]


def test_an_organisation_is_shielded_but_for_those_who_are_let_in(world, case):
    sent = {"whom": f"place:{world.csg.pk}", "cleared": [str(world.alice.pk), str(world.anna.pk)]}
    assert _shield(signed_in(world.alice), case, **sent).status_code == 302
    said = words(signed_in(world.alice).get(_page(case)))
    assert "Everyone of Organisatie csg" in said
    assert "Except: Alice, Anna" in said
    assert signed_in(world.carol).get(f"/zaken/{case.pk}/").status_code == 404
    assert world.held(world.alice, case)
    assert world.held(world.carol, case) == 0


def test_it_is_lifted_after_a_question_by_who_may_share(world, case):
    _shield(signed_in(world.alice), case, whom=f"person:{world.victor.pk}")
    with world.acting(world.alice):
        shield = Shield.objects.get(case=case, lifted_at=None)
    page = f"{_page(case)}{shield.pk}/opheffen/"
    assert "Ask the person first." in words(signed_in(world.anna).get(page))
    assert world.held(world.victor, case) == 0
    assert signed_in(world.anna).post(page).status_code == 302
    assert world.held(world.victor, case)
    assert signed_in(world.anna).post(page).status_code == 409


def test_who_may_not_share_sets_and_does_not_lift(world, case):
    """Victor knows who the person is; he neither coordinates nor registered."""
    assert _shield(signed_in(world.victor), case, whom=f"person:{world.dave.pk}").status_code == 302
    assert "Lift" not in words(signed_in(world.victor).get(_page(case))).replace("Lifted", "")
    with world.acting(world.alice):
        shield = Shield.objects.get(case=case, lifted_at=None)
    client = signed_in(world.victor)
    with nothing_changed():
        assert client.post(f"{_page(case)}{shield.pk}/opheffen/").status_code == 403


def test_nobody_shields_it_from_themselves_the_coordinator_or_who_registered(world, case):
    for user in (world.victor, world.anna, world.alice):
        client = signed_in(world.victor)
        with nothing_changed():
            page = _shield(client, case, whom=f"person:{user.pk}")
        assert page.status_code == 409
        assert "This is you, the coordinator, or whoever registered the case." in words(page)


def test_a_whole_organisation_is_not_shielded_over_the_head_of_the_coordinator(world, case):
    client = signed_in(world.alice)
    with nothing_changed():
        assert _shield(client, case, whom=f"place:{world.csg.pk}").status_code == 409


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "This field is required."),
        ({"whom": "person:nobody"}, "Select a valid choice."),
        ({"reason": "zomaar", "whom": ""}, "Select a valid choice."),
    ],
)
def test_what_is_missing_is_said(world, case, sent, said):
    client = signed_in(world.alice)
    with nothing_changed():
        page = _shield(client, case, **sent)
    assert page.status_code == 422
    assert said in words(page)


def test_who_is_let_in_works_at_the_organisation_that_is_shielded(world, case):
    sent = {"whom": f"place:{world.vt.pk}", "cleared": [str(world.sam.pk)]}
    client = signed_in(world.alice)
    with nothing_changed():
        page = _shield(client, case, **sent)
    assert page.status_code == 422
    assert "Choose only people of the organisation that you shield." in words(page)


def test_who_does_not_know_who_the_person_is_neither_sees_nor_sets_shields(world):
    case = world.report(answers=[])
    client = signed_in(world.sam)
    with nothing_changed():
        assert client.get(_page(case)).status_code == 403
