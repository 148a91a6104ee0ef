"""The pages that are measured: who asks for which, and what must be in the answer."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from typing import Any
from uuid import UUID

from bench import cluster

ROWS = 20
_UUID = re.compile(r"/([0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12})/")

# The people and cases of each page, in an order that chance decides once and for all.
_LIST = """
    SELECT user_id, '/zaken/' FROM cases_access JOIN cases_case ON cases_case.id = case_id
    WHERE status <> 'closed' GROUP BY user_id HAVING count(DISTINCT case_id) > 20
    ORDER BY md5(user_id::text) LIMIT %s
"""
_CASE = """
    SELECT user_id, '/zaken/' || case_id || '/' FROM (
        SELECT DISTINCT ON (user_id) user_id, case_id
        FROM cases_access JOIN cases_case ON cases_case.id = case_id
        WHERE status IN ('weighed', 'coordinated') ORDER BY user_id, md5(case_id::text)
    ) AS one_each ORDER BY md5(user_id::text) LIMIT %s
"""
_AGENDA = """
    SELECT user_id, '/mdt/' FROM organisations_seat seat
    JOIN cases_access USING (user_id) JOIN cases_case ON cases_case.id = case_id AND mdt_region_id = seat.region_id
    WHERE status IN ('reported', 're_triage') GROUP BY user_id HAVING count(DISTINCT case_id) > 20
    ORDER BY md5(user_id::text) LIMIT %s
"""
_TODAY = """
    SELECT coordinator_id, '/vandaag/' FROM cases_case WHERE status = 'coordinated'
    GROUP BY coordinator_id HAVING count(*) <= 40 ORDER BY abs(count(*) - 30), md5(coordinator_id::text) LIMIT %s
"""
_REPORT = """
    SELECT user_id, '/melding/nieuw/' FROM organisations_membership member
    JOIN organisations_organisation organisation ON organisation.id = organisation_id
    WHERE kind <> 'prosecution' ORDER BY md5(user_id::text) LIMIT %s
"""


@dataclass(frozen=True)
class Visit:
    """One request: someone asks for an address; a form is sent when the page is one to fill in."""

    user_id: UUID
    path: str
    fills: bool = False


@dataclass(frozen=True)
class Page:
    """A page that is measured."""

    name: str
    who: str
    good: Callable[[int, str], bool]
    fills: bool = False

    def visits(self, size: int, number: int) -> list[Visit]:
        """The visits of a run, over many people and cases; the same ones every run."""
        with cluster.connect(cluster.name(size), "postgres") as connection:
            rows = connection.execute(self.who, [number]).fetchall()
        if not rows:
            raise RuntimeError(f"Nobody in the population of {size} can ask for {self.name}.")
        visits = [Visit(user_id, path, self.fills) for user_id, path in rows]
        return [visits[index % len(visits)] for index in range(number)]


def _twenty(status: int, body: str) -> bool:
    return status == 200 and len(set(_UUID.findall(body))) >= ROWS  # noqa: PLR2004 - HTTP's OK


PAGES: Sequence[Page] = (
    Page("case_list_20", _LIST, _twenty),
    Page("case_page", _CASE, lambda status, body: status == 200 and "Fictieve" in body),  # noqa: PLR2004
    Page("mdt_agenda_20", _AGENDA, _twenty),
    Page("today_page", _TODAY, lambda status, body: status == 200 and len(set(_UUID.findall(body))) > 1),  # noqa: PLR2004
    Page("report_create", _REPORT, lambda status, _: status == 302, fills=True),  # noqa: PLR2004
)


class _Hidden(HTMLParser):
    """Gathers the hidden fields of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "input" and given.get("type") == "hidden" and given.get("name"):
            self.fields[str(given["name"])] = given.get("value") or ""


def hidden(page: str) -> dict[str, Any]:
    """The hidden fields of a page as it was served."""
    found = _Hidden()
    found.feed(page)
    return dict(found.fields)


def report(page: str) -> dict[str, Any]:
    """A realistic report, on top of the hidden fields of the form as it was served."""
    now = datetime.now(UTC)
    return {
        **hidden(page),
        "channel": "csg",
        "sentence": "Fictieve melding voor de snelheidsmeting: iemand vraagt om hulp na afgelopen nacht.",
        "reporter_role": "victim",
        "event_earliest": (now - timedelta(hours=14)).strftime("%Y-%m-%dT%H:%M"),
        "event_latest": (now - timedelta(hours=9)).strftime("%Y-%m-%dT%H:%M"),
        "ongoing": "no",
        "place_kind": "home",
        "violence_types": ["sexual_violence"],
        "name": "Testpersoon Meting",
        "birth_year": "1998",
        "gender": "f",
        "needs": ["support_person"],
        "phone": "06 00 00 00 00",
        "contact_hours": "na 10.00 uur",
        "phone_ok": "yes",
        "text_ok": "yes",
        "voicemail_ok": "no",
        "shared_device": "no",
        "story": "Fictieve tekst voor de snelheidsmeting; zij gaat over niemand. " * 16,
        "wishes": "Fictieve wens: medische zorg en iemand die belt. " * 4,
        "consent-csg-scope": "all",
        "consent-csg-words": "Fictieve woorden: alles wat nodig is.",
        "consent-victim_support-scope": "name",
        "consent-victim_support-words": "Fictieve woorden: bellen mag.",
        "consent-police-scope": "none",
        "consent-police-words": "Fictieve woorden: liever niet.",
        "consent-veilig_thuis-scope": "",
    }
