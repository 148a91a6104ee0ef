"""How many minutes the MDT plans for a case, and how long a meeting lasts.

Read from lengths.toml, unless a region, or the chair for one case, says otherwise. It plans: nothing is left out because it
does not fit (indicator F8, design/domain.md 5.1).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.utils import timezone

from rondom.cases import clock
from rondom.cases.models import Case
from rondom.core import rows, sourced
from rondom.core.sourced import Sourced
from rondom.organisations.models import Region

FILE = Path(__file__).with_name("lengths.toml")
FIRST, AGAIN, EXTRAORDINARY, MEETING = "first", "again", "extraordinary", "meeting"
KINDS = (FIRST, AGAIN, EXTRAORDINARY)
MOST = 120  # minutes for one case; the database says the same
_FIELDS: dict[str, type] = {
    "id": str,
    "minutes": int,
    **sourced.WORDS,
    **sourced.FIELDS,
}


@dataclass(frozen=True, kw_only=True)
class Length(Sourced):
    """How many minutes, for what, and says who."""

    minutes: int


def load(text: str, today: date) -> tuple[list[dict[str, Any]], list[str]]:
    """The rows of the file, and each fault with its line."""

    def check(row: dict[str, Any]) -> Iterable[rows.Fault]:
        if row["id"] not in {*KINDS, MEETING}:
            yield "id", "this kind of item is not known."
        if not 1 <= row["minutes"] <= MOST:
            yield "minutes", f"minutes lies between 1 and {MOST}."

    found, faults = rows.load(
        FILE.name, text, _FIELDS, check, head="length", may_be_empty=["confirmed_by"], today=today
    )
    missing = {*KINDS, MEETING} - {row["id"] for row in found}
    if not faults and missing:
        faults = [f"{FILE.name}, line 1: {', '.join(sorted(missing))} is missing."]
    return found, faults


def _in_force() -> dict[str, Length]:
    found = rows.in_force(FILE, load(FILE.read_text(encoding="utf-8"), timezone.localdate()))
    return {row["id"]: Length.of(row, minutes=row["minutes"]) for row in found}


LENGTHS = _in_force()


def own(region: Region) -> dict[str, int | None]:
    """What a region says itself of each kind of item; none where it says nothing."""
    return {kind: getattr(region, f"minutes_{kind}") for kind in KINDS}


def usual(region: Region, kind: str) -> int:
    """The minutes for a kind of item in a region."""
    return own(region)[kind] or LENGTHS[kind].minutes


def said(region: Region) -> list[tuple[Length, int, bool]]:
    """Each kind of item: what the rule says of it, the minutes for it in a region, and whether the region chose them."""
    chosen = own(region)
    return [(LENGTHS[kind], usual(region, kind), chosen[kind] is not None) for kind in KINDS]


def planned(case: Case, region: Region, *, extra: bool) -> int:
    """The minutes planned for a case in the meeting it is in: what the chair said in this round, else what is usual."""
    kind = EXTRAORDINARY if extra else FIRST if case.mdt_round == 1 else AGAIN
    return case.mdt_minutes or usual(region, kind)


def planned_now(case: Case, region: Region) -> int:
    """The same, for a case of which is not known yet whether its meeting is one of the calendar."""
    return planned(case, region, extra=bool(case.mdt_at) and not clock.is_planned(region, _at(case)))


def _at(case: Case) -> datetime:
    assert case.mdt_at is not None
    return case.mdt_at


def lasts(minutes: int | None) -> int:
    """The minutes that a meeting lasts, of which the calendar says this."""
    return minutes or LENGTHS[MEETING].minutes
