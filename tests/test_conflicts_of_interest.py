"""Who must not see what, written by hand from the words of the case files (`expected.must_not`, `conflict_of_interest`).

Checked over HTTP and in SQL as that person. What a file asks that cannot be checked by machine yet is not here.
"""

import json
from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from django.db import connection, transaction
from django.urls import reverse

from rondom.accounts.models import User
from rondom.cases.models import Category, Entry
from rondom.core import embedded
from rondom.core.db import acting, keeping
from tests.attack import TABLES
from tests.opened import opened
from tests.pages import same_page
from tests.scene import CASUISTRY, browser

NOTHING = "nothing at all"
NAME, STORY, MEDICAL, PERPETRATOR = Category.IDENTITY, Category.STORY, Category.MEDICAL, Category.PERPETRATOR
HELPERS_OB = ["shn-ob", "regie-shn-ob"]
OUTSIDE = ["fg", "onderzoeker", "beheerder"]

# File: who, and what of it they must not see.
MUST_NOT: dict[str, list[tuple[list[str], Any]]] = {
    # The police may not see name, story and medical data; Victim Support not the story, only name and question.
    "DH-01": [(["politie-dh", "vt-dh"], NOTHING), (["shn-dh", "regie-shn-dh"], STORY), (["shn-dh"], MEDICAL)],
    # Not the partner, not the employer, no police.
    "DH-02": [(["politie-dh"], NOTHING), (["shn-dh"], STORY)],
    # No name or address to the police.
    "DH-05": [(["politie-dh"], NOTHING)],
    "DH-07": [(["politie-dh"], NOTHING), (["shn-dh"], STORY)],
    # The police must not find out that Yara goes to the CSG, by agenda nor search; nor anyone who is not in both.
    "DH-09": [(["politie-dh", "om-dh"], NOTHING)],
    # What a parent said is not for the police.
    "DH-12": [(["politie-dh"], NOTHING), (["csg-dh", "voorzitter-dh", "shn-dh"], NAME)],
    # The name of the stand-in stays with police and prosecution (and with who took the report).
    "OB-02": [([*HELPERS_OB, "vt-ob", "regie-vt-ob", "perspectief"], PERPETRATOR)],
    # Not shared with the police without weighing.
    "OB-12": [(["politie-ob"], NOTHING)],
    # She works at Victim Support and knows the people of Veilig Thuis and the police; administrators see nothing.
    "OB-13": [
        ([*HELPERS_OB, "vt-ob", "regie-vt-ob", "politie-ob", "om-ob", "perspectief", *OUTSIDE], NOTHING)
    ],
    "OB-15": [(["politie-ob"], NOTHING), (["shn-ob"], STORY)],
}
CHECKS = [
    pytest.param(file, who, what, id=f"{file}-{who}-{getattr(what, 'name', what)}")
    for file, several in MUST_NOT.items()
    for people, what in several
    for who in people
]


class Told:
    """The loaded demo: the cases by the name of their file, with code."""

    def __init__(self, owner: psycopg.Connection) -> None:
        titles = {json.loads(path.read_text())["title_nl"]: path.stem for path in CASUISTRY.glob("*.json")}
        codes = dict(owner.execute("SELECT id, code FROM cases_case").fetchall())
        with keeping():
            words = opened(owner, Entry, kind=Entry.Kind.SUMMARY)
            rows = [(entry.text, entry.case_id, codes[entry.case_id]) for entry in words]
        self.cases: dict[str, UUID] = {titles[text]: key for text, key, _ in rows}
        self.codes: dict[str, str] = {titles[text]: code for text, _, code in rows}


@pytest.fixture(scope="module")
def told(demo_database: str) -> Iterator[Told]:
    place = embedded.database("rondom_owner", name=demo_database)
    with psycopg.connect(
        host=place["HOST"], port=place["PORT"], user=place["USER"], dbname=demo_database, autocommit=True
    ) as owner:
        yield Told(owner)


def _names(file: str) -> list[str]:
    """The names in a file that are no one else's words."""
    people = json.loads((CASUISTRY / f"{file}.json").read_text())["persons"]
    return [person["name"] for person in people if person.get("name")]


def _count(query: str, *values: Any) -> int:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchone()[0]


@pytest.mark.parametrize(("file", "who", "what"), CHECKS)
def test_in_sql_they_find_no_row_of_it(file, who, what, told):
    case = told.cases[file]
    with transaction.atomic(), acting(User.objects.get(username=who).pk):
        if what == NOTHING:
            for table, (column, _author) in TABLES.items():
                assert _count(f"SELECT count(*) FROM {table} WHERE {column} = %s", case) == 0, table
            assert _count("SELECT count(*) FROM cases_case WHERE code = %s", told.codes[file]) == 0
            return
        assert _count("SELECT my_categories(%s)", case) & what == 0
        for table in ("cases_person", "cases_entry", "triage_view", "cases_steptext"):
            query = f"SELECT count(*) FROM {table} WHERE case_id = %s AND category = %s"
            assert _count(query, case, what) == 0, table


@pytest.mark.parametrize(
    ("file", "who"), sorted({(one.values[0], one.values[1]) for one in CHECKS if one.values[2] == NOTHING})
)
def test_over_http_there_is_no_such_case_for_them(file, who, told):
    """No page, agenda, search result, notice or count."""
    case, code, client = told.cases[file], told.codes[file], browser(who)
    pages = ["case", "cases:story", "cases:log", "sharing:shields"]
    for name in pages:
        found, nowhere = (client.get(reverse(name, args=[key])) for key in (case, uuid4()))
        assert found.status_code == 404
        assert same_page(found, nowhere)
    region = {"DH": "den-haag", "OB": "oost-brabant"}[file[:2]]
    lists = [
        "/vandaag/",
        "/zaken/",
        "/zaken/?status=closed",
        f"/zaken/?code={code}",
        f"/mdt/{region}/",
        "/toezicht/noodtoegang/",
    ]
    for page in lists:
        text = client.get(page).content.decode()
        assert str(case) not in text, page
        assert page.endswith(code) or code not in text, page
        assert [name for name in _names(file) if name in text] == [], page


@pytest.mark.parametrize("who", HELPERS_OB)
def test_ob13_no_account_of_victim_support_opens_it_in_an_emergency(who, told):
    """Nor learns by trying that it is there."""
    client = browser(who)
    sent = {
        "reason": "danger",
        "words": "Zij is in gevaar, zegt iemand, en het kan niet wachten.",
        "understood": "on",
    }
    found, nothing = (
        client.post("/noodtoegang/", {"code": code, **sent}) for code in (told.codes["OB-13"], "R7K-42D")
    )
    assert found.status_code == nothing.status_code == 404
    assert same_page(found, nothing)


def test_ob13_no_account_of_victim_support_is_asked_to_coordinate(told):
    client = browser("csg-ob")
    page = client.get(reverse("case", args=[told.cases["OB-13"]])).content.decode()
    for name in ("Karim Bouali", "Noor Peeters"):
        assert name not in page


def test_every_person_that_is_named_here_can_see_some_case_or_supervises(told):
    """So that a check does not pass because someone sees nothing at all."""
    people = {one.values[1] for one in CHECKS} - set(OUTSIDE)
    for who in people:
        with transaction.atomic(), acting(User.objects.get(username=who).pk):
            seen = _count("SELECT count(*) FROM cases_case")
            assert seen or who.startswith(("regie-", "om-", "perspectief")), who
