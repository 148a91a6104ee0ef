"""The MDT and its agenda."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from rondom.core.http import does, reads, status_of
from rondom.organisations.middleware import ActorRequest
from rondom.triage import actions
from rondom.triage.agenda import agenda
from rondom.triage.agenda import table as table_of
from rondom.triage.forms import ClosingForm
from rondom.triage.minutes import not_discussed
from rondom.triage.views.table import at_the_table, table


@reads
def meeting(request: ActorRequest, slug: str = "") -> HttpResponse:
    """The agenda of my region's MDT: what lapses first on top; who comes in while a case is discussed lands there."""
    found = at_the_table(request, slug, request.GET.get("na", ""))
    if not slug and found.now.case_id:
        return redirect("triage:follow", found.region.slug)
    actions.note_agenda(actor=request.actor, region=found.region, cases=found.waiting)
    closes = found.meeting is not None and found.chairs
    undiscussed = not_discussed(request.actor, found.region) if closes else 0
    return render(request, "triage/meeting.html", {**table(request, found), "undiscussed": undiscussed})


@does
def open_meeting(request: ActorRequest, slug: str) -> HttpResponse:
    """The chair opens the MDT."""
    found = table_of(request.actor, slug)
    actions.open_meeting(actor=request.actor, region=found.region)
    messages.success(request, _("The MDT is open."))
    return redirect("triage:region", slug)


@does
def close_meeting(request: ActorRequest, slug: str) -> HttpResponse:
    """The chair closes the MDT, after a question when something was not discussed, and goes on to the minutes."""
    found = agenda(request.actor, slug)
    if found.meeting and found.chairs:
        undiscussed = not_discussed(request.actor, found.region)
        if undiscussed > ClosingForm(request.POST).known:
            context = {"nav": "meeting", "agenda": found, "undiscussed": undiscussed}
            return render(request, "triage/close.html", context, status=status_of(request))
    meeting = actions.close_meeting(actor=request.actor, region=found.region)
    messages.success(
        request, _("The MDT is closed, and the minutes are ready. Look them through, and sign them.")
    )
    return redirect("triage:minutes", slug, meeting.pk)
