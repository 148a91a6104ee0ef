"""Every persona of the demo at every address with every method gets the answer that tests/matrix.py states.

In-process, as the serving role, against the loaded demo: persona x object x action x stage. What is refused writes
nothing and is recorded, and every answer carries the strict headers.
"""

import json
import logging
from collections import Counter
from collections.abc import Iterator
from uuid import uuid4
from zlib import crc32

import psycopg
import pytest
from django.db import transaction
from django.test import Client

from rondom.core import embedded
from rondom.demo.personas import personas
from tests.filled_in import FILLED_IN
from tests.matrix import (
    CASES,
    FOR_SYSTEMS,
    GO,
    HOME,
    MATRIX,
    NO,
    OTHER_METHODS,
    PEOPLE,
    PUBLIC,
    SEATS,
    SIGNED_OUT,
    WITHOUT_A_TOKEN,
    Try,
    expected,
    reads,
)
from tests.pages import faults, headers_are_strict, same_page
from tests.proof import everything
from tests.scene import PATTERNS, Places, address, browser

EVERYONE = [pytest.param(who, id=who or "signed-out") for who in [*PEOPLE, SIGNED_OUT]]
# These change who is signed in, or the language: in a session of their own.
DOES = {"demo:become", "sign_out", "set_language"}
PARTS = {
    "first_contact:windows_so_far",
    "triage:now",
    "triage:live",
}  # parts of pages, which a script puts into them
PLACE_OF = {who: place for place, who in enumerate([*PEOPLE, SIGNED_OUT])}
CHAIRS_DO = {"triage:open", "triage:close", "triage:discuss", "reviewed"}  # and managers
# So do these buttons of the programme: rondom/programme/tests says what comes of them.
CHAIRS_DO |= {
    f"programme:{name}"
    for name in ("register", "publish", "update_withdraw", "take_back", "end_officer", "expert_erase")
}
REFUSAL = {403: "access:denied", 404: "access:not_there", 409: "access:wrong_step"}
KEPT_OUT = {
    "audit_event",
    "django_session",
    "triage_attendance",
    "coordination_look",
}  # reading is recorded, a session is kept, who looks is there, or looked


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
        """Everywhere; of the methods that no address knows, and of HEAD, one at each with one object.

        Of the cases that are the same to someone (the same words of the table, in the same stage) one is tried at each
        address, another for each: all people together try every case, and every method, at every address.
        """
        for place, name in enumerate(MATRIX):
            for nth, (one, url) in enumerate(self._chosen(name)):
                get, post = expected(name, one)
                if nth == 0 or get != NO:
                    self.ask("GET", name, one, url, get)
                if (nth == 0 or post != NO) and not self._tried_elsewhere(name, one, get, post):
                    self.ask("POST", name, one, url, post)
                if nth == 0:
                    self._ask_otherwise(
                        OTHER_METHODS[(place + PLACE_OF[self.who]) % len(OTHER_METHODS)], name, one, url
                    )

    def _ask_otherwise(self, method: str, name: str, one: Try, url: str) -> None:
        known = self.who or name in PUBLIC | FOR_SYSTEMS.keys()
        self.ask(method, name, one, url, expected(name, one)[0] if method == "HEAD" else NO if known else GO)

    def _chosen(self, name: str) -> list[tuple[Try, str]]:
        found = list(self.places.targets(name, self.who))
        first = crc32(f"{name} {self.who}".encode()) % len(found)
        alike: dict[object, tuple[Try, str]] = {}
        for one, url in [*found[first:], *found[:first]]:
            alike.setdefault((reads(name, one), one.case.stage if one.case else one.region), (one, url))
        return list(alike.values())

    def _tried_elsewhere(self, name: str, one: Try, get: int, post: int) -> bool:
        """In tests of their own: what a chair may do, and what is sent to cases of the other region."""
        far = one.case and self.who not in one.case.sees and HOME[one.case.region] != self.who[-3:]
        return bool((name in CHAIRS_DO and post == GO and self.who) or (far and get != NO))

    def ask(self, method: str, name: str, one: Try, url: str, status: int) -> None:
        """One request; a POST that must be refused is filled in, so that only the refusal can stop it."""
        client = browser(self.who) if method == "POST" and name in DOES else self.client
        data = FILLED_IN.get(name) if method == "POST" and status in REFUSAL else None
        response = client.post(url, data) if data else client.generic(method, url)
        if response.status_code != status:
            self.wrong.append(f"{method} {name} {_of(one)}: {response.status_code}, not {status}")
        if self.who and name not in PUBLIC and response.status_code in REFUSAL:  # at those, nobody acts
            self.refused[REFUSAL[response.status_code]] += 1
        self.wrong += [f"{method} {name}: {fault}" for fault in headers_are_strict(response)]
        if (name, method, response.status_code) not in self.looked_at:
            self.looked_at.add((name, method, response.status_code))
            whole = name not in PARTS or response.status_code in REFUSAL
            found = [fault for fault in faults(response) if whole or not fault.startswith("no <")]
            self.wrong += [f"{method} {name}: {fault}" for fault in found]


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


