"""An organisation designates officers; its manager does, and everyone with an account can find them."""

import pytest

from rondom.core.errors import Denied, WrongStep
from rondom.organisations import actions as organisations
from rondom.organisations.models import Role
from rondom.programme.actions import agreements
from rondom.programme.models import Officer
from rondom.programme.tests.seen import happened, turned_away
from tests.browse import nothing_changed, signed_in, words
from tests.proof import refused

DESIGNATE = "/programma/aandachtsfunctionarissen/csg/nieuw/"


@pytest.fixture
def carol(world):
    """Carol manages the CSG."""
    with world.acting(world.administrator) as actor:
        organisations.add_member(actor=actor, user=world.carol, organisation=world.csg, role=Role.MANAGER)
    return world.carol


def test_the_manager_designates_someone_who_works_there_and_everyone_finds_them(world, carol):
    assert "0 of 7 organisations" in words(signed_in(world.bob).get("/programma/aandachtsfunctionarissen/"))
    assert signed_in(carol).post(DESIGNATE, {"user": str(world.alice.pk)}).status_code == 302
    assert happened(world, carol, "programme:officer:designated").data == {"user": str(world.alice.pk)}
    page = words(signed_in(world.bob).get("/programma/aandachtsfunctionarissen/"))
    assert "1 of 7 organisations" in page
    assert "Organisatie csg Alice since" in page
    assert "Designate someone" not in page


@pytest.mark.parametrize("who", ["", "nobody", "00000000-0000-0000-0000-000000000000"])
def test_only_who_works_there_can_be_chosen(world, carol, who):
    with nothing_changed():
        assert signed_in(carol).post(DESIGNATE, {"user": who}).status_code == 422
    with nothing_changed():
        assert signed_in(carol).post(DESIGNATE, {"user": str(world.bob.pk)}).status_code == 422
    with world.acting(carol) as actor, refused(Denied):
        agreements.designate(actor=actor, organisation=world.csg, user=world.bob)


def test_someone_is_designated_once_and_it_ends_once(world, carol):
    with world.acting(carol) as actor:
        officer = agreements.designate(actor=actor, organisation=world.csg, user=world.alice)
        with refused(WrongStep):
            agreements.designate(actor=actor, organisation=world.csg, user=world.alice)
    url = f"/programma/aandachtsfunctionarissen/{officer.pk}/weg/"
    assert "Alice" in words(signed_in(carol).get(url))
    assert signed_in(carol).post(url).status_code == 302
    assert happened(world, carol, "programme:officer:ended").subject_id == officer.pk
    with world.acting(carol):
        assert not Officer.objects.filter(ends_at__isnull=True).exists()
    assert "Nobody yet." in words(signed_in(world.bob).get("/programma/aandachtsfunctionarissen/"))
    turned_away(world, carol, url, status=409)


def test_nobody_else_designates_or_ends(world, carol, dave):
    with world.acting(carol) as actor:
        officer = agreements.designate(actor=actor, organisation=world.csg, user=world.alice)
    for user in (world.alice, dave):
        turned_away(world, user, DESIGNATE, {"user": str(world.alice.pk)}, status=403)
    for place in ("police", "nergens"):
        turned_away(world, carol, DESIGNATE.replace("csg", place), status=404)
    ended = f"/programma/aandachtsfunctionarissen/{officer.pk}/weg/"
    turned_away(world, world.alice, ended, status=403)
    assert signed_in(world.administrator).get(ended).status_code == 200
