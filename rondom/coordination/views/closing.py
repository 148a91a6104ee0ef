"""Close a case, and reopen it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from rondom.cases.actions import dossier
from rondom.cases.models import Case
from rondom.coordination import aftercare as moments
from rondom.coordination import criminal_route, policies
from rondom.coordination.actions import aftercare as notes
from rondom.coordination.actions import closing
from rondom.coordination.forms.closing import AftercareForm, CloseForm
from rondom.coordination.models import Aftercare
from rondom.coordination.views.page import form_page
from rondom.core.errors import NotThere
from rondom.core.http import fills_in, reads, sent
from rondom.organisations.middleware import ActorRequest
from rondom.sharing import policies as sharing_policies
from rondom.triage.forms import BringBackForm


@fills_in
def close(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Close a case with a reason."""
    found = dossier.open_form(actor=request.actor, pk=pk, changes=request.method == "POST")
    policies.may_close(request.actor, found)
    form = CloseForm(sent(request))
    if request.method != "POST" or not form.is_valid():
        running = criminal_route.running(found)
        return form_page(request, found, form, "coordination/close.html", running=running)
    reason = Case.ClosingReason(form.cleaned_data["reason"])
    note = form.cleaned_data["note"]
    closing.close(actor=request.actor, case=found, reason=reason, checklist=form.checklist(), note=note)
    messages.success(request, _("The case is closed. It can be reopened."))
    return redirect("case", pk)


@fills_in
def reopen(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Reopen a closed case: the MDT weighs it again."""
    found = dossier.open_form(actor=request.actor, pk=pk, changes=request.method == "POST")
    policies.may_reopen(request.actor, found)
    sharing_policies.may_bring_in(request.actor, found)
    form = BringBackForm(sent(request))
    if request.method != "POST" or not form.is_valid():
        return form_page(request, found, form, "coordination/reopen.html")
    closing.reopen(actor=request.actor, case=found, reason=form.cleaned_data["reason"])
    messages.success(request, _("The case is open again and on the agenda of the MDT."))
    return redirect("case", pk)


@reads
def aftercare(request: ActorRequest, pk: UUID) -> HttpResponse:
    """The moments after closing at which someone asks how it is."""
    found = dossier.open_case(actor=request.actor, pk=pk)
    context = {"nav": "cases", "case": found, "moments": moments.of_case(found)}
    return render(request, "coordination/aftercare.html", context)


@fills_in
def aftercare_note(request: ActorRequest, pk: UUID, moment_pk: UUID) -> HttpResponse:
    """Note how a moment of aftercare went."""
    found = dossier.open_form(actor=request.actor, pk=pk, changes=request.method == "POST")
    one = Aftercare.objects.filter(case=found, pk=moment_pk).first()
    if one is None:
        raise NotThere("aftercare", moment_pk, case_id=pk)
    policies.may_note_aftercare(request.actor, found, one)
    form = AftercareForm(sent(request))
    if request.method != "POST" or not form.is_valid():
        return form_page(request, found, form, "coordination/aftercare_note.html", moment=one)
    outcome = Aftercare.Outcome(form.cleaned_data["outcome"])
    notes.note(actor=request.actor, case=found, moment=one, outcome=outcome, note=form.cleaned_data["note"])
    messages.success(request, _("Noted."))
    return redirect("aftercare", pk)
