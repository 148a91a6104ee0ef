"""The whole plan, its goals, and where two do the same."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from rondom.cases.actions import dossier
from rondom.cases.models import Domain, Goal
from rondom.coordination import planned, policies
from rondom.coordination.actions import goals, overlaps
from rondom.coordination.forms.goal import GoalEndForm, GoalForm
from rondom.coordination.forms.insistence import SettleForm
from rondom.coordination.insisting import BY_ID
from rondom.coordination.models import Overlap
from rondom.coordination.views.page import form_page
from rondom.core.http import fills_in, reads, sent
from rondom.organisations.middleware import ActorRequest


@reads
def plan(request: ActorRequest, pk: UUID) -> HttpResponse:
    """The plan of a case: goals, actions, waiting, overlap and gap, and what was insisted on."""
    found = dossier.open_case(actor=request.actor, pk=pk)
    context = {
        "nav": "cases",
        "case": found,
        "plan": planned.plan(found),
        "coordinates": policies.steers(request.actor, found),
        "levels": BY_ID,
    }
    return render(request, "coordination/plan.html", context)


@fills_in
def goal_new(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Set a goal."""
    found = dossier.open_form(actor=request.actor, pk=pk, changes=request.method == "POST")
    policies.must_coordinate(request.actor, found)
    form = GoalForm(sent(request), held=found.held, steps=planned.without_goal(found))
    if request.method != "POST" or not form.is_valid():
        return form_page(request, found, form, "coordination/goal_new.html")
    domain = Domain(form.cleaned_data["domain"])
    text = form.cleaned_data["text"]
    goals.set_goal(actor=request.actor, case=found, domain=domain, text=text, belongs=form.chosen())
    messages.success(request, _("The goal is in the plan."))
    return redirect("plan", pk)


@fills_in
def goal(request: ActorRequest, pk: UUID, goal_pk: UUID) -> HttpResponse:
    """A goal is reached, or let go."""
    found = dossier.open_form(actor=request.actor, pk=pk, changes=request.method == "POST")
    ends = planned.goal(found, goal_pk)
    policies.must_coordinate(request.actor, found)
    form = GoalEndForm(sent(request))
    if request.method != "POST" or not form.is_valid():
        return form_page(request, found, form, "coordination/goal.html", goal=ends)
    state = Goal.State(form.cleaned_data["state"])
    goals.end(actor=request.actor, case=found, goal=ends, state=state, reason=form.cleaned_data["reason"])
    messages.success(request, _("The goal is now: %(state)s.") % {"state": state.label})
    return redirect("plan", pk)


@fills_in
def settle(request: ActorRequest, pk: UUID, step_pk: UUID, other_pk: UUID) -> HttpResponse:
    """Settle that two organisations do the same."""
    found = dossier.open_form(actor=request.actor, pk=pk, changes=request.method == "POST")
    pair = planned.pair(found, step_pk, other_pk)
    policies.may_settle(request.actor, found, *pair)
    form = SettleForm(sent(request), first=pair[0], second=pair[1])
    if request.method != "POST" or not form.is_valid():
        return form_page(request, found, form, "coordination/settle.html", pair=pair)
    keeps = Overlap.Keeps(form.cleaned_data["keeps"])
    overlaps.settle(
        actor=request.actor, case=found, pair=pair, keeps=keeps, reason=form.cleaned_data["reason"]
    )
    messages.success(request, _("It is settled who goes on."))
    return redirect("plan", pk)
