"""The matrix: which services are there for a target group in a phase, in a region; and why a cell is a gap or an overlap.

The definitions stand in coverage.toml. All functions are pure: they know a directory, a day and areas.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from rondom.core import rows
from rondom.landscape.directory import Directory, Place
from rondom.landscape.facts import said
from rondom.landscape.terms import (
    Anonymity,
    Audience,
    Expertise,
    Field,
    Phase,
    Reach,
    TargetGroup,
    Violence,
    Waiting,
)

HERE = Path(__file__).parent
CELLS = tuple((group, phase) for group in TargetGroup.values for phase in Phase.values)
KINDS = ("reach", "audience", "hours", "anonymity", "language", "capacity", "overlap")
_TEXTS = tuple(
    f"{name}_{language}" for name in ("name", "means", "broken", "unknown") for language in ("nl", "en")
)
_RULE: dict[str, type] = {
    "id": str, "kind": str, **dict.fromkeys(_TEXTS, str), "phases": list, "needs": list, "at_least": int, "source": str,
    "checked_on": date, "confirmed_by": str,
}  # fmt: skip
_AXIS: dict[str, type] = {"id": str, "words_nl": str, "words_en": str, "violence": list}


class Area(NamedTuple):
    """A part of the country; without municipalities it is all of it."""

    slug: str
    name: str
    municipalities: frozenset[str] | None = None


@dataclass(frozen=True)
class Rule:
    """One definition of a gap or an overlap."""

    row: Mapping[str, Any]

    def text(self, name: str) -> str:
        """One of its texts, in the language that is on."""
        return said({language: self.row[f"{name}_{language}"] for language in ("nl", "en")})

    @property
    def id(self) -> str:
        return str(self.row["id"])

    @property
    def kind(self) -> str:
        return str(self.row["kind"])

    @property
    def name(self) -> str:
        return self.text("name")

    @property
    def means(self) -> str:
        return self.text("means")


@dataclass(frozen=True)
class Reason:
    """Why a rule is broken, or cannot be answered; `about` names whom or what it concerns."""

    rule: Rule
    known: bool
    about: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        return self.rule.text("broken" if self.known else "unknown")


@dataclass(frozen=True)
class Cell:
    """One target group in one phase in one area. `perhaps` are services that are not in every region."""

    group: str
    phase: str
    places: tuple[Place, ...]
    perhaps: tuple[Place, ...]
    reasons: tuple[Reason, ...]
    overlaps: tuple[tuple[str, str, tuple[Place, ...]], ...]

    @property
    def gaps(self) -> list[Reason]:
        return [reason for reason in self.reasons if reason.known]

    @property
    def not_known(self) -> list[Reason]:
        return [reason for reason in self.reasons if not reason.known]


def load_rules(text: str) -> tuple[list[dict[str, Any]], list[str]]:
    """The definitions in a file, and each fault with its line."""

    def check(row: dict[str, Any]) -> Iterable[rows.Fault]:
        if row["kind"] not in KINDS:
            yield "kind", f"kind can be {', '.join(KINDS)}."
        if not row["phases"] or set(row["phases"]) - set(Phase.values):
            yield "phases", "phases are P1 to P5."
        if set(row["needs"]) - set(Audience.values) or bool(row["needs"]) != (row["kind"] == "audience"):
            yield "needs", "a rule about audiences names them, and no other rule does."
        if row["at_least"] < 1:
            yield "at_least", "at_least counts from 1."

    empty = ("unknown_nl", "unknown_en", "confirmed_by")
    return rows.load("coverage.toml", text, _RULE, check, head="rule", may_be_empty=empty)


def load_axes(text: str) -> tuple[list[dict[str, Any]], list[str]]:
    """The rows and columns in a file, and each fault with its line."""

    def check(row: dict[str, Any]) -> Iterable[rows.Fault]:
        if row["id"] not in {*TargetGroup.values, *Phase.values}:
            yield "id", "id is a target group or a phase."
        if set(row["violence"]) - set(Violence.values) or bool(row["violence"]) != (
            row["id"] in TargetGroup.values
        ):
            yield "violence", "a target group names its kinds of violence, a phase does not."

    return rows.load("axes.toml", text, _AXIS, check, head="axis")


RULES = [
    Rule(row)
    for row in rows.in_force(HERE / "coverage.toml", load_rules((HERE / "coverage.toml").read_text("utf-8")))
]
AXES = {
    row["id"]: row
    for row in rows.in_force(HERE / "axes.toml", load_axes((HERE / "axes.toml").read_text("utf-8")))
}

# What a service adds to a cell, as bits: what is known of whoever knows the target group.
_BITS = (
    "whole",
    "always",
    "hours_unknown",
    "open",
    "anonymity_unknown",
    "other_language",
    "language_unknown",
    "room",
    "room_unknown",
)
(
    WHOLE,
    ALWAYS,
    HOURS_UNKNOWN,
    OPEN,
    ANONYMITY_UNKNOWN,
    OTHER_LANGUAGE,
    LANGUAGE_UNKNOWN,
    ROOM,
    ROOM_UNKNOWN,
) = (1 << place for place in range(len(_BITS)))
_AUDIENCE = {audience: 1 << (len(_BITS) + place) for place, audience in enumerate(Audience.values)}


class Traits(NamedTuple):
    """What counts of a service on a day: its cells (`known`: it knows the target group), its bits, what it does, and in what it differs."""

    place: Place
    cells: tuple[tuple[int, bool], ...]
    bits: int
    does: tuple[tuple[Any, ...], ...]
    differs: tuple[bool | None, ...]  # hours, anonymity, language, room: as far as is known


def _traits(place: Place, today: date) -> Traits:
    hours = [place.shown(field, today) for field in (Field.PHONE_HOURS, Field.CHAT_HOURS)]
    anonymity = (place.shown(Field.ANONYMITY, today) or {}).get("grade")
    languages = place.shown(Field.LANGUAGES, today)
    waiting = (place.shown(Field.WAITING, today) or {}).get("grade")
    always = {"always": True} in hours
    is_open = anonymity in {Anonymity.FULL, Anonymity.POSSIBLE, Anonymity.PARTLY}
    bits = sum(_AUDIENCE[audience] for audience in place.audiences)
    bits |= ALWAYS if always else 0 if any(hours) else HOURS_UNKNOWN
    bits |= OPEN if is_open else ANONYMITY_UNKNOWN if anonymity is None else 0
    bits |= LANGUAGE_UNKNOWN if languages is None else OTHER_LANGUAGE if set(languages) - {"nl"} else 0
    bits |= ROOM_UNKNOWN if waiting is None else ROOM if waiting == Waiting.NONE else 0
    ages = tuple((place.value(Field.AGES) or {}).items())
    differs = (
        always or (None if not any(hours) else False),
        None if anonymity is None else is_open,
        None if languages is None else bool(set(languages) - {"nl"}),
        None if waiting is None else waiting == Waiting.NONE,
    )
    does = tuple((audience, expertise, ages) for audience in place.audiences for expertise in place.expertise)
    cells = tuple(
        (number, bool(place.violence.intersection(AXES[group]["violence"])))
        for number, (group, phase) in enumerate(CELLS)
        if group in place.target_groups and phase in place.phases
    )
    return Traits(place, cells, bits, does, differs)


class Sum:
    """What a set of services adds up to, a cell at a time."""

    def __init__(self, base: "Sum | None" = None) -> None:
        self.bits: list[int] = list(base.bits) if base else [0] * len(CELLS)
        self.places: list[list[Traits]] = (
            [list(one) for one in base.places] if base else [[] for _cell in CELLS]
        )
        self.does: list[Counter[tuple[Any, ...]]] = (
            [Counter(one) for one in base.does] if base else [Counter() for _cell in CELLS]
        )

    def add(self, traits: Traits, *, whole: bool) -> None:
        """Count a service; `whole`: it is there for the whole area."""
        bits = traits.bits | (WHOLE if whole else 0)
        for number, knows in traits.cells:
            self.places[number].append(traits)
            if knows:
                self.bits[number] |= bits
            if whole:
                self.does[number].update(traits.does)


class Landscape:
    """A directory on a day, made ready for the matrices of all areas."""

    def __init__(self, directory: Directory, today: date) -> None:
        self.directory, self.today = directory, today
        self.everywhere = Sum()
        self.some = Sum()
        self.regional: dict[str, list[Traits]] = defaultdict(list)
        for place in directory.places:
            traits = _traits(place, today)
            if place.reach == Reach.MUNICIPALITIES:
                for code in place.municipalities:
                    self.regional[code].append(traits)
            elif place.reach == Reach.SOME:
                self.some.add(traits, whole=False)
            else:
                self.everywhere.add(traits, whole=True)

    def matrix(self, area: Area) -> "Matrix":
        """The matrix of one area."""
        found = Sum(self.everywhere)
        codes = area.municipalities
        near = {
            t.place.slug: t
            for code in (self.regional if codes is None else codes)
            for t in self.regional.get(code, ())
        }
        for traits in near.values():
            found.add(traits, whole=codes is not None and codes <= traits.place.municipalities)
        return Matrix(area, self, found)


class Matrix:
    """The cells of one area, in the order of the rows."""

    def __init__(self, area: Area, landscape: Landscape, found: Sum) -> None:
        self.area, self.landscape, self._found = area, landscape, found

    @cached_property
    def cells(self) -> dict[tuple[str, str], Cell]:
        return {names: self._cell(number, *names) for number, names in enumerate(CELLS)}

    @property
    def gaps(self) -> list[Cell]:
        return [cell for cell in self.cells.values() if cell.gaps]

    @property
    def overlaps(self) -> list[Cell]:
        return [cell for cell in self.cells.values() if cell.overlaps]

    def _cell(self, number: int, group: str, phase: str) -> Cell:
        reasons, overlaps = [], []
        for rule in RULES:
            if phase not in rule.row["phases"]:
                continue
            if rule.kind == "overlap":
                overlaps = list(self._overlaps(number, rule.row["at_least"]))
                continue
            reason = _ANSWERS[rule.kind](rule, self._found.bits[number])
            reasons += [reason] if reason else []
        there = tuple(sorted((traits.place for traits in self._found.places[number]), key=_slug))
        perhaps = tuple(traits.place for traits in self.landscape.some.places[number])
        return Cell(group, phase, there, perhaps, tuple(reasons), tuple(overlaps))

    def _overlaps(self, number: int, at_least: int) -> Iterator[tuple[str, str, tuple[Place, ...]]]:
        seen: set[frozenset[str]] = set()
        for does, times in self._found.does[number].items():
            if times < at_least:
                continue
            found = [
                one for one in self._found.places[number] if does in one.does and self._is_whole(one.place)
            ]
            alike = tuple(one.place for one in _largest_alike(found))
            slugs = frozenset(place.slug for place in alike)
            if len(alike) >= at_least and slugs not in seen:
                seen.add(slugs)
                yield does[0], does[1], alike

    def _is_whole(self, place: Place) -> bool:
        codes = self.area.municipalities
        return place.reach != Reach.MUNICIPALITIES or (codes is not None and codes <= place.municipalities)


def _largest_alike(found: Sequence[Traits]) -> list[Traits]:
    """The most services of which it is not known that two differ; what is not known differs from nothing."""
    groups = [
        [
            one
            for one in found
            if all(None in pair or pair[0] == pair[1] for pair in zip(one.differs, kind, strict=True))
        ]
        for kind in product((True, False), repeat=len(found[0].differs))
    ]
    return max(groups, key=len)


def _slug(place: Place) -> str:
    return place.slug


def _reach(rule: Rule, bits: int) -> Reason | None:
    return None if bits & WHOLE else Reason(rule, known=True)


def _audience(rule: Rule, bits: int) -> Reason | None:
    missing = tuple(audience for audience in rule.row["needs"] if not bits & _AUDIENCE[audience])
    return Reason(rule, known=True, about=missing) if missing else None


def _one_is(fine: int, unknown: int) -> Callable[[Rule, int], Reason | None]:
    def answer(rule: Rule, bits: int) -> Reason | None:
        if bits & fine or not bits:  # without anyone who knows the group, the rule on reach says so
            return None
        return Reason(rule, known=not bits & unknown)

    return answer


_ANSWERS: dict[str, Callable[[Rule, int], Reason | None]] = {
    "reach": _reach,
    "audience": _audience,
    "hours": _one_is(ALWAYS, HOURS_UNKNOWN),
    "anonymity": _one_is(OPEN, ANONYMITY_UNKNOWN),
    "language": _one_is(OTHER_LANGUAGE, LANGUAGE_UNKNOWN),
    "capacity": _one_is(ROOM, ROOM_UNKNOWN),
}


@lru_cache(maxsize=4)
def landscape(directory: Directory, today: date) -> Landscape:
    """A directory on a day; kept, as it does not change."""
    return Landscape(directory, today)


def matrices(directory: Directory, areas: Sequence[Area], today: date) -> list[Matrix]:
    """The matrix of each area."""
    ready = landscape(directory, today)
    return [ready.matrix(area) for area in areas]


def label(kind: str, code: str) -> str:
    """The words for a target group, a phase, an audience or an expertise."""
    choices: dict[str, Any] = {
        "group": TargetGroup,
        "phase": Phase,
        "audience": Audience,
        "expertise": Expertise,
    }
    return str(choices[kind](code).label)


def country() -> Area:
    """The whole country."""
    return Area("", _("The Netherlands"))
