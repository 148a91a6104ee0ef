"""The acute windows, what speaks against them and the advice before coming in, from windows.toml.

Read and examined once: a fault names its line and stops the start.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from rondom.cases.models import FOUR, Person
from rondom.first_contact.models.report import ViolenceType
from rondom.first_contact.windows import Against, Fact, Window

FILE = Path(__file__).with_name("windows.toml")
LONGEST = 24 * 365  # hours
CALL, WAIT, BRING = PARTS = ("call", "wait", "bring")
_KINDS = {"kinds": set(ViolenceType.values), "gender": set(Person.Gender.values)}
_CHECKED: dict[str, type] = {
    "words_nl": str, "words_en": str, "source": str, "verified_on": date, "verified_by": str, "expires": date,
}  # fmt: skip
# The tables of the file: what names a row, and its other fields with their types.
_TABLES: dict[str, tuple[str, dict[str, type]]] = {
    "window": ("code", {"hours": int, "domain": str, "name_nl": str, "name_en": str}),
    "against": ("id", {"windows": list, "fact": str, "values": list}),
    "advice": ("id", {"part": str}),
}
_MAY_BE_EMPTY = {"verified_by"}


@dataclass(frozen=True)
class Advice(Fact):
    """One thing to know before coming in."""

    part: str


@dataclass
class Facts:
    """All that the file says, in its order."""

    windows: list[Window]
    against: list[Against]
    advice: list[Advice]


def load(text: str, today: date) -> tuple[Facts, list[str]]:
    """What a file says, and each fault with its line; with a fault nothing of it must be used."""
    facts = Facts([], [], [])
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        where = re.search(r"line (\d+)", str(error))
        line = int(where[1]) if where else len(text.splitlines())
        return facts, [f"{FILE.name}, line {line}: this is no TOML: {error}."]
    reading = _Reading(text.splitlines(), found, today)
    for key in found.keys() - {"source", *_TABLES}:
        reading.fault(
            reading.line_of(0, key), f"{key} is not known here; there are source, {', '.join(_TABLES)}."
        )
    for name in _TABLES:
        reading.read(name)
    faults = [sentence for _line, sentence in sorted(reading.faults)]
    if not faults:
        facts = Facts(*([_made(name, table, reading.sources) for table in found[name]] for name in _TABLES))
    return facts, faults


class _Reading:
    """Examines the tables, and notes every fault at its line."""

    def __init__(self, lines: list[str], found: dict[str, Any], today: date) -> None:
        self.lines, self.found, self.today = lines, found, today
        self.faults: list[tuple[int, str]] = []
        sources = found.get("source")
        self.sources: dict[str, Any] = sources if isinstance(sources, dict) else {}
        for name, texts in self.sources.items():
            if not (
                isinstance(texts, dict) and texts.keys() == {"nl", "en"} and all(map(_text, texts.values()))
            ):
                self.fault(self.line_of(0, name), f"source {name} needs a text nl and a text en.")

    def fault(self, line: int, sentence: str) -> None:
        self.faults.append((line, f"{FILE.name}, line {line}: {sentence}"))

    def line_of(self, head: int, key: str) -> int:
        """The line of a key in the table that begins at a line; that line itself when the key is not there."""
        for number, line in enumerate(self.lines[head:], head + 1):
            if head and line.startswith("["):
                break
            if re.match(rf"\s*{re.escape(key)}\s*=", line) or line.startswith(f"[{key}"):
                return number
        return head or 1

    def read(self, name: str) -> None:
        """Every row of a kind of table."""
        tables = self.found.get(name, [])
        heads = [n for n, line in enumerate(self.lines, 1) if re.match(rf"\[\[{name}\]\]\s*(#.*)?$", line)]
        if not isinstance(tables, list) or not tables or len(heads) != len(tables):
            self.fault(
                1, f"begin each {name} with [[{name}]] on a line of its own; there must be one at least."
            )
            return
        key, seen = _TABLES[name][0], set()
        for head, table in zip(heads, tables, strict=True):
            known = table.get(key, "?")
            for field, sentence in self._faults(name, table):
                self.fault(self.line_of(head, field), f"{name} {known}: {sentence}")
            if str(known) in seen:
                self.fault(self.line_of(head, key), f"{name} {known} is there twice.")
            seen.add(str(known))

    def _faults(self, name: str, table: dict[str, Any]) -> Iterator[tuple[str, str]]:
        key, own = _TABLES[name]
        types: dict[str, type] = {key: str, **own, **_CHECKED}
        broken = [(field, f"{field} is missing.") for field in types.keys() - table.keys()]
        broken += [(field, f"{field} is no field of a {name}.") for field in table.keys() - types.keys()]
        broken += [
            (field, f"{field} must be a {kind.__name__}.")
            for field, kind in types.items()
            if field in table and type(table[field]) is not kind
        ]
        if broken:
            yield from broken
            return
        for field, kind in types.items():
            if kind is str and field not in _MAY_BE_EMPTY and not table[field].strip():
                yield field, f"{field} is empty."
        yield from self._checked(table)
        yield from getattr(self, f"_{name}")(table)

    def _checked(self, table: dict[str, Any]) -> Iterator[tuple[str, str]]:
        if table["source"] not in self.sources:
            yield "source", f"source is {table['source']!r}; it can be {_or(self.sources)}."
        if table["verified_on"] > self.today:
            yield "verified_on", f"verified_on is {table['verified_on']}, and that is still to come."
        if table["expires"] <= table["verified_on"]:
            yield "expires", "expires must be after verified_on."

    @staticmethod
    def _window(table: dict[str, Any]) -> Iterator[tuple[str, str]]:
        if not re.fullmatch(r"[A-Z0-9]+(_[A-Z0-9]+)*", table["code"]) or len(table["code"]) > 20:  # noqa: PLR2004 - as the column
            yield "code", "code must be capitals, numbers and single underscores, at most 20."
        if not 0 < table["hours"] <= LONGEST:
            yield "hours", f"hours must be from 1 to {LONGEST}."
        if table["domain"] not in FOUR:
            yield "domain", f"domain is {table['domain']!r}; it can be {_or(FOUR)}."

    def _against(self, table: dict[str, Any]) -> Iterator[tuple[str, str]]:
        codes = {window.get("code") for window in self.found.get("window", [])}
        if not table["windows"] or not codes.issuperset(table["windows"]):
            yield "windows", f"windows must be a list of codes: {_or(codes)}."
        if table["fact"] not in _KINDS:
            yield "fact", f"fact is {table['fact']!r}; it can be {_or(_KINDS)}."
        elif not table["values"] or not _KINDS[table["fact"]].issuperset(table["values"]):
            yield "values", f"values must be a list of codes: {_or(_KINDS[table['fact']])}."

    @staticmethod
    def _advice(table: dict[str, Any]) -> Iterator[tuple[str, str]]:
        if table["part"] not in PARTS:
            yield "part", f"part is {table['part']!r}; it can be {_or(PARTS)}."


def _text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _or(values: Any) -> str:
    return ", ".join(sorted(map(str, values))) or "nothing: there is none"


def _made(name: str, table: dict[str, Any], sources: dict[str, Any]) -> Any:
    checked = {
        "key": table[_TABLES[name][0]],
        "texts": {"nl": table["words_nl"], "en": table["words_en"]},
        "sources": sources[table["source"]],
        "verified_on": table["verified_on"],
        "verified_by": table["verified_by"].strip(),
        "expires": table["expires"],
    }
    if name == "window":
        names = {"nl": table["name_nl"], "en": table["name_en"]}
        return Window(**checked, hours=table["hours"], domain=table["domain"], names=names)
    if name == "against":
        values = frozenset(table["values"])
        return Against(**checked, windows=frozenset(table["windows"]), fact=table["fact"], values=values)
    return Advice(**checked, part=table["part"])


def in_force() -> Facts:
    """What the file that comes with Rondom says. Raises ImproperlyConfigured, with every fault and its line."""
    facts, faults = load(FILE.read_text(encoding="utf-8"), timezone.localdate())
    if faults:
        raise ImproperlyConfigured("The acute windows are wrong.\n" + "\n".join(faults))
    return facts


FACTS = in_force()
WINDOWS = {window.key: window for window in FACTS.windows}
CODES = list(WINDOWS)
LONGEST_WINDOW = max(window.hours for window in FACTS.windows)
