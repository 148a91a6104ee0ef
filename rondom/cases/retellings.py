"""How often the story was told: of one case in words, and of organisations as a figure (indicator R1, design/domain.md)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rondom.cases.models import Case, Retelling
from rondom.organisations.models import Organisation

Need = Retelling.Need
AGAIN = (Need.NEEDED, Need.NOT_NEEDED, Need.CHOSEN)
FEWEST = 5  # a figure about fewer cases, or of fewer times, could tell who it is about


@dataclass(frozen=True)
class Count:
    """How often the person told the story, and how often of that it was not needed."""

    told: int
    not_needed: int

    def __str__(self) -> str:
        if not self.told:
            return _("The person has not told it to anyone yet, as far as we know.")
        told = ngettext("Told %(n)d time", "Told %(n)d times", self.told) % {"n": self.told}
        if not self.not_needed:
            return f"{told}."
        wasted = ngettext("%(n)d of them not needed", "%(n)d of them not needed", self.not_needed)
        return f"{told}, {wasted % {'n': self.not_needed}}."


def of_case(case: Case) -> Count:
    """How often the story of a case that was opened was told, as far as it was noted."""
    needs = Counter(case.retold)
    return Count(needs.total(), needs[Need.NOT_NEEDED])


@dataclass(frozen=True)
class Figure:
    """Indicator R1 for one organisation that asked: times the story was told again, by need; None where it is hidden."""

    organisation: Organisation
    cases: int | None
    times: dict[str, int | None]

    @property
    def total(self) -> int | None:
        """All times; hidden as soon as one of them would follow from it."""
        known = [times for times in self.times.values() if times is not None]
        return sum(known) if len(known) == len(self.times) else None

    @property
    def mean(self) -> float | None:
        """Times a case in which it was asked again."""
        return None if self.total is None or not self.cases else self.total / self.cases


def by_organisation(since: datetime, until: datetime) -> list[Figure]:
    """Indicator R1 by the organisation that asked, of cases that whoever acts may see; small figures are hidden.

    `until` is not included. The first time is no retelling and is not counted, nor is what someone outside asked.
    """
    rows = Retelling.objects.filter(
        asked_at__gte=since, asked_at__lt=until, asked_by__isnull=False, need__in=AGAIN
    )
    found: dict[UUID, list[tuple[UUID, str]]] = {}
    for place, case, need in rows.values_list("asked_by_id", "case_id", "need"):
        found.setdefault(place, []).append((case, need))
    places = Organisation.objects.filter(pk__in=found).order_by("name", "pk")
    return [_figure(place, found[place.pk]) for place in places]


def _figure(place: Organisation, rows: Iterable[tuple[UUID, str]]) -> Figure:
    rows = list(rows)
    cases = len({case for case, _need in rows})
    if cases < FEWEST:
        return Figure(place, None, dict.fromkeys(AGAIN))
    counted = Counter(need for _case, need in rows)
    return Figure(
        place, cases, {need: None if 0 < counted[need] < FEWEST else counted[need] for need in AGAIN}
    )
