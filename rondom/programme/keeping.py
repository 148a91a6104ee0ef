"""How long what is about a person is kept in the programme: data/keeping.toml."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.utils import timezone

from rondom.core import rows
from rondom.core.sourced import both, said

FILE = Path(__file__).parent / "data" / "keeping.toml"
_FIELDS: dict[str, type] = {
    "id": str, "months": int, "after_nl": str, "after_en": str, "reason_nl": str, "reason_en": str, "checked_on": date,
    "confirmed_by": str,
}  # fmt: skip
_IDS = {"registrations", "experts"}


@dataclass(frozen=True)
class Term:
    """So many months after something, with the reason."""

    months: int
    afters: Mapping[str, str]
    reasons: Mapping[str, str]
    confirmed_by: str

    @property
    def after(self) -> str:
        return said(self.afters)

    @property
    def reason(self) -> str:
        return said(self.reasons)


def load(text: str, today: date) -> tuple[list[dict[str, Any]], list[str]]:
    """The rows of the file, and each fault with its line."""

    def check(row: dict[str, Any]) -> Iterable[rows.Fault]:
        if row["id"] not in _IDS:
            yield "id", f"id can be {', '.join(sorted(_IDS))}."
        if row["months"] < 1:
            yield "months", "months is at least 1."

    return rows.load(FILE.name, text, _FIELDS, check, head="term", may_be_empty=["confirmed_by"], today=today)


TERMS = {
    row["id"]: Term(row["months"], both(row, "after"), both(row, "reason"), row["confirmed_by"])
    for row in rows.in_force(FILE, load(FILE.read_text(encoding="utf-8"), timezone.localdate()))
}
REGISTRATIONS, EXPERTS = TERMS["registrations"], TERMS["experts"]
