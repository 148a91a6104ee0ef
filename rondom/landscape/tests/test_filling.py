"""The first filling keeps to the research it came from, and shows no number that nobody checked."""

import csv
import re
from datetime import date, timedelta

import pytest

from rondom.landscape import directory, facts, filling
from rondom.landscape.models import Fact, Service
from rondom.landscape.terms import HOURS, NEEDED, Field

pytestmark = pytest.mark.django_db

FOUND = filling.FOUND_ON


@pytest.fixture(scope="module")
def research():
    with (filling.FILE.parent / "landscape.csv").open(encoding="utf-8") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


@pytest.fixture
def places():
    return directory.current().by_slug


def test_every_service_of_the_research_stands_there(research, places):
    assert len(research) == 47
    assert set(places) == set(research) == set(Service.objects.values_list("slug", flat=True))
    for place in places.values():
        assert set(NEEDED) <= set(place.facts), place.slug


def test_phases_and_numbers_are_those_of_the_research(research, places):
    for slug, row in research.items():
        place = places[slug]
        assert place.phases == set(row["phases"].split(";")), slug
        number = (place.value(Field.PHONE) or {}).get("number")
        assert number is None or number in row["phone"], slug


def test_a_number_that_was_not_checked_is_not_shown(research, places):
    shown = {slug: places[slug].shown(Field.PHONE, FOUND) for slug in research}
    numbers = {slug: phone["number"] for slug, phone in shown.items() if phone and "number" in phone}
    for slug in numbers.keys() - facts.PINNED.keys():
        assert research[slug]["confidence"] == "high", slug
        assert "verify" not in research[slug]["phone"], slug
    assert {
        "shn",
        "juridisch-loket",
        "fier",
        "roze-in-blauw",
        "hear-my-voice",
        "mma",
    } & numbers.keys() == set()
    assert numbers["kindertelefoon"] == "0800-0432"


@pytest.mark.parametrize("day", [FOUND, FOUND + timedelta(days=5000)])
def test_four_numbers_are_always_shown(places, day):
    found = {slug: directory.current().number(places[slug], day) for slug in facts.PINNED}
    assert found == {"alarm-112": "112", "veilig-thuis": "0800-2000", "csg": "0800-0188", "113": "113"}


def test_hours_that_were_not_checked_are_not_shown(research, places):
    for slug, row in research.items():
        if "verify" in row["hours"]:
            for field in HOURS.values():
                known = places[slug].facts.get(field)
                if known and (
                    row["confidence"] != "high"
                    or field != Field.PHONE_HOURS
                    or "phone 24/7" not in row["hours"]
                ):
                    assert not facts.is_public_fact(known, FOUND), (slug, field)


def test_an_expired_number_is_no_longer_shown_but_the_place_is_named(places):
    later = FOUND + timedelta(days=365)
    assert places["kindertelefoon"].shown(Field.PHONE, later) is None
    assert places["kindertelefoon"].shown(Field.NAME, later)["nl"] == "De Kindertelefoon"
    assert not places["kindertelefoon"].is_checked(later)


def test_every_fact_has_a_source_and_checked_facts_end():
    assert not Fact.objects.filter(source="").exists()
    assert not Fact.objects.filter(verified_on__isnull=False, expires_on__isnull=True).exists()
    assert set(Fact.objects.values_list("verified_on", flat=True)) == {None, date(2026, 11, 22)}


def test_no_text_says_that_it_must_be_verified(places):
    for place in places.values():
        for known in place.facts.values():
            assert not re.search("verify", str(known.value)), (place.slug, known.field)
