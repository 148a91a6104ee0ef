"""Note a report."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rondom.cases.clock import mdt_due
from rondom.core.errors import Denied
from rondom.first_contact import actions
from rondom.first_contact.forms import ReportForms
from rondom.organisations.middleware import ActorRequest


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: ActorRequest) -> HttpResponse:
    """New report: one page; what was typed stays when something is missing."""
    actor = request.actor
    regions = [partnership.region for partnership in actor.partnerships]
    if not regions:
        raise Denied(_("Your organisation does not register reports."))
    forms = ReportForms(request.POST or None, regions, actor.at)
    if request.method == "POST" and forms.is_valid():
        case = actions.register(actor=actor, intake=forms.intake(actor.at))
        messages.success(request, _("The report is registered. The clock of 24 hours runs."))
        return redirect("case", case.pk)
    context = {"nav": "new", "forms": forms, "mdt_due_at": mdt_due(actor.at)}
    return render(request, "first_contact/new.html", context, status=422 if request.POST else 200)
