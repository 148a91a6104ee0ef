"""The terms are data: a broken row names its line, and each category of each kind has one term in the shared space."""

from datetime import date

import pytest

from rondom.cases.models import Category
from rondom.organisations.models import Organisation
from rondom.sharing import retention

TODAY = date(2026, 11, 24)
TEXT = retention.FILE.read_text(encoding="utf-8")


def faults(text: str) -> list[str]:
    return retention.load(text, TODAY)[1]


def test_the_file_that_comes_with_rondom_is_whole_and_nothing_in_it_is_confirmed_yet():
    rows, found = retention.load(TEXT, TODAY)
    assert found == []
    assert {row.confirmed_by for row in rows} == {""}
    for kind in Organisation.Kind.values:
        for category in Category:
            assert retention.row_of(kind, category).days == 365


def test_the_partners_own_dossiers_have_their_own_terms():
    assert [row.id for row in retention.at_source("veilig_thuis")] == ["veilig-thuis"]
    assert [row.id for row in retention.at_source("police")] == ["police"]
    assert retention.at_source("victim_support") == []


@pytest.mark.parametrize(("old", "new", "says"), [
    ("days = 365", "days = 29", "days must be from 30"),
    ("days = 365", 'days = "365"', "days must be a int"),
    ('place = "shared_space"', 'place = "elsewhere"', "place can be"),
    ('kinds = ["veilig_thuis"]', 'kinds = ["veilig"]', "kinds must be a list of known words"),
    ('confirmed_by = ""', 'confirmed = ""', "confirmed is no field of a row"),
    ("checked_on = 2026-11-24", "checked_on = 2026-11-25", "still to come"),
    ('id = "medical"', 'id = "veilig-thuis"', "is there twice"),
    ('words_nl = "In Rondom: tot een jaar nadat de zaak is gesloten."', "", "words_nl is missing"),
])  # fmt: skip
def test_a_broken_row_names_its_line(old, new, says):
    assert TEXT.count(old) >= 1
    found = faults(TEXT.replace(old, new, 1))
    assert [fault for fault in found if says in fault], found
    assert all(", line " in fault for fault in found)


def test_a_category_without_a_term_or_with_two_is_a_fault():
    narrower = TEXT.replace('categories = ["all"]', 'categories = ["story"]', 1)
    assert any("no row says how long identity" in fault for fault in faults(narrower))
    assert any("it must be one" in fault for fault in faults(TEXT.replace('place = "source"', 'place = "shared_space"', 1).replace('from = "law"', 'from = "closed"', 1)))  # fmt: skip
