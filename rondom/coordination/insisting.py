"""Step by step to whom the coordinator turns when an action does not come along, read from escalation.toml."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from rondom.core import rows, sourced
from rondom.core.sourced import Sourced

FILE = Path(__file__).with_name("escalation.toml")
_FIELDS: dict[str, type] = {
    "id": str,
    "order": int,
    "whom_nl": str,
    "whom_en": str,
    "hours": int,
    **sourced.FIELDS,
}
_LONGEST = 20  # of Insistence.level


@dataclass(frozen=True, kw_only=True)
class Level(Sourced):
    """One step: to whom, and how long they have to answer."""

    id: str
    within: timedelta

    @property
    def whom(self) -> str:
        return self.words

    @property
    def hours(self) -> int:
        """The time to answer, in hours."""
        return int(self.within.total_seconds() // 3600)


def load(text: str, today: date) -> tuple[list[dict[str, Any]], list[str]]:
    """The rows of the file, and each fault with its line; the steps follow each other from 1."""
    orders: set[int] = set()

    def check(row: dict[str, Any]) -> Iterable[rows.Fault]:
        if len(row["id"]) > _LONGEST:
            yield "id", f"id has at most {_LONGEST} signs."
        if row["order"] != len(orders) + 1:
            yield "order", "the steps stand in their order, from 1."
        orders.add(row["order"])
        if row["hours"] < 1:
            yield "hours", "hours is at least 1."

    return rows.load(
        FILE.name, text, _FIELDS, check, head="level", may_be_empty=["confirmed_by"], today=today
    )


def _in_force() -> tuple[Level, ...]:
    return tuple(
        Level.of(row, "whom", id=row["id"], within=timedelta(hours=row["hours"]))
        for row in rows.in_force(FILE, load(FILE.read_text(encoding="utf-8"), timezone.localdate()))
    )


LEVELS = _in_force()
BY_ID = {level.id: level for level in LEVELS}


def next_level(taken: Iterable[str]) -> Level | None:
    """The step that follows those that were taken."""
    done = set(taken)
    return next((level for level in LEVELS if level.id not in done), None)
