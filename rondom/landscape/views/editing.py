"""For people of the partners: propose a change; for the editor: change, decide, look up again, take in a sheet."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from rondom.core.errors import NotThere
from rondom.core.http import brings_files, fills_in, reads, sent, status_of
from rondom.core.paging import paged
from rondom.landscape import directory, lists, policies, referred, sheet, shown
from rondom.landscape.actions import facts, proposals
from rondom.landscape.directory import Place
from rondom.landscape.forms.editing import ConfirmForm, DecisionForm, ServiceForm, SheetForm
from rondom.landscape.models import Service
from rondom.landscape.terms import Field
from rondom.organisations.middleware import ActorRequest


def _service(slug: str) -> Service:
    found = Service.objects.filter(slug=slug).first()
    if found is None:
        raise NotThere("service", slug)
    return found


def _place(slug: str) -> Place:
    found = directory.current().by_slug.get(slug)
    if found is None:
        raise NotThere("service", slug)
    return found


@fills_in
def propose(request: ActorRequest, service: str = "") -> HttpResponse:
    """Say what should be known of a service, or of a new one; the editor's word holds at once."""
    actor = request.actor
    policies.must_propose(actor)
    place = _place(service) if service else None
    form = ServiceForm(sent(request), place=place, today=timezone.localdate(actor.at))
    if request.method == "POST" and form.is_valid():
        said: dict[str, Any] = {
            "actor": actor,
            "service": _service(service) if service else None,
            "slug": form.slug,
            "changes": form.changes,
            "source": form.cleaned_data["source"],
        }
        day = form.cleaned_data["checked_on"]
        if policies.edits(actor):
            facts.change(**said, verified_on=day)
            messages.success(request, _("Changed. This holds from now on."))
            return redirect("landscape:history", form.slug)
        proposals.propose(**said, checked_on=day, why=form.cleaned_data["why"])
        messages.success(request, _("Proposed. The editor looks at it; until then nothing changes."))
        return redirect("landscape:proposals")
    context = {"form": form, "place": place, "edits": policies.edits(actor), "nav": "landscape"}
    return render(request, "landscape/propose.html", context, status=status_of(request))


@reads
def proposal_list(request: ActorRequest) -> HttpResponse:
    """What was proposed: by my organisation, or for the editor by everyone."""
    policies.must_propose(request.actor)
    page = paged(request, lists.proposals(request.actor), size=lists.A_PAGE)
    context = {"page": page, "edits": policies.edits(request.actor), "nav": "landscape"}
    return render(request, "landscape/proposals.html", context)


@fills_in
def proposal(request: ActorRequest, proposal: UUID) -> HttpResponse:
    """One proposal beside what is known now; the editor decides."""
    policies.must_propose(request.actor)
    if request.method == "POST":
        policies.must_edit(request.actor)
    found = lists.proposals(request.actor).filter(pk=proposal).first()
    if found is None:
        raise NotThere("proposal", proposal)
    form = DecisionForm(sent(request))
    if request.method == "POST":
        policies.must_wait(found)
        if form.is_valid():
            proposals.decide(actor=request.actor, proposal=found, **form.cleaned_data)
            messages.success(request, _("Decided. Who proposed it can read your answer."))
            return redirect("landscape:proposals")
    place = directory.current().by_slug.get(found.slug)
    context = {
        "proposal": found,
        "name": place.name if place else found.slug,
        "changes": [_beside(place, name, value) for name, value in found.changes.items()],
        "form": form,
        "decides": policies.edits(request.actor) and found.decided_at is None,
        "nav": "landscape",
    }
    return render(request, "landscape/proposal.html", context, status=status_of(request))


def _beside(place: Place | None, name: str, value: Any) -> dict[str, str]:
    now = place.value(name) if place else None
    return {"name": str(Field(name).label), "now": lists.told(name, now), "then": lists.told(name, value)}


@reads
def history(request: ActorRequest, service: str) -> HttpResponse:
    """Every fact there was about a service, who entered and who checked it."""
    policies.must_propose(request.actor)
    found = _service(service)
    page = paged(request, lists.history(found), size=lists.A_PAGE)
    place = directory.current().by_slug.get(service)
    context = {
        "service": found, "name": place.name if place else service, "page": page, "edits": policies.edits(request.actor),
        "going": place is not None, "nav": "landscape",
        "referred": referred.figures(found, request.actor.at) if policies.edits(request.actor) else None,
    }  # fmt: skip
    return render(request, "landscape/history.html", context)


@reads
def expiring(request: ActorRequest) -> HttpResponse:
    """What must be looked up again: what expires within a month, has expired, or was never checked."""
    policies.must_edit(request.actor)
    today = timezone.localdate(request.actor.at)
    page = paged(request, lists.expiring(today), size=lists.A_PAGE)
    context = {"page": page, "today": today, "soon": today + lists.SOON, "nav": "landscape"}
    return render(request, "landscape/expiring.html", context)


@fills_in
def confirm(request: ActorRequest, service: str) -> HttpResponse:
    """The editor looked up again what is known of a service: these facts still hold."""
    actor = request.actor
    policies.must_edit(actor)
    place = _place(service)
    choices = [
        (name, f"{Field(name).label}: {shown.words(name, place.facts[name].value)}")
        for name in Field.values
        if name in place.facts
    ]
    form = ConfirmForm(sent(request), choices=choices, today=timezone.localdate(actor.at))
    if request.method == "POST" and form.is_valid():
        facts.confirm(
            actor=actor,
            service=_service(service),
            fields=form.cleaned_data["fields_that_hold"],
            verified_on=form.cleaned_data["checked_on"],
        )
        messages.success(request, _("Noted: these facts were checked."))
        return redirect("landscape:expiring")
    sources = dict.fromkeys(known.source for known in place.facts.values())
    context = {"form": form, "place": place, "sources": list(sources), "nav": "landscape"}
    return render(request, "landscape/confirm.html", context, status=status_of(request))


@brings_files
@fills_in
def take_in(request: ActorRequest) -> HttpResponse:
    """A sheet of services: first what each row would do, then do it."""
    policies.must_edit(request.actor)
    today = timezone.localdate(request.actor.at)
    form = SheetForm(sent(request), request.FILES or None, known=directory.current(), today=today)
    rows = form.cleaned_data["sheet"] if request.method == "POST" and form.is_valid() else None
    done = rows is not None and "take_in" in request.POST
    if done:
        facts.take_in(actor=request.actor, rows=rows or [])
    context = {"form": form, "rows": rows, "done": done, "columns": sheet.COLUMNS, "nav": "landscape"}
    return render(
        request, "landscape/take_in.html", context, status=200 if rows is not None else status_of(request)
    )
