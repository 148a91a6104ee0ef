"""Every persona of the demo at every address with every method gets the answer that tests/matrix.py states.

In-process, as the serving role, against the loaded demo: persona x object x action x stage. What is refused writes
nothing and is recorded, and every answer carries the strict headers.
"""

import json
import logging
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from rondom.core import embedded
from rondom.demo.personas import personas
from tests.matrix import (
    CASES,
    FILLED_IN,
    GO,
    MATRIX,
    NO,
    OTHER_METHODS,
    PEOPLE,
    PUBLIC,
    SEATS,
    SIGNED_OUT,
    Try,
    expected,
)
from tests.pages import faults, headers_are_strict, same_page
from tests.proof import everything
from tests.scene import play

CASUISTRY = Path(embedded.ROOT) / "rondom" / "demo" / "casuistry"
EVERYONE = [pytest.param(who, id=who or "signed-out") for who in [*PEOPLE, SIGNED_OUT]]
HOME = {"den-haag": "-dh", "oost-brabant": "-ob"}
# These change who is signed in, or the language: in a session of their own.
DOES = {"demo:become", "sign_out", "set_language"}
REFUSAL = {403: "access:denied", 404: "access:not_there", 409: "access:wrong_step"}
KEPT_OUT = {"audit_event", "django_session"}  # reading is recorded, and a session is kept


