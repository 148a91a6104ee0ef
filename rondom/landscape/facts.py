"""What a fact may say, and whether the public sees it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rondom.landscape import hours
from rondom.landscape.terms import CODES, GRADES, HOURS, NAMING, NEEDED, SITES, TEXTS, Field, Reach

# Numbers on which a life can depend: always shown, and never another (domain.md 3: public lists hold dangerous errors).
PINNED = {"alarm-112": "112", "veilig-thuis": "0800-2000", "csg": "0800-0188", "113": "113"}
# How long a fact counts as checked; our own choice, no source.
LASTS = timedelta(days=365)
REACHING_LASTS = timedelta(days=183)
REACHING = frozenset({*HOURS, *HOURS.values(), *SITES})

_NUMBER = re.compile(r"\+?\d[\d -]{1,18}\d")
_ADDRESS = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}(?:/[A-Za-z0-9._~%/-]*)?")
_SLUG = re.compile(r"[a-z0-9-]{1,60}")
_LANGUAGE = re.compile(r"[a-z]{2}")
_MUNICIPALITY = re.compile(r"GM\d{4}")
_FORMULA = "=+-@"
LONGEST = 600
OLDEST = 120


@dataclass(frozen=True)
class Known:
    """A fact as it stands in the directory."""

    slug: str
    field: str
    value: Any
    source: str
    verified_on: date | None
    expires_on: date | None

    def holds(self, today: date) -> bool:
        """Whether it was checked, and not too long ago."""
        return self.verified_on is not None and self.expires_on is not None and today < self.expires_on


def is_public_fact(fact: Known, today: date) -> bool:
    """Whether the public may read it: a place may be named, but how to reach it and what it promises must be checked.

    A pinned number is always shown.
    """
    return fact.field in NAMING or is_pinned(fact) or fact.holds(today)


def is_pinned(fact: Known) -> bool:
    """Whether it is one of the numbers that never change."""
    pinned = PINNED.get(fact.slug)
    return fact.field == Field.PHONE and pinned is not None and fact.value.get("number") == pinned


def expires(field: str, verified_on: date) -> date:
    """Until when (the day itself no more) a fact counts as checked."""
    return verified_on + (REACHING_LASTS if field in REACHING else LASTS)


def said(text: Mapping[str, str] | None) -> str:
    """A text of the landscape in the language that is on: Dutch, or else English."""
    if not text:
        return ""
    return text["nl" if (get_language() or "nl").startswith("nl") else "en"]


def check(slug: str, field: str, value: Any) -> str:
    """What is wrong with a value; empty when it may be said."""
    if field not in Field.values:
        return _("This is no fact that can be known.")
    problem = "" if value is None else _CHECKS[Field(field)](value)
    if value is None and field in NEEDED:
        return _("This cannot be left out.")
    if slug in PINNED and not problem and _is_lost(slug, field, value):
        return _("The number of %(slug)s is %(number)s, and nothing else.") % {
            "slug": slug,
            "number": PINNED[slug],
        }
    return problem


def _is_lost(slug: str, field: str, value: Any) -> bool:
    """Whether a number on which a life can depend would be gone, or another."""
    if field == Field.STOPPED:
        return value is not None
    return field == Field.PHONE and (value is None or value.get("number") != PINNED[slug])


def _choose(allowed: list[str]) -> str:
    return _("Choose from %(allowed)s.") % {"allowed": ", ".join(allowed)}


def _text(value: Any) -> str:
    fine = isinstance(value, dict) and value.keys() == {"nl", "en"}
    if not fine or not all(
        isinstance(one, str) and one.strip() and len(one) <= LONGEST for one in value.values()
    ):
        return _("Write it in Dutch and in English, in at most %(most)s characters.") % {"most": LONGEST}
    if any(one.lstrip()[0] in _FORMULA for one in value.values()):
        return _("Begin with a letter or a digit: a sheet would read this as a sum.")
    return ""


def _note(value: dict[str, Any]) -> str:
    return _text(value["note"]) if "note" in value else ""


def _codes(allowed: list[str]) -> Callable[[Any], str]:
    def check(value: Any) -> str:
        if not isinstance(value, list) or not value or len(set(map(str, value))) != len(value):
            return _("Choose one or more, each once.")
        unknown = [str(one) for one in value if one not in allowed]
        return _choose(allowed) if unknown else ""

    return check


def _graded(allowed: list[str]) -> Callable[[Any], str]:
    def check(value: Any) -> str:
        if (
            not isinstance(value, dict)
            or value.keys() - {"grade", "note"}
            or value.get("grade") not in allowed
        ):
            return _choose(allowed)
        return _note(value)

    return check


def _phone(value: Any) -> str:
    ways = {"number", "via", "ask"}
    if not isinstance(value, dict) or value.keys() - ways - {"also", "note"} or len(value.keys() & ways) != 1:
        return _("Write a number, via: and the id of another service, or where to ask for it.")
    numbers = [value.get("number", "112"), *value.get("also", [])]
    if not all(isinstance(one, str) and _NUMBER.fullmatch(one) for one in numbers):
        return _("A number has digits, spaces and dashes, and may begin with +.")
    if not _SLUG.fullmatch(str(value.get("via", "x"))):
        return _("After via: comes the id of another service.")
    return _note(value) or (_text(value["ask"]) if "ask" in value else "")


def _site(value: Any) -> str:
    if not isinstance(value, dict) or value.keys() - {"address", "note"}:
        return _("Write the address without https://, such as example.nl.")
    if not _ADDRESS.fullmatch(str(value.get("address"))):
        return _("Write the address without https://, such as example.nl.")
    return _note(value)


def _languages(value: Any) -> str:
    fine = isinstance(value, list) and value and all(_LANGUAGE.fullmatch(str(one)) for one in value)
    return "" if fine else _("Write codes of two letters (ISO 639-1), such as nl.")


def _ages(value: Any) -> str:
    fine = isinstance(value, dict) and value and not value.keys() - {"from", "to"}
    if not fine or not all(type(age) is int and 0 <= age <= OLDEST for age in value.values()):
        return _("Ages are in years, from 0 to 120.")
    return "" if value.get("from", 0) <= value.get("to", OLDEST) else _("The first age is the lowest.")


def _reach(value: Any) -> str:
    if not isinstance(value, dict) or value.keys() - {"kind", "municipalities", "note"}:
        return _choose(Reach.values)
    codes = value.get("municipalities", [])
    if value.get("kind") not in Reach.values:
        return _choose(Reach.values)
    if (value["kind"] == Reach.MUNICIPALITIES) != bool(codes):
        return _("Name municipalities when, and only when, it is for those alone.")
    fine = isinstance(codes, list) and all(_MUNICIPALITY.fullmatch(str(code)) for code in codes)
    return _note(value) if fine else _("A municipality has a code such as GM0363.")


_CHECKS: dict[Field, Callable[[Any], str]] = {
    **dict.fromkeys(TEXTS, _text),
    **{field: _codes(choices.values) for field, choices in CODES.items()},
    **{field: _graded(choices.values) for field, choices in GRADES.items()},
    **dict.fromkeys(HOURS.values(), hours.check),
    **dict.fromkeys(SITES, _site),
    Field.PHONE: _phone,
    Field.LANGUAGES: _languages,
    Field.AGES: _ages,
    Field.REACH: _reach,
}
