"""`python -m bench.close_item`: how long it takes to record a whole decision of the MDT through its page, over HTTP."""

import argparse
import os
from http import HTTPStatus
from statistics import median, quantiles
from uuid import UUID, uuid4

import django

from bench import cluster
from bench.__main__ import say
from bench.pages import hidden, report
from bench.server import Browser
from rondom.core import embedded

NEW, MDT = "/melding/nieuw/", "/mdt/meting/"
WARM_UP = 40
# A fictional region with two organisations at the table; the chair is the first person, who registers and decides.
_PEOPLE = """
WITH region AS (INSERT INTO organisations_region (id, slug, name, kind, meets_on_holidays)
        VALUES (gen_random_uuid(), 'meting', 'Regio meting', 'pilot', true) RETURNING id),
    meets AS (INSERT INTO organisations_meetingtime (id, region_id, weekday, at, capacity, starts_on)
        SELECT gen_random_uuid(), region.id, day, '10:30', 99, current_date - 7 FROM region, generate_series(0, 6) AS day),
    place AS (INSERT INTO organisations_organisation (id, slug, name, short_name, kind, phone)
        SELECT gen_random_uuid(), kind, 'Organisatie ' || kind, kind, kind, ''
        FROM unnest('{csg,victim_support}'::text[]) AS kind RETURNING id, kind),
    works AS (INSERT INTO organisations_organisation_works_in (organisation_id, region_id)
        SELECT place.id, region.id FROM place, region),
    person AS (INSERT INTO accounts_user (id, username, display_name, password, is_active)
        SELECT id, id::text, 'Testpersoon', '!', true FROM unnest(%(people)s::uuid[]) AS id RETURNING id),
    job AS (INSERT INTO organisations_membership (id, user_id, organisation_id, role, starts_at)
        SELECT gen_random_uuid(), person.id, place.id,
            CASE WHEN person.id = %(coordinator)s THEN 'coordinator' ELSE 'professional' END, now() - interval '1 day'
        FROM person JOIN place ON (place.kind = 'victim_support') = (person.id = %(other)s))
INSERT INTO organisations_seat (id, user_id, organisation_id, region_id, fixed, chair, lead, mandate, starts_at)
SELECT gen_random_uuid(), person.id, place.id, region.id, true, person.id = %(chair)s, false, 'decides', now() - interval '1 day'
FROM region, person JOIN place ON (place.kind = 'victim_support') = (person.id = %(other)s)
WHERE person.id <> %(coordinator)s
"""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.close_item", description=__doc__)
    parser.add_argument("--turns", type=int, default=160, help="decisions that are measured")
    wanted = parser.parse_args()
    chair, coordinator, other = people = [uuid4() for _person in range(3)]
    with cluster.running():
        embedded.drop_database(cluster.name(0))
        embedded.create_database(cluster.name(0))
        cluster.migrate(0)
        os.environ.update(cluster.environment(0))
        django.setup()
        who = {"people": people, "chair": chair, "coordinator": coordinator, "other": other}
        with cluster.connect(cluster.name(0), "postgres") as administrator:
            administrator.execute(_PEOPLE, who)
        try:
            times = measured(chair, WARM_UP + wanted.turns)
        finally:
            embedded.drop_database(cluster.name(0))
    say("close_item.p50", median(times), "ms")
    say("close_item.p95", quantiles(times, n=20)[-1], "ms")
    say("close_item.p5", quantiles(times, n=20)[0], "ms")
    say("machine.load", os.getloadavg()[0], "x")


def measured(chair: UUID, number: int) -> list[float]:
    """Register, open the MDT, and decide on one case after the other; gives the milliseconds of each decision."""
    from bench import record, server  # noqa: PLC0415 - need Django set up

    with record.population(0):
        cookies = record.sign_in({chair})[chair]
    with server.serving(0) as browser:
        cases = [_registered(browser, cookies) for _case in range(number)]
        page = browser.ask(MDT, cookies)
        browser.ask(f"{MDT}openen/", cookies | page.cookies, hidden(page.body))
        times = [_decided(browser, cookies, case) for case in cases]
        browser.close()
    return times[WARM_UP:]


def _registered(browser: Browser, cookies: dict[str, str]) -> str:
    page = browser.ask(NEW, cookies)
    answer = browser.ask(NEW, cookies | page.cookies, report(page.body))
    if answer.status != HTTPStatus.FOUND:
        raise RuntimeError(f"A report gave status {answer.status}.")
    headers = {name.lower(): value for name, value in answer.headers.items()}
    return headers["location"].removeprefix("/zaken/")


def _decided(browser: Browser, cookies: dict[str, str], case: str) -> float:
    """One whole decision; gives the milliseconds. Raises RuntimeError when it was not recorded."""
    page = browser.ask(f"{MDT}zaak/{case}", cookies)
    coordinator = next(
        part.split('"')[0] for part in page.body.partition('name="coordinator"')[2].split('value="')[2:]
    )
    form = hidden(page.body) | {
        "coordinator": coordinator,
        "reason": "Fictieve reden voor de snelheidsmeting.",
        "wish": "Fictieve wens: rust.",
        "wish_weighed": "Fictief: rust gaat voor.",
        "no_quorum": "Fictief: dit kan niet wachten.",
        "line-care-routes": "csg_case_management",
    }
    for domain in ("safety", "law", "care", "recovery"):
        form |= {
            f"line-{domain}-need": "now",
            f"line-{domain}-text": f"Fictieve afspraak over {domain}. " * 3,
        }
    answer = browser.ask(f"{MDT}zaak/{case}besluit/", cookies | page.cookies, form)
    if answer.status != HTTPStatus.FOUND:
        raise RuntimeError(f"A decision gave status {answer.status}.")
    return answer.milliseconds


if __name__ == "__main__":
    main()
