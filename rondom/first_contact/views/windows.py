"""The acute windows: of a case, of a report that is being noted, and what to know before coming in."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from rondom.cases.actions import dossier
from rondom.cases.models import Case, Category, Status
from rondom.cases.policies import must_give_help
from rondom.core.errors import NotThere
from rondom.core.http import does, fills_in, reads, sent, status_of
from rondom.first_contact import paper, policies, watch
from rondom.first_contact.actions import windows as actions
from rondom.first_contact.forms.report import ReportForm
from rondom.first_contact.forms.windows import StepForm, of_form
from rondom.first_contact.models import WindowStep
from rondom.organisations.middleware import ActorRequest


@fills_in
def windows(request: ActorRequest, pk: UUID) -> HttpResponse:
    """The windows of a case, what was done with each, and note what happened."""
    case = dossier.open_form(actor=request.actor, pk=pk, changes=request.method == "POST")
    policies.may_see_windows(case)
    if request.method == "POST":
        policies.may_note_window(case)
    cards = _cards(request, case)
    chosen = next((card["form"] for card in cards if card["form"] and card["form"].is_bound), None)
    if request.method == "POST" and chosen and chosen.is_valid():
        actions.note(actor=request.actor, case=case, **chosen.step)
        messages.success(request, _("It is noted."))
        return redirect("first_contact:windows", pk)
    unchosen = request.method == "POST" and chosen is None
    context = {"nav": "cases", "case": case, "cards": cards, "chosen": chosen, "unchosen": unchosen}
    context["medical"] = case.held & Category.MEDICAL
    return render(request, "first_contact/windows.html", context, status=status_of(request))


def _cards(request: ActorRequest, case: Case) -> list[dict[str, Any]]:
    """Each window with what was noted of it and, for who may note, a form; that of the window chosen is bound."""
    data = sent(request)
    notes = case.held & Category.MEDICAL and case.status != Status.CLOSED
    told: dict[str, list[WindowStep]] = {}
    for step in WindowStep.objects.filter(case=case).select_related("noted_by", "organisation", "undone_by").order_by("noted_at", "pk"):  # fmt: skip
        told.setdefault(step.code, []).append(step)
    cards = []
    for one in watch.of_case(case, request.actor.at):
        steps = told.get(one.window.key, [])
        standing = [step for step in steps if step.undone_at is None]
        mine = data if data and data.get("window") == one.window.key else None
        form = StepForm(mine, watched=one) if notes else None
        last = standing[-1] if standing else None
        back = last if notes and last and last.organisation_id == request.actor.organisation_id else None
        cards.append(
            {"watched": one, "steps": steps, "form": form if form and form.kinds else None, "back": back}
        )
    return cards


@does
def take_back(request: ActorRequest, pk: UUID, windowstep_pk: UUID) -> HttpResponse:
    """Take back what was noted of a window."""
    case = dossier.locked(request.actor, pk)
    policies.may_note_window(case)
    step = WindowStep.objects.filter(case=case, pk=windowstep_pk, undone_at__isnull=True).first()
    if step is None:
        raise NotThere("window", windowstep_pk, case_id=pk)
    actions.take_back(actor=request.actor, case=case, step=step)
    messages.success(request, _("It is taken back. It can still be read."))
    return redirect("first_contact:windows", pk)


@does
def so_far(request: ActorRequest) -> HttpResponse:
    """A part of the report page: the windows that follow from what is typed so far. Nothing is kept of it."""
    must_give_help(request.actor)
    form = ReportForm(request.POST, partnerships=[])
    form.at = request.actor.at
    context = {"watched": of_form(form, request.actor.at)}
    return render(request, "first_contact/parts/windows_so_far.html", context)


@reads
def advice(request: ActorRequest) -> HttpResponse:
    """What to know before coming in, to read out or to print; the same for everyone."""
    context = {"sections": paper.sections(), "after": paper.reassurance(), "checked": paper.checked()}
    return render(request, "first_contact/advice.html", context)


@reads
def advice_paper(request: ActorRequest) -> HttpResponse:
    """The same on paper."""
    answer = HttpResponse(paper.pdf(), content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="rondom.pdf"'
    return answer
