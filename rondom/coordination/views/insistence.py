"""Insist on an action, and answer."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from rondom.cases.actions import dossier
from rondom.cases.people import circle
from rondom.coordination import planned, policies
from rondom.coordination.actions import insistences
from rondom.coordination.forms.insistence import InsistAnswerForm, InsistForm
from rondom.coordination.insisting import BY_ID
from rondom.coordination.views.page import form_page
from rondom.core.http import fills_in, sent
from rondom.organisations.middleware import ActorRequest


@fills_in
def insist(request: ActorRequest, pk: UUID, step_pk: UUID) -> HttpResponse:
    """Take the next step of insisting."""
    found = dossier.open_form(actor=request.actor, pk=pk, changes=request.method == "POST")
    step = planned.action(found, step_pk)
    level = policies.level_to_take(request.actor, found, step)
    form = InsistForm(sent(request), circle=circle(found, request.actor), step=step)
    if request.method != "POST" or not form.is_valid():
        return form_page(request, found, form, "coordination/insist.html", step=step, level=level)
    reason = form.cleaned_data["reason"]
    insistences.insist(actor=request.actor, case=found, step=step, whom=form.asked(), reason=reason)
    messages.success(request, _("It is noted who must answer, and before when."))
    return redirect("plan", pk)


@fills_in
def insist_answer(request: ActorRequest, pk: UUID, insistence_pk: UUID) -> HttpResponse:
    """Say how a stuck action goes on."""
    found = dossier.open_form(actor=request.actor, pk=pk, changes=request.method == "POST")
    asked = planned.insistence(found, insistence_pk)
    policies.may_answer(request.actor, found, asked)
    form = InsistAnswerForm(sent(request))
    if request.method != "POST" or not form.is_valid():
        more = {"asked": asked, "level": BY_ID.get(asked.level)}
        return form_page(request, found, form, "coordination/insist_answer.html", **more)
    words = form.cleaned_data["words"]
    insistences.answer(actor=request.actor, case=found, insistence=asked, words=words)
    messages.success(request, _("Your answer stands in the plan."))
    return redirect("plan", pk)
