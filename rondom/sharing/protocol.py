"""The privacy protocol, read from protocol.toml and examined: a fault names its line and stops the start.

A row says: from whom, to whom, which categories, of which regime of origin, for which purpose; on which basis; under
which conditions (all of them); and whether that is allowed, or never. Its cells are all combinations of those five.

A never row with conditions says that these are no ground: it rules out, in its cells, the permissions that rest on all
of them. A never row without conditions rules out every permission in its cells. Never rows win over permissions.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from rondom.cases.models import Category
from rondom.core.sourced import said, said_later
from rondom.sharing.terms import (
    GROUPS,
    PARTY_WORDS,
    Certainty,
    Condition,
    Effect,
    Party,
    Purpose,
    Regime,
    Retention,
)

FILE = Path(__file__).with_name("protocol.toml")
CATEGORIES = {category.name.lower(): category for category in Category}
ALL = "all"


class Cell(NamedTuple):
    """One flow that a row speaks about."""

    sender: str
    receiver: str
    category: int
    regime: str
    purpose: str


class Fault(NamedTuple):
    """What is wrong with the file, and on which line."""

    line: int
    sentence: str

    def __str__(self) -> str:
        return f"{FILE.name}, line {self.line}: {self.sentence}"


@dataclass(frozen=True)
class Basis:
    """The law a row rests on; without one its certainty says so."""

    law: str
    article: str
    notes: Mapping[str, str]

    @property
    def note(self) -> str:
        return said(self.notes)


@dataclass(frozen=True, eq=False, repr=False)
class Row:
    """One row of the protocol, with the words as they stand in the file."""

    id: str
    senders: tuple[str, ...]
    receivers: tuple[str, ...]
    categories: tuple[Category, ...]
    regimes: tuple[Regime, ...]
    purposes: tuple[Purpose, ...]
    basis: Basis
    conditions: frozenset[Condition]
    effect: Effect
    certainty: Certainty
    retention: Retention
    sources: Mapping[str, str]
    checked_on: date
    confirmed_by: str
    texts: Mapping[str, str]
    line: int

    def __repr__(self) -> str:
        return f"<{self.id}, line {self.line}>"

    @property
    def never(self) -> bool:
        return self.effect == Effect.NEVER

    @cached_property
    def words(self) -> str:
        """The row in one sentence, in the language of the reader."""
        return said_later(self.texts)

    @property
    def source(self) -> str:
        return said(self.sources)

    @cached_property
    def cells(self) -> frozenset[Cell]:
        """Every flow this row speaks about, with groups written out."""
        pairs = {
            (sender, receiver)
            for sender in members(self.senders)
            for receiver in (
                members(one for one in self.receivers if one != Party.ITSELF)
                | ({sender} if Party.ITSELF in self.receivers else set())
            )
        }
        rest = list(product(self.categories, self.regimes, self.purposes))
        return frozenset(
            Cell(sender, receiver, int(category), regime, purpose)
            for sender, receiver in pairs
            for category, regime, purpose in rest
        )

    def rules_out(self, other: "Row") -> bool:
        """Whether this never row, in a cell of both, rules out the other."""
        return self.conditions <= other.conditions

    def by_name(self, cell: Cell) -> bool:
        """Whether both sides are named, not only as part of a group: that goes before what is said of groups."""
        named = cell.receiver in self.receivers or Party.ITSELF in self.receivers
        return cell.sender in self.senders and named


def members(kinds: Any) -> set[str]:
    """The kinds that groups stand for."""
    return {str(one) for kind in kinds for one in GROUPS.get(kind, (kind,))}


def load(text: str, today: date) -> tuple[list[Row], list[Fault]]:
    """The rows of a protocol and what is wrong with it; with a fault the rows must not be used."""
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        where = re.search(r"line (\d+)", str(error))
        return [], [Fault(int(where[1]) if where else len(text.splitlines()), f"This is no TOML: {error}.")]
    heads = [
        number for number, line in enumerate(text.splitlines(), 1) if re.match(r"\[\[row\]\]\s*(#.*)?$", line)
    ]
    tables = found.get("row", [])
    if '"""' in text or "'''" in text or not isinstance(tables, list) or len(heads) != len(tables):
        return [], [
            Fault(1, "Begin each row with [[row]] on a line of its own, and keep each text on one line.")
        ]
    reading = _Reading(text.splitlines(), found.get("source"), today)
    for key in found.keys() - {"row", "source"}:
        reading.faults.append(
            Fault(reading.line_of(key, 0), f"{key} is not known here; there are row and source.")
        )
    if not tables:
        reading.faults.append(Fault(1, "There is no row: nothing could ever be shared."))
    rows = [row for head, table in zip(heads, tables, strict=True) if (row := reading.row(head, table))]
    faults = reading.faults or list(_against_each_other(rows))
    return rows, sorted(faults)


