"""How long what is about a person is kept in the programme: data/keeping.toml."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language

from rondom.core import rows

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
    texts: Mapping[str, str]
    confirmed_by: str

    @property
    def after(self) -> str:
        return self.texts[f"after_{_language()}"]

    @property
    def reason(self) -> str:
        return self.texts[f"reason_{_language()}"]


def _language() -> str:
    return "en" if get_language() == "en" else "nl"


def load(text: str, today: date) -> tuple[list[dict[str, Any]], list[str]]:
    """The rows of the file, and each fault with its line."""

    def check(row: dict[str, Any]) -> Iterable[rows.Fault]:
        if row["id"] not in _IDS:
            yield "id", f"id can be {', '.join(sorted(_IDS))}."
        if row["months"] < 1:
            yield "months", "months is at least 1."
        if row["checked_on"] > today:
            yield "checked_on", f"checked_on is {row['checked_on']}, and that is still to come."

    return rows.load(FILE.name, text, _FIELDS, check, head="term", may_be_empty=["confirmed_by"])


TERMS = {
    row["id"]: Term(
        row["months"], {key: row[key] for key in _FIELDS if key[-3:] in {"_nl", "_en"}}, row["confirmed_by"]
    )
    for row in rows.in_force(FILE, load(FILE.read_text(encoding="utf-8"), timezone.localdate()))
}
REGISTRATIONS, EXPERTS = TERMS["registrations"], TERMS["experts"]
