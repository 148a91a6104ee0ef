"""Which services fit a case, to refer to."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from rondom.cases.actions import dossier
from rondom.coordination import policies
from rondom.core.http import reads
from rondom.landscape import coverage, directory, shown
from rondom.landscape.areas import area, areas
from rondom.organisations.middleware import ActorRequest
from rondom.programme.cells import Phase, TargetGroup


@reads
def services(request: ActorRequest, pk: UUID) -> HttpResponse:
    """The services of the case's region for a target group in a phase; its coordinator refers from here."""
    found = dossier.open_case(actor=request.actor, pk=pk)
    today = timezone.localdate(request.actor.at)
    here = area(found.region.slug, areas())
    group = _one_of(request.GET.get("doelgroep"), TargetGroup.values, TargetGroup.SEXUAL_VIOLENCE)
    phase = _one_of(request.GET.get("fase"), Phase.values, Phase.EXECUTION)
    cell = coverage.matrices(directory.current(), [here], today)[0].cells[group, phase]
    context = {
        "case": found,
        "here": here,
        "groups": TargetGroup.choices,
        "phases": Phase.choices,
        "group": group,
        "phase": phase,
        "places": [shown.shown(place, today) for place in cell.places],
        "perhaps": [shown.shown(place, today) for place in cell.perhaps],
        "refers": policies.steers(request.actor, found),
        "nav": "cases",
    }
    return render(request, "coordination/services.html", context)


def _one_of(asked: str | None, allowed: list[str], default: str) -> str:
    return asked if asked in allowed else default
