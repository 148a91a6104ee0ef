"""Who must be there before the MDT decides, read from quorum.toml: a rule as data, with its source."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.utils import timezone

from rondom.core import rows, sourced
from rondom.core.sourced import Sourced
from rondom.organisations.models import Organisation

FILE = Path(__file__).with_name("quorum.toml")
_FIELDS: dict[str, type] = {
    "id": str,
    "kinds": list,
    "at_least": int,
    **sourced.WORDS,
    **sourced.FIELDS,
}


@dataclass(frozen=True, kw_only=True)
class Rule(Sourced):
    """Which kinds of organisations must be there, and how many of them at least."""

    kinds: frozenset[str]
    at_least: int


@dataclass(frozen=True)
class Quorum:
    """Who is there of whom the rule asks, for one case: an organisation that may not see it cannot be missing."""

    needed: int
    there: tuple[Organisation, ...]
    missing: tuple[Organisation, ...]

    @property
    def met(self) -> bool:
        return len({place.kind for place in self.there}) >= self.needed

    @property
    def of(self) -> int:
        """How many kinds could be there."""
        return len({place.kind for place in (*self.there, *self.missing)})


def load(text: str, today: date) -> tuple[list[dict[str, Any]], list[str]]:
    """The rows of the file, and each fault with its line."""

    def check(row: dict[str, Any]) -> Iterable[rows.Fault]:
        if not row["kinds"] or set(row["kinds"]) - set(Organisation.Kind.values):
            yield "kinds", "kinds must be kinds of organisations."
        elif not 1 <= row["at_least"] <= len(row["kinds"]):
            yield "at_least", "at_least lies between one and the number of kinds."

    return rows.load(FILE.name, text, _FIELDS, check, head="rule", may_be_empty=["confirmed_by"], today=today)


def _in_force() -> Rule:
    (row,) = rows.in_force(FILE, load(FILE.read_text(encoding="utf-8"), timezone.localdate()))
    return Rule.of(row, kinds=frozenset(row["kinds"]), at_least=row["at_least"])


RULE = _in_force()


def count(seeing: Iterable[Organisation], present: Collection[Any], rule: Rule = RULE) -> Quorum:
    """The quorum of a case: of the organisations with a fixed seat that may see it (`seeing`), who is there (by key)."""
    asked = [place for place in seeing if place.kind in rule.kinds]
    kinds = {place.kind for place in asked}
    there = tuple(place for place in asked if place.pk in present)
    covered = {place.kind for place in there}
    missing = tuple(place for place in asked if place.kind not in covered)
    return Quorum(min(rule.at_least, len(kinds)), there, missing)
