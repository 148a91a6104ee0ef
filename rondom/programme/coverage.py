"""Which municipalities have a covenant or a local alliance, by safety region, as a table and as tiles."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from rondom.organisations.models import Municipality
from rondom.organisations.municipalities import by_name
from rondom.programme.models import Agreement

# Where each safety region lies among the others: column and row of its tile, roughly as on a map.
TILES = {
    "VR02": (3, 0), "VR01": (4, 0), "VR10": (1, 1), "VR04": (3, 1), "VR03": (4, 1), "VR12": (0, 2), "VR11": (1, 2),
    "VR25": (2, 2), "VR06": (3, 2), "VR05": (4, 2), "VR16": (0, 3), "VR13": (1, 3), "VR14": (2, 3), "VR07": (3, 3),
    "VR15": (0, 4), "VR17": (1, 4), "VR09": (2, 4), "VR08": (3, 4), "VR19": (0, 5), "VR18": (1, 5), "VR20": (2, 5),
    "VR21": (3, 5), "VR23": (4, 5), "VR22": (3, 6), "VR24": (4, 6),
}  # fmt: skip
WIDTH, HEIGHT, GAP, LETTERS = 132, 62, 6, 17


@dataclass
class Place:
    """A municipality with what was agreed there and holds now."""

    municipality: Municipality
    agreements: list[Agreement] = field(default_factory=list)


@dataclass
class Area:
    """A safety region with its municipalities, and how many of them have an agreement of each kind."""

    code: str
    name: str
    places: list[Place] = field(default_factory=list)

    def _with(self, kind: str) -> int:
        return sum(any(one.kind == kind for one in place.agreements) for place in self.places)

    @property
    def covenants(self) -> int:
        return self._with(Agreement.Kind.COVENANT)

    @property
    def alliances(self) -> int:
        return self._with(Agreement.Kind.ALLIANCE)

    @property
    def covered(self) -> int:
        return sum(bool(place.agreements) for place in self.places)

    @property
    def look(self) -> str:
        """A word for the style sheet: none, some or all of its municipalities."""
        return "none" if not self.covered else "all" if self.covered == len(self.places) else "some"


def holding(on: date) -> list[Agreement]:
    """The agreements that hold on a day, by title."""
    lasts = Q(ends_on__isnull=True) | Q(ends_on__gte=on)
    return list(Agreement.objects.filter(lasts, starts_on__lte=on).order_by("title", "pk"))


def areas(agreements: Iterable[Agreement]) -> list[Area]:
    """Every safety region with its municipalities, by name."""
    found: dict[str, Area] = {}
    places: dict[str, Place] = {}
    for one in sorted({one.pk: one for one in by_name().values()}.values(), key=lambda one: one.name):
        area = found.setdefault(one.safety_region_code, Area(one.safety_region_code, one.safety_region))
        places[one.pk] = Place(one)
        area.places.append(places[one.pk])
    for agreement in agreements:
        for code in agreement.municipalities:
            if code in places:
                places[code].agreements.append(agreement)
    return sorted(found.values(), key=lambda area: area.name)


def tiles(found: Iterable[Area]) -> SafeString:
    """The safety regions as tiles, each with how many of its municipalities have an agreement; beside the table."""
    drawn = []
    for area in found:
        column, row = TILES[area.code]
        x, y = column * (WIDTH + GAP), row * (HEIGHT + GAP)
        lines = _lines(area.name)
        names = format_html_join(
            "",
            '<text x="{}" y="{}">{}</text>',
            ((x + 8, y + 18 + 15 * n, line) for n, line in enumerate(lines)),
        )
        drawn.append((
            area.look, x, y, WIDTH, HEIGHT, names, x + WIDTH - 8, y + HEIGHT - 8, f"{area.covered}/{len(area.places)}",
        ))  # fmt: skip
    body = format_html_join(
        "",
        '<g class="{}"><rect x="{}" y="{}" width="{}" height="{}" rx="4"/>{}'
        '<text class="n" x="{}" y="{}" text-anchor="end">{}</text></g>',
        drawn,
    )
    size = (5 * (WIDTH + GAP) - GAP + 2, 7 * (HEIGHT + GAP) - GAP + 2)
    return format_html(
        '<svg class="rd-tiles" viewBox="-1 -1 {} {}" aria-hidden="true" focusable="false">{}</svg>',
        *size,
        body,
    )


def _lines(name: str) -> list[str]:
    """A name in at most two lines of a tile, broken at a space or after a hyphen."""
    if len(name) <= LETTERS:
        return [name]
    breaks = [n + 1 for n, sign in enumerate(name) if sign in " -" and n < LETTERS]
    at = max(breaks, default=LETTERS)
    return [name[:at].strip(), name[at:].strip()]
