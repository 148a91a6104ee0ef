"""What the rondomkaart is made of: the map that comes in, the placed pieces that go out, and how wide words are."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Literal

Domain = Literal["safety", "law", "care", "recovery"]
State = Literal["next", "active", "waits", "knows"]
Anchor = Literal["start", "middle", "end"]
DOMAINS: tuple[Domain, ...] = ("safety", "law", "care", "recovery")
RIGHT: frozenset[Domain] = frozenset({"law", "care"})
TOP: frozenset[Domain] = frozenset({"safety", "law"})


@dataclass(frozen=True, slots=True)
class Near:
    """Someone close to the person, and whether they know; None where nobody noted it."""

    name: str
    relation: str
    knows: bool | None


@dataclass(frozen=True, slots=True)
class Node:
    """An organisation around the person: whole name, short name, where it stands, one line of words."""

    name: str
    short: str
    state: State
    line: str = ""
    coordinates: bool = False


@dataclass(frozen=True, slots=True)
class Map:
    """The circle around one person."""

    near: Sequence[Near] = ()
    quarters: dict[Domain, Sequence[Node]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Words:
    """The words in the picture, in the reader's language."""

    domains: dict[Domain, str]
    states: dict[State, str]
    coordinates: str
    nobody: str
    unaware: str


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle that something fills."""

    x0: float
    y0: float
    x1: float
    y1: float

    def overlaps(self, other: "Box") -> bool:
        """Whether the two share ink, touching aside."""
        return self.x0 < other.x1 and other.x0 < self.x1 and self.y0 < other.y1 and other.y0 < self.y1


@dataclass(frozen=True, slots=True)
class Label:
    """One line of text at its baseline."""

    x: float
    y: float
    text: str
    css: str
    size: float
    anchor: Anchor = "start"
    bold: bool = False

    @property
    def box(self) -> Box:
        """What the text fills, by the estimated widths."""
        wide = width(self.text, self.size, bold=self.bold)
        x0 = self.x - {"start": 0.0, "middle": wide / 2, "end": wide}[self.anchor]
        return Box(x0, self.y - 0.78 * self.size, x0 + wide, self.y + 0.24 * self.size)


@dataclass(frozen=True, slots=True)
class Pill:
    """A word in a small box: whose turn, or who coordinates."""

    box: Box
    text: str
    css: str


@dataclass(frozen=True, slots=True)
class Spot:
    """An organisation on the ring: its sign, its spoke, the wire to its words, and the words."""

    node: Node
    x: float
    y: float
    scale: float
    spoke: tuple[tuple[float, float], tuple[float, float]]
    wire: tuple[tuple[float, float], ...] = ()
    labels: tuple[Label, ...] = ()
    pills: tuple[Pill, ...] = ()
    number: int = 0

    @property
    def box(self) -> Box:
        """What the sign fills."""
        r = reach(self.node.state, self.scale)
        return Box(self.x - r, self.y - r, self.x + r, self.y + r)


@dataclass(frozen=True, slots=True)
class Dot:
    """Someone close by, with words beside the dot or a letter in it."""

    near: Near
    x: float
    y: float
    r: float
    letter: str = ""
    labels: tuple[Label, ...] = ()


@dataclass(frozen=True, slots=True)
class Quarter:
    """One domain: its title with an icon, an optional sentence, and its organisations."""

    title: Label
    icon: tuple[float, float, float]
    spots: tuple[Spot, ...]
    nobody: Label | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """A whole map, placed."""

    width: float
    height: float
    cx: float
    cy: float
    outer: float
    inner: float
    ring: float
    me: float
    quarters: dict[Domain, Quarter]
    dots: tuple[Dot, ...]

    def boxes(self) -> Iterator[Box]:
        """Everything that is read: titles, labels and pills."""
        for quarter in self.quarters.values():
            yield quarter.title.box
            if quarter.nobody:
                yield quarter.nobody.box
            for spot in quarter.spots:
                yield from (label.box for label in spot.labels)
                yield from (pill.box for pill in spot.pills)
        for dot in self.dots:
            yield from (label.box for label in dot.labels)


# Advance widths of Noto Sans in hundredths of the size, from the space to the tilde.
_REGULAR = (
    "26 27 41 65 57 83 73 22 30 30 55 57 27 32 27 37 57 57 57 57 57 57 57 57 57 57 27 27 57 57 57 43 "
    "90 64 65 63 73 56 52 73 74 34 27 62 52 91 76 78 60 78 62 55 56 73 60 93 59 57 57 33 37 33 57 44 "
    "28 56 62 48 62 56 34 62 62 26 26 53 26 94 62 60 62 62 41 48 36 62 51 79 53 51 47 38 55 38 57"
)
_BOLD = (
    "26 28 48 65 57 90 75 27 34 34 54 57 28 32 28 42 57 57 57 57 57 57 57 57 57 57 28 28 57 57 57 48 "
    "90 69 66 64 73 56 55 72 76 39 33 66 56 94 81 79 62 79 66 55 58 76 65 97 67 63 58 33 42 33 57 41 "
    "36 60 63 52 63 60 39 63 65 30 30 62 30 98 65 62 63 63 45 50 43 65 57 86 58 57 49 39 55 39 57"
)
_WIDTHS = {
    weight: {chr(32 + i): int(part) / 100 for i, part in enumerate(table.split())}
    for weight, table in ((False, _REGULAR), (True, _BOLD))
}
_OTHER, _FULL, _FIRST_FULL = 0.72, 1.05, "\u1100"  # accented and other letters; ideographs and the like


def width(text: str, size: float, *, bold: bool = False) -> float:
    """About how wide a text is drawn, a little generous: one accent more or another font must not overlap."""
    widths = _WIDTHS[bold]
    return 1.03 * size * sum(widths.get(c) or (_FULL if c >= _FIRST_FULL else _OTHER) for c in text)


def fit(text: str, size: float, room: float, *, bold: bool = False) -> str:
    """The text, or as much as fits with an ellipsis; empty when nothing readable would be left."""
    if width(text, size, bold=bold) <= room:
        return text
    cut = text
    while cut and width(f"{cut}…", size, bold=bold) > room:
        cut = cut[:-1].rstrip(" ,.:;-(")
    return f"{cut}…" if len(cut) > 2 else ""  # noqa: PLR2004 - "Ve…" says something, "V…" does not


def reach(state: State, scale: float) -> float:
    """How far a sign reaches from its middle."""
    return {"next": 21.0, "knows": 10.5}.get(state, 14.5) * scale


def clashes(boxes: Sequence[Box]) -> bool:
    """Whether any two overlap."""
    return any(a.overlaps(b) for a, b in combinations(boxes, 2))
