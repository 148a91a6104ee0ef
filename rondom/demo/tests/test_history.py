"""The eighteen fictional cases, once loaded: what their authors said must not happen has not happened."""

from dataclasses import dataclass
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from rondom.cases.models import Category, Entry, Person, Status
from tests.casuistry import NAMES, case_file
from tests.opened import opened
from tests.proof import nothing_written

pytestmark = pytest.mark.usefixtures("demo_database")

OUTSIDE = "other:"
ON_A_GROUND = ":legal_basis"


@dataclass
class Loaded:
    """A case as it stands in the database, beside what its file expects."""

    row: dict[str, Any]
    file: dict[str, Any]
    holds: dict[str, int]  # organisations with a live grant, by kind: their categories
    sees: dict[str, int]  # people who see it now: their categories
    works: dict[str, str]  # of those people, the kind of their organisation

    @property
    def expected(self) -> dict[str, Any]:
        return self.file["expected"]

    @property
    def refused(self) -> set[str]:
        return {
            one["to"]
            for one in self.file["consents"]
            if not one["given"] and not one["to"].startswith(OUTSIDE)
        }

    @property
    def beyond_refusal(self) -> set[str]:
        """Whoever registered keeps what they wrote down, and the chair's organisation knows that there is a case."""
        return {self.row["registered_for"], "csg"}


CASE = """
    SELECT c.*, registrar.kind AS registered_for, coordinating.kind AS coordinated_for, next.kind AS next_for
    FROM cases_case c
    JOIN organisations_organisation registrar ON registrar.id = c.registered_for_id
    LEFT JOIN organisations_organisation coordinating ON coordinating.id = c.coordinator_organisation_id
    LEFT JOIN organisations_organisation next ON next.id = c.next_organisation_id
    WHERE c.id = %s
"""
HOLDS = """
    SELECT o.kind, bit_or(g.categories) FROM cases_grant g JOIN organisations_organisation o ON o.id = g.organisation_id
    WHERE g.case_id = %s AND g.revoked_at IS NULL AND (g.ends_at IS NULL OR g.ends_at > now()) GROUP BY o.kind
"""
SEES = """
    SELECT u.username, bit_or(a.categories), min(o.kind)
    FROM cases_access a JOIN accounts_user u ON u.id = a.user_id
    JOIN organisations_membership m ON m.user_id = u.id JOIN organisations_organisation o ON o.id = m.organisation_id
    WHERE a.case_id = %s AND a.starts_at <= now() AND a.ends_at > now() GROUP BY u.username
"""


@pytest.fixture
def load(owner):
    """Finds a case of the demo by the name of its file."""
    told = {entry.text: entry.case_id for entry in opened(owner, Entry, kind=Entry.Kind.SUMMARY)}

    def find(name: str) -> Loaded:
        file = case_file(name)
        cursor = owner.execute(CASE, [told[file["title_nl"]]])
        (row,) = [
            dict(zip([column.name for column in cursor.description], one, strict=True)) for one in cursor
        ]
        people = owner.execute(SEES, [row["id"]]).fetchall()
        return Loaded(
            row,
            file,
            dict(owner.execute(HOLDS, [row["id"]]).fetchall()),
            {name: mask for name, mask, _ in people},
            {name: kind for name, _, kind in people},
        )

    return find


def test_there_are_eighteen_cases_in_every_stage(owner):
    found = dict(owner.execute("SELECT status, count(*) FROM cases_case GROUP BY status").fetchall())
    assert sum(found.values()) == len(NAMES) == 18
    assert set(found) == set(Status.values)


def test_loading_it_again_does_nothing(demo_database):
    said = StringIO()
    with nothing_written():
        call_command("load_demo", stdout=said)
    assert "already" in said.getvalue()


@pytest.mark.parametrize("name", NAMES)
def test_nobody_holds_the_story_whom_the_file_does_not_allow(name, load):
    case = load(name)
    allowed = {one.removesuffix(ON_A_GROUND) for one in case.expected["who_may_see_story"]}
    if "registering_professional" in allowed:
        allowed.add(case.row["registered_for"])
    if "case_coordinator" in allowed:
        allowed.add(case.row["coordinated_for"])
    assert {kind for kind, mask in case.holds.items() if mask & Category.STORY} <= allowed
    assert {case.works[who] for who, mask in case.sees.items() if mask & Category.STORY} <= allowed


@pytest.mark.parametrize("name", NAMES)
def test_an_organisation_that_was_refused_does_not_know_that_there_is_a_case(name, load):
    case = load(name)
    out = case.refused - case.beyond_refusal
    assert out & set(case.holds) == set()
    assert out & set(case.works.values()) == set()
    for kind in case.refused & case.beyond_refusal - {case.row["registered_for"]}:
        assert case.holds.get(kind, 0) in {0, Category.CASE}


