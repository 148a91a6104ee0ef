"""Open questions about a case in the MDT, and who thinks otherwise than was decided."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from rondom.cases.actions import dossier
from rondom.cases.models import Category
from rondom.cases.people import circle
from rondom.core.http import does
from rondom.organisations.middleware import ActorRequest
from rondom.triage import actions, policies, questions
from rondom.triage.agenda import must_be_of, table
from rondom.triage.decisions import may_see_latest
from rondom.triage.forms import AnswerForm, OwnDissentForm, QuestionForm
from rondom.triage.views.item import item_page


@does
def ask(request: ActorRequest, slug: str, pk: UUID) -> HttpResponse:
    """Ask an open question, of an organisation or of the person."""
    found = table(request.actor, slug)
    case = dossier.locked(request.actor, pk)
    must_be_of(found, case)
    policies.may_take_part(request.actor, case)
    form = QuestionForm(request.POST, circle=circle(case, request.actor), held=case.held)
    if not form.is_valid():
        return item_page(request, slug, case, question_form=form)
    actions.ask_question(actor=request.actor, case=case, **form.question())
    messages.success(request, _("The question is noted."))
    return redirect("triage:item", slug, pk)


@does
def answer(request: ActorRequest, slug: str, pk: UUID, question_pk: UUID) -> HttpResponse:
    """Answer an open question."""
    found = table(request.actor, slug)
    case = dossier.locked(request.actor, pk)
    must_be_of(found, case)
    question = questions.one(case, question_pk)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return item_page(request, slug, case, answer_form=form, answering=question.pk)
    actions.answer_question(
        actor=request.actor, case=case, question=question, answer=form.cleaned_data["answer"]
    )
    messages.success(request, _("The answer is noted."))
    return redirect("triage:item", slug, pk)


@does
def differ(request: ActorRequest, slug: str, pk: UUID) -> HttpResponse:
    """Note that my organisation thinks otherwise than was just decided."""
    found = table(request.actor, slug)
    case = dossier.locked(request.actor, pk)
    must_be_of(found, case)
    decision = may_see_latest(request.actor, case)
    form = OwnDissentForm(request.POST, held=case.held)
    if not form.is_valid():
        return item_page(request, slug, case, dissent_form=form)
    data = form.cleaned_data
    assert request.actor.organisation is not None
    otherwise = actions.Otherwise(request.actor.organisation, Category(data["category"]), data["text"])
    actions.differ(actor=request.actor, case=case, decision=decision, otherwise=otherwise)
    messages.success(request, _("It is noted that your organisation thinks otherwise."))
    return redirect("triage:item", slug, pk)
