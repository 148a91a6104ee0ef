"""Where a case belongs: where the person lives and where it happened may lie in different regions; a person decides."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rondom.cases.models import Case, Person
from rondom.first_contact.models import Report
from rondom.organisations import municipalities
from rondom.organisations.models import Region

LIVES, HAPPENED = _("The person lives in"), _("It happened in")


@dataclass(frozen=True)
class Spot:
    """A municipality that matters to a case: why, which, and the regions that cover it."""

    why: Any
    name: str
    regions: list[Region] = field(default_factory=list)

    def lies_in(self, region: Region) -> bool:
        """Whether the region covers it."""
        return region.pk in {one.pk for one in self.regions}

    def asks(self, region: Region) -> str:
        """The question that it puts to a person, when the case is in another region."""
        return gettext(
            "%(why)s %(name)s, which lies in %(regions)s. The case is in %(now)s. Decide where it belongs."
        ) % {
            "why": self.why,
            "name": self.name,
            "regions": ", ".join(one.name for one in self.regions),
            "now": region.name,
        }


def spots(case: Case) -> list[Spot]:
    """Where the person lives and where it happened, as far as noted and as far as whoever acts may see."""
    people = Person.objects.filter(case=case, roles__contains=[Person.Role.VICTIM])
    known = [(LIVES, person.municipality) for person in sorted(people, key=lambda person: person.pk)]
    known += [(HAPPENED, report.municipality) for report in Report.objects.filter(case=case)]
    return _named([(why, code) for why, code in known if code])


def _named(known: list[tuple[Any, str]]) -> list[Spot]:
    covering = municipalities.covering([code for _why, code in known]) if known else {}
    found = []
    for why, code in known:
        place = municipalities.coded(code)
        if place:
            found.append(Spot(why, place.name, covering.get(code, [])))
    return found


def elsewhere(case: Case) -> list[Spot]:
    """What lies outside the region where the case is, when another region covers it."""
    return [spot for spot in spots(case) if spot.regions and not spot.lies_in(case.region)]
