"""Initiatives as pages and other rooms read them: by cell, and on the roadmap."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import QuerySet
from django.utils.html import format_html
from django.utils.safestring import SafeString

from rondom.organisations.models import Organisation
from rondom.programme.cells import Phase, TargetGroup, apart, cell
from rondom.programme.models import ENDED, Initiative, Move
from rondom.programme.parties import named

WIDEST = timedelta(days=5 * 366)  # what lies further away than this from now, is drawn at the edge


def of_cell(group: str = "", phase: str = "") -> QuerySet[Initiative]:
    """The initiatives for a target group and a phase, by their codes; an empty one stands for all."""
    groups = [one for one in TargetGroup if group in {"", one.value}]
    phases = [one for one in Phase if phase in {"", one.value}]
    cells = [cell(one, other) for one in groups for other in phases]
    return Initiative.objects.filter(cells__overlap=cells).order_by("starts_on", "pk")


def apart_by_end(initiatives: QuerySet[Initiative]) -> tuple[QuerySet[Initiative], QuerySet[Initiative]]:
    """Those that go on, and those that ended, the latest first."""
    return initiatives.exclude(stage__in=ENDED), initiatives.filter(stage__in=ENDED).order_by(
        "-moved_at", "pk"
    )


@dataclass(frozen=True)
class Row:
    """A target group, with how many initiatives that go on there are in each phase."""

    group: TargetGroup
    counts: list[tuple[Phase, int]]


def per_cell(initiatives: Iterable[Initiative]) -> list[Row]:
    """How many initiatives that have not ended each cell has."""
    counted = Counter(code for one in initiatives if not one.ended for code in one.cells)
    return [Row(group, [(phase, counted[cell(group, phase)]) for phase in Phase]) for group in TargetGroup]


@dataclass(frozen=True)
class Line:
    """An initiative on the roadmap: who takes part, how it came where it stands, and its place in time."""

    initiative: Initiative
    parties: list[Organisation]
    moves: list[Move]
    bar: SafeString

    @property
    def groups(self) -> list[TargetGroup]:
        return [
            group for group in TargetGroup if any(apart(code)[0] == group for code in self.initiative.cells)
        ]

    @property
    def phases(self) -> list[Phase]:
        return [phase for phase in Phase if any(apart(code)[1] == phase for code in self.initiative.cells)]


@dataclass(frozen=True)
class Roadmap:
    """What is going on, by when it is planned, and what has ended; from a day until a day."""

    first: date
    last: date
    going_on: list[Line] = field(default_factory=list)
    ended: list[Line] = field(default_factory=list)


def roadmap(initiatives: Iterable[Initiative], ended_ones: Iterable[Initiative], today: date) -> Roadmap:
    """What goes on and what ended in time: two queries beside those for the initiatives themselves."""
    found = [*initiatives, *ended_ones]
    ways: dict[object, list[Move]] = {one.pk: [] for one in found}
    for move in Move.objects.filter(initiative__in=found).order_by("at", "pk"):
        ways[move.initiative_id].append(move)
    parties = named(*(one.parties for one in found))
    days = [day for one in found for day in (one.starts_on, one.ends_on)]
    first = max(min([*days, today]), today - WIDEST)
    last = min(max([*days, today]), today + WIDEST)
    going_on: list[Line] = []
    ended: list[Line] = []
    for one in found:
        names = [organisation for key, organisation in parties.items() if key in one.parties]
        line = Line(one, names, ways[one.pk], _bar(one, first, last, today))
        (ended if one.ended else going_on).append(line)
    return Roadmap(first, last, going_on, ended)


def _bar(initiative: Initiative, first: date, last: date, today: date) -> SafeString:
    """The planned period within the whole, with a mark for today; decoration beside the days."""
    whole = max(1, (last - first).days)

    def at(day: date) -> str:
        return f"{100 * min(1.0, max(0.0, (day - first).days / whole)):.1f}"

    start, end = at(initiative.starts_on), at(initiative.ends_on)
    width = f"{max(0.5, float(end) - float(start)):.1f}"
    kind = "d" if initiative.ended else "v"
    return format_html(
        '<svg class="rd-winbar rd-k--law" aria-hidden="true" focusable="false">'
        '<rect class="t" width="100%" height="6" y="5"/><rect class="{}" x="{}%" width="{}%" y="3" height="10"/>'
        '<rect class="n" x="{}%" width="3" height="16"/></svg>',
        kind, start, width, at(today),
    )  # fmt: skip
