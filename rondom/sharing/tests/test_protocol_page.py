"""The page Privacyprotocol: everyone reads it, and it says no more than the file."""

import re
from html import unescape

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from rondom.sharing.decide import ROWS
from tests.pages import faults, headers_are_strict

PAGE = "/privacyprotocol/"


def text_of(response):
    return re.sub(r"\s+", " ", unescape(strip_tags(response.content.decode())))


def rows_on(response):
    return re.findall(r'<tr role="row"[^>]* id="([^"]+)"', response.content.decode())


@pytest.fixture
def english(client):
    client.cookies["rondom_language"] = "en"
    return client


def test_anyone_reads_every_row_without_signing_in(client):
    page = client.get(PAGE)
    assert reverse("sharing:protocol") == PAGE
    assert page.status_code == 200
    assert sorted(rows_on(page)) == sorted(row.id for row in ROWS)
    text = text_of(page)
    for row in ROWS:
        assert row.texts["nl"] in text
        assert row.basis.notes["nl"] in text
        assert f"{row.basis.law} artikel {row.basis.article}" in text or not row.basis.article
    assert not faults(page)
    assert not headers_are_strict(page)


def test_it_knows_nobody_and_sets_no_cookie(client):
    """No test here may ask the database anything."""
    assert set(client.get(PAGE).cookies) == {"csrftoken"}  # of the button for the language


def test_it_says_in_english_what_it_says_in_dutch(english):
    text = text_of(english.get(PAGE))
    for row in ROWS:
        assert row.texts["en"] in text
        assert row.texts["nl"] not in text


def test_every_row_that_no_lawyer_confirmed_says_so(client):
    text = text_of(client.get(PAGE))
    assert f"{len(ROWS)} regels zijn nog niet juridisch bevestigd." in text
    assert len(re.findall(r"Nagekeken op \w\w \d+ \w+ \d{4} nog niet juridisch bevestigd", text)) == len(ROWS)
    assert "De wet is gelezen zoals die in 2017 was" in text


def test_it_says_that_the_police_sit_in_the_mdt_and_what_ambtshalve_means(client):
    text = text_of(client.get(PAGE))
    assert "de politie zit in het MDT" in text
    assert "De officier van justitie kan ook zonder aangifte of toestemming vervolgen." in text


@pytest.mark.parametrize(
    ("query", "there", "gone"),
    [
        ("?van=police", {"police-prosecution", "police-data-never-by-consent", "own-registration"}, {"csg-medical-consent"}),
        ("?van=csg&naar=police", {"csg-police-acute-danger", "csg-medical-consent"}, {"csg-treatment-team", "own-registration"}),
        ("?naar=person", {"own-data", "prosecution-person"}, {"police-prosecution"}),
        ("?naar=school", {"veilig-thuis-consent", "own-registration"}, {"own-data"}),
        ("?van=school&naar=school", {"own-registration", "partners-consent"}, {"victim-support-consent"}),
    ],
)  # fmt: skip
def test_one_asks_about_a_sender_or_a_receiver(client, query, there, gone):
    found = set(rows_on(client.get(PAGE + query)))
    assert there <= found
    assert not gone & found


@pytest.mark.parametrize("query", ["?van=nobody", "?naar=%00", "?van=&naar=", "?van=anyone"])
def test_an_unknown_party_shows_everything(client, query):
    assert len(rows_on(client.get(PAGE + query))) == len(ROWS)


def test_where_nothing_is_allowed_it_says_so_and_why(client):
    page = client.get(f"{PAGE}?van=research&naar=school")
    assert "Tussen deze twee mag niets gedeeld worden" in text_of(page)
    assert set(rows_on(page)) == {"police-data-never-by-consent", "matching-no-content"}
    assert "Tussen deze twee" not in text_of(client.get(PAGE))


def test_every_page_leads_to_it(client):
    assert f'href="{PAGE}"' in client.get("/inloggen/").content.decode()
