"""How long data stay, read from retention.toml and examined: a fault names its line and stops the start."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from rondom.cases.models import Category
from rondom.core.sourced import said, said_later
from rondom.organisations.models import Organisation
from rondom.sharing.protocol import ALL, CATEGORIES

FILE = Path(__file__).with_name("retention.toml")
SHARED_SPACE, SOURCE = PLACES = ("shared_space", "source")
CLOSED, LAW = MOMENTS = ("closed", "law")
SHORTEST = 30  # days: what is closed by mistake can be opened again
LONGEST = 20 * 365 + 5
_TYPES: dict[str, type] = {
    "id": str, "place": str, "kinds": list, "categories": list, "days": int, "from": str, "source_nl": str,
    "source_en": str, "checked_on": date, "confirmed_by": str, "words_nl": str, "words_en": str,
}  # fmt: skip
_KNOWN = {"place": PLACES, "from": MOMENTS}


@dataclass(frozen=True)
class Row:
    """One term: where, whose, which categories, how many days (0: only a law says), from when."""

    id: str
    place: str
    kinds: frozenset[str]
    categories: tuple[Category, ...]
    days: int
    counted_from: str
    sources: Mapping[str, str]
    checked_on: date
    confirmed_by: str
    texts: Mapping[str, str]

    @property
    def words(self) -> str:
        return said_later(self.texts)

    @property
    def source(self) -> str:
        return said(self.sources)

    @property
    def term(self) -> timedelta:
        return timedelta(days=self.days)


def load(text: str, today: date) -> tuple[list[Row], list[str]]:
    """The rows, and each fault with its line; with a fault the rows must not be used."""
    try:
        tables = tomllib.loads(text).get("row", [])
    except tomllib.TOMLDecodeError as error:
        return [], [f"{FILE.name}: this is no TOML: {error}."]
    lines = text.splitlines()
    heads = [number for number, line in enumerate(lines, 1) if re.match(r"\[\[row\]\]\s*(#.*)?$", line)]
    if len(heads) != len(tables) or not tables:
        return [], [f"{FILE.name}, line 1: begin each row with [[row]] on a line of its own."]
    faults: list[str] = []
    rows: list[Row] = []
    for head, table in zip(heads, tables, strict=True):
        found = [
            f"{FILE.name}, line {_line(lines, head, key)}: row {table.get('id', '?')}: {sentence}"
            for key, sentence in _faults(table, today)
        ]
        faults += found
        if not found:
            rows.append(_made(table))
            if sum(row.id == rows[-1].id for row in rows) > 1:
                faults.append(f"{FILE.name}, line {head}: row {rows[-1].id} is there twice.")
    return rows, faults or _gaps(rows)


def _line(lines: list[str], head: int, key: str) -> int:
    for number, line in enumerate(lines[head:], head + 1):
        if line.startswith("[["):
            break
        if re.match(rf"{key}\s*=", line):
            return number
    return head


def _faults(table: dict[str, Any], today: date) -> list[tuple[str, str]]:
    found = [(key, f"{key} is missing.") for key in _TYPES.keys() - table.keys()]
    found += [(key, f"{key} is no field of a row.") for key in table.keys() - _TYPES.keys()]
    found += [
        (key, f"{key} must be a {kind.__name__}.")
        for key, kind in _TYPES.items()
        if key in table and (not isinstance(table[key], kind) or isinstance(table[key], bool))
    ]
    if found:
        return sorted(found)
    found += [(key, f"{key} is empty.") for key, kind in _TYPES.items() if kind is str and key != "confirmed_by" and not table[key].strip()]  # fmt: skip
    found += [(key, f"{key} can be {' or '.join(known)}.") for key, known in _KNOWN.items() if table[key] not in known]  # fmt: skip
    for key, known in (("kinds", set(Organisation.Kind.values)), ("categories", set(CATEGORIES))):
        wrong = [one for one in table[key] if one not in known | {ALL}]
        if wrong or not table[key] or (ALL in table[key] and len(table[key]) > 1):
            found.append((key, f'{key} must be a list of known words, or ["all"].'))
    shared = table["place"] == SHARED_SPACE
    if shared and not (SHORTEST <= table["days"] <= LONGEST and table["from"] == CLOSED):
        found.append(("days", f"days must be from {SHORTEST} to {LONGEST}, counted from closed."))
    if not shared and not 0 <= table["days"] <= LONGEST:
        found.append(("days", f"days must be from 0 to {LONGEST}."))
    if table["checked_on"] > today:
        found.append(("checked_on", f"checked_on is {table['checked_on']}, and that is still to come."))
    return found


def _made(table: dict[str, Any]) -> Row:
    every = table["categories"] == [ALL]
    return Row(
        id=table["id"],
        place=table["place"],
        kinds=frozenset(Organisation.Kind.values if table["kinds"] == [ALL] else table["kinds"]),
        categories=tuple(Category) if every else tuple(CATEGORIES[one] for one in table["categories"]),
        days=table["days"],
        counted_from=table["from"],
        sources={"nl": table["source_nl"], "en": table["source_en"]},
        checked_on=table["checked_on"],
        confirmed_by=table["confirmed_by"].strip(),
        texts={"nl": table["words_nl"], "en": table["words_en"]},
    )


def _gaps(rows: list[Row]) -> list[str]:
    """In the shared space exactly one term holds for each category of each kind of organisation."""
    faults = []
    for kind in Organisation.Kind.values:
        for category in Category:
            said_by = [row.id for row in rows if row.place == SHARED_SPACE and kind in row.kinds and category in row.categories]  # fmt: skip
            if len(said_by) != 1:
                what = " and ".join(said_by) or "no row"
                faults.append(f"{FILE.name}, line 1: {what} says how long {category.name.lower()} of {kind} stays; it must be one.")  # fmt: skip
    return faults


def in_force() -> list[Row]:
    """The rows of the file that comes with Rondom. Raises ImproperlyConfigured, with every fault and its line."""
    rows, faults = load(FILE.read_text(encoding="utf-8"), timezone.localdate())
    if faults:
        raise ImproperlyConfigured("The terms of retention are wrong.\n" + "\n".join(faults))
    return rows


ROWS = in_force()


def row_of(kind: str, category: Category) -> Row:
    """The term of the shared space for a category of a case that this kind of organisation registered."""
    return next(
        row for row in ROWS if row.place == SHARED_SPACE and kind in row.kinds and category in row.categories
    )


def at_source(kind: str) -> list[Row]:
    """The terms that hold for the dossiers this kind of organisation keeps itself."""
    return [row for row in ROWS if row.place == SOURCE and kind in row.kinds]