class _Reading:
    """Reads tables into rows, and notes every fault at its line."""

    KEYS = (
        "id", "from", "to", "categories", "regimes", "purposes", "basis", "conditions", "effect", "certainty",
        "retention", "source", "checked_on", "confirmed_by", "words_nl", "words_en",
    )  # fmt: skip

    def __init__(self, lines: list[str], sources: Any, today: date) -> None:
        self.lines, self.today = lines, today
        self.faults: list[Fault] = []
        self.ids: dict[str, int] = {}
        self.sources: dict[str, Any] = sources if isinstance(sources, dict) else {}
        for name, texts in self.sources.items():
            if not (
                isinstance(texts, dict) and texts.keys() == {"nl", "en"} and all(map(_text, texts.values()))
            ):
                self.faults.append(
                    Fault(
                        self.line_of(rf"\[source\.{re.escape(name)}\]", 0),
                        f"Source {name} needs a text nl and a text en.",
                    )
                )

    def line_of(self, key: str, head: int) -> int:
        """The line of a key in the table that begins at a line; that line itself when the key is not there."""
        for number, line in enumerate(self.lines[head:], head + 1):
            if head and line.startswith("["):
                break
            if re.match(rf"\s*{key}\s*(=|$)", line) or line.startswith(f"[{key}"):
                return number
        return head or 1

    def row(self, head: int, table: dict[str, Any]) -> Row | None:
        """The row of a table; None when something is wrong with it."""
        before, name = len(self.faults), table.get("id", "?")

        def fault(key: str, sentence: str) -> None:
            self.faults.append(Fault(self.line_of(key, head), f"row {name}: {sentence}"))

        for key in self.KEYS:
            if key not in table:
                fault(key, f"{key} is missing.")
        for key in table.keys() - set(self.KEYS):
            fault(key, f"{key} is no field of a row.")
        self._words(table, fault)
        self._kinds(table, fault)
        for key, known, may_be_empty in (
            ("categories", {*CATEGORIES, ALL}, False),
            ("regimes", set(Regime.values), False),
            ("purposes", set(Purpose.values), False),
            ("conditions", set(Condition.values), True),
        ):
            _several(table, key, known, fault, may_be_empty=may_be_empty)
        if table.get("categories") != [ALL] and ALL in _list(table.get("categories")):
            fault("categories", "all stands alone: it is every category.")
        for key, choices in (("effect", Effect), ("certainty", Certainty), ("retention", Retention)):
            if key in table and table[key] not in choices.values:
                fault(key, f"{key} is {table[key]!r}; it can be {_or(choices.values)}.")
        self._ground(table, fault)
        if len(self.faults) > before:
            return None
        self.ids[table["id"]] = head
        return self._made(head, table)

    def _words(self, table: dict[str, Any], fault: Any) -> None:
        name = table.get("id")
        if "id" in table and not (isinstance(name, str) and re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)):
            fault("id", "id must be small letters, numbers and single hyphens.")
        elif name in self.ids:
            fault("id", f"the row on line {self.ids[name]} has this id already.")
        for key in ("words_nl", "words_en"):
            if key in table and not (_text(table[key]) and table[key].endswith(".")):
                fault(key, f"{key} must be a sentence that ends with a full stop.")
        if "confirmed_by" in table and not isinstance(table["confirmed_by"], str):
            fault("confirmed_by", "confirmed_by must be a name, or empty.")

    @staticmethod
    def _kinds(table: dict[str, Any], fault: Any) -> None:
        _several(table, "from", PARTY_WORDS.keys() - {Party.ITSELF}, fault)
        _several(table, "to", set(PARTY_WORDS), fault)

    def _ground(self, table: dict[str, Any], fault: Any) -> None:
        basis = table.get("basis")
        if isinstance(basis, dict) and basis.keys() == {"law", "article", "note_nl", "note_en"}:
            if not all(isinstance(text, str) for text in basis.values()):
                fault("basis", "law, article and notes must be texts.")
            elif not basis["law"] and (basis["article"] or table.get("certainty") == Certainty.FIRM):
                fault("basis", "a row without a law has no article and cannot be firm.")
            elif bool(basis["note_nl"]) != bool(basis["note_en"]):
                fault("basis", "a note is written in both languages.")
        elif "basis" in table:
            fault("basis", "basis must hold law, article, note_nl and note_en.")
        if "source" in table and (
            not isinstance(table["source"], str) or table["source"] not in self.sources
        ):
            fault("source", f"source is {table['source']!r}; it can be {_or(self.sources)}.")
        checked = table.get("checked_on")
        if "checked_on" in table and type(checked) is not date:
            fault("checked_on", "checked_on must be a date such as 2026-11-24, without quotation marks.")
        elif checked and checked > self.today:
            fault("checked_on", f"checked_on is {checked}, and that is still to come.")

    def _made(self, head: int, table: dict[str, Any]) -> Row:
        basis, names = table["basis"], table["categories"]
        return Row(
            id=table["id"],
            senders=tuple(table["from"]),
            receivers=tuple(table["to"]),
            categories=tuple(Category) if names == [ALL] else tuple(CATEGORIES[one] for one in names),
            regimes=tuple(map(Regime, table["regimes"])),
            purposes=tuple(map(Purpose, table["purposes"])),
            basis=Basis(basis["law"], basis["article"], {"nl": basis["note_nl"], "en": basis["note_en"]}),
            conditions=frozenset(map(Condition, table["conditions"])),
            effect=Effect(table["effect"]),
            certainty=Certainty(table["certainty"]),
            retention=Retention(table["retention"]),
            sources=self.sources[table["source"]],
            checked_on=table["checked_on"],
            confirmed_by=table["confirmed_by"].strip(),
            texts={"nl": table["words_nl"], "en": table["words_en"]},
            line=head,
        )


