"""Note a report."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from rondom.cases.clock import mdt_due
from rondom.cases.policies import must_give_help
from rondom.core.errors import Denied
from rondom.core.http import fills_in, status_of
from rondom.first_contact import drafting, where
from rondom.first_contact.actions import drafts, reports, similar
from rondom.first_contact.forms.report import ReportForms
from rondom.first_contact.forms.similar import RepeatForm, SimilarForm
from rondom.first_contact.views.draft import said_again
from rondom.organisations import municipalities
from rondom.organisations.middleware import ActorRequest


@fills_in
def new(request: ActorRequest) -> HttpResponse:
    """New report: one page; what was typed stays when something is missing."""
    actor = request.actor
    must_give_help(actor)
    if not actor.partnerships:
        raise Denied(_("Your organisation does not register reports."))
    page = drafting.page(request)
    if page.case_id:
        return redirect("case", page.case_id)
    forms, repeat = ReportForms(page.data, actor.partnerships, actor.at), RepeatForm(page.data)
    looking = "look" in request.POST
    if request.method == "POST" and not looking and forms.is_valid():
        return _register(request, forms, page, repeat)
    page.show(forms.every)
    context = {
        "nav": "new",
        "forms": forms,
        "mdt_due_at": mdt_due(actor.at),
        "municipalities": municipalities.names(),
        "page": page,
    }
    if forms.report.is_bound:
        typed = SimilarForm(page.data).typed
        context |= {"found": similar.people(actor=actor, **typed), "repeat_of": repeat.chosen}
    if looking:
        forms.quiet()
    return render(request, "first_contact/new.html", context, status=200 if looking else status_of(request))


def _register(
    request: ActorRequest, forms: ReportForms, page: drafting.Page, repeat: RepeatForm
) -> HttpResponse:
    """Register it once, however often the same form is sent."""
    actor = request.actor
    placed = drafts.taken(actor, page.typed) if page.is_draft else None
    if placed and placed.case_id:
        messages.info(request, said_again(placed))
        return redirect("case", placed.case_id)
    case = reports.register(
        actor=actor,
        intake=forms.intake(actor.at),
        repeat_of=repeat.case(actor),
        draft=placed.draft if placed else None,
    )
    messages.success(request, _("The report is registered. The clock of 24 hours runs."))
    for spot in where.elsewhere(case):
        messages.warning(request, spot.asks(case.region))
    return redirect("case", case.pk)