@pytest.mark.parametrize("name", NAMES)
def test_what_is_known_of_a_possible_perpetrator_is_with_who_registered_it_and_the_criminal_route(name, load):
    case = load(name)
    holders = {kind for kind, mask in case.holds.items() if mask & Category.PERPETRATOR}
    assert holders <= {case.row["registered_for"], "police", "prosecution"}


@pytest.mark.parametrize("name", NAMES)
def test_an_open_case_has_exactly_one_next_actor_who_sees_it(name, load, owner):
    case = load(name)
    following = [case.row[f"next_{part}"] for part in ("organisation_id", "user_id", "due_at")]
    if case.row["status"] == Status.CLOSED:
        assert (case.row["next_kind"], following) == ("", [None, None, None])
        return
    assert case.row["next_kind"]
    assert all(following)
    (who,) = owner.execute(
        "SELECT username FROM accounts_user WHERE id = %s", [case.row["next_user_id"]]
    ).fetchone()
    assert who in case.sees


@pytest.mark.parametrize("name", NAMES)
def test_the_coordinator_comes_from_an_organisation_that_is_reasonable_and_was_not_refused(name, load, owner):
    case = load(name)
    decided = owner.execute(
        "SELECT o.kind FROM triage_decision d JOIN organisations_organisation o ON o.id = d.coordinator_organisation_id"
        " WHERE d.case_id = %s",
        [case.row["id"]],
    ).fetchall()
    asked = {kind for (kind,) in decided} | ({case.row["coordinated_for"]} - {None})
    assert asked <= set(case.expected["coordinator_organisation_reasonable"])
    assert asked & case.refused <= {case.row["registered_for"]}


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_asked_of_an_organisation_that_was_refused(name, load, owner):
    case = load(name)
    asked = owner.execute(
        "SELECT DISTINCT o.kind FROM cases_step s JOIN organisations_organisation o ON o.id = s.organisation_id"
        " WHERE s.case_id = %s AND s.kind = 'action'",
        [case.row["id"]],
    ).fetchall()
    assert {kind for (kind,) in asked} & case.refused <= {case.row["registered_for"]}


@pytest.mark.parametrize("name", NAMES)
def test_nobody_of_another_region_sees_a_case(name, load):
    file_region = {"DH": "-dh", "OB": "-ob"}[name[:2]]
    assert [who for who in load(name).sees if not who.endswith(file_region) and who != "perspectief"] == []


def test_ob13_who_works_at_victim_support_is_not_seen_by_victim_support(load):
    """The victim works there: no name, no agenda, no search."""
    case = load("OB-13")
    assert "victim_support" not in case.holds
    assert "victim_support" not in case.works.values()


def test_dh08_and_dh09_are_not_tied_together_for_the_police(load):
    """Femke reported to the police, Yara sought help at the CSG and refused the police."""
    assert "politie-dh" in load("DH-08").sees
    assert "politie-dh" not in load("DH-09").sees


def test_dh08_yara_is_not_put_down_as_a_victim_in_the_case_of_femke(load, owner):
    case = load("DH-08")
    people = opened(owner, Person, case_id=case.row["id"])
    assert [one.name for one in people if "Yara" in one.name and "victim" in one.roles] == []
    assert any(one.name for one in people)


def test_ob12_and_ob15_may_be_one_person_and_stay_two_cases(load):
    """The neighbour who reported stays unknown to who only helps in the other case."""
    first, second = load("OB-12"), load("OB-15")
    assert first.row["id"] != second.row["id"]
    assert "csg-ob" not in first.sees
    assert not first.holds.get("csg", 0) & Category.STORY


def test_ob06_every_possible_perpetrator_has_a_row_of_their_own(load, owner):
    case = load("OB-06")
    found = owner.execute(
        "SELECT count(*) FROM cases_person WHERE case_id = %s AND category = %s",
        [case.row["id"], Category.PERPETRATOR],
    ).fetchone()[0]
    expected = [one for one in case.file["persons"] if "possible_perpetrator" in one["role"]]
    assert found == len(expected) > 1


def test_dh14_a_name_is_not_needed(load, owner):
    case = load("DH-14")
    assert owner.execute("SELECT count(*) FROM cases_person WHERE case_id = %s", [case.row["id"]]).fetchone()[
        0
    ]


def test_dh15_a_case_whose_coordinator_declined_is_not_left_alone(load):
    case = load("DH-15")
    assert (case.row["status"], case.row["next_kind"]) == (Status.WEIGHED, "propose")
    assert case.row["next_due_at"] is not None


@pytest.mark.parametrize("name", ["DH-05", "OB-07"])
def test_that_24_hours_have_lapsed_can_be_seen(name, load, owner):
    case = load(name)
    (now,) = owner.execute("SELECT now()").fetchone()
    assert case.row["status"] == Status.REPORTED
    assert case.row["mdt_due_at"] < now
