"""Finding people by name: in the own cases alone, in another spelling too, and without a name in the database."""

from collections import Counter

import pytest

from rondom.audit.models import Event
from rondom.cases.actions import finding
from rondom.cases.models import Person
from rondom.core.kms import kms
from rondom.keys import index
from tests.proof import everything


@pytest.fixture
def region(world):
    """Two cases in the north, that Alice sees, and one in the south, that she does not."""
    people = [
        {"roles": ["victim"], "name": "Aleksandra Wójcik", "birth_year": 1990, "phone": "06-12345678"},
        {"roles": ["possible_perpetrator"], "name": "Piet van der Meijer", "birth_year": 1971},
    ]
    world.report(people=people)
    world.report(people=[{"roles": ["victim"], "name": "Alexandra Jansen", "birth_year": 1985}])
    south = [{"roles": ["victim"], "name": "Aleksandra Wójcik", "birth_year": 1990}]
    world.report(by=world.paul, region=world.south, answers=[], people=south)
    return world


def found(world, who, *asked, **more):
    with world.acting(who) as actor:
        return [person.name for person in finding.search(actor=actor, name=asked[0], **more)]


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("Vojtsik", ["Aleksandra Wójcik"]),
        ("wojcik, alexandra", ["Aleksandra Wójcik"]),
        ("Alexandra", ["Alexandra Jansen", "Aleksandra Wójcik"]),
        ("Aleksandra", ["Aleksandra Wójcik", "Alexandra Jansen"]),
        ("Janssen", ["Alexandra Jansen"]),
        ("Meyer", ["Piet van der Meijer"]),
        ("+31 6 12345678", ["Aleksandra Wójcik"]),
        ("Aleksandra Meijer", []),
        ("", []),
        (" -'", []),
        ("12", []),
    ],
)
def test_what_is_typed_finds_who_is_meant_and_no_one_else(typed, names, region):
    assert found(region, region.alice, typed) == names


@pytest.mark.parametrize(
    ("year", "names"), [(1990, ["Aleksandra Wójcik"]), (1985, ["Alexandra Jansen"]), (1986, [])]
)
def test_a_year_of_birth_narrows_it(year, names, region):
    assert found(region, region.alice, "Alexandra", birth_year=year) == names


def test_nobody_finds_who_they_may_not_see(region):
    assert found(region, region.paul, "Wojcik") == ["Aleksandra Wójcik"]
    assert found(region, region.bob, "Wojcik") == []
    assert found(region, region.victor, "Wojcik") == ["Aleksandra Wójcik"]
    assert found(region, region.victor, "Meijer") == [], "the possible perpetrator is a category of its own"


def test_that_someone_searched_is_recorded_and_not_what_for(region):
    with region.acting(region.alice) as actor:
        (person,) = finding.search(actor=actor, name="Vojtsik")
        event = Event.objects.filter(verb="case:searched").get()
    assert event.data == {"cases": [str(person.case_id)]}


def test_only_a_search_that_finds_something_names_a_case(region):
    with region.acting(region.alice) as actor:
        finding.search(actor=actor, name="Bestaatniet")
        assert Event.objects.filter(verb="case:searched").get().data == {"cases": []}


def test_the_database_holds_codes_that_only_the_key_can_make(region):
    assert "wojcik" not in everything().lower()
    with region.acting(region.alice):
        codes = [person.codes for person in Person.objects.all()]
    assert all(-(2**15) <= code < 2**15 for row in codes for code in row)
    assert all(row == sorted(row) for row in codes), "the order does not tell which code is the name"


def test_different_words_share_a_code_so_that_a_code_proves_nothing():
    words = [f"name|{number}" for number in range(200_000)]
    shared = Counter(code for part in range(0, len(words), 2000) for code in _each(words[part : part + 2000]))
    assert len(shared) > 60_000
    assert sum(many > 1 for many in shared.values()) / len(shared) > 0.7


def _each(words):
    return [
        int.from_bytes(mac[:2], "big") for mac in kms().macs(index.KEY, [word.encode() for word in words])
    ]


def test_codes_that_fit_by_chance_are_looked_at_again(region):
    """Other words may have these codes: who is found is opened, and compared."""
    with region.acting(region.alice) as actor:
        other = Person.objects.first()
        planted = Person(case_id=other.case_id, category=2, roles=["relative"], name="Niemand Anders")
        planted.index_words = lambda: ["name|fesk"]
        planted.save(force_insert=True)
        assert Person.objects.filter(codes__contains=index.codes(["name|fesk"])).count() == 2
        assert [one.name for one in finding.search(actor=actor, name="Wojcik")] == ["Aleksandra Wójcik"]
