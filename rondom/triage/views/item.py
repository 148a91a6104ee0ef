"""One case in the MDT: views and decision."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from rondom.cases.actions import dossier
from rondom.cases.models import Case, Category
from rondom.cases.people import circle
from rondom.core.http import does, reads, status_of
from rondom.organisations.middleware import ActorRequest
from rondom.sharing import policies as sharing_policies
from rondom.triage import actions, policies, weighing
from rondom.triage.agenda import Agenda, agenda, following, must_be_of
from rondom.triage.agenda import item as item_of
from rondom.triage.agenda import table as table_of
from rondom.triage.forms import AnswerForm, DecisionForms, OwnDissentForm, QuestionForm, ViewForm
from rondom.triage.views.table import at_the_table, table


@reads
def item(request: ActorRequest, slug: str, pk: UUID) -> HttpResponse:
    """One case in the MDT."""
    found = at_the_table(request, slug)
    case = dossier.open_case(actor=request.actor, pk=pk, purpose="mdt")
    must_be_of(found, case)
    return item_page(request, slug, case, found)


@does
def write_view(request: ActorRequest, slug: str, pk: UUID) -> HttpResponse:
    """Write my organisation's view; what was typed stays when something is missing."""
    found = table_of(request.actor, slug)
    case = dossier.locked(request.actor, pk)
    must_be_of(found, case)
    policies.may_take_part(request.actor, case)
    sharing_policies.may_bring_in(request.actor, case)
    form = _view_form(request, case, bound=True)
    if not form.is_valid():
        return item_page(request, slug, case, view_form=form)
    data = form.cleaned_data
    category = Category(data.pop("category"))
    actions.write_view(actor=request.actor, case=case, category=category, **data)
    messages.success(request, _("Your organisation's view is saved."))
    return redirect("triage:item", slug, pk)


@does
def decide(request: ActorRequest, slug: str, pk: UUID) -> HttpResponse:
    """Record the decision and go to the next case."""
    found = table_of(request.actor, slug)
    case = dossier.locked(request.actor, pk)
    must_be_of(found, case)
    policies.must_be_first(case, DecisionForms.typed(request.POST))
    policies.must_wait_for_the_mdt(case)
    table = weighing.of(request.actor, case, policies.must_be_open(found.meeting, case))
    forms = DecisionForms(request.POST, table)
    if not forms.is_valid():
        return item_page(request, slug, case, decision_forms=forms)
    coming = following(request.actor, case)
    actions.decide(actor=request.actor, case=case, outcome=forms.outcome(), following=coming, table=table)
    messages.success(request, _("The decision on %(code)s is recorded.") % {"code": case.code})
    return redirect("triage:item", slug, coming.pk) if coming else redirect("triage:region", slug)


def _view_form(request: ActorRequest, case: Case, *, bound: bool = False) -> ViewForm:
    kind = request.actor.organisation.kind if request.actor.organisation else ""
    return ViewForm(request.POST if bound else None, held=case.held, kind=kind)


def item_page(
    request: ActorRequest,
    slug: str,
    case: Case,
    found: Agenda | None = None,
    view_form: ViewForm | None = None,
    decision_forms: DecisionForms | None = None,
    **more: Any,
) -> HttpResponse:
    """The page of one case, with the forms that came back; `more` are those of questions and dissent."""
    actor = request.actor
    found = found or agenda(actor, slug)
    around = decision_forms.table.circle if decision_forms else circle(case, actor)
    without = found.without(around.granted)
    shown = item_of(actor, case, opened=found.meeting is not None, not_seeing=without)
    if decision_forms is None and found.meeting and shown.waits:
        decision_forms = DecisionForms(None, weighing.at(actor, found, shown, around))
    context = {
        **table(request, found, case.pk),
        "item": shown,
        "case": case,
        "view_form": view_form or _view_form(request, case),
        "decision_forms": decision_forms,
        "barred": sharing_policies.barred(actor, case),
        "question_form": QuestionForm(None, circle=around, held=case.held),
        "answer_form": AnswerForm(),
        "dissent_form": OwnDissentForm(held=case.held),
        **more,
    }
    return render(request, "triage/item.html", context, status=status_of(request))
