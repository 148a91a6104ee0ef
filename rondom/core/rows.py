"""Data files of rows (TOML), read and examined: a fault names its line, and a file with a fault stops the start."""

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

Fault = tuple[str, str]  # the field, and a sentence


def load(
    name: str,
    text: str,
    fields: Mapping[str, type],
    check: Callable[[dict[str, Any]], Iterable[Fault]] = lambda _: (),
    *,
    head: str = "row",
    may_be_empty: Iterable[str] = (),
    today: date | None = None,
) -> tuple[list[dict[str, Any]], list[str]]:
    """The tables under `[[head]]` in a file called `name`, and each fault with its line; with a fault none may be used.

    Every table has exactly these `fields`, one of them `id`, which is there once; texts are not empty, but for those in
    `may_be_empty`. `check` says what else is wrong with a table; with `today`, no day on which it was checked is still to come.
    """
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return [], [f"{name}: this is no TOML: {error}."]
    tables, lines = found.get(head, []), text.splitlines()
    heads = [number for number, line in enumerate(lines, 1) if re.match(rf"\[\[{head}\]\]\s*(#.*)?$", line)]
    if not tables or not isinstance(tables, list) or len(heads) != len(tables) or found.keys() - {head}:
        return [], [f"{name}, line 1: begin each {head} with [[{head}]] on a line of its own."]
    faults: list[str] = []
    seen: set[str] = set()
    for start, table in zip(heads, tables, strict=True):
        amiss = list(_kinds(table, fields, set(may_be_empty))) or [*check(table), *_too_late(table, today)]
        if not amiss and table["id"] in seen:
            amiss.append(("id", "this id is there twice."))
        seen.add(str(table.get("id")))
        faults += [
            f"{name}, line {_line(lines, start, key)}: {head} {table.get('id', '?')}: {sentence}"
            for key, sentence in amiss
        ]
    return tables, faults


def in_force(file: Path, found: tuple[list[dict[str, Any]], list[str]]) -> list[dict[str, Any]]:
    """The tables of a file that comes with Rondom. Raises ImproperlyConfigured, with every fault and its line."""
    tables, faults = found
    if faults:
        raise ImproperlyConfigured(f"{file.name} is wrong.\n" + "\n".join(faults))
    return tables


def _kinds(table: dict[str, Any], fields: Mapping[str, type], may_be_empty: set[str]) -> Iterable[Fault]:
    for key in sorted(fields.keys() - table.keys()):
        yield key, f"{key} is missing."
    for key in sorted(table.keys() - fields.keys()):
        yield key, f"{key} is no field here."
    for key, kind in fields.items():
        value = table.get(key)
        if key not in table:
            continue
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            yield key, f"{key} must be a {kind.__name__}."
        elif isinstance(value, str) and key not in may_be_empty and not value.strip():
            yield key, f"{key} is empty."


def _too_late(table: dict[str, Any], today: date | None) -> Iterable[Fault]:
    if today and table["checked_on"] > today:
        yield "checked_on", f"checked_on is {table['checked_on']}, and that is still to come."


def _line(lines: list[str], start: int, key: str) -> int:
    for number, line in enumerate(lines[start:], start + 1):
        if line.startswith("[["):
            break
        if re.match(rf"{re.escape(key)}\s*=", line):
            return number
    return start
