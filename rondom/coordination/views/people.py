"""People of a case who should not be in it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from rondom.cases.actions import dossier
from rondom.coordination import taking_out
from rondom.coordination.actions import taking_out as doing
from rondom.coordination.forms.taking_out import TakeOutForm
from rondom.coordination.views.page import form_page
from rondom.core.http import fills_in, sent
from rondom.organisations.middleware import ActorRequest


@fills_in
def take_out(request: ActorRequest, pk: UUID, person_pk: UUID) -> HttpResponse:
    """Take someone out of the case for good."""
    found = dossier.open_form(actor=request.actor, pk=pk, changes=request.method == "POST")
    known = taking_out.of_person(found, person_pk)
    taking_out.may_take_out(request.actor, found, known.person)
    form = TakeOutForm(sent(request), version=known.version)
    if request.method != "POST" or not form.is_valid():
        return form_page(request, found, form, "coordination/take_out.html", known=known)
    why = taking_out.Why(form.cleaned_data["why"])
    doing.take_out(actor=request.actor, case=found, person=known.person, why=why)
    messages.success(request, _("This person is taken out of the case."))
    return redirect("case", pk)
