"""Where everything stands on the rondomkaart: pure geometry, no drawing, so that a test can look for overlaps.

Two pictures of one map. Wide: labels beside the circle, in whole sentences. Small: names inside the circle where
they fit, else numbers that a list below explains. Nothing is placed by hand for one map in particular.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, permutations

from rondom.core.rondomkaart_parts import (
    DOMAINS,
    RIGHT,
    TOP,
    Anchor,
    Box,
    Domain,
    Dot,
    Label,
    Map,
    Near,
    Node,
    Picture,
    Pill,
    Quarter,
    Spot,
    Words,
    clashes,
    fit,
    reach,
    width,
)


@dataclass(frozen=True, slots=True)
class Corner:
    """One quarter of one picture: which way is out, and where an angle points."""

    key: Domain
    cx: float
    cy: float

    @property
    def right(self) -> bool:
        """Whether it lies right of the middle."""
        return self.key in RIGHT

    @property
    def top(self) -> bool:
        """Whether it lies above the middle."""
        return self.key in TOP

    @property
    def out(self) -> int:
        """Away from the middle, sideways."""
        return 1 if self.right else -1

    def at(self, r: float, degrees: float) -> tuple[float, float]:
        """A point, its angle counted from the horizontal towards the vertical."""
        a = math.radians(degrees)
        return self.cx + r * math.cos(a) * self.out, self.cy + r * math.sin(a) * (-1 if self.top else 1)

    def sign(self, node: Node, angle: float, ring: float, scale: float, inner: float) -> Spot:
        """An organisation on the ring with its spoke, no words yet."""
        x, y = self.at(ring, angle)
        spoke = (self.at(inner - 5, angle), self.at(ring - reach(node.state, scale) - 2, angle))
        return Spot(node, x, y, scale, spoke)


def _scale(nodes: Sequence[Node], r: float, angles: Sequence[float], most: float) -> float:
    """How large signs can be on a ring so that neighbours leave a gap."""
    for (a, b), (one, two) in zip(pairwise(nodes), pairwise(angles), strict=True):
        between = 2 * r * math.sin(math.radians(abs(one - two)) / 2)
        most = min(most, between / (reach(a.state, 1) + reach(b.state, 1) + 1))
    return most


# ---- wide

W, R, R0, RN, TEXT = 776.0, 190.0, 108.0, 152.0, 30.0
PITCH, HEADER = 40.0, 28.0
ROOM = W / 2 - R - TEXT
_ANGLES = {1: [45.0], 2: [26.0, 63.0], 3: [16.0, 43.0, 73.0]}


def _angles(n: int) -> list[float]:
    """From the horizontal up."""
    return _ANGLES.get(n) or [10 + 70 * i / (n - 1) for i in range(n)]


def _heights(n: int, *, top: bool) -> list[float]:
    """How far each label stands from the horizontal middle, from near to far."""
    if n in _ANGLES:
        return [RN * math.sin(math.radians(a)) for a in _ANGLES[n]]
    return [(24.0 if top else 52.0) + PITCH * i for i in range(n)]


def _half(n: int, *, top: bool) -> float:
    """How much room a quarter's labels need above or below the middle."""
    far = max(_heights(n, top=top), default=0.0)
    return max(R + 14, far + (HEADER + 18 if top else HEADER))


def wide(source: Map, words: Words) -> Picture:
    """The wide picture: labels in two columns beside the circle."""
    up = max(_half(len(source.quarters.get(key, ())), top=True) for key in TOP)
    down = max(_half(len(source.quarters.get(key, ())), top=False) for key in DOMAINS if key not in TOP)
    cx, cy = W / 2, up
    quarters = {
        key: _wide_quarter(Corner(key, cx, cy), source.quarters.get(key, ()), words) for key in DOMAINS
    }
    dots = _people(source.near, cx, cy, words)
    return Picture(W, up + down, cx, cy, R, R0, 62.0, 29.0, quarters, dots)


def _wide_quarter(corner: Corner, nodes: Sequence[Node], words: Words) -> Quarter:
    n, top = len(nodes), corner.top
    tx = corner.cx + (R + TEXT) * corner.out
    rows = list(zip(_angles(n), _heights(n, top=top), strict=True)) if n else []
    rows = rows[::-1] if top else rows  # people read from above
    heights = [
        corner.cy + far * (-1 if top else 1) for _angle, far in rows or [(45.0, RN * math.sin(math.pi / 4))]
    ]
    anchor: Anchor = "start" if corner.right else "end"
    header = heights[0] - HEADER
    title = Label(tx + 25 * corner.out, header, words.domains[corner.key], "dm", 15, anchor, bold=True)
    scale = _scale(nodes, RN, [angle for angle, _far in rows], 1.12)
    spots = tuple(
        _wide_spot(corner, corner.sign(node, angle, RN, scale, R0), angle, (tx, y), words)
        for node, (angle, _far), y in zip(nodes, rows, heights, strict=False)
    )
    nobody = None if nodes else Label(tx, header + 20, words.nobody, "st", 13, anchor)
    return Quarter(title, (tx if corner.right else tx - 18, header - 15, 0.75), spots, nobody)


