"""The matrix: which services are there for a target group in a phase, in a region; and why a cell is a gap or an overlap.

The definitions stand in coverage.toml. All functions are pure: they know a directory, a day and areas.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache, reduce
from operator import and_, or_
from pathlib import Path
from typing import Any, NamedTuple

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from rondom.core import rows
from rondom.landscape.directory import Directory, Place
from rondom.landscape.facts import said
from rondom.landscape.terms import Anonymity, Audience, Expertise, Field, Reach, Violence, Waiting
from rondom.programme.cells import Phase, TargetGroup

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


class Landscape:
    """A directory on a day, made ready for the matrices of all areas.

    Every set of services is a whole number with one bit a service, so that a matrix of thousands of services is a few
    hundred sums.
    """

    def __init__(self, directory: Directory, today: date) -> None:
        self.directory, self.today = directory, today
        self.places = sorted(directory.places, key=lambda place: place.slug)
        self.cells, self.knows = [0] * len(CELLS), [0] * len(CELLS)
        self.sets: dict[Any, int] = defaultdict(int)
        self.near: dict[str, int] = defaultdict(int)
        self.does: dict[tuple[Any, ...], int] = defaultdict(int)
        for number, place in enumerate(self.places):
            self._count(place, 1 << number)
        # The likeliest to overlap first.
        self._doing = sorted(self.does.values(), key=int.bit_count, reverse=True)
        self._same: dict[tuple[int, int], bool] = {}
        all_of_them = (1 << len(self.places)) - 1
        # Of each thing in which services can differ: who may be alike when it is so, and when it is not.
        self.alike = [
            (all_of_them & ~self.sets[no], all_of_them & ~self.sets[yes]) for yes, no in _DIFFERENCES
        ]

    def _count(self, place: Place, bit: int) -> None:
        self.sets[place.reach] |= bit
        for code in place.municipalities:
            self.near[code] |= bit
        for name in [*place.audiences, *_known(place, self.today)]:
            self.sets[name] |= bit
        ages = tuple((place.value(Field.AGES) or {}).items())
        for audience in place.audiences:
            for expertise in place.expertise:
                self.does[audience, expertise, ages] |= bit
        for number, (group, phase) in enumerate(CELLS):
            if group in place.target_groups and phase in place.phases:
                self.cells[number] |= bit
                if not place.violence.isdisjoint(AXES[group]["violence"]):
                    self.knows[number] |= bit

    def matrix(self, area: Area) -> "Matrix":
        """The matrix of one area."""
        whole = there = self.sets[Reach.NATIONAL] | self.sets[Reach.EVERYWHERE]
        codes = area.municipalities
        if codes is None:
            there |= self.sets[Reach.MUNICIPALITIES]
        elif codes:
            near = [self.near.get(code, 0) for code in codes]
            there |= reduce(or_, near)
            whole |= reduce(and_, near)
        return Matrix(area, self, there, whole)

    def named(self, bits: int) -> tuple[Place, ...]:
        """The services of a set, by their id."""
        found = []
        while bits:
            last = bits & -bits
            found.append(self.places[last.bit_length() - 1])
            bits ^= last
        return tuple(found)

    def most_alike(self, bits: int, at_least: int, differences: int = 0) -> int:
        """The most services of a set of which it is not known that two differ; nothing when they are too few."""
        if bits.bit_count() < at_least:
            return 0
        if differences == len(self.alike):
            return bits
        both = (self.most_alike(bits & side, at_least, differences + 1) for side in self.alike[differences])
        return max(both, key=int.bit_count)

    def do_the_same(self, bits: int, at_least: int) -> bool:
        """Whether so many services of a set do the same; kept, as it is the same in most regions."""
        if (bits, at_least) not in self._same:
            self._same[bits, at_least] = any(self.are_alike(bits & does, at_least) for does in self._doing)
        return self._same[bits, at_least]

    def are_alike(self, bits: int, at_least: int, differences: int = 0) -> bool:
        """Whether so many services of a set are alike."""
        if bits.bit_count() < at_least or differences == len(self.alike):
            return bits.bit_count() >= at_least
        return any(self.are_alike(bits & side, at_least, differences + 1) for side in self.alike[differences])


# In what services can differ: the set of those of which it is known that it is so, and that it is not.
_DIFFERENCES = [
    ("always", "not always"), ("open", "not open"), ("other language", "no other language"), ("room", "no room"),
]  # fmt: skip


def _known(place: Place, today: date) -> Iterator[str]:
    """What is known of a service on a day, of what it can differ in."""
    hours = [value for field in (Field.PHONE_HOURS, Field.CHAT_HOURS) if (value := place.shown(field, today))]
    anonymity = (place.shown(Field.ANONYMITY, today) or {}).get("grade")
    languages = place.shown(Field.LANGUAGES, today)
    waiting = (place.shown(Field.WAITING, today) or {}).get("grade")
    if hours:
        yield "always" if {"always": True} in hours else "not always"
    if anonymity:
        yield "not open" if anonymity == Anonymity.NO else "open"
    if languages:
        yield "other language" if set(languages) - {"nl"} else "no other language"
    if waiting:
        yield "room" if waiting == Waiting.NONE else "no room"


class Matrix:
    """The cells of one area. `there`: the services that reach a part of it; `whole`: those that reach all of it."""

    def __init__(self, area: Area, landscape: Landscape, there: int, whole: int) -> None:
        self.area, self.landscape, self.there, self.whole = area, landscape, there, whole
        self.cells = {names: Cell(self, number, *names) for number, names in enumerate(CELLS)}

    @property
    def gaps(self) -> list["Cell"]:
        return [cell for cell in self.cells.values() if cell.gaps]

    @property
    def overlaps(self) -> list["Cell"]:
        return [cell for cell in self.cells.values() if cell.is_overlap]


class Cell:
    """One target group in one phase in one area. `perhaps` are services that are not in every region."""

    def __init__(self, matrix: Matrix, number: int, group: str, phase: str) -> None:
        self.matrix, self.number, self.group, self.phase = matrix, number, group, phase

    @property
    def _all(self) -> Landscape:
        return self.matrix.landscape

    @cached_property
    def count(self) -> int:
        return (self._all.cells[self.number] & self.matrix.there).bit_count()

    @property
    def places(self) -> tuple[Place, ...]:
        return self._all.named(self._all.cells[self.number] & self.matrix.there)

    @property
    def perhaps(self) -> tuple[Place, ...]:
        return self._all.named(self._all.cells[self.number] & self._all.sets[Reach.SOME])

    @cached_property
    def reasons(self) -> tuple[Reason, ...]:
        knowing = self._all.knows[self.number] & self.matrix.there
        answers = (
            _ANSWERS[rule.kind](rule, knowing, self.matrix)
            for rule in _AT[self.phase]
            if rule.kind in _ANSWERS
        )
        return tuple(reason for reason in answers if reason)

    @property
    def gaps(self) -> list[Reason]:
        return [reason for reason in self.reasons if reason.known]

    @property
    def not_known(self) -> list[Reason]:
        return [reason for reason in self.reasons if not reason.known]

    @cached_property
    def is_overlap(self) -> bool:
        return any(self._all.do_the_same(there, at_least) for there, at_least in self._doing())

    @property
    def overlaps(self) -> tuple[tuple[str, str, tuple[Place, ...]], ...]:
        """For whom and what several services do the same; the same services are named once."""
        found: dict[int, tuple[str, str, tuple[Place, ...]]] = {}
        for bits, whom, what in self._overlaps():
            found.setdefault(bits, (whom, what, self._all.named(bits)))
        return tuple(found.values())

    def _overlaps(self) -> Iterator[tuple[int, str, str]]:
        for there, at_least in self._doing():
            for (whom, what, _ages), bits in self._all.does.items():
                alike = self._all.most_alike(bits & there, at_least)
                if alike:
                    yield alike, whom, what

    def _doing(self) -> Iterator[tuple[int, int]]:
        """Of each rule about overlap: the services it can be about, and how many are too many."""
        there = self._all.cells[self.number] & self.matrix.whole
        for rule in _AT[self.phase]:
            if rule.kind == "overlap" and there.bit_count() >= rule.row["at_least"]:
                yield there, rule.row["at_least"]


_AT = {phase: [rule for rule in RULES if phase in rule.row["phases"]] for phase in Phase.values}
Answer = Callable[[Rule, int, Matrix], Reason | None]


def _reach(rule: Rule, knowing: int, matrix: Matrix) -> Reason | None:
    return None if knowing & matrix.whole else Reason(rule, known=True)


def _audience(rule: Rule, knowing: int, matrix: Matrix) -> Reason | None:
    sets = matrix.landscape.sets
    missing = tuple(audience for audience in rule.row["needs"] if not knowing & sets[audience])
    return Reason(rule, known=True, about=missing) if missing else None


def _one_is(yes: str, no: str) -> Answer:
    def answer(rule: Rule, knowing: int, matrix: Matrix) -> Reason | None:
        sets = matrix.landscape.sets
        if (
            knowing & sets[yes] or not knowing
        ):  # without anyone who knows the group, the rule on reach says so
            return None
        return Reason(rule, known=not knowing & ~sets[no])

    return answer


_ANSWERS: dict[str, Answer] = {
    "reach": _reach,
    "audience": _audience,
    **{
        kind: _one_is(*pair)
        for kind, pair in zip(("hours", "anonymity", "language", "capacity"), _DIFFERENCES, strict=True)
    },
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
    """The words for a target group or a phase, as a heading; or for an audience or an expertise, within a sentence."""
    choices: dict[str, Any] = {
        "group": TargetGroup,
        "phase": Phase,
        "audience": Audience,
        "expertise": Expertise,
    }
    words = str(choices[kind](code).label)
    return capfirst(words) if kind in {"group", "phase"} else words


def country() -> Area:
    """The whole country."""
    return Area("", _("The Netherlands"))
