"""Who may be asked to coordinate, with profile and load, and what the person wishes about that."""

import re

import pytest
from django.db import connection

from rondom.cases.actions import contact_wishes, dossier
from rondom.cases.models import Category, Entry
from rondom.coordination.actions import coordinator
from rondom.core.errors import Denied, NotThere, WrongStep
from rondom.organisations.actions import add_member, coordinating
from rondom.organisations.models import Membership, Profile, Region, Role
from tests.browse import markup, nothing_changed, signed_in, words
from tests.proof import refused
from tests.world import yes


def _manages(world, user, place):
    with world.acting(world.administrator) as actor:
        add_member(actor=actor, user=user, organisation=place, role=Role.MANAGER)


def _kinds(world, by, *kinds):
    with world.acting(by) as actor:
        coordinating.choose_kinds(actor=actor, region=Region.objects.get(pk=world.north.pk), kinds=kinds)


def test_an_administrator_chooses_from_which_kinds_a_coordinator_comes(world):
    case = world.weighed()
    _kinds(world, world.administrator, "victim_support", "csg")
    assert Region.objects.get(slug="north").coordinating_kinds == ["csg", "victim_support"]
    with refused(Denied), world.acting(world.alice) as actor:
        seen = dossier.locked(actor, case.pk)
        coordinator.propose(actor=actor, case=seen, user=world.vera, organisation=world.vt)
    page = markup(signed_in(world.alice).get(f"/zaken/{case.pk}/regie/vragen/"))
    assert re.findall(r">(\w+) \(open cases: \d\)</option>", page) == ["Anna", "Sara"]


@pytest.mark.parametrize("name", ["carol", "anna", "eve"])
def test_nobody_else_does_be_it_the_chair(world, name):
    with refused(Denied):
        _kinds(world, getattr(world, name), "csg")


@pytest.mark.parametrize("kinds", [[], ["police"], ["csg", "prosecution"], ["research"]])
def test_never_none_and_never_who_investigates(world, kinds):
    with refused(WrongStep):
        _kinds(world, world.administrator, *kinds)


def test_the_page_of_the_region_shows_and_changes_it(world):
    assert "Victim Support" in words(signed_in(world.carol).get("/mdt/north/rooster/"))
    boss = signed_in(world.administrator)
    at = "/mdt/north/regiehouders/"
    assert boss.get(at).status_code == 200
    with nothing_changed():
        assert boss.post(at, {}).status_code == 422
        assert signed_in(world.carol).post(at, {"kinds": ["csg"]}).status_code == 403
        assert signed_in(world.anna).get(at).status_code == 403
    assert boss.post(at, {"kinds": ["csg"]}).status_code == 302
    assert Region.objects.get(slug="north").coordinating_kinds == ["csg"]


def test_each_candidate_shows_profile_and_load_in_the_order_of_names(world):
    world.coordinated()
    case = world.weighed()
    _manages(world, world.dave, world.csg)
    place = f"/organisatie/csg/mensen/{Membership.objects.get(user=world.anna).pk}/profiel/"
    dave = signed_in(world.dave)
    with nothing_changed():
        assert dave.post(place, {"does": ""}).status_code == 422
    dave.post(
        place, {"does": "Werkt veel met jongeren.", "languages": "Nederlands, Tigrinya", "days": "ma-do"}
    )
    page = signed_in(world.alice).get(f"/zaken/{case.pk}/regie/vragen/")
    assert (
        "Werkt veel met jongeren. Languages: Nederlands, Tigrinya Days: ma-do"
        " Open cases: 1. Their turn: 1, of which late: 0." in words(page)
    )
    names = re.findall(r"<dt>(\w+), \w+</dt>", markup(page))
    assert names == ["Anna", "Sara", "Vera"]


def test_a_profile_is_written_by_the_manager_about_a_coordinator(world):
    def write(by, user, place):
        with world.acting(by) as actor:
            coordinating.describe(actor=actor, organisation=place, user=user, does="Iets.")

    _manages(world, world.dave, world.csg)
    for by, user, place in [
        (world.anna, world.anna, world.csg), (world.dave, world.vera, world.vt)
    ]:  # fmt: skip
        with refused(Denied):
            write(by, user, place)
    with refused(WrongStep):
        write(world.dave, world.alice, world.csg)
    write(world.dave, world.anna, world.csg)
    assert Profile.objects.get().written_by == world.dave


def test_the_load_is_told_within_ones_regions_and_to_nobody_else(world):
    world.coordinated()
    asked = "SELECT user_id, held, waiting, late FROM load_of(%s)"
    told = {"carol": [(world.anna.pk, 1, 0, 0)], "celia": [], "eve": []}
    for name, rows in told.items():
        with world.acting(getattr(world, name)), connection.cursor() as cursor:
            cursor.execute(asked, [[world.anna.pk, world.alice.pk]])
            assert cursor.fetchall() == rows, name


def _wish(world, case, by, text="Liever een vrouw."):
    with world.acting(by) as actor:
        contact_wishes.note(actor=actor, case=dossier.locked(actor, case.pk), text=text)


def test_what_the_person_wishes_is_shown_where_someone_is_chosen_and_must_be_weighed(world):
    case = world.report()
    _wish(world, case, world.alice)
    world.open_mdt()
    page = signed_in(world.carol).get(f"/mdt/north/zaak/{case.pk}/")
    assert "Liever een vrouw." in words(page)
    with refused(WrongStep):
        world.decide(case)
    world.decide(case, contact_weighed="Anna is een vrouw.")
    assert "Liever een vrouw." in words(signed_in(world.anna).get(f"/zaken/{case.pk}/regie/"))
    with world.acting(world.anna):
        (weighed,) = Entry.objects.filter(case=case, kind=Entry.Kind.WISH_WEIGHED)
    assert weighed.text == "Anna is een vrouw."


def test_who_may_not_know_who_it_is_neither_reads_nor_notes_a_wish(world):
    case = world.report(answers=[yes("victim_support", Category.RECOVERY)])
    _wish(world, case, world.alice)
    with world.acting(world.sam):
        assert not Entry.objects.filter(case=case, kind=Entry.Kind.CONTACT_WISH).exists()
    with refused(Denied):
        _wish(world, case, world.sam)
    with refused(Denied):
        _wish(world, case, world.carol)  # not on the case
    with refused(NotThere):
        _wish(world, case, world.paul)


def test_a_wish_is_noted_on_a_page_and_stands_on_the_case(world):
    case = world.coordinated()
    alice, at = signed_in(world.alice), f"/zaken/{case.pk}/wens-regiehouder/"
    with nothing_changed():
        assert alice.post(at, {}).status_code == 422
    assert alice.post(at, {"text": "Niet meer bellen."}).status_code == 302
    assert "Wish of the person: Niet meer bellen." in words(signed_in(world.anna).get(f"/zaken/{case.pk}/"))
