"""Who coordinates: answering, and asking someone else."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from rondom.cases.actions import dossier
from rondom.cases.people import circle
from rondom.coordination import policies
from rondom.coordination.actions import coordinator
from rondom.coordination.forms.coordinator import AnswerForm
from rondom.coordination.views.page import form_page
from rondom.core.http import fills_in, sent
from rondom.organisations.middleware import ActorRequest
from rondom.triage.forms import CoordinatorForm


@fills_in
def answer(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Accept or decline to coordinate."""
    found = dossier.open_form(actor=request.actor, pk=pk, changes=request.method == "POST")
    policies.question_for(request.actor, found)
    form = AnswerForm(sent(request))
    if request.method != "POST" or not form.is_valid():
        return form_page(request, found, form, "coordination/answer.html")
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
    form = CoordinatorForm(sent(request), circle=circle(found, request.actor))
    if request.method != "POST" or not form.is_valid():
        return form_page(request, found, form, "coordination/propose.html")
    member = form.member()
    coordinator.propose(actor=request.actor, case=found, user=member.user, organisation=member.organisation)
    messages.success(request, _("%(name)s is asked to coordinate.") % {"name": member.user.display_name})
    return redirect("case", pk)
