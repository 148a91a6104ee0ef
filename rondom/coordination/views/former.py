"""Who coordinated before: whether they stay on the case."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from rondom.cases.actions import dossier
from rondom.coordination import formers
from rondom.coordination.actions import formers as doing
from rondom.coordination.forms.former import LEAVES, FormerForm
from rondom.coordination.models import Assignment
from rondom.coordination.norms import WARM_TRANSFER
from rondom.coordination.views.page import form_page
from rondom.core.http import fills_in, sent
from rondom.organisations.middleware import ActorRequest


@fills_in
def former(request: ActorRequest, pk: UUID, assignment_pk: UUID) -> HttpResponse:
    """Keep who coordinated before on the case, with why, or let them leave it now."""
    found = dossier.open_form(actor=request.actor, pk=pk, changes=request.method == "POST")
    was = formers.one(found, assignment_pk)
    formers.may_decide(request.actor, found, was)
    form = FormerForm(sent(request))
    if request.method != "POST" or not form.is_valid():
        return form_page(request, found, form, "coordination/former.html", was=was, norm=WARM_TRANSFER)
    stays, name = form.cleaned_data["stays"], {"name": was.user.display_name}
    if stays == LEAVES:
        doing.let_go(actor=request.actor, case=found, was=was)
        messages.success(request, _("%(name)s sees this case no more.") % name)
    else:
        doing.keep(actor=request.actor, case=found, was=was, why=Assignment.StaysFor(stays))
        messages.success(request, _("%(name)s stays on this case.") % name)
    return redirect("coordinators", pk)
