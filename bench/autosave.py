"""`python -m bench.autosave`: how long a save of what is typed takes over HTTP, and how many go through one worker."""

import argparse
import os
import threading
import time
from http import HTTPStatus
from statistics import median, quantiles
from uuid import UUID, uuid4

import django

from bench import cluster
from bench.__main__ import say
from bench.pages import report
from bench.server import Answer, Browser
from rondom.core import embedded

NEW = "/melding/nieuw/"
WRITERS = 8
# Fictional professionals of one organisation in one region; the password of none of them is of use.
_PEOPLE = """
WITH region AS (INSERT INTO organisations_region (id, slug, name, kind, meets_on_holidays)
        VALUES (gen_random_uuid(), 'meting', 'Regio meting', 'pilot', true) RETURNING id),
    place AS (INSERT INTO organisations_organisation (id, slug, name, short_name, kind, phone)
        VALUES (gen_random_uuid(), 'meting', 'Organisatie meting', 'meting', 'csg', '') RETURNING id),
    works AS (INSERT INTO organisations_organisation_works_in (organisation_id, region_id)
        SELECT place.id, region.id FROM place, region),
    person AS (INSERT INTO accounts_user (id, username, display_name, password, is_active)
        SELECT id, id::text, 'Testpersoon', '!', true FROM unnest(%s::uuid[]) AS id RETURNING id)
INSERT INTO organisations_membership (id, user_id, organisation_id, role, starts_at)
SELECT gen_random_uuid(), person.id, place.id, 'professional', now() - interval '1 day' FROM person, place
"""


class Typist:
    """Someone who types a report, at a browser of their own, and saves it again and again."""

    def __init__(self, port: int, cookies: dict[str, str]) -> None:
        self.browser, self.cookies = Browser(port), dict(cookies)
        page = self.browser.ask(NEW, self.cookies)
        self.cookies |= page.cookies
        self.form = report(page.body)
        self.turn = 0

    def save(self) -> float:
        """One save of a whole form, a few words further; gives the milliseconds. Raises RuntimeError if refused."""
        self.turn += 1
        self.form["draft-turn"], self.form["story"] = (
            str(self.turn),
            f"{self.form['story'][:1000]} {self.turn}",
        )
        found: Answer = self.browser.ask(f"/melding/concept/{self.form['draft']}/", self.cookies, self.form)
        if found.status not in {HTTPStatus.OK, HTTPStatus.FOUND}:
            raise RuntimeError(f"A save gave status {found.status}.")
        self.form["draft-version"] = str(self.turn)
        return found.milliseconds


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.autosave", description=__doc__)
    parser.add_argument("--turns", type=int, default=300, help="saves that are measured one by one")
    parser.add_argument("--seconds", type=int, default=10, help="how long many save at once")
    wanted = parser.parse_args()
    with cluster.running():
        embedded.drop_database(cluster.name(0))
        embedded.create_database(cluster.name(0))
        cluster.migrate(0)
        os.environ.update(cluster.environment(0))
        django.setup()
        people = [uuid4() for _person in range(WRITERS)]
        with cluster.connect(cluster.name(0), "postgres") as administrator:
            administrator.execute(_PEOPLE, [people])
        try:
            measured(people, wanted.turns, wanted.seconds)
        finally:
            embedded.drop_database(cluster.name(0))
    say("machine.load", os.getloadavg()[0], "x")


def measured(people: list[UUID], turns: int, seconds: int) -> None:
    """Measure and print."""
    from bench import record, server  # noqa: PLC0415 - need Django set up

    with record.population(0):
        cookies = record.sign_in(set(people))
    with server.serving(0) as first:
        typists = [Typist(first.port, cookies[one]) for one in people]
        times = [typists[0].save() for _turn in range(40 + turns)][40:]
        say("autosave.p50", median(times), "ms")
        say("autosave.p95", quantiles(times, n=20)[-1], "ms")
        say("autosave.p5", quantiles(times, n=20)[0], "ms")
        say(f"autosave_{WRITERS}", at_once(typists, seconds), "saves/s")
        for one in typists:
            one.browser.close()


def at_once(typists: list[Typist], seconds: int) -> float:
    """How many saves a second go through when everyone saves all the time."""
    until = time.monotonic() + seconds
    counts = [0] * len(typists)

    def type_on(place: int) -> None:
        while time.monotonic() < until:
            typists[place].save()
            counts[place] += 1

    threads = [threading.Thread(target=type_on, args=(place,)) for place in range(len(typists))]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return sum(counts) / seconds


if __name__ == "__main__":
    main()
