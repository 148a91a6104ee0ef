"""The matrix and the services, for everyone: no account, no cookie, nothing that was not checked, in two languages."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from rondom.audit.models import Event
from rondom.landscape.actions import facts
from rondom.landscape.hours import LOCAL
from rondom.landscape.models import Service
from rondom.landscape.terms import Field
from rondom.landscape.tests.conftest import A_SERVICE
from rondom.organisations import actions as membership
from rondom.organisations.models import Role
from rondom.programme.actions import initiatives as programme
from rondom.programme.tests.conftest import parts
from tests.browse import markup, title, words

pytestmark = pytest.mark.django_db
TODAY = timezone.now().astimezone(LOCAL).date()


@pytest.fixture(autouse=True)
def quiet(caplog):
    caplog.set_level("CRITICAL", logger="django")


def get(path, **query):
    return Client(headers={"accept-language": "en"}).get(path, query)


def counts(response):
    """The numbers of the matrix, row by row, as they stand on the page."""
    return [int(number) for number in re.findall(r'rd-cell__n">(\d+)<', markup(response))]


@pytest.mark.parametrize(
    "path",
    [
        "/landschap/",
        "/landschap/?regio=north&vak=human_trafficking-P1",
        "/landschap/diensten/",
        "/landschap/diensten/csg/",
    ],
)
def test_everyone_reads_it_without_a_cookie_and_nothing_is_recorded(world, path):
    before = Event.objects.count()
    response = get(path)
    assert response.status_code == 200
    assert not response.cookies
    assert "Set-Cookie" not in response.headers
    assert "csrf" not in markup(response)
    assert Event.objects.count() == before


def test_the_matrix_says_in_words_and_numbers_what_is_there(world):
    response = get("/landschap/")
    assert title(response) == "Landscape – Rondom"
    assert "The Netherlands: 6 gaps and 6 places with overlap" in words(response)
    assert len(counts(response)) == 25
    assert counts(response)[:5] == [9, 21, 16, 12, 16]
    assert words(response).count("services No question yet") == 5


def test_every_region_has_a_matrix_and_an_unknown_one_has_none(world):
    for slug in ("north", "south"):
        found = get("/landschap/", regio=slug)
        assert f"Regio {slug}: 6 gaps" in words(found)
        assert counts(found)[0] == 8  # the walk-in house is in Amsterdam
    assert get("/landschap/", regio="nowhere").status_code == 404
    assert get("/landschap/", regio="north", vergelijk="'; --").status_code == 404


def test_a_service_of_one_town_stands_in_its_region_alone(world, editor):
    with world.acting(editor) as actor:
        facts.change(
            actor=actor, service=None, slug="het-huis", changes=A_SERVICE, source="x", verified_on=TODAY
        )
        north = get("/landschap/", regio="north", vergelijk="south", vak="sexual_violence-P1")
        assert counts(north)[0] == 9
        assert "Regio south: 8" in words(north)
        assert "The House" in words(north)
        assert counts(get("/landschap/", regio="south"))[0] == 8


def test_a_cell_says_why_it_is_a_gap_what_is_there_and_what_is_not_known(world):
    said = words(get("/landschap/", vak="human_trafficking-P1"))
    assert "Why is this a gap? For whom. Nowhere to go for: a relative." in said
    assert "Language. Of no service that knows this kind of violence is it known" in said
    assert "Chat met Fier" in said
    assert "MIND Korrelatie (not checked yet)" in said
    assert "The next phase Looking for information: 12 services" in said


@pytest.mark.parametrize(
    "vak", ["", "x", "human_trafficking", "human_trafficking-P9", "-", "🦊" * 2000, "<script>", "\0"]
)
def test_a_cell_that_is_not_there_is_not_shown(world, vak):
    response = get("/landschap/", vak=vak)
    assert response.status_code == 200
    assert 'id="vak"' not in markup(response)
    assert "<script>" not in markup(response)


def test_the_matrix_of_an_earlier_day_stands_beside_that_of_now(world, editor):
    yesterday = TODAY - timedelta(days=1)
    assert "is added where it differs" in words(get("/landschap/", toen=str(yesterday)))
    with world.acting(editor) as actor:
        facts.change(
            actor=actor, service=None, slug="het-huis", changes=A_SERVICE, source="x", verified_on=TODAY
        )
        said = words(get("/landschap/", regio="north", toen=str(yesterday), vak="sexual_violence-P1"))
    assert re.search(r"9 services No question yet Regio north, \d+ \w+ \d+: 8", said)


@pytest.mark.parametrize("day", ["2026-11-21", "2099-01-01", "yesterday", "2026-02-31", "9" * 500])
def test_a_day_of_which_nothing_is_known_is_left_out(world, day):
    response = get("/landschap/", toen=day)
    assert response.status_code == 200
    assert "is added where it differs" not in words(response)


def test_a_service_shows_its_number_and_when_it_can_be_reached(world):
    said = words(get("/landschap/diensten/csg/"))
    assert "Sexual Assault Centre (CSG) Open now" in said
    assert "Phone number 0800-0188" in said
    assert "The police are involved only if you agree." in said
    assert 'href="tel:08000188"' in markup(get("/landschap/diensten/csg/"))
    assert get("/landschap/diensten/nothing/").status_code == 404


def test_a_place_that_nobody_checked_is_named_and_its_number_is_nowhere(world):
    page = get("/landschap/diensten/shn/")
    assert "Victim Support Netherlands" in words(page)
    assert "Nobody has checked yet how to reach this place" in words(page)
    for path in (
        "/landschap/",
        "/landschap/diensten/",
        "/landschap/diensten/shn/",
        "/landschap/diensten/fier/",
    ):
        for number in ("0900-0101", "09000101", "088-2080000", "0880", "slachtofferhulp.nl"):
            assert number not in re.sub(r"Source: .*", "", markup(get(path)))


def test_a_number_through_another_service_is_that_of_the_other(world, editor):
    with world.acting(editor) as actor:
        service = Service.objects.get(slug="mannenopvang")
        assert "0800-2000" not in words(
            get("/landschap/diensten/mannenopvang/")
        )  # nobody checked that it goes that way
        facts.confirm(actor=actor, service=service, fields=[Field.PHONE], verified_on=TODAY)
        assert "Phone number 0800-2000" in words(get("/landschap/diensten/mannenopvang/"))


def test_the_language_stands_in_the_address(world):
    page = get("/landschap/", taal="nl", regio="north")
    assert '<html lang="nl"' in markup(page)
    assert "taal=en" in markup(page)
    assert not page.cookies
    assert '<html lang="en"' in markup(get("/landschap/", taal="xx"))


def test_a_cell_says_what_is_being_improved_there(world):
    with world.acting(world.administrator) as actor:
        membership.add_member(actor=actor, user=world.dave, organisation=world.csg, role=Role.PROGRAMME)
    with world.acting(world.dave) as actor:
        boat = programme.begin(actor=actor, parts=parts(world, title="Samen sneller"))
    here = get("/landschap/", vak="sexual_violence-P4")
    assert "Samen sneller (idea)" in words(here)
    assert "/programma/?groep=sexual_violence&amp;fase=P4" in markup(here)
    assert boat.title in words(get("/programma/", groep="sexual_violence", fase="P4"))
    assert "No initiative goes on here." in words(get("/landschap/", vak="child_abuse-P4"))
