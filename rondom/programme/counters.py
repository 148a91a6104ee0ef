"""How many gatherings of each kind were held this year, against the target where there is one (data/targets.toml)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import get_language

from rondom.core import rows
from rondom.programme.models import Gathering

FILE = Path(__file__).parent / "data" / "targets.toml"
_FIELDS: dict[str, type] = {
    "id": str, "kind": str, "number": int, "words_nl": str, "words_en": str, "source_nl": str, "source_en": str,
    "checked_on": date, "confirmed_by": str,
}  # fmt: skip


@dataclass(frozen=True)
class Target:
    """So many gatherings of a kind in a year, with the source."""

    number: int
    texts: Mapping[str, str]
    sources: Mapping[str, str]
    confirmed_by: str

    @property
    def words(self) -> str:
        return self.texts[_language()]

    @property
    def source(self) -> str:
        return self.sources[_language()]


@dataclass(frozen=True)
class Counter:
    """How many of a kind were held this year, and how many people were there."""

    kind: Gathering.Kind
    held: int
    present: int
    target: Target | None

    @property
    def part(self) -> float:
        return self.held / self.target.number if self.target else 0.0


def _language() -> str:
    return "en" if get_language() == "en" else "nl"


def load(text: str, today: date) -> tuple[list[dict[str, Any]], list[str]]:
    """The rows of the file, and each fault with its line."""

    def check(row: dict[str, Any]) -> Iterable[rows.Fault]:
        if row["kind"] not in Gathering.Kind.values:
            yield "kind", f"kind can be {', '.join(Gathering.Kind.values)}."
        if row["number"] < 1:
            yield "number", "number is at least 1."

    return rows.load(
        FILE.name, text, _FIELDS, check, head="target", may_be_empty=["confirmed_by"], today=today
    )


def _in_force() -> dict[str, Target]:
    found = rows.in_force(FILE, load(FILE.read_text(encoding="utf-8"), timezone.localdate()))
    return {
        row["kind"]: Target(
            row["number"],
            {"nl": row["words_nl"], "en": row["words_en"]},
            {"nl": row["source_nl"], "en": row["source_en"]},
            row["confirmed_by"],
        )
        for row in found
    }


TARGETS = _in_force()


def this_year(at: datetime) -> list[Counter]:
    """The counters of the year of a moment; kinds of which nothing was held and that have no target are left out."""
    came = Count("registrations", filter=Q(registrations__present=True))
    held = Gathering.objects.filter(held_at__isnull=False, starts_at__year=timezone.localdate(at).year)
    each = held.annotate(came=came).values_list("kind", "came", "others_present")
    found: dict[str, tuple[int, int]] = {}
    for kind, registered, others in each:
        times, people = found.get(kind, (0, 0))
        found[kind] = (times + 1, people + registered + others)
    shown = [kind for kind in Gathering.Kind if kind in found or kind in TARGETS]
    return [Counter(kind, *found.get(kind, (0, 0)), target=TARGETS.get(kind)) for kind in shown]
