"""How often people are referred to a service, and how long they wait there: counts of which nobody can tell who they are about."""

from dataclasses import dataclass
from datetime import date, datetime
from statistics import median

from django.utils import timezone

from rondom.landscape.models import Referred, Service

# Our own choice, as with retellings: a figure about fewer could tell who it is about.
FEWEST = 5


@dataclass(frozen=True)
class Figures:
    """The twelve months before this one; None where a figure is hidden, and days also where nobody was taken on."""

    first: date
    made: int | None
    taken_on: int | None
    given_back: int | None
    days: float | None

    @property
    def hides(self) -> bool:
        return None in (self.made, self.taken_on, self.given_back)


def month(at: datetime) -> date:
    """The first day of the month of a moment."""
    return timezone.localdate(at).replace(day=1)


def figures(service: Service, at: datetime) -> Figures:
    """What is counted of a service; this month not yet, so that a figure does not change with one person."""
    until = month(at)
    first = until.replace(year=until.year - 1)
    found: dict[str, list[int | None]] = {what: [] for what in Referred.What.values}
    rows = Referred.objects.filter(service=service, month__gte=first, month__lt=until)
    for what, days in rows.values_list("what", "days"):
        found[what].append(days)
    shown = {what: None if 0 < len(each) < FEWEST else len(each) for what, each in found.items()}
    waited = [days for days in found[Referred.What.TAKEN_ON] if days is not None]
    return Figures(first, **shown, days=median(waited) if len(waited) >= FEWEST else None)
