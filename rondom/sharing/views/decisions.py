"""Decisions under Wpg article 20: everyone reads them, administrators and privacy officers record and end them."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from rondom.core.errors import NotThere
from rondom.core.http import fills_in, reads, sent, status_of
from rondom.organisations.middleware import ActorRequest
from rondom.organisations.models import Region
from rondom.sharing import policies, standing
from rondom.sharing.actions import decisions
from rondom.sharing.forms.decisions import DecisionForm
from rondom.sharing.models import Decision20


@reads
def overview(request: ActorRequest) -> HttpResponse:
    """The decisions of every region: what holds now, what is to come, what ended."""
    context = {
        "places": standing.places(request.actor.at),
        "records": policies.records_decisions(request.actor),
    }
    return render(request, "sharing/decisions.html", context)


@fills_in
def new(request: ActorRequest) -> HttpResponse:
    """Record a decision that was taken."""
    policies.may_decide_for_police(request.actor)
    form = DecisionForm(sent(request), regions=list(Region.objects.order_by("name")), at=request.actor.at)
    if request.method != "POST" or not form.is_valid():
        return render(request, "sharing/decision.html", {"form": form}, status=status_of(request))
    decisions.take_up(actor=request.actor, region=form.place, parts=form.parts())
    messages.success(request, _("The decision is recorded."))
    return redirect("sharing:decisions")


@fills_in
def end(request: ActorRequest, decision_pk: UUID) -> HttpResponse:
    """End a decision: first what that means, then one button."""
    policies.may_decide_for_police(request.actor)
    decision = Decision20.objects.filter(pk=decision_pk).select_related("region").first()
    if decision is None:
        raise NotThere("decision20", decision_pk)
    policies.must_still_stand(decision, request.actor)
    if request.method == "POST":
        decisions.end(actor=request.actor, decision=decision)
        messages.success(request, _("The decision has ended. No police data is shared on it any more."))
        return redirect("sharing:decisions")
    line = standing.Line(decision, request.actor.at)
    return render(request, "sharing/decision_end.html", {"decision": decision, "line": line})
