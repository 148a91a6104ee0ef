"""The timeline of a case, and the rondomkaart of earlier moments."""

from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_datetime

from rondom.cases.actions import dossier
from rondom.coordination import around, lanes, timeline
from rondom.coordination.actions import looks
from rondom.coordination.forms.timeline import TimelineForm
from rondom.core.http import reads
from rondom.organisations.middleware import ActorRequest


@reads
def case_timeline(request: ActorRequest, pk: UUID) -> HttpResponse:
    """What happened in the case over all organisations, as picture and as list, and what is still ahead."""
    found = dossier.open_case(actor=request.actor, pk=pk)
    every = timeline.gathered(found, request.actor.at)
    form = TimelineForm(request.GET, places=timeline.places(every))
    since = looks.look(actor=request.actor, case=found)
    shown = timeline.of_case(request.actor, found, every, since=since, **form.wanted())
    context = {
        "nav": "cases",
        "case": found,
        "form": form,
        "timeline": shown,
        "since": since,
        "picture": lanes.picture(shown),
        "asked": {
            key: value for key, value in request.GET.items() if key in ("schaal", "soort", "van") and value
        },
    }
    return render(request, "coordination/timeline.html", context)


@reads
def map_then(request: ActorRequest, pk: UUID) -> HttpResponse:
    """The rondomkaart as it was at a moment, with what happened then, and the moments before and after."""
    found = dossier.open_case(actor=request.actor, pk=pk)
    past = around.past(found, _moment(request.GET.get("op", "")), request.actor.at)
    every = timeline.gathered(found, request.actor.at)
    happened = [line for line in every if past and line.at == past.at]
    context = {"nav": "cases", "case": found, "past": past, "happened": happened}
    return render(request, "coordination/map_then.html", context)


def _moment(text: str) -> datetime | None:
    """A moment in an address; what is none counts as now."""
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    return found if found and found.tzinfo else None
