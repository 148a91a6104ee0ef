"""The regions an organisation works in, and everyone it works with there."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Subquery

from rondom.organisations.models import Organisation, Region, Seat


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
    seats = Seat.objects.in_force(at).filter(
        region_id=OuterRef("region_id"), organisation_id=OuterRef("organisation_id")
    )
    chairs = seats.filter(chair=True).order_by("starts_at", "pk")
    rows = (
        Organisation.works_in.through.objects.filter(region__organisations=organisation)
        .annotate(
            fixed_seat=Exists(seats.filter(fixed=True)), chair_id=Subquery(chairs.values("user_id")[:1])
        )
        .select_related("region", "organisation")
        .order_by("region__name", "organisation__name")
    )
    found: dict[UUID, Partnership] = {}
    row: Any
    for row in rows:
        partnership = found.setdefault(row.region_id, Partnership(row.region))
        partnership.partners.append(Partner(row.organisation, row.fixed_seat, row.chair_id))
    return list(found.values())
