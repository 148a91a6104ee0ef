"""The timeline of a case."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from rondom.cases.actions import dossier
from rondom.coordination import lanes, timeline
from rondom.coordination.forms.timeline import TimelineForm
from rondom.core.http import reads
from rondom.organisations.middleware import ActorRequest


@reads
def case_timeline(request: ActorRequest, pk: UUID) -> HttpResponse:
    """What happened in the case over all organisations, as picture and as list, and what is still ahead."""
    found = dossier.open_case(actor=request.actor, pk=pk)
    every = timeline.gathered(found)
    form = TimelineForm(request.GET, places=timeline.places(every))
    shown = timeline.of_case(request.actor, found, every, **form.wanted())
    context = {
        "nav": "cases",
        "case": found,
        "form": form,
        "timeline": shown,
        "picture": lanes.picture(shown),
        "asked": {
            key: value for key, value in request.GET.items() if key in ("schaal", "soort", "van") and value
        },
    }
    return render(request, "coordination/timeline.html", context)
