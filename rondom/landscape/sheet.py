"""A service on one row of a sheet, and its facts: the form of imports, of the open data and of the first filling.

Lists are separated by `;`. `unverified` names the columns whose fact was not checked; a cell that ends in "verify" was not
checked either.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from rondom.landscape import facts, hours
from rondom.landscape.terms import CODES, GRADES, HOURS, NEEDED, SITES, TEXTS, Field, Reach
from rondom.organisations import municipalities

_TWO = tuple(f"{{}}_{language}" for language in ("nl", "en"))
LISTS = frozenset({*CODES, Field.LANGUAGES, "municipalities", "phone_also", "unverified"})
VERIFY = "verify"


def _columns(field: Field) -> list[str]:
    notes = [column.format(field.value) for column in _TWO]
    if field in TEXTS:
        return notes
    if field == Field.REACH:
        return ["reach", "municipalities", *notes]
    if field == Field.PHONE:
        return ["phone", "phone_also", *notes]
    return [field.value, *notes] if field in GRADES else [field.value]


COLUMNS = [
    "id",
    *(column for field in Field for column in _columns(field)),
    "unverified",
    "source",
    "verified_on",
]


def read(row: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """The values a row states, by field, and what is wrong, by field; what it leaves empty is in neither."""
    found: dict[str, Any] = {}
    faults: dict[str, str] = {}
    for field in Field:
        try:
            value = _READ[field](row, field)
            problem = "" if value is None else facts.check(cell(row, "id"), field, value)
        except ValueError as error:
            value, problem = None, str(error)
        if problem:
            faults[field.value] = problem
        elif value is not None:
            found[field.value] = value
    return found, faults


def values(row: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a whole service. Raises ValueError with field and sentence."""
    found, faults = read(row)
    for field, sentence in [
        *faults.items(),
        *((one, _("This must be filled in.")) for one in NEEDED if one not in found),
    ]:
        raise ValueError(f"{field}: {sentence}")
    return found


def columns(field: str) -> list[str]:
    """The columns in which a fact stands."""
    return _columns(Field(field))


def unverified(row: Mapping[str, Any]) -> set[str]:
    """The fields of a row of which it says that they were not checked."""
    doubtful = {field.value for field in Field for column in _columns(field) if _is_doubtful(row.get(column))}
    return doubtful | set(items(row, "unverified"))


def cell(row: Mapping[str, Any], column: str) -> str:
    """What stands in a column, without the word that it was not checked; empty when nothing does."""
    text = " ".join(str(row.get(column) or "").split())
    return text.removesuffix(VERIFY).rstrip(" ,;(") if _is_doubtful(text) else text


def items(row: Mapping[str, Any], column: str) -> list[str]:
    """The items of a column that holds a list."""
    value = row.get(column)
    if isinstance(value, list):
        return [str(one) for one in value]
    return [one.strip() for one in cell(row, column).split(";") if one.strip()]


def _is_doubtful(value: Any) -> bool:
    return isinstance(value, str) and value.rstrip(" )").endswith(VERIFY)


def _texts(row: Mapping[str, Any], field: str) -> dict[str, str] | None:
    found = {language: cell(row, f"{field}_{language}") for language in ("nl", "en")}
    return found if any(found.values()) else None


def _with_note(value: dict[str, Any], row: Mapping[str, Any], field: str) -> dict[str, Any]:
    note = _texts(row, field)
    return {**value, "note": note} if note else value


def _codes(row: Mapping[str, Any], field: str) -> list[str] | None:
    return items(row, field) or None


def _grade(row: Mapping[str, Any], field: str) -> dict[str, Any] | None:
    return _with_note({"grade": cell(row, field)}, row, field) if cell(row, field) else None


def _hours(row: Mapping[str, Any], field: str) -> dict[str, Any] | None:
    return hours.parse(cell(row, field)) if cell(row, field) else None


def _site(row: Mapping[str, Any], field: str) -> dict[str, Any] | None:
    return {"address": cell(row, field)} if cell(row, field) else None


def _phone(row: Mapping[str, Any], field: str) -> dict[str, Any] | None:
    number, ask = cell(row, field), _texts(row, field)
    if not number:
        return {"ask": ask} if ask else None
    if number.startswith("via:"):
        return _with_note({"via": number.removeprefix("via:").strip()}, row, field)
    also = items(row, "phone_also")
    return _with_note({"number": number, **({"also": also} if also else {})}, row, field)


def _ages(row: Mapping[str, Any], field: str) -> dict[str, int] | None:
    text = cell(row, field)
    if not text:
        return None
    first, dash, last = text.partition("-")
    if not dash or not all(one.strip().isdecimal() or not one.strip() for one in (first, last)):
        raise ValueError(_("Write ages like this: 12-24, 18- or -25"))
    both = {"from": first.strip(), "to": last.strip()}
    return {name: int(age) for name, age in both.items() if age}


def _reach(row: Mapping[str, Any], field: str) -> dict[str, Any] | None:
    kind = cell(row, field)
    if not kind:
        return None
    value: dict[str, Any] = {"kind": kind}
    names = items(row, "municipalities")
    if names or kind == Reach.MUNICIPALITIES:
        value["municipalities"] = sorted(_code(name) for name in names)
    return _with_note(value, row, field)


def _code(name: str) -> str:
    found = municipalities.coded(name) or municipalities.named(name)
    if found is None:
        raise ValueError(_("There is no municipality called %(name)s.") % {"name": name})
    return found.code


_READ: dict[Field, Callable[[Mapping[str, Any], str], Any]] = {
    **dict.fromkeys(TEXTS, _texts),
    **dict.fromkeys(CODES, _codes),
    **dict.fromkeys(GRADES, _grade),
    **dict.fromkeys(HOURS.values(), _hours),
    **dict.fromkeys(SITES, _site),
    Field.PHONE: _phone,
    Field.LANGUAGES: _codes,
    Field.AGES: _ages,
    Field.REACH: _reach,
}


def row(slug: str, known: Mapping[str, Any]) -> dict[str, str]:
    """The values of a service as they stand on a row; `values` reads them back."""
    found = dict.fromkeys(COLUMNS, "") | {"id": slug}
    for name, value in known.items():
        found |= _written(Field(name), value)
    return found


def _written(field: Field, value: Any) -> dict[str, str]:
    if isinstance(value, list):
        return {field: ";".join(value)}
    if field in TEXTS:
        return {f"{field}_{language}": text for language, text in value.items()}
    if field in HOURS.values():
        return {field: hours.written(value)}
    if field == Field.AGES:
        return {field: f"{value.get('from', '')}-{value.get('to', '')}"}
    return {**_main(field, value), **{f"{field}_{name}": text for name, text in _words(value).items()}}


def _main(field: Field, value: Mapping[str, Any]) -> dict[str, str]:
    if field == Field.PHONE:
        number = f"via:{value['via']}" if "via" in value else value.get("number", "")
        return {field: number, "phone_also": ";".join(value.get("also", []))}
    if field == Field.REACH:
        return {field: value["kind"], "municipalities": ";".join(value.get("municipalities", []))}
    return {field: value["address" if field in SITES else "grade"]}


def _words(value: Mapping[str, Any]) -> dict[str, str]:
    found: dict[str, str] = value.get("note") or value.get("ask") or {}
    return found