def swaps(who: str, places: Places) -> Iterator[tuple[str, str, str]]:
    """Pairs of addresses with something that is not mine, and with something that is nowhere."""
    mine = [file for file, facts in CASES.items() if who in facts.sees]
    theirs = places.ids(next(file for file in reversed(CASES) if file not in mine))
    my_region = next((slug for slug, people in SEATS.items() if who in people), "den-haag")
    elsewhere = [slug for slug, people in SEATS.items() if who not in people]
    steps = [places.ids(file)["step_pk"] for file in mine[1:] if CASES[file].owners] + [theirs["step_pk"]]
    for name, pattern in PATTERNS.items():
        needs = set(pattern.pattern.converters)
        if name == "rights:hold" and who == "fg":
            continue  # when closed cases are destroyed is hers to see
        if name in {"triage:planned", "triage:coordinating"} and who == "beheerder":
            continue  # when each MDT meets, and who coordinates there, is the administrator's to change
        if "pk" in needs:
            names = (*pattern.pattern.converters, "pk")
            nowhere = {name: uuid4() for name in names if name not in {"slug", "route"}}
            beside = {"slug": my_region, "route": 1}
            yield name, *(address(name, **{**ids, **beside}) for ids in (theirs, nowhere))
        if "step_pk" in needs and mine:
            of_me = places.ids(mine[0])
            yield from (
                (name, *(address(name, **{**of_me, "step_pk": key}) for key in (step, uuid4())))
                for step in steps
            )
        if "slug" in needs and elsewhere:
            of_me = places.ids(mine[0]) if mine else theirs
            yield name, *(address(name, **{**of_me, "slug": slug}) for slug in (elsewhere[0], "nergens"))


@pytest.mark.parametrize("who", EVERYONE[:-1])
def test_what_is_anothers_looks_the_same_as_what_is_nowhere(who, places):
    client, log, refused = browser(who), places.refusals(who), 0
    # Without a seat, every MDT is closed to them, whichever it is.
    absent = {404, NO} if any(who in people for people in SEATS.values()) else {404, 403, NO}
    for name, *urls in swaps(who, places):
        for method in ("GET", "POST"):
            answers = [client.generic(method, url) for url in urls]
            assert same_page(*answers), (method, urls, [answer.status_code for answer in answers])
            assert {answer.status_code for answer in answers} <= absent, (method, name)
            refused += sum(answer.status_code in REFUSAL for answer in answers)
    assert (places.refusals(who) - log).total() == refused


@pytest.mark.parametrize(("who", "order"), [("voorzitter-dh", "open close"), ("voorzitter-ob", "close open")])
def test_the_chair_opens_and_closes_the_mdt_once(who, order, places):
    region = next(slug for slug, people in SEATS.items() if who in people)
    client = browser(who)
    for name in order.split():
        url = address(f"triage:{name}", slug=region)
        sure = {"undiscussed": "99"}
        assert [client.post(url, sure).status_code for _time in range(2)] == [GO, 409]


def test_a_case_is_discussed_in_the_mdt_of_its_own_region_only(places):
    ids = places.ids("OB-09")
    with transaction.atomic():
        opened = browser("regie-shn-ob").post(address("reopen", **ids), FILLED_IN["reopen"])
        assert opened.status_code == GO
        mediator = browser("perspectief")  # on call in both, so at the table once called
        assert mediator.get(address("triage:item", **ids)).status_code == 404
        query = """
            SELECT seat.id FROM organisations_seat seat JOIN accounts_user person ON person.id = user_id
            JOIN organisations_region place ON place.id = region_id WHERE username = 'perspectief' AND place.slug = 'oost-brabant'
        """
        (seat,) = places.owner.execute(query).fetchone()
        asked = {"seat": str(seat), "why": "Wat kan herstel hier zijn?"}
        assert browser("voorzitter-ob").post(address("triage:call", **ids), asked).status_code == GO
        for region, answers in [("oost-brabant", [200, 422, 422]), ("den-haag", [404, 404, 404])]:
            item, view, decide = (
                address(f"triage:{name}", **{**ids, "slug": region}) for name in ("item", "view", "decide")
            )
            found = [mediator.get(item), mediator.post(view), mediator.post(decide)]
            assert [answer.status_code for answer in found] == answers
        transaction.set_rollback(True)


def test_a_form_of_another_site_is_not_believed(places):
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.cookies = browser("csg-dh").cookies
    for name in MATRIX:
        _one, url = next(places.targets(name, "csg-dh"))
        refused = (FOR_SYSTEMS | WITHOUT_A_TOKEN).get(name, 403)
        assert client.post(url, FILLED_IN.get(name, {})).status_code == refused, name


def test_one_becomes_nobody_who_is_not_in_the_demo(places):
    client = Client()
    assert client.post(address("demo:become", key="csg-xx")).status_code == 404
    assert "sessionid" not in client.cookies
