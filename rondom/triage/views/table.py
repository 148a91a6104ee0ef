"""Being at the table of an open meeting: arriving, following, and the parts of a page that changed."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render

from rondom.cases.actions import dossier
from rondom.core.http import by_itself, does, reads
from rondom.organisations.middleware import ActorRequest
from rondom.triage import actions
from rondom.triage.again import coming
from rondom.triage.agenda import Agenda, agenda, must_be_of, sitting
from rondom.triage.agenda import item as item_of
from rondom.triage.agenda import table as table_of
from rondom.triage.forms import OwnDissentForm
from rondom.triage.now import now_of

BROWSES = "zelf"  # in the address of who looks around by themselves


def at_the_table(request: ActorRequest, slug: str = "", after: str = "") -> Agenda:
    """The agenda of a region; who looks at it while the MDT is open is there."""
    found = agenda(request.actor, slug, after)
    if found.meeting is None:
        return found
    new = actions.arrive(actor=request.actor, meeting=found.meeting, seat=found.mine, present=found.present)
    return agenda(request.actor, slug, after) if new else found


def table(request: ActorRequest, found: Agenda, looked: UUID | None = None) -> dict[str, Any]:
    """What the bar of the meeting and its agenda show to who looks at a case, or at none."""
    return {
        "nav": "meeting",
        "agenda": found,
        "looked": looked,
        "again": [] if looked else coming(request.actor, found.region),
        "discussable": next((case for case in found.waiting if case.pk == looked), None),
        "next": found.after(found.now.case_id or looked),
        "browses": BROWSES in request.GET,
        "streams": settings.STREAMS,
    }


@by_itself
@reads
def now(request: ActorRequest, slug: str) -> HttpResponse:
    """The parts of a page that are of the whole meeting, as they are now."""
    found = at_the_table(request, slug)
    looked = _identifier(request.GET.get("zaak", ""))
    if looked is None:
        actions.note_agenda(actor=request.actor, region=found.region, cases=found.waiting)
    return render(request, "triage/live/meeting.html", table(request, found, looked))


@by_itself
@reads
def item(request: ActorRequest, slug: str, pk: UUID) -> HttpResponse:
    """The parts of the page of a case that others change, as they are now; recorded as looking at the case."""
    found = sitting(request.actor, slug)
    case = dossier.open_part(actor=request.actor, pk=pk, purpose="mdt")
    must_be_of(found, case)
    asked = request.GET.getlist("deel", ["views", "decision"])
    parts = [part for part in ("views", "decision") if part in asked]
    shown = item_of(request.actor, case, opened=found.meeting, parts=parts)
    context = {
        "agenda": found,
        "case": case,
        "item": shown,
        "parts": parts,
        "late": True,
        "dissent_form": OwnDissentForm(held=case.held),
    }
    return render(request, "triage/live/item.html", context)


@reads
def follow(request: ActorRequest, slug: str) -> HttpResponse:
    """To where the meeting is: the case that it discusses, or its agenda."""
    found = table_of(request.actor, slug)
    now_at = now_of(found.meeting, request.actor.at)
    if now_at.case_id:
        return redirect("triage:item", slug, now_at.case_id)
    return redirect("triage:region", slug)


@does
def discuss(request: ActorRequest, slug: str, pk: UUID) -> HttpResponse:
    """The chair lets the meeting discuss a case; everyone's screen follows."""
    found = table_of(request.actor, slug)
    case = dossier.locked(request.actor, pk)
    must_be_of(found, case)
    actions.discuss(actor=request.actor, case=case)
    return redirect("triage:item", slug, pk)


def _identifier(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
