"""The regions an organisation works in, and everyone it works with there."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from rondom.organisations.models import Organisation, Region

_SQL = (Path(__file__).parent / "sql" / "partnerships.sql").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Partner:
    """An organisation of a region: whether it has a fixed seat in the MDT, and who chairs for it, if it chairs."""

    organisation: Organisation
    fixed_seat: bool = False
    chair_id: UUID | None = None


@dataclass(frozen=True)
class Partnership:
    """A region and the organisations that work in it."""

    region: Region
    partners: list[Partner] = field(default_factory=list)

    @property
    def chair(self) -> Partner | None:
        return next((partner for partner in self.partners if partner.chair_id), None)


def partnerships(organisation: Organisation, at: datetime) -> list[Partnership]:
    """The partnerships that an organisation belongs to at a moment, by the name of the region; one query."""
    found: dict[UUID, Partnership] = {}
    row: Any
    for row in Organisation.objects.raw(_SQL, {"organisation": organisation.pk, "at": at}):
        partnership = found.get(row.region_id)
        if partnership is None:
            partnership = found[row.region_id] = Partnership(_region(row))
        partnership.partners.append(Partner(row, row.fixed_seat, row.chair_id))
    return list(found.values())


def partnership_in(region: Region, at: datetime) -> Partnership:
    """Everyone who works in a region at a moment, whoever asks."""
    someone = Organisation.objects.filter(works_in=region).order_by("pk").first()
    found = partnerships(someone, at) if someone else []
    return next((one for one in found if one.region.pk == region.pk), Partnership(region))


def _region(row: Any) -> Region:
    region = Region(
        id=row.region_id,
        slug=row.region_slug,
        name=row.region_name,
        kind=row.region_kind,
        meets_on_holidays=row.region_meets_on_holidays,
        coordinating_kinds=row.region_coordinating_kinds,
    )
    region._state.adding = False  # noqa: SLF001 - it was read, not made
    region._state.db = row._state.db  # noqa: SLF001
    return region
