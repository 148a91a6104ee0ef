"""The picture of a timeline: a lane an organisation, a mark for each thing that happened; the list beside it says the same."""

from dataclasses import dataclass
from datetime import datetime

from rondom.coordination.timeline import Line, Sort, Timeline

WIDTH, LANE, LEFT, EDGE = 720, 34, 150, 14
# A shape of its own for each sort, so that colour is never the only sign; drawn around the middle.
SHAPES = {
    Sort.TOLD: "M-6 -6H6V6H-6Z",
    Sort.MDT: "M0 -8L8 0L0 8L-8 0Z",
    Sort.COORDINATION: "M0 -8L7 6H-7Z",
    Sort.ACTION: "M-6 0A6 6 0 1 0 6 0A6 6 0 1 0 -6 0Z",
    Sort.CONTACT: "M-7 -4H7V4H-7Z",
    Sort.SHARING: "M0 8L7 -6H-7Z",
    Sort.LAW: "M-3 -7H3V-3H7V3H3V7H-3V3H-7V-3H-3Z",
}


@dataclass(frozen=True)
class Mark:
    """One thing that happened, where it stands in the picture."""

    x: float
    y: float
    sort: Sort
    new: bool

    @property
    def shape(self) -> str:
        return SHAPES[self.sort]


@dataclass(frozen=True)
class Lane:
    """One organisation."""

    name: str
    y: float


@dataclass(frozen=True)
class Picture:
    """The lanes and marks between two moments, in a drawing of this size."""

    lanes: list[Lane]
    marks: list[Mark]
    height: int
    first: datetime
    last: datetime
    width: int = WIDTH
    left: int = LEFT

    @property
    def sorts(self) -> list[tuple[Sort, str]]:
        """The signs that are used, for the legend."""
        used = {mark.sort for mark in self.marks}
        return [(sort, SHAPES[sort]) for sort in Sort if sort in used]


def picture(timeline: Timeline) -> Picture | None:
    """The picture of what a timeline shows; none of nothing."""
    if timeline.span is None:
        return None
    first, last = timeline.span
    names = list(dict.fromkeys(line.place for line in reversed(timeline.lines)))
    lanes = [Lane(name, EDGE + LANE * (place + 0.5)) for place, name in enumerate(names)]
    at = {lane.name: lane.y for lane in lanes}
    marks = [Mark(_x(line, first, last), at[line.place], line.sort, line.new) for line in timeline.lines]
    return Picture(lanes, marks, int(2 * EDGE + LANE * len(lanes)), first, last)


def _x(line: Line, first: datetime, last: datetime) -> float:
    whole = (last - first).total_seconds()
    part = (line.at - first).total_seconds() / whole if whole else 0.5
    return round(LEFT + EDGE + part * (WIDTH - LEFT - 2 * EDGE), 1)
