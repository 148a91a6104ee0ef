"""Actions of the plan."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from rondom.cases.actions import dossier
from rondom.cases.models import Case, Step
from rondom.cases.people import circle
from rondom.coordination import policies
from rondom.coordination.actions import plan
from rondom.coordination.forms.action import AdvanceForm
from rondom.coordination.views.page import form_page
from rondom.core.errors import NotThere
from rondom.core.http import fills_in, sent
from rondom.organisations.middleware import ActorRequest
from rondom.triage.forms import AskForm


@fills_in
def add_action(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Add an action to the plan."""
    found = dossier.open_form(actor=request.actor, pk=pk, changes=request.method == "POST")
    policies.must_coordinate(request.actor, found)
    people = circle(found, request.actor)
    form = AskForm(sent(request), circle=people, held=found.held, at=request.actor.at, needed=True)
    if request.method != "POST" or not form.is_valid():
        return form_page(request, found, form, "coordination/add_action.html")
    ask = form.ask()
    assert ask is not None
    plan.add(actor=request.actor, case=found, ask=ask)
    messages.success(request, _("The action is in the plan."))
    return redirect("case", pk)


@fills_in
def advance(request: ActorRequest, pk: UUID, step_pk: UUID) -> HttpResponse:
    """Take up, finish, decline, give back or withdraw an action."""
    found = dossier.open_form(actor=request.actor, pk=pk, changes=request.method == "POST")
    step = Step.objects.filter(case=found, pk=step_pk).select_related("words", "organisation", "user").first()
    if step is None or step.kind != Case.NextKind.ACTION:
        raise NotThere("step", step_pk, case_id=pk)
    if request.method == "POST":
        policies.may_advance(request.actor, found, step)
    form = AdvanceForm(
        sent(request),
        step=step,
        owner=policies.owns(request.actor, found, step),
        coordinates=found.coordinator_id == request.actor.user_id,
    )
    if request.method != "POST" or not form.is_valid():
        return form_page(request, found, form, "coordination/advance.html", step=step)
    state = Step.State(form.cleaned_data["state"])
    plan.advance(
        actor=request.actor, case=found, step=step, state=state, outcome=form.cleaned_data["outcome"]
    )
    messages.success(request, _("The action is now: %(state)s.") % {"state": state.label})
    return redirect("case", pk)
