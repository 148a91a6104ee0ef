"""Actions of the plan."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from rondom.cases.actions import dossier
from rondom.cases.models import Step
from rondom.cases.people import circle
from rondom.coordination import planned, policies
from rondom.coordination.actions import nudges, plan
from rondom.coordination.forms.action import ActionForm, AdvanceForm, NudgeForm, PostponeForm, WaitingForm
from rondom.coordination.views.page import form_page
from rondom.core.http import fills_in, sent
from rondom.landscape import directory
from rondom.organisations.middleware import ActorRequest


@fills_in
def add_action(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Add an action to the plan."""
    found = dossier.open_form(actor=request.actor, pk=pk, changes=request.method == "POST")
    policies.must_coordinate(request.actor, found)
    people = circle(found, request.actor)
    form = ActionForm(
        sent(request),
        circle=people,
        held=found.held,
        at=request.actor.at,
        needed=True,
        goals=planned.open_goals(found),
        initial={"service": request.GET.get("dienst", "")[:120]},
    )
    if request.method != "POST" or not form.is_valid():
        return form_page(request, found, form, "coordination/add_action.html")
    ask = form.ask()
    assert ask is not None
    service = form.cleaned_data["service"].strip()
    place = directory.current().called(service) if service else ""
    plan.add(actor=request.actor, case=found, ask=ask, service=service, place=place)
    messages.success(request, _("The action is in the plan."))
    return redirect("case", pk)


@fills_in
def advance(request: ActorRequest, pk: UUID, step_pk: UUID) -> HttpResponse:
    """Take up, finish, decline, give back or withdraw an action."""
    found = dossier.open_form(actor=request.actor, pk=pk, changes=request.method == "POST")
    step = planned.action(found, step_pk)
    if request.method == "POST":
        policies.may_advance(request.actor, found, step)
    form = AdvanceForm(
        sent(request),
        step=step,
        owner=policies.owns(request.actor, found, step),
        coordinates=policies.steers(request.actor, found),
    )
    if request.method != "POST" or not form.is_valid():
        lived = planned.history(request.actor, found, step)
        return form_page(request, found, form, "coordination/advance.html", step=step, lived=lived)
    state = Step.State(form.cleaned_data["state"])
    plan.advance(
        actor=request.actor, case=found, step=step, state=state, outcome=form.cleaned_data["outcome"]
    )
    messages.success(request, _("The action is now: %(state)s.") % {"state": state.label})
    return redirect("case", pk)


@fills_in
def postpone(request: ActorRequest, pk: UUID, step_pk: UUID) -> HttpResponse:
    """Move the last moment of an action, with a reason."""
    found = dossier.open_form(actor=request.actor, pk=pk, changes=request.method == "POST")
    step = planned.action(found, step_pk)
    policies.may_postpone(request.actor, found, step)
    form = PostponeForm(sent(request), at=request.actor.at, step=step)
    if request.method != "POST" or not form.is_valid():
        return form_page(request, found, form, "coordination/postpone.html", step=step)
    plan.postpone(actor=request.actor, case=found, step=step, **form.cleaned_data)
    messages.success(request, _("The last moment is moved."))
    return redirect("advance", pk, step_pk)


@fills_in
def waiting(request: ActorRequest, pk: UUID, step_pk: UUID) -> HttpResponse:
    """Note how long the person waits for a service."""
    found = dossier.open_form(actor=request.actor, pk=pk, changes=request.method == "POST")
    referral = planned.referral(found, step_pk)
    policies.may_refer(request.actor, found, referral.step)
    form = WaitingForm(sent(request), initial=planned.waiting(referral))
    if request.method != "POST" or not form.is_valid():
        return form_page(
            request, found, form, "coordination/waiting.html", step=referral.step, referral=referral
        )
    plan.note_waiting(actor=request.actor, case=found, referral=referral, waiting=form.waiting())
    messages.success(request, _("It is noted how long the person waits."))
    return redirect("advance", pk, step_pk)


@fills_in
def nudge(request: ActorRequest, pk: UUID, step_pk: UUID) -> HttpResponse:
    """Remind whoever an action is asked of, with one sentence."""
    found = dossier.open_form(actor=request.actor, pk=pk, changes=request.method == "POST")
    step = planned.action(found, step_pk)
    policies.may_steer(request.actor, found, step)
    form = NudgeForm(sent(request))
    if request.method != "POST" or not form.is_valid():
        return form_page(request, found, form, "coordination/nudge.html", step=step)
    nudges.nudge(actor=request.actor, case=found, step=step, sentence=form.cleaned_data["sentence"])
    messages.success(request, _("The reminder stands in their day."))
    return redirect("advance", pk, step_pk)
