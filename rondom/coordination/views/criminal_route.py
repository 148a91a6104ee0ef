"""The criminal route of a case, and the rights of the person."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from rondom.cases.actions import dossier
from rondom.coordination import criminal_route, entitlements
from rondom.coordination.actions import criminal_route as doing
from rondom.coordination.forms.criminal_route import RightForm, RouteForm, RouteWithdrawForm
from rondom.coordination.models import RightSaid
from rondom.coordination.views.page import form_page
from rondom.core.http import fills_in, reads, sent
from rondom.organisations.middleware import ActorRequest


@reads
def route(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Where the case stands on each of its criminal routes, what that means, and what may come."""
    found = dossier.open_case(actor=request.actor, pk=pk)
    criminal_route.must_see(found)
    routes = criminal_route.routes(found)
    context = {
        "nav": "cases",
        "case": found,
        "routes": routes,
        "next_number": criminal_route.next_number(routes),
        "notes": criminal_route.notes(request.actor, found),
    }
    return render(request, "coordination/criminal_route.html", context)


@fills_in
def route_new(request: ActorRequest, pk: UUID, route: int) -> HttpResponse:
    """Note the state that a route of the case has reached; the next number begins another."""
    found = dossier.open_form(actor=request.actor, pk=pk, changes=request.method == "POST")
    criminal_route.may_note(request.actor, found)
    stands = criminal_route.of_case(found, route)
    people = criminal_route.whom(found)
    today = timezone.localdate(request.actor.at)
    form = RouteForm(sent(request), route=stands, people=people, today=today)
    if request.method != "POST" or not form.is_valid():
        return form_page(request, found, form, "coordination/criminal_route_new.html", route=stands)
    doing.note(actor=request.actor, case=found, stands=form.stands(), number=route)
    messages.success(request, _("It is noted where the case stands."))
    return redirect("criminal_route", pk)


@fills_in
def route_withdraw(request: ActorRequest, pk: UUID, step_pk: UUID) -> HttpResponse:
    """Withdraw a state that was noted wrongly."""
    found = dossier.open_form(actor=request.actor, pk=pk, changes=request.method == "POST")
    step = criminal_route.one(found, step_pk)
    criminal_route.may_note(request.actor, found)
    form = RouteWithdrawForm(sent(request))
    if request.method != "POST" or not form.is_valid():
        return form_page(request, found, form, "coordination/criminal_route_withdraw.html", step=step)
    doing.withdraw(actor=request.actor, case=found, step=step, why=form.cleaned_data["why"])
    messages.success(request, _("What was noted wrongly is withdrawn."))
    return redirect("criminal_route", pk)


@reads
def rights(request: ActorRequest, pk: UUID) -> HttpResponse:
    """The rights of the person, and what was said about each."""
    found = dossier.open_case(actor=request.actor, pk=pk)
    entitlements.must_see(found)
    said = entitlements.of_case(found, timezone.localdate(request.actor.at))
    return render(request, "coordination/rights.html", {"nav": "cases", "case": found, "rights": said})


@fills_in
def right(request: ActorRequest, pk: UUID, right_id: str) -> HttpResponse:
    """Note what was said about one right."""
    found = dossier.open_form(actor=request.actor, pk=pk, changes=request.method == "POST")
    one = entitlements.right(right_id)
    entitlements.may_note(request.actor, found)
    form = RightForm(sent(request))
    if request.method != "POST" or not form.is_valid():
        return form_page(request, found, form, "coordination/right.html", right=one)
    data = form.cleaned_data
    state, understood = RightSaid.Stand(data["state"]), RightSaid.Understood(data["understood"])
    doing.say(
        actor=request.actor, case=found, right=one, state=state, understood=understood, note=data["note"]
    )
    messages.success(request, _("What was said about this right is noted."))
    return redirect("rights", pk)