def patterns(resolver: URLResolver | None = None, inside: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address there is: its name with that of its room, and its pattern."""
    for one in (resolver or get_resolver()).url_patterns:
        if isinstance(one, URLResolver):
            yield from patterns(one, f"{inside}{one.namespace}:" if one.namespace else inside)
        else:
            yield f"{inside}{one.name}", one


PATTERNS = dict(patterns())


class Places:
    """Where everything of the loaded demo is: identifiers by the name of the case's file."""

    def __init__(self, owner: psycopg.Connection) -> None:
        self.owner = owner
        titles = {path.stem: json.loads(path.read_text())["title_nl"] for path in CASUISTRY.glob("*.json")}
        rows = owner.execute("SELECT text, case_id FROM cases_entry WHERE kind = 'summary'").fetchall()
        self.cases: dict[str, UUID] = {file: dict(rows)[title] for file, title in titles.items()}
        play(self.cases)
        steps = owner.execute("SELECT case_id, id FROM cases_step WHERE domain = 'recovery'").fetchall()
        self.steps: dict[UUID, UUID] = dict(steps)

    def step(self, case: str) -> UUID:
        """The action of a case in the domain of recovery; of another case where there is none."""
        return self.steps.get(self.cases[case], self.steps[self.cases["DH-02"]])

    def refusals(self, who: str) -> Counter[str]:
        """How often what was refused someone stands in the log, by verb."""
        query = """
            SELECT verb, count(*) FROM audit_event JOIN accounts_user person ON person.id = actor_id
            WHERE outcome = 'refused' AND username = %s GROUP BY verb
        """
        return Counter(dict(self.owner.execute(query, [who]).fetchall()))


@pytest.fixture(scope="module")
def places(demo_database: str) -> Iterator[Places]:
    """The loaded demo, with the stages that Oost-Brabant lacks played."""
    place = embedded.database("rondom_owner", name=demo_database)
    with psycopg.connect(
        host=place["HOST"], port=place["PORT"], user=place["USER"], dbname=demo_database, autocommit=True
    ) as owner:
        yield Places(owner)


@pytest.fixture(autouse=True)
def quiet(caplog: pytest.LogCaptureFixture) -> None:
    """Thousands of refusals are meant; only what breaks is worth a line."""
    caplog.set_level(logging.ERROR, logger="django.request")


def browser(who: str) -> Client:
    """Someone at work, or someone who is not signed in."""
    client = Client(raise_request_exception=False)
    if who:
        assert client.post(reverse("demo:become", args=[who])).status_code == GO
    return client


def targets(name: str, who: str, places: Places) -> Iterator[tuple[Try, str]]:
    """Everything that someone can try at an address: each region, each case."""
    needs = set(PATTERNS[name].pattern.converters)
    if "pk" in needs:
        for file, facts in CASES.items():
            given: dict[str, Any] = {"pk": places.cases[file], "slug": facts.region, "step_pk": places.step(file)}
            yield Try(who, case=facts), reverse(name, kwargs={key: given[key] for key in needs})
    elif "slug" in needs:
        for region in SEATS:
            yield Try(who, region=region), reverse(name, args=[region])
    else:
        yield Try(who), reverse(name, args=[who or "csg-dh"] if "key" in needs else [])


def test_every_address_stands_in_the_matrix_and_nothing_else():
    assert sorted(MATRIX) == sorted(PATTERNS)


def test_the_door_stands_open_at_these_addresses_only():
    assert {name for name, one in PATTERNS.items() if getattr(one.callback, "public", False)} == PUBLIC


def test_the_people_of_the_matrix_are_those_of_the_demo():
    assert sorted(PEOPLE) == sorted(persona.key for persona in personas())


class Round:
    """One person goes past every address with every method, and notes what is not as stated."""

    def __init__(self, who: str, places: Places) -> None:
        self.who, self.places, self.client = who, places, browser(who)
        self.wrong: list[str] = []
        self.refused: Counter[str] = Counter()
        self.looked_at: set[tuple[str, str, int]] = set()

    def go(self) -> None:
        """Everywhere, except where what may be done would be done."""
        for name in MATRIX:
            for nth, (one, url) in enumerate(targets(name, self.who, self.places)):
                get, post = expected(name, one)
                if nth == 0 or get != NO:
                    self.ask("GET", name, one, url, get)
                if not (nth and post == NO) and not self._does(name, post) and not (self._far(one) and get != NO):
                    self.ask("POST", name, one, url, post)
                if nth == 0:
                    self.ask("HEAD", name, one, url, get)
                    for method in OTHER_METHODS:
                        self.ask(method, name, one, url, NO if self.who or name in PUBLIC else GO)

    def _does(self, name: str, status: int) -> bool:
        """The chair opens and closes the MDT: in a test of its own."""
        return name in {"triage:open", "triage:close"} and status == GO and self.who != SIGNED_OUT

    def _far(self, one: Try) -> bool:
        """A case of the other region: what is sent there is tried in a test of its own."""
        return one.case is not None and self.who not in one.case.sees and self.who[-3:] != HOME[one.case.region]

    def ask(self, method: str, name: str, one: Try, url: str, status: int) -> None:
        """One request; a POST that must be refused is filled in, so that only the refusal can stop it."""
        client = browser(self.who) if method == "POST" and name in DOES else self.client
        data = FILLED_IN.get(name, {}) if method == "POST" and status in REFUSAL else None
        response = client.post(url, data) if data else client.generic(method, url)
        if response.status_code != status:
            self.wrong.append(f"{method} {name} {_of(one)}: {response.status_code}, not {status}")
        if self.who and response.status_code in REFUSAL:
            self.refused[REFUSAL[response.status_code]] += 1
        self.wrong += [f"{method} {name}: {fault}" for fault in headers_are_strict(response)]
        if (name, method, response.status_code) not in self.looked_at:
            self.looked_at.add((name, method, response.status_code))
            self.wrong += [f"{method} {name}: {fault}" for fault in faults(response)]


def _of(one: Try) -> str:
    files = {facts: file for file, facts in CASES.items()}
    return f"{files[one.case]} ({one.case.stage})" if one.case else one.region


def kept() -> dict[str, str]:
    """Every row there is, except of reading and of sessions."""
    return {table: rows for table, rows in json.loads(everything()).items() if table not in KEPT_OUT}


@pytest.mark.parametrize("who", EVERYONE)
def test_everyone_gets_the_stated_answer_everywhere_and_what_is_refused_is_recorded(who, places):
    walk = Round(who, places)
    before, log = kept(), places.refusals(who)
    walk.go()
    assert not walk.wrong, "\n".join(walk.wrong)
    after = kept()
    after["accounts_user"] = before["accounts_user"]  # when they last signed in
    assert [table for table in after if after[table] != before[table]] == [], "something was written"
    assert places.refusals(who) - log == walk.refused


@pytest.mark.parametrize("who", EVERYONE[:-1])
def test_a_case_of_another_looks_the_same_as_no_case(who, places):
    client, log = browser(who), places.refusals(who)
    seen = [file for file, facts in CASES.items() if who in facts.sees]
    other = next(file for file in reversed(CASES) if who not in CASES[file].sees and file not in seen)
    pairs: list[tuple[str, dict[str, Any], dict[str, Any]]] = []
    for name, pattern in PATTERNS.items():
        needs = set(pattern.pattern.converters)
        region = next((slug for slug, people in SEATS.items() if who in people), "den-haag")
        elsewhere = next((slug for slug, people in SEATS.items() if who not in people), "den-haag")
        if "pk" in needs:
            theirs = {"pk": places.cases[other], "slug": region, "step_pk": places.step(other)}
            pairs.append((name, theirs, {"pk": uuid4(), "slug": region, "step_pk": uuid4()}))
        if "step_pk" in needs and seen:
            mine = {"pk": places.cases[seen[0]]}
            pairs.append((name, {**mine, "step_pk": places.step(other)}, {**mine, "step_pk": uuid4()}))
        if "slug" in needs and who not in SEATS[elsewhere]:
            of_me = {"pk": places.cases[seen[0] if seen else other]}
            pairs.append((name, {**of_me, "slug": elsewhere}, {**of_me, "slug": "elders"}))
    refused = 0
    for name, *both in pairs:
        needs = set(PATTERNS[name].pattern.converters)
        for method in ("GET", "POST"):
            urls = [reverse(name, kwargs={key: ids[key] for key in needs}) for ids in both]
            answers = [client.generic(method, url) for url in urls]
            assert same_page(*answers), (method, name, [answer.status_code for answer in answers])
            allowed = {404, NO} if any(who in people for people in SEATS.values()) else {404, 403, NO}
            assert {answer.status_code for answer in answers} <= allowed, (method, name)
            refused += sum(answer.status_code in REFUSAL for answer in answers)
    assert (places.refusals(who) - log).total() == refused


@pytest.mark.parametrize(("who", "order"), [("voorzitter-dh", "open close"), ("voorzitter-ob", "close open")])
def test_the_chair_opens_and_closes_the_mdt_once(who, order, places):
    region = next(slug for slug, people in SEATS.items() if who in people)
    client = browser(who)
    for name in order.split():
        url = reverse(f"triage:{name}", args=[region])
        assert [client.post(url).status_code for _time in range(2)] == [GO, 409]


def test_a_form_of_another_site_is_not_believed(places):
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.cookies = browser("csg-dh").cookies
    for name in MATRIX:
        _one, url = next(targets(name, "csg-dh", places))
        assert client.post(url, FILLED_IN.get(name, {})).status_code == 403, name
