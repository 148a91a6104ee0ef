"""The MDT and its agenda."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from rondom.core.http import does, reads
from rondom.organisations.middleware import ActorRequest
from rondom.triage import actions
from rondom.triage.agenda import agenda
from rondom.triage.views.table import at_the_table, table


@reads
def meeting(request: ActorRequest, slug: str = "") -> HttpResponse:
    """The agenda of my region's MDT: what lapses first on top; who comes in while a case is discussed lands there."""
    found = at_the_table(request, slug, request.GET.get("na", ""))
    if not slug and found.now.case_id:
        return redirect("triage:follow", found.region.slug)
    actions.note_agenda(actor=request.actor, region=found.region, cases=found.waiting)
    return render(request, "triage/meeting.html", table(request, found))


@does
def open_meeting(request: ActorRequest, slug: str) -> HttpResponse:
    """The chair opens the MDT."""
    found = agenda(request.actor, slug)
    actions.open_meeting(actor=request.actor, region=found.region)
    messages.success(request, _("The MDT is open."))
    return redirect("triage:region", slug)


@does
def close_meeting(request: ActorRequest, slug: str) -> HttpResponse:
    """The chair closes the MDT."""
    found = agenda(request.actor, slug)
    actions.close_meeting(actor=request.actor, region=found.region)
    messages.success(request, _("The MDT is closed. What was not discussed goes to the next one."))
    return redirect("triage:region", slug)