def _wide_spot(corner: Corner, spot: Spot, angle: float, text: tuple[float, float], words: Words) -> Spot:
    """The sign with its words and the wire between: straight when level, else by way of the rim."""
    (tx, ty), out = text, corner.out
    near = reach(spot.node.state, spot.scale) + 2
    end = (tx - 8 * out, ty)
    if abs(ty - spot.y) < 1:
        wire: tuple[tuple[float, float], ...] = ((spot.x + near * out, spot.y), end)
    else:
        wire = (corner.at(RN + near, angle), corner.at(R + 9, angle), (corner.cx + (R + 20) * out, ty), end)
    labels, pills = _wide_words(spot.node, tx, ty, corner, words)
    return replace(spot, wire=wire, labels=labels, pills=pills)


def _wide_words(
    node: Node, tx: float, y: float, corner: Corner, words: Words
) -> tuple[tuple[Label, ...], tuple[Pill, ...]]:
    """The name, and below it the pills and as much of the line as fits."""
    out = corner.out
    anchor: Anchor = "start" if corner.right else "end"
    name = node.name if width(node.name, 15, bold=True) <= ROOM else node.short
    labels = [Label(tx, y - 2, fit(name, 15, ROOM, bold=True), "nm", 15, anchor, bold=True)]
    pills: list[Pill] = []
    x = tx
    for said, css in (
        (words.states["next"] * (node.state == "next"), "turn"),
        (words.coordinates * node.coordinates, "lead-tag"),
    ):
        if said:
            size = width(said, 12, bold=True) + 14
            pills.append(Pill(Box(min(x, x + size * out), y + 4, max(x, x + size * out), y + 23), said, css))
            x += (size + 7) * out
    line = node.line or ("" if node.state == "next" else words.states[node.state])
    said = fit(line, 13, ROOM - abs(x - tx))
    if said:
        labels.append(Label(x, y + (18 if pills else 16), said, "st", 13, anchor))
    return tuple(labels), tuple(pills)


# ---- people close by


def letters(people: Sequence[Near]) -> list[str]:
    """A letter for each, with a number where two would share it."""
    first = [(person.name.strip() or "?")[0].upper() for person in people]
    return [c if first.count(c) == 1 else f"{c}{first[: i + 1].count(c)}" for i, c in enumerate(first)]


def _around(people: Sequence[Near], cx: float, cy: float, ring: float, r: float) -> tuple[Dot, ...]:
    """Dots with letters, evenly round the person."""
    turn = 2 * math.pi / max(1, len(people))
    places = [(cx + ring * math.sin(turn * i), cy - ring * math.cos(turn * i)) for i in range(len(people))]
    return tuple(
        Dot(person, x, y, r, letter)
        for person, letter, (x, y) in zip(people, letters(people), places, strict=True)
    )


_PLACES = ((-50.0, -36.0, -27.0, 62.0), (50.0, -36.0, -27.0, 62.0), (0.0, 54.0, 22.0, 86.0))


def _people(people: Sequence[Near], cx: float, cy: float, words: Words) -> tuple[Dot, ...]:
    """Up to three with words when all words fit in some order, else letters."""
    places = _PLACES[2:] if len(people) == 1 else _PLACES[: len(people)]
    if len(people) <= len(_PLACES):
        for order in permutations(places):
            dots = tuple(
                _named(person, place, cx, cy, words) for person, place in zip(people, order, strict=True)
            )
            if all(dots) and len(dots) == len(people):
                return tuple(dot for dot in dots if dot)
    return _around(people, cx, cy, 64.0, 12.0)


def _named(
    person: Near, place: tuple[float, float, float, float], cx: float, cy: float, words: Words
) -> Dot | None:
    dx, dy, ly, room = place
    below = words.unaware if person.knows is False else person.relation
    if width(person.name, 13) > room or width(below, 12) > room:
        return None
    x, y = cx + dx, cy + dy
    labels = (
        Label(x, y + ly, person.name, "pl", 13, "middle"),
        Label(x, y + ly + 14, below, "plr", 12, "middle"),
    )
    return Dot(person, x, y, 8.0, labels=labels)


# ---- small

SW, SH, SR, SR0, SRN = 350.0, 376.0, 163.0, 72.0, 118.0
_SMALL_ANGLES = {(1, True): [45.0], (1, False): [36.0], (2, True): [30.0, 70.0], (2, False): [18.0, 60.0]}


