"""A sheet of services, read row by row: what is new, what stays, and what is wrong with which row.

A cell that is empty says nothing: what is known stays. A row is taken in whole or not at all; a wrong row stops no other.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from rondom.landscape import sheet
from rondom.landscape.directory import Directory, Place
from rondom.landscape.terms import NEEDED

MOST = 6000  # rows
LONGEST_SOURCE = 500
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_SLUG_MOST = 60


@dataclass(frozen=True)
class Row:
    """One row: what it says that is new, checked on a day or not; or what is wrong with it."""

    line: int
    slug: str
    new: bool = False
    checked: Mapping[str, Any] = field(default_factory=dict)
    unchecked: Mapping[str, Any] = field(default_factory=dict)
    source: str = ""
    verified_on: date | None = None
    fault: str = ""

    @property
    def fields(self) -> list[str]:
        """The fields of which it says something new."""
        return [*self.checked, *self.unchecked]


class Unreadable(Exception):  # noqa: N818 - "this sheet is unreadable"
    """The sheet as a whole cannot be read; the sentence says why."""


def read(content: bytes, known: Directory, today: date) -> list[Row]:
    """The rows of a sheet (CSV, UTF-8), beside what is known. Raises Unreadable."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable(_("Save the sheet as CSV in UTF-8.")) from None
    if "\0" in text:
        raise Unreadable(_("This is not a sheet."))
    try:
        return _read(csv.DictReader(io.StringIO(text, newline=""), strict=True), known, today)
    except csv.Error:
        raise Unreadable(_("This is not a sheet.")) from None


def _read(reader: "csv.DictReader[str]", known: Directory, today: date) -> list[Row]:
    unknown = set(reader.fieldnames or []) - set(sheet.COLUMNS)
    if unknown or "id" not in (reader.fieldnames or []):
        names = ", ".join(sorted(str(one)[:40] for one in unknown)[:5]) or "id"
        raise Unreadable(_("The first row names the columns. Look at: %(names)s.") % {"names": names})
    found = list(islice(_rows(reader, known, today), MOST + 1))
    if len(found) > MOST:
        raise Unreadable(_("At most %(most)s rows at a time.") % {"most": MOST})
    return found


def _rows(reader: "csv.DictReader[str]", known: Directory, today: date) -> Iterator[Row]:
    seen: set[str] = set()
    for raw in reader:
        slug = sheet.cell(raw, "id")
        try:
            _must_stand_once(raw, slug, seen)
            row = _row(reader.line_num, slug, raw, known.by_slug.get(slug), today)
        except ValueError as error:
            row = Row(reader.line_num, slug[:60], fault=str(error))
        seen.add(slug)
        yield row


def _must_stand_once(raw: Mapping[Any, Any], slug: str, seen: set[str]) -> None:
    if slug in seen:
        raise ValueError(_("This id stands there twice."))
    if None in raw:
        raise ValueError(_("This row has too many cells."))


def _row(line: int, slug: str, raw: Mapping[str, Any], place: Place | None, today: date) -> Row:
    if not _SLUG.fullmatch(slug) or len(slug) > _SLUG_MOST:
        raise ValueError(_("id: small letters, digits and dashes, such as veilig-thuis."))
    values, faults = sheet.read(raw)
    for name, sentence in faults.items():
        raise ValueError(f"{name}: {sentence}")
    if place is None and set(NEEDED) - values.keys():
        raise ValueError(
            _("Missing: %(fields)s.") % {"fields": ", ".join(one for one in NEEDED if one not in values)}
        )
    source = sheet.cell(raw, "source")
    if not source or len(source) > LONGEST_SOURCE:
        raise ValueError(_("source: where this was found, in at most 500 characters."))
    verified_on = _day(sheet.cell(raw, "verified_on"), today)
    doubtful = sheet.unverified(raw) if verified_on else set(values)
    checked = {
        name: value
        for name, value in values.items()
        if name not in doubtful and _is_news(place, name, value, verified_on)
    }
    unchecked = {
        name: value
        for name, value in values.items()
        if name in doubtful and _is_news(place, name, value, None)
    }
    return Row(line, slug, place is None, checked, unchecked, source, verified_on)


def _is_news(place: Place | None, name: str, value: Any, verified_on: date | None) -> bool:
    known = place.facts.get(name) if place else None
    if known is None or known.value != value:
        return True
    return verified_on is not None and (known.verified_on is None or known.verified_on < verified_on)


def _day(text: str, today: date) -> date | None:
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or not 0 <= (today - day).days < 365:  # noqa: PLR2004 - a year
        raise ValueError(_("verified_on: a day in the past year, such as 2026-11-22."))
    return day
