"""What is still ahead in a case, for under its timeline."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from rondom.cases.models import FOR_THE_MDT, OPEN_STATES, Case, Step
from rondom.coordination.models import Aftercare


@dataclass(frozen=True)
class Coming:
    """Something that is still ahead."""

    at: datetime
    what: str
    place: str


def ahead(case: Case) -> list[Coming]:
    """What is still ahead: last moments of what is open, the MDT, aftercare."""
    steps = Step.objects.filter(case=case, state__in=OPEN_STATES).values_list(
        "due_at", "kind", "organisation__short_name"
    )
    found = [Coming(at, str(Case.NextKind(kind).label), place) for at, kind, place in steps]
    if case.status in FOR_THE_MDT:
        found.append(Coming(case.mdt_due_at, str(_("discussed in the MDT at the latest")), ""))
    moments = Aftercare.objects.filter(case=case, noted_at__isnull=True)
    found += [
        Coming(at, str(_("aftercare: ask how it goes")), place)
        for at, place in moments.values_list("due_at", "organisation__short_name")
    ]
    return sorted(found, key=lambda one: one.at)