def _text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _or(values: Any) -> str:
    return ", ".join(sorted(map(str, values))) or "nothing: there is none"


def _several(table: dict[str, Any], key: str, known: Any, fault: Any, *, may_be_empty: bool = False) -> None:
    """A list of known words, each once."""
    value = table.get(key, [])
    if key not in table:
        return
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        fault(key, f'{key} must be a list, such as ["{min(known)}"].')
        return
    if not value and not may_be_empty:
        fault(key, f"{key} is empty.")
    for one in value:
        if one not in known:
            fault(key, f"{key}: {one} is not known; it can be {_or(known)}.")
    if len(value) != len(set(value)):
        fault(key, f"{key} says something twice.")


def by_cell(rows: Sequence[Row]) -> dict[Cell, tuple[Row, ...]]:
    """For every flow the rows that speak about it: what names both sides first, then as in the file."""
    found: dict[Cell, tuple[Row, ...]] = {}
    for row in rows:
        for cell in row.cells:
            found[cell] = (*found.get(cell, ()), row)
    for cell, several in found.items():
        if len(several) > 1:
            named = [row for row in several if row.by_name(cell)]
            found[cell] = (*named, *(row for row in several if row not in named))
    return found


def _against_each_other(rows: list[Row]) -> Iterator[Fault]:
    """Rows that contradict each other, and rows that can never speak.

    A permission contradicts a never row when that one row rules it out in each of its cells: the permission says yes
    and can never give it. A never row that rules out only part of a permission is an exception to it, and meant.
    A permission is unreachable when in each cell it is ruled out, or comes after one that asks no condition more. A
    never row is unreachable when in each cell another rules out as much: an earlier one, or one with fewer conditions.
    """
    together = set(by_cell(rows).values())
    for row in rows:
        mine = [several for several in together if row in several]
        if row.never:
            if all(any(_says_it(other, row) for other in several) for several in mine):
                yield Fault(row.line, f"row {row.id} is unreachable: other never rows say all of it already.")
            continue
        against = next((o for o in rows if o.never and o.rules_out(row) and row.cells <= o.cells), None)
        if against:
            which = f"row {against.id} (line {against.line})"
            yield Fault(row.line, f"row {row.id} contradicts {which}, which says never.")
        elif all(_cannot_speak(row, several) for several in mine):
            yield Fault(row.line, f"row {row.id} is unreachable: other rows decide before it, always.")


def _says_it(other: Row, row: Row) -> bool:
    """Whether another never row rules out all that this one does, and goes before it."""
    same = other.conditions == row.conditions and other.line < row.line
    return other.never and (same or other.conditions < row.conditions)


def _cannot_speak(row: Row, several: Sequence[Row]) -> bool:
    """Whether a permission is never the answer where these rows stand together."""
    earlier = several[: several.index(row)]
    ruled_out = any(other.never and other.rules_out(row) for other in several)
    return ruled_out or any(not other.never and other.conditions <= row.conditions for other in earlier)


def in_force() -> list[Row]:
    """The rows of the file that comes with Rondom. Raises ImproperlyConfigured, with every fault and its line."""
    rows, faults = load(FILE.read_text(encoding="utf-8"), timezone.localdate())
    if faults:
        raise ImproperlyConfigured("The privacy protocol is wrong.\n" + "\n".join(map(str, faults)))
    return rows
