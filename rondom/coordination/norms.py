"""By which lengths of time Rondom reminds and warns, read from norms.toml: each with its source."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from rondom.core import rows, sourced
from rondom.core.sourced import Sourced

FILE = Path(__file__).with_name("norms.toml")
_FIELDS: dict[str, type] = {
    "id": str,
    "hours": int,
    **sourced.WORDS,
    **sourced.FIELDS,
}
_NEEDED = {"nudge_ahead", "silence", "warm_transfer"}


@dataclass(frozen=True, kw_only=True)
class Norm(Sourced):
    """One length of time, in words and with its source."""

    length: timedelta

    @property
    def hours(self) -> int:
        """The length of time in hours."""
        return int(self.length.total_seconds() // 3600)

    @property
    def days(self) -> int:
        """The length of time in whole days."""
        return self.length.days


def load(text: str, today: date) -> tuple[list[dict[str, Any]], list[str]]:
    """The rows of the file, and each fault with its line."""

    def check(row: dict[str, Any]) -> Iterable[rows.Fault]:
        if row["id"] not in _NEEDED:
            yield "id", f"id can be {', '.join(sorted(_NEEDED))}."
        if row["hours"] < 1:
            yield "hours", "hours is at least 1."

    found, faults = rows.load(
        FILE.name, text, _FIELDS, check, head="norm", may_be_empty=["confirmed_by"], today=today
    )
    missing = _NEEDED - {row["id"] for row in found}
    return found, faults or [f"{FILE.name}, line 1: norm {one} is missing." for one in sorted(missing)]


def _in_force() -> dict[str, Norm]:
    return {
        row["id"]: Norm.of(row, length=timedelta(hours=row["hours"]))
        for row in rows.in_force(FILE, load(FILE.read_text(encoding="utf-8"), timezone.localdate()))
    }


NORMS = _in_force()
NUDGE_AHEAD, SILENCE, WARM_TRANSFER = NORMS["nudge_ahead"], NORMS["silence"], NORMS["warm_transfer"]
