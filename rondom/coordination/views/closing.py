"""Close a case, and reopen it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from rondom.cases.actions import dossier
from rondom.cases.models import Case
from rondom.coordination import policies
from rondom.coordination.actions import closing
from rondom.coordination.forms.closing import CloseForm
from rondom.coordination.views.page import form_page
from rondom.core.http import fills_in, sent
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
        return form_page(request, found, form, "coordination/close.html")
    reason = Case.ClosingReason(form.cleaned_data["reason"])
    closing.close(actor=request.actor, case=found, reason=reason, note=form.cleaned_data["note"])
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
