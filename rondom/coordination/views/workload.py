"""How much coordinators have to do."""

from django.http import HttpResponse
from django.shortcuts import render

from rondom.coordination import workload as numbers
from rondom.coordination.actions import workload as looks
from rondom.core.http import reads
from rondom.organisations.middleware import ActorRequest


@reads
def workload(request: ActorRequest, place: str) -> HttpResponse:
    """Numbers per coordinator and by month; no case, code or link."""
    found = numbers.place_of(request.actor, place)
    looks.note(actor=request.actor, organisation=found)
    context = {"workload": numbers.of(found, request.actor.at)}
    return render(request, "coordination/workload.html", context)
