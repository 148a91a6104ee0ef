"""The decisions under Wpg article 20 by region: what holds now, what lapses soon, what is to come, what ended."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from rondom.organisations.models import Organisation, Region
from rondom.sharing.ledger import What, what
from rondom.sharing.models import Decision20

SOON = timedelta(days=30)


@dataclass(frozen=True)
class Line:
    """One decision, as it stands at a moment."""

    decision: Decision20
    at: datetime

    @property
    def ended_at(self) -> datetime | None:
        """When it ended, by someone or by itself; None while it can still hold."""
        if self.decision.ended_at:
            return self.decision.ended_at
        return self.decision.ends_at if self.decision.ends_at <= self.at else None

    @property
    def to_come(self) -> bool:
        return self.ended_at is None and self.decision.starts_at > self.at

    @property
    def holds(self) -> bool:
        return self.ended_at is None and not self.to_come

    @property
    def lapses_soon(self) -> bool:
        return self.holds and self.decision.ends_at - self.at <= SOON

    @property
    def what(self) -> list[What]:
        return what(self.decision.by_regime)

    @property
    def recipients(self) -> list[str]:
        return [str(Organisation.Kind(kind).label) for kind in self.decision.recipients]


@dataclass(frozen=True)
class Place:
    """A region and its decisions, what holds first."""

    region: Region
    lines: list[Line]

    @property
    def covered(self) -> bool:
        return any(line.holds for line in self.lines)


def places(at: datetime) -> list[Place]:
    """Every region with its decisions."""
    lines = [
        Line(decision, at)
        for decision in Decision20.objects.select_related("recorded_by", "ended_by").order_by(
            "-ends_at", "pk"
        )
    ]
    lines.sort(key=lambda line: (not line.holds, not line.to_come))
    return [
        Place(region, [line for line in lines if line.decision.region_id == region.pk])
        for region in Region.objects.order_by("name")
    ]