def small(source: Map, words: Words) -> Picture:
    """The small picture: short names inside the circle where all of a quarter's fit, else numbers."""
    cx, cy = SW / 2, SH / 2
    quarters: dict[Domain, Quarter] = {}
    number = 1
    for key in DOMAINS:
        corner, nodes = Corner(key, cx, cy), source.quarters.get(key, ())
        spots = _small_named(corner, nodes, words)
        if spots is None:
            spots = _small_numbered(corner, nodes, number)
            number += len(nodes)
        quarters[key] = _small_quarter(corner, spots, words)
    return Picture(SW, SH, cx, cy, SR, SR0, 47.0, 23.0, quarters, _around(source.near, cx, cy, 47.0, 11.0))


def _small_quarter(corner: Corner, spots: tuple[Spot, ...], words: Words) -> Quarter:
    """The title stands in the corner, outside the circle."""
    x, y = (SW - 1 if corner.right else 1.0), (13.0 if corner.top else SH - 4)
    anchor: Anchor = "end" if corner.right else "start"
    text = fit(words.domains[corner.key], 14, 96, bold=True)
    title = Label(x - 21 * corner.out, y, text, "dm", 14, anchor, bold=True)
    return Quarter(title, (x - 16 if corner.right else x, y - 13, 0.68), spots)


def _small_numbered(corner: Corner, nodes: Sequence[Node], number: int) -> tuple[Spot, ...]:
    """Signs on an inner ring, a number beside each on an outer one."""
    n = len(nodes)
    angles = [45.0] if n == 1 else [12 + 66 * i / (n - 1) for i in range(n)]
    angles = angles[::-1] if corner.top else angles
    scale = _scale(nodes, 104.0, angles, 0.86)
    spots = []
    for i, (node, angle) in enumerate(zip(nodes, angles, strict=True), number):
        x, y = corner.at(143.0, angle)
        label = Label(x, y + 5, str(i), "nr", 13, "middle", bold=True)
        spots.append(replace(corner.sign(node, angle, 104.0, scale, SR0), labels=(label,), number=i))
    return tuple(spots)


def _small_named(corner: Corner, nodes: Sequence[Node], words: Words) -> tuple[Spot, ...] | None:
    """Names under the signs; None when one does not fit or two would touch."""
    angles = _SMALL_ANGLES.get((len(nodes), corner.top), [])
    if len(angles) != len(nodes):
        return None
    spots = []
    for node, angle in zip(nodes, angles[::-1] if corner.top else angles, strict=True):
        named = _under(corner, corner.sign(node, angle, SRN, 0.86, SR0), words)
        if named is None:
            return None
        spots.append(named)
    boxes = [spot.box for spot in spots]
    boxes += [label.box for spot in spots for label in spot.labels]
    boxes += [pill.box for spot in spots for pill in spot.pills]
    return None if clashes(boxes) else tuple(spots)


def _span(corner: Corner, y0: float, y1: float) -> tuple[float, float]:
    """From where to where text can run inside the quarter, between the heights y0 and y1."""
    near, far = sorted((abs(y0 - corner.cy), abs(y1 - corner.cy)))
    chord = math.sqrt(max(0.0, (SR - 4) ** 2 - far**2))
    hole = max(4.0, math.sqrt(max(0.0, (SR0 - 3) ** 2 - near**2)))
    low, high = sorted((corner.cx + hole * corner.out, corner.cx + chord * corner.out))
    return low, high


def _under(corner: Corner, spot: Spot, words: Words) -> Spot | None:
    """The short name under the sign and, when it is their turn, the pill under the name."""
    node = spot.node
    y = spot.y + reach(node.state, spot.scale) + 12
    middle = _middle(width(node.short, 12.5, bold=True), spot.x, _span(corner, y - 10, y + 3))
    if middle is None:
        return None
    pills: tuple[Pill, ...] = ()
    if node.state == "next":
        wide_ = width(words.states["next"], 12, bold=True) + 12
        at = _middle(wide_, middle, _span(corner, y + 5, y + 20))
        if at is None:
            return None
        pills = (Pill(Box(at - wide_ / 2, y + 5, at + wide_ / 2, y + 23), words.states["next"], "turn"),)
    label = Label(middle, y, node.short, "nm", 12.5, "middle", bold=True)
    return replace(spot, labels=(label,), pills=pills)


def _middle(wide_: float, wished: float, span: tuple[float, float]) -> float | None:
    """The middle nearest to the wished one where the text stays inside the span; None when it cannot."""
    low, high = span[0] + wide_ / 2, span[1] - wide_ / 2
    return None if low > high else min(max(wished, low), high)
