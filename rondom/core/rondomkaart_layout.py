"""Where everything stands on the rondomkaart: pure geometry, no drawing, so that a test can look for overlaps.

Two pictures of one map. Wide: labels beside the circle, in whole sentences. Small: names inside the circle where
they fit, else numbers that a list below explains. Nothing is placed by hand for one map in particular.
"""

import math
from collections.abc import Sequence
from itertools import permutations
from typing import Literal

from rondom.core.rondomkaart_parts import (
    DOMAINS,
    RIGHT,
    TOP,
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


def _point(cx: float, cy: float, r: float, degrees: float, *, right: bool, top: bool) -> tuple[float, float]:
    """A point of a quarter, its angle counted up from the horizontal."""
    a = math.radians(degrees)
    return cx + r * math.cos(a) * (1 if right else -1), cy + r * math.sin(a) * (-1 if top else 1)


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
    return [(20.0 if top else 52.0) + PITCH * i for i in range(n)]


def _half(n: int, *, top: bool) -> float:
    """How much room a quarter's labels need above or below the middle."""
    far = max(_heights(n, top=top), default=0.0)
    return max(R + 14, far + (HEADER + 18 if top else HEADER))


def wide(source: Map, words: Words) -> Picture:
    """The wide picture: labels in two columns beside the circle."""
    up = max(_half(len(source.quarters.get(key, ())), top=True) for key in TOP)
    down = max(_half(len(source.quarters.get(key, ())), top=False) for key in DOMAINS if key not in TOP)
    cx, cy = W / 2, up
    quarters = {key: _wide_quarter(key, source.quarters.get(key, ()), cx, cy, words) for key in DOMAINS}
    dots = _people(source.near, cx, cy, words)
    return Picture(W, up + down, cx, cy, R, R0, 62.0, 29.0, quarters, dots)


def _wide_quarter(key: Domain, nodes: Sequence[Node], cx: float, cy: float, words: Words) -> Quarter:
    right, top = key in RIGHT, key in TOP
    sign = -1 if top else 1
    n = len(nodes)
    tx = cx + (R + TEXT) * (1 if right else -1)
    rows = list(zip(_angles(n), _heights(n, top=top), strict=True)) if n else []
    rows = rows[::-1] if top else rows  # people read from above
    first = cy + sign * (rows[0][1] if rows else RN * math.sin(math.radians(45)))
    anchor: Literal["start", "end"] = "start" if right else "end"
    title = Label(
        tx + (25 if right else -25), first - HEADER, words.domains[key], "dm", 15, anchor, bold=True
    )
    icon = (tx if right else tx - 18, first - HEADER - 15, 0.75)
    spots = tuple(
        _wide_spot(node, angle, cy + sign * far, (cx, cy, tx), right=right, top=top, n=n, words=words)
        for node, (angle, far) in zip(nodes, rows, strict=True)
    )
    nobody = None if nodes else Label(tx, first - HEADER + 20, words.nobody, "st", 13, anchor)
    return Quarter(title, icon, spots, nobody)


def _wide_spot(
    node: Node,
    angle: float,
    ly: float,
    place: tuple[float, float, float],
    *,
    right: bool,
    top: bool,
    n: int,
    words: Words,
) -> Spot:
    cx, cy, tx = place
    out = 1 if right else -1
    scale = 1.12 if n in _ANGLES else 0.95 if n < 6 else 0.85  # noqa: PLR2004
    x, y = _point(cx, cy, RN, angle, right=right, top=top)
    near = reach(node.state, scale) + 2
    spoke = (
        _point(cx, cy, R0 - 5, angle, right=right, top=top),
        _point(cx, cy, RN - near, angle, right=right, top=top),
    )
    end = (tx - 8 * out, ly)
    if n in _ANGLES:
        wire: tuple[tuple[float, float], ...] = ((x + near * out, y), end)
    else:
        leave = _point(cx, cy, RN + near, angle, right=right, top=top)
        rim = _point(cx, cy, R + 9, angle, right=right, top=top)
        wire = (leave, rim, (cx + (R + 20) * out, ly), end)
    labels, pills = _wide_words(node, tx, ly, right=right, words=words)
    return Spot(node, x, y, scale, spoke, wire, labels, pills)


def _wide_words(
    node: Node, tx: float, y: float, *, right: bool, words: Words
) -> tuple[tuple[Label, ...], tuple[Pill, ...]]:
    """The name, and below it the pills and as much of the line as fits."""
    out, anchor = (1, "start") if right else (-1, "end")
    labels = [Label(tx, y - 2, fit(node.name, 15, ROOM, bold=True), "nm", 15, anchor, bold=True)]  # type: ignore[arg-type]
    pills, x = [], tx
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
        labels.append(Label(x, y + (18 if pills else 16), said, "st", 13, anchor))  # type: ignore[arg-type]
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
    below = person.relation if person.knows else words.unaware
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
        nodes = source.quarters.get(key, ())
        spots = _small_named(key, nodes, cx, cy, words)
        if spots is None:
            spots = _small_numbered(key, nodes, cx, cy, number)
            number += len(nodes)
        quarters[key] = _small_quarter(key, spots, words)
    return Picture(SW, SH, cx, cy, SR, SR0, 47.0, 23.0, quarters, _around(source.near, cx, cy, 47.0, 11.0))


def _small_quarter(key: Domain, spots: tuple[Spot, ...], words: Words) -> Quarter:
    """The title stands in the corner, outside the circle."""
    right, top = key in RIGHT, key in TOP
    x, y = (SW - 1 if right else 1.0), (13.0 if top else SH - 4)
    text = fit(words.domains[key], 14, 96, bold=True)
    title = Label(x - 21 if right else x + 21, y, text, "dm", 14, "end" if right else "start", bold=True)
    return Quarter(title, (x - 16 if right else x, y - 13, 0.68), spots)


def _small_sign(
    node: Node, angle: float, r: float, scale: float, cx: float, cy: float, *, right: bool, top: bool
) -> Spot:
    x, y = _point(cx, cy, r, angle, right=right, top=top)
    spoke = (
        _point(cx, cy, SR0 - 5, angle, right=right, top=top),
        _point(cx, cy, r - reach(node.state, scale) - 1, angle, right=right, top=top),
    )
    return Spot(node, x, y, scale, spoke)


def _small_numbered(
    key: Domain, nodes: Sequence[Node], cx: float, cy: float, number: int
) -> tuple[Spot, ...]:
    right, top = key in RIGHT, key in TOP
    n = len(nodes)
    angles = [45.0] if n == 1 else [12 + 66 * i / (n - 1) for i in range(n)]
    between = 2 * 104.0 * math.sin(math.radians(66 / max(1, n - 1)) / 2)
    scale = min(0.86, between / 36)  # a halo beside a circle still leaves a gap
    spots = []
    for i, (node, angle) in enumerate(zip(nodes, angles[::-1] if top else angles, strict=True)):
        spot = _small_sign(node, angle, 104.0, scale, cx, cy, right=right, top=top)
        x, y = _point(cx, cy, 143.0, angle, right=right, top=top)
        label = Label(x, y + 5, str(number + i), "nr", 13, "middle", bold=True)
        spots.append(Spot(spot.node, spot.x, spot.y, scale, spot.spoke, labels=(label,), number=number + i))
    return tuple(spots)


def _small_named(
    key: Domain, nodes: Sequence[Node], cx: float, cy: float, words: Words
) -> tuple[Spot, ...] | None:
    """Names under the signs; None when one does not fit or two would touch."""
    right, top = key in RIGHT, key in TOP
    angles = _SMALL_ANGLES.get((len(nodes), top), [])
    if len(angles) != len(nodes):
        return None
    spots = []
    for node, angle in zip(nodes, angles[::-1] if top else angles, strict=True):
        bare = _small_sign(node, angle, SRN, 0.86, cx, cy, right=right, top=top)
        named = _under(bare, cx, cy, words)
        if named is None:
            return None
        spots.append(named)
    boxes = [spot.box for spot in spots]
    boxes += [label.box for spot in spots for label in spot.labels] + [
        pill.box for spot in spots for pill in spot.pills
    ]
    return None if clashes(boxes) else tuple(spots)


def _span(cx: float, cy: float, y0: float, y1: float, *, right: bool) -> tuple[float, float]:
    """From where to where a line of text can run inside the quarter, between the heights y0 and y1."""
    near, far = sorted((abs(y0 - cy), abs(y1 - cy)))
    chord = math.sqrt(max(0.0, (SR - 4) ** 2 - far**2))
    hole = math.sqrt(max(0.0, (SR0 - 3) ** 2 - near**2))
    return (cx + max(4.0, hole), cx + chord) if right else (cx - chord, cx - max(4.0, hole))


def _under(spot: Spot, cx: float, cy: float, words: Words) -> Spot | None:
    """The short name under the sign and, when it is their turn, the pill under the name."""
    right, node = spot.x > cx, spot.node
    y = spot.y + reach(node.state, spot.scale) + 12
    middle = _middle(width(node.short, 12.5, bold=True), spot.x, _span(cx, cy, y - 10, y + 3, right=right))
    if middle is None:
        return None
    pills: tuple[Pill, ...] = ()
    if node.state == "next":
        wide_ = width(words.states["next"], 12, bold=True) + 12
        at = _middle(wide_, middle, _span(cx, cy, y + 5, y + 20, right=right))
        if at is None:
            return None
        pills = (Pill(Box(at - wide_ / 2, y + 5, at + wide_ / 2, y + 23), words.states["next"], "turn"),)
    label = Label(middle, y, node.short, "nm", 12.5, "middle", bold=True)
    return Spot(node, spot.x, spot.y, spot.scale, spot.spoke, (), (label,), pills)


def _middle(wide_: float, wished: float, span: tuple[float, float]) -> float | None:
    """The middle nearest to the wished one where the text stays inside the span; None when it cannot."""
    low, high = span[0] + wide_ / 2, span[1] - wide_ / 2
    return None if low > high else min(max(wished, low), high)
