"""Today and the case page."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from rondom.cases.actions import dossier
from rondom.cases.models import Category, Status
from rondom.coordination import day, overview
from rondom.coordination.actions import today as days
from rondom.core.http import reads
from rondom.landscape import lists as landscape
from rondom.organisations.middleware import ActorRequest
from rondom.sharing import retention
from rondom.sharing.models import Destruction


@reads
def home(request: HttpRequest) -> HttpResponse:
    """The front door leads to today."""
    return redirect("today")


@reads
def today(request: ActorRequest) -> HttpResponse:
    """What needs me now; empty means done."""
    found = day.day(request.actor)
    days.note(actor=request.actor, cases=found.cases)
    keeps = {"waiting": landscape.waiting(request.actor), "to_look_up": landscape.to_look_up(request.actor)}
    return render(request, "coordination/today.html", {"nav": "today", "day": found, "landscape": keeps})


@reads
def case(request: ActorRequest, pk: UUID) -> HttpResponse:
    """One case as I may see it."""
    found = dossier.open_case(actor=request.actor, pk=pk)
    seen = overview.overview(request.actor, found)
    if found.status == Status.CLOSED and not seen.entries:
        gone = Destruction.objects.filter(case=found).order_by("destroyed_at")
        if any(proof.categories & Category.CASE for proof in gone):
            context = {"nav": "cases", "case": found, "proofs": gone, "terms": retention.ROWS}
            return render(request, "coordination/destroyed.html", context)
    context = {"nav": "cases", "case": found, "overview": seen}
    return render(request, "coordination/case.html", context)
