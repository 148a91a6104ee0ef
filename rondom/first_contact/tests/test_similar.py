"""Whether someone is known already: found in the cases that one may see, with why, and no sign of any other."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from rondom.audit.models import Event
from rondom.first_contact import casefile
from rondom.first_contact.actions import similar
from rondom.first_contact.similar import Typed, signs
from tests.browse import signed_in
from tests.casuistry import case_file
from tests.world import no, yes

NEIGHBOUR, HERSELF = "Aleksandra Wójcik", "Alexandra Vojtsik"


def _people(number):
    """The people in a file of the casuistry, as a report has them."""
    return casefile.read(case_file(number), timezone.now()).people


@pytest.fixture
def twice(world):
    """OB-12 and OB-15: her neighbour reported her to Veilig Thuis, and she called the CSG herself."""
    neighbour = world.report(
        by=world.victor, channel="veilig_thuis", reporter_role="bystander", people=_people("OB-12"),
        answers=[yes("csg", 2, 4, 8)],
    )  # fmt: skip
    herself = world.report(people=_people("OB-15"), answers=[no("police"), no("veilig_thuis")])
    return neighbour, herself


def _found(world, who, without=(), **typed):
    with world.acting(who) as actor:
        found = similar.people(actor=actor, without=without, **typed)
        return {one.person.name: one.signs for one in found}


def test_the_same_woman_is_found_from_either_side_with_why(world, twice):
    neighbour, herself = twice
    asked = {"name": HERSELF, "birth_year": 1994, "more": "via app, 06-00000012"}
    assert _found(world, world.alice, without={herself.pk}, **asked) == {
        NEIGHBOUR: ["phone", "sound", "year"]
    }
    asked = {"name": NEIGHBOUR, "birth_year": 1994, "phone": "0600000012"}
    assert _found(world, world.alice, without={neighbour.pk}, **asked) == {
        HERSELF: ["phone", "sound", "year"]
    }


@pytest.mark.parametrize(
    "typed",
    [
        {"name": "Vojtsik, Alexandra"},
        {"name": "alexandra", "birth_year": 1994},
        {"phone": "+31 6 00000012"},
        {"name": "Onbekend", "phone": "06-00000012"},
    ],
)
def test_a_part_is_enough(typed, world, twice):
    assert set(_found(world, world.alice, **typed)) == {NEIGHBOUR, HERSELF}


@pytest.mark.parametrize(
    "typed", [{}, {"birth_year": 1994}, {"name": "Alexandra de Boer", "birth_year": 1980}, {"name": "Lotte"}]
)
def test_too_little_is_not(typed, world, twice):
    assert _found(world, world.alice, **typed) == {}


def test_who_reported_shows_in_no_other_case(world, twice):
    assert _found(world, world.alice, name="Corrie Smulders", birth_year=1951) == {}
    assert _found(world, world.victor, name="Corrie Smulders", birth_year=1951) == {}


def test_someone_around_shows_when_someone_else_reported(world, twice):
    assert set(_found(world, world.alice, name="Beata Kowal")) == {"Beata Kowal"}


def test_a_possible_perpetrator_shows_to_who_may_see_that_part(world, twice):
    assert set(_found(world, world.victor, name="Henk Daamen")) == {"Henk Daamen"}
    assert set(_found(world, world.alice, name="Henk Daamen")) == {"Henk (achternaam onbekend)"}


def test_who_sees_only_one_of_the_cases_finds_only_that_one(world, twice):
    assert set(_found(world, world.victor, name=HERSELF, birth_year=1994)) == {NEIGHBOUR}
    assert _found(world, world.bob, name=HERSELF, birth_year=1994) == {}


ASKED = {"name": HERSELF, "birth_year": 1994, "phone": "06-00000012"}


def _asked_by(client):
    with CaptureQueriesContext(connection) as captured:
        response = client.post("/melding/lijkt-op/", ASKED)
    assert response.status_code == 200
    said = [query["sql"] for query in captured.captured_queries]
    return response.content, [_shape(sql) for sql in said]


def _shape(sql):
    """A statement without its identifiers, moments and values."""
    return re.sub(r"'[^']*'|\d+", "?", sql)


def test_what_one_may_not_know_of_changes_neither_the_answer_nor_the_questions(world):
    """The police are asked about a woman whom nobody reported, and about the same one once the CSG knows her well."""
    client = signed_in(world.bob)
    client.post("/melding/lijkt-op/", ASKED)
    before = _asked_by(client)
    for _ in range(3):
        world.report(people=_people("OB-15"), answers=[no("police")])
    assert set(_found(world, world.alice, **ASKED)) == {HERSELF}
    assert _asked_by(client) == before


def test_that_someone_looked_is_recorded_and_not_for_whom(world, twice):
    with world.acting(world.alice) as actor:
        similar.people(actor=actor, **ASKED)
        event = Event.objects.filter(verb="case:searched").latest("pk")
    assert event.data == {"cases": sorted(str(case.pk) for case in twice)}
    assert (event.case_id, event.purpose) == (None, "first_contact")


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        (Typed("Lotte de Vries"), Typed("Lotte de Vries"), ["name"]),
        (Typed("Lotte de Vries", 1998), Typed("Lotte de Fries", 1990), ["sound"]),
        (Typed("Lotte de Vries", 1998), Typed("Lotte Bakker", 1998), ["sound", "year"]),
        (Typed("Lotte de Vries", 1998), Typed("Lotte Bakker"), []),
        (Typed("Lotte", 1998), Typed("Lotte Bakker"), ["sound"]),
        (Typed("Lotte", 1998), Typed("Lotte Bakker", 1990), []),
        (Typed("Henk (onbekend)"), Typed("Piet (onbekend)"), []),
        (Typed(phone="0612345678"), Typed("Lotte", more="na negen: 06 12345678"), ["phone"]),
        (Typed(birth_year=1998), Typed(birth_year=1998), []),
        (Typed(), Typed(), []),
    ],
)
def test_what_counts_as_alike(one, other, alike):
    assert signs(one, other) == signs(other, one) == alike
