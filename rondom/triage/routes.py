"""The help routes, read from routes.toml: what speaks for and against each, to read. Nothing is scored."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.utils import timezone

from rondom.cases.models import FOUR, Domain
from rondom.core import rows, sourced
from rondom.core.sourced import Sourced, both, said_later

FILE = Path(__file__).with_name("routes.toml")
_LISTS = ("for_nl", "for_en", "against_nl", "against_en")
_FIELDS: dict[str, type] = {
    "id": str,
    "domain": str,
    "name_nl": str,
    "name_en": str,
    **dict.fromkeys(_LISTS, list),
    "after_safety": bool,
    "off_nl": str,
    "off_en": str,
    **sourced.WORDS,
    **sourced.FIELDS,
}


@dataclass(frozen=True, kw_only=True)
class Route(Sourced):
    """One help route, with the characteristics that speak for and against it."""

    id: str
    domain: Domain
    names: Mapping[str, str]
    pro: Mapping[str, Sequence[str]]
    con: Mapping[str, Sequence[str]]
    after_safety: bool
    off: Mapping[str, str]

    @property
    def name(self) -> str:
        return said_later(self.names)

    @property
    def not_here(self) -> str:
        """Why it cannot be chosen here yet; empty when it can."""
        return said_later(self.off)

    @property
    def speaks_for(self) -> Sequence[str]:
        return sourced.said(self.pro)

    @property
    def speaks_against(self) -> Sequence[str]:
        return sourced.said(self.con)

    @property
    def offered(self) -> bool:
        return not self.off["nl"]


def load(text: str, today: date) -> tuple[list[dict[str, Any]], list[str]]:
    """The rows of the file, and each fault with its line."""

    def check(row: dict[str, Any]) -> Iterable[rows.Fault]:
        if row["domain"] not in FOUR:
            yield "domain", f"domain can be {', '.join(FOUR)}."
        for key in _LISTS:
            if not row[key] or not all(isinstance(one, str) and one.strip() for one in row[key]):
                yield key, f"{key} is a list of sentences."
        for one in ("for", "against"):
            if len(row[f"{one}_nl"]) != len(row[f"{one}_en"]):
                yield f"{one}_en", f"{one}_nl and {one}_en say the same, sentence by sentence."
        if bool(row["off_nl"]) != bool(row["off_en"]):
            yield "off_en", "why it is off is written in both languages."

    empty = ["confirmed_by", "off_nl", "off_en"]
    return rows.load(FILE.name, text, _FIELDS, check, head="route", may_be_empty=empty, today=today)


def _in_force() -> dict[str, Route]:
    found = rows.in_force(FILE, load(FILE.read_text(encoding="utf-8"), timezone.localdate()))
    return {row["id"]: _route(row) for row in found}


def _route(row: dict[str, Any]) -> Route:
    return Route.of(
        row,
        id=row["id"],
        domain=Domain(row["domain"]),
        names=both(row, "name"),
        pro=both(row, "for"),
        con=both(row, "against"),
        after_safety=row["after_safety"],
        off=both(row, "off"),
    )


ROUTES = _in_force()


def in_domain(domain: Domain) -> list[Route]:
    """The routes of a domain, in the order of the file."""
    return [route for route in ROUTES.values() if route.domain == domain]


def named(key: str) -> str:
    """What a route that was chosen is called, also when the file no longer has it."""
    return ROUTES[key].name if key in ROUTES else key
