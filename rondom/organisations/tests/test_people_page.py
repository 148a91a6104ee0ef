"""The manager of an organisation goes through its people, and ends what is no longer so; nobody else does."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client, RequestFactory
from django.urls import reverse

from rondom.accounts import actions as accounts
from rondom.accounts.sessions import SessionStore
from rondom.audit.models import Event
from rondom.core.errors import Denied
from rondom.organisations import actions
from rondom.organisations.actions import people, providers
from rondom.organisations.models import Review, Role
from rondom.organisations.people import staff
from tests.browse import markup, nothing_changed, signed_in, words
from tests.proof import refused
from tests.statements import few

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def dave(world):
    """Dave manages the CSG."""
    with world.acting(world.administrator) as actor:
        actions.add_member(actor=actor, user=world.dave, organisation=world.csg, role=Role.MANAGER)
    return world.dave


@pytest.fixture
def page(dave):
    return lambda: signed_in(dave).get("/organisatie/csg/")


def test_everyone_stands_on_it_with_roles_seats_and_how_they_sign_in(page, world):
    browser = Client()
    browser.force_login(world.alice)
    accounts.add_code_app(actor=world.alice, request=browser, secret=SECRET)
    accounts.sign_in(actor=world.anna, request=signed_request(), how=["password"])
    with world.acting(world.administrator) as actor:
        providers.connect_provider(
            actor=actor, organisation=world.csg, slug="csg-login", issuer="https://login.csg.example", client_id="x",
            secret="x", second_factor={},
        )  # fmt: skip
    answer = page()
    found = {person.user.username: person for person in answer.context["staff"].people}
    assert set(found) == {"carol", "alice", "dave", "anna"}
    assert [seat.chair for seat in found["carol"].seats] == [True]
    assert {name for name, person in found.items() if person.second_factor} == {"alice"}
    assert {one.role for one in found["dave"].memberships} == {"professional", "manager"}
    said = words(answer)
    assert "chair of the MDT Regio north" in said
    assert "https://login.csg.example" in said
    assert "Nobody has gone through this list yet." in said
    assert found["anna"].user.signed_in_at
    assert not found["carol"].user.signed_in_at


def signed_request():
    request = RequestFactory().get("/")
    request.session = SessionStore()
    return request


def test_it_costs_few_statements(dave):
    client = signed_in(dave)
    client.get("/organisatie/csg/")
    with few():
        client.get("/organisatie/csg/")


@pytest.mark.parametrize("name", ["alice", "carol", "bob", "eve"])
def test_who_manages_nothing_does_not_see_it(world, dave, name):
    client = signed_in(getattr(world, name))
    assert client.get("/organisatie/csg/").status_code == 403
    assert client.get("/organisatie/").status_code == 403
    assert "/organisatie/" not in markup(client.get("/vandaag/"))


def test_of_another_organisation_a_manager_sees_nothing(dave, world):
    client = signed_in(dave)
    answers = [client.get(f"/organisatie/{place}/") for place in ("police", "nergens")]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert client.get("/organisatie/").headers["Location"] == "/organisatie/csg/"


def test_the_administrator_sees_all(world):
    client = signed_in(world.administrator)
    assert 'href="/organisatie/police/"' in markup(client.get("/organisatie/"))
    assert "Bob" in words(client.get("/organisatie/police/"))


def test_a_role_is_ended_on_a_page_of_its_own_and_access_with_it(dave, world):
    case = world.coordinated()
    anna = signed_in(world.anna)
    assert anna.get(reverse("case", args=[case.pk])).status_code == 200
    membership = world.anna.memberships.get()
    url = reverse("end_membership", args=["csg", membership.pk])
    client = signed_in(dave)
    with nothing_changed():
        assert "Anna" in words(client.get(url))
    assert client.post(url).headers["Location"] == "/organisatie/csg/"
    with world.acting(dave):
        event = Event.objects.filter(verb="organisation:member:ended").latest("pk")
        assert (event.actor_id, event.subject_id) == (dave.pk, membership.pk)
    assert anna.get(reverse("case", args=[case.pk])).status_code == 403
    assert anna.get("/vandaag/").status_code == 302, "her session has ended"
    assert "Anna" not in words(client.get("/organisatie/csg/"))
    assert client.post(url).status_code == 409


def test_a_seat_is_ended_too(dave, world):
    case = world.report(by=world.carol)
    assert world.held(world.alice, case)
    client = signed_in(dave)
    url = reverse("end_seat", args=["csg", world.alice.seats.get().pk])
    assert "End this seat?" in words(client.get(url))
    assert client.post(url).status_code == 302
    assert world.held(world.alice, case) == 0


@pytest.mark.parametrize("name", ["end_membership", "end_seat"])
def test_what_is_of_another_organisation_cannot_be_ended(dave, world, name):
    key = (world.bob.memberships if name == "end_membership" else world.bob.seats).get().pk
    client = signed_in(dave)
    for place in ("csg", "police"):
        assert client.post(reverse(name, args=[place, key])).status_code == 404
    with world.acting(dave) as actor, refused(Denied):
        actions.end_member(actor=actor, membership=world.bob.memberships.get())


def test_going_through_it_is_noted_and_due_again_in_ninety_days(dave, world, page):
    assert page().context["overdue"]
    assert signed_in(dave).post("/organisatie/csg/nagekeken/").status_code == 302
    answer = page()
    assert not answer.context["overdue"]
    assert "Last gone through by Dave:" in words(answer)
    with world.acting(dave) as actor:
        found = staff(world.csg, actor.at)
        assert found.reviewed.done_by == dave
        assert not found.is_overdue(actor.at + timedelta(days=89))
        assert found.is_overdue(actor.at + timedelta(days=90))
        with refused(Denied):
            people.mark_reviewed(actor=actor, organisation=world.police)
        assert Review.objects.count() == 1


def test_who_lost_a_phone_is_helped_by_the_administrator_who_confirms(dave, world):
    browser = Client()
    browser.force_login(world.alice)
    accounts.add_code_app(actor=world.alice, request=browser, secret=SECRET)
    url = reverse("forget_factors", args=["csg", world.alice.memberships.get().pk])
    assert signed_in(dave).post(url).status_code == 403
    client = signed_in(world.administrator)
    session = client.session
    session["confirmed"] = 0
    session.save()
    assert client.post(url).headers["Location"].startswith("/bevestigen/")
    assert with_factor(world) == {"alice"}
    session["confirmed"] = 9e12
    session.save()
    assert client.post(url).headers["Location"] == "/organisatie/csg/"
    assert with_factor(world) == set()


def with_factor(world):
    with transaction.atomic(), world.acting(world.administrator) as actor:
        return {person.user.username for person in staff(world.csg, actor.at).people if person.second_factor}
