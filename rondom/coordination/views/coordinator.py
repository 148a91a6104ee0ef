"""Who coordinates: answering, and asking someone else."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from rondom.cases.actions import dossier
from rondom.cases.candidates import candidates
from rondom.cases.models import Case
from rondom.cases.people import circle
from rondom.cases.wishes import wish_of
from rondom.coordination import policies
from rondom.coordination.actions import coordinator
from rondom.coordination.forms.coordinator import AnswerForm
from rondom.coordination.forms.hand_over import HandOverForm
from rondom.coordination.history import history
from rondom.coordination.norms import WARM_TRANSFER
from rondom.coordination.views.page import form_page
from rondom.core.http import fills_in, reads, sent
from rondom.organisations.middleware import ActorRequest
from rondom.triage.forms import CoordinatorForm


@fills_in
def answer(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Accept or decline to coordinate."""
    found = dossier.open_form(actor=request.actor, pk=pk, changes=request.method == "POST")
    policies.question_for(request.actor, found)
    form = AnswerForm(sent(request))
    if request.method != "POST" or not form.is_valid():
        said = history(found, request.actor.at)
        return form_page(request, found, form, "coordination/answer.html", history=said, norm=WARM_TRANSFER)
    if form.cleaned_data["answer"] == "accept":
        coordinator.accept(actor=request.actor, case=found)
        messages.success(request, _("You are the coordinator of this case now."))
    else:
        coordinator.decline(actor=request.actor, case=found, reason=form.cleaned_data["reason"])
        messages.success(request, _("You declined. The MDT will ask someone else."))
    return redirect("case", pk)


@fills_in
def propose(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Ask someone else to coordinate."""
    found = dossier.open_form(actor=request.actor, pk=pk, changes=request.method == "POST")
    policies.may_propose(request.actor, found)
    form = CoordinatorForm(sent(request), **_choice(request, found))
    if request.method != "POST" or not form.is_valid():
        return form_page(request, found, form, "coordination/propose.html")
    member = form.member()
    weighed = form.cleaned_data.get("weighed", "")
    coordinator.propose(
        actor=request.actor, case=found, user=member.user, organisation=member.organisation, weighed=weighed
    )
    messages.success(request, _("%(name)s is asked to coordinate.") % {"name": member.user.display_name})
    return redirect("case", pk)


@fills_in
def hand_over(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Ask someone to take the case over from me."""
    found = dossier.open_form(actor=request.actor, pk=pk, changes=request.method == "POST")
    policies.must_coordinate(request.actor, found)
    choice = _choice(request, found)
    choice["candidates"] = [one for one in choice["candidates"] if one.member.user_id != found.coordinator_id]
    form = HandOverForm(sent(request), **choice)
    if request.method != "POST" or not form.is_valid():
        return form_page(request, found, form, "coordination/hand_over.html", norm=WARM_TRANSFER)
    member, data = form.member(), form.cleaned_data
    coordinator.hand_over(
        actor=request.actor, case=found, user=member.user, organisation=member.organisation, note=data["note"],
        weighed=data.get("weighed", ""),
    )  # fmt: skip
    messages.success(
        request,
        _("%(name)s is asked to take over. Until they accept you stay.") % {"name": member.user.display_name},
    )
    return redirect("case", pk)


@reads
def coordinators(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Everyone who coordinated this case."""
    found = dossier.open_case(actor=request.actor, pk=pk)
    said, steers = history(found, request.actor.at), policies.steers(request.actor, found)
    context = {"nav": "cases", "case": found, "history": said, "steers": steers}
    return render(request, "coordination/coordinators.html", context)


def _choice(request: ActorRequest, found: Case) -> dict[str, Any]:
    """Who can be asked, and what the person wishes about that."""
    around = circle(found, request.actor)
    return {"candidates": candidates(found, around), "wish": wish_of(found)}
