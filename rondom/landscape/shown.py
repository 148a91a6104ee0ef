"""What pages show of services and cells: words made of facts, and only those the public may read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from rondom.landscape import coverage, hours
from rondom.landscape.coverage import Cell, Matrix
from rondom.landscape.directory import Directory, Place
from rondom.landscape.facts import said
from rondom.landscape.terms import CODES, GRADES, HOURS, SITES, TEXTS, Anonymity, Field, Reach
from rondom.programme.cells import Phase, TargetGroup

LEVELS = (0, 5, 10, 15)  # at most so many services, for the shades of the matrix; more is the last


@dataclass(frozen=True)
class Line:
    """One fact in words."""

    name: str
    words: str
    link: str = ""
    checked_on: date | None = None


@dataclass(frozen=True)
class Shown:
    """A service in a list: its name, for whom, and what is known in a few words."""

    place: Place
    words: str
    checked: bool

    @property
    def slug(self) -> str:
        return self.place.slug


@dataclass(frozen=True)
class Box:
    """A cell of the page: its number, its shade, and the cell it is compared with."""

    cell: Cell
    other: Cell | None

    @property
    def differs(self) -> bool:
        """Whether there is something to say of the other cell."""
        return self.other is not None and (
            self.other.count != self.count
            or bool(self.other.gaps) != bool(self.cell.gaps)
            or self.other.is_overlap != self.cell.is_overlap
        )

    @property
    def key(self) -> str:
        return f"{self.cell.group}-{self.cell.phase}"

    @property
    def count(self) -> int:
        return self.cell.count

    @property
    def level(self) -> int:
        return level(self.count)

    @property
    def phase(self) -> str:
        return coverage.label("phase", self.cell.phase)

    @property
    def group(self) -> str:
        return coverage.label("group", self.cell.group)


def level(count: int) -> int:
    """The shade of a number of services, from 0 to 4."""
    return sum(count > most for most in LEVELS)


def boxes(matrix: Matrix, other: Matrix | None) -> list[tuple[str, str, list[Box]]]:
    """The rows of the matrix: a target group, the words beneath it, and its cells."""
    return [
        (
            coverage.label("group", group),
            axis(group),
            [
                Box(matrix.cells[group, phase], other.cells[group, phase] if other else None)
                for phase in Phase.values
            ],
        )
        for group in TargetGroup.values
    ]


def axis(code: str) -> str:
    """The words beneath a target group or a phase."""
    row = coverage.AXES[code]
    return said({language: row[f"words_{language}"] for language in ("nl", "en")})


def phases() -> list[tuple[str, str]]:
    """The columns: their names, and the words beneath."""
    return [(coverage.label("phase", code), axis(code)) for code in Phase.values]


def shown(place: Place, today: date) -> Shown:
    """A service with its hours and whether one can stay anonymous, as far as was checked."""
    times = [place.shown(field, today) for field in HOURS.values()]
    anonymity = place.shown(Field.ANONYMITY, today)
    parts = [hours.words(value) for value in times if value][:1]
    parts += [str(Anonymity(anonymity["grade"]).label)] if anonymity else []
    if place.reach != Reach.NATIONAL:
        parts.append(str(Reach(place.reach).label))
    return Shown(place, ", ".join(parts), place.is_checked(today))


def words(field: str, value: Any) -> str:
    """A value in words, in the language that is on."""
    return _WORDS[Field(field)](value)


def _codes(choices: Any) -> Callable[[Any], str]:
    return lambda value: ", ".join(str(choices(code).label) for code in value)


def _grade(choices: Any) -> Callable[[Any], str]:
    return lambda value: said(value.get("note")) or str(choices(value["grade"]).label)


def _phone(value: Mapping[str, Any]) -> str:
    if "ask" in value:
        return said(value["ask"])
    if "via" in value:
        return _("through %(service)s") % {"service": value["via"]}
    return _(" or ").join([value["number"], *value.get("also", [])])


def _ages(value: Mapping[str, int]) -> str:
    if "to" not in value:
        return _("from %(from)s years") % value
    if "from" not in value:
        return _("up to %(to)s years") % value
    return _("from %(from)s to %(to)s years") % value


def _reach(value: Mapping[str, Any]) -> str:
    return ". ".join(filter(None, [str(Reach(value["kind"]).label), said(value.get("note"))]))


_WORDS: dict[Field, Callable[[Any], str]] = {
    **dict.fromkeys(TEXTS, said),
    **{field: _codes(choices) for field, choices in CODES.items()},
    **{field: _grade(choices) for field, choices in GRADES.items()},
    **dict.fromkeys(HOURS.values(), hours.words),
    **dict.fromkeys(SITES, lambda value: str(value["address"])),
    Field.LANGUAGES: ", ".join,
    Field.PHONE: _phone,
    Field.AGES: _ages,
    Field.REACH: _reach,
}


def lines(directory: Directory, place: Place, today: date) -> list[Line]:
    """All that the public may read of a service, in a fixed order."""
    public = place.public(today)
    found = [
        Line(
            str(Field(name).label),
            words(name, public[name]),
            _link(name, public[name]),
            place.facts[name].verified_on,
        )
        for name in Field.values
        if name in public and name not in {Field.NAME, Field.PHONE}
    ]
    number = directory.number(place, today)
    if number:
        phone = place.facts[Field.PHONE]
        own = words(Field.PHONE, phone.value) if "number" in phone.value else number
        found.insert(0, Line(str(Field.PHONE.label), own, _tel(number), phone.verified_on))
    elif Field.PHONE in public and "ask" in public[Field.PHONE]:
        phone = place.facts[Field.PHONE]
        found.insert(0, Line(str(Field.PHONE.label), words(Field.PHONE, phone.value), "", phone.verified_on))
    return found


def _link(field: str, value: Any) -> str:
    return f"https://{value['address']}" if field in SITES else ""


def _tel(number: str) -> str:
    return "tel:" + number.replace(" ", "").replace("-", "")


def missing(place: Place, today: date) -> list[str]:
    """What is not known, or was not checked: to be asked before one relies on it."""
    asked = (
        Field.PHONE,
        Field.PHONE_HOURS,
        Field.LANGUAGES,
        Field.COST,
        Field.ANONYMITY,
        Field.TOLD,
        Field.WAITING,
    )
    return [str(Field(name).label) for name in asked if place.shown(name, today) is None]


def open_now(place: Place, at: datetime, today: date) -> bool | None:
    """Whether the phone or chat of a service is open at this minute; None when that is not known."""
    answers = {
        hours.open_at(place.shown(times, today), at)
        for channel, times in HOURS.items()
        if channel != Field.VISIT and place.shown(channel, today)
    }
    return True if True in answers else None if None in answers or not answers else False
