"""The minutes of the MDT: per meeting and per case, signing them and adding to them."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from rondom.cases import policies as case_policies
from rondom.cases.actions import dossier
from rondom.cases.models import Category
from rondom.core.errors import NotThere
from rondom.core.http import fills_in, reads, sent, status_of
from rondom.organisations.middleware import ActorRequest
from rondom.sharing import policies as sharing_policies
from rondom.triage import actions, minutes, paper, policies
from rondom.triage.forms import AdditionForm
from rondom.triage.models import Addition, Meeting


@reads
def listed(request: ActorRequest, slug: str) -> HttpResponse:
    """The meetings of a region with their minutes, newest on top. No case stands in it."""
    found = minutes.listed(request.actor, slug, request.GET.get("na", ""))
    return render(request, "triage/minutes_list.html", {"nav": "meeting", "listed": found})


@reads
def of_meeting(request: ActorRequest, slug: str, meeting_pk: UUID) -> HttpResponse:
    """The minutes of one meeting, as I may read them."""
    found = minutes.of_meeting(request.actor, slug, meeting_pk)
    actions.note_minutes(actor=request.actor, meeting=found.meeting, cases=found.cases)
    return render(request, "triage/minutes.html", {"nav": "meeting", "found": found})


@reads
def of_meeting_paper(request: ActorRequest, slug: str, meeting_pk: UUID) -> HttpResponse:
    """The same on paper."""
    found = minutes.of_meeting(request.actor, slug, meeting_pk)
    actions.note_minutes(actor=request.actor, meeting=found.meeting, cases=found.cases, paper=True)
    return _sheet(paper.of_meeting(request.actor, found))


@fills_in
def sign(request: ActorRequest, slug: str, meeting_pk: UUID) -> HttpResponse:
    """The chair signs, after a question: it cannot be undone."""
    meeting = minutes.meeting_of(request.actor, slug, meeting_pk)
    policies.may_sign(request.actor, meeting)
    if request.method != "POST":
        return render(request, "triage/sign.html", {"nav": "meeting", "meeting": meeting})
    actions.sign(actor=request.actor, meeting=meeting)
    messages.success(request, _("The minutes are signed."))
    return redirect("triage:minutes", slug, meeting_pk)


@reads
def of_case(request: ActorRequest, pk: UUID) -> HttpResponse:
    """All that the MDT said of one case, as I may read it."""
    case = dossier.open_case(actor=request.actor, pk=pk, purpose="mdt")
    actions.note_rounds(actor=request.actor, case=case)
    context = {"nav": "cases", "case": case, "rounds": minutes.of_case(request.actor, case)}
    return render(request, "triage/rounds.html", context)


@reads
def of_case_paper(request: ActorRequest, pk: UUID) -> HttpResponse:
    """The same on paper."""
    case = dossier.open_case(actor=request.actor, pk=pk, purpose="mdt")
    actions.note_rounds(actor=request.actor, case=case, paper=True)
    return _sheet(paper.of_case(request.actor, case, minutes.of_case(request.actor, case)))


@fills_in
def add(request: ActorRequest, pk: UUID, meeting_pk: UUID) -> HttpResponse:
    """Add to the minutes of a case in a meeting, or say what is wrong in them."""
    case = dossier.open_form(actor=request.actor, pk=pk, changes=request.method == "POST")
    meeting = Meeting.objects.filter(pk=meeting_pk).first()
    if meeting is None:
        raise NotThere("meeting", meeting_pk, case_id=pk)
    policies.may_add_to_minutes(request.actor, case, meeting)
    case_policies.must_be_open(case)
    sharing_policies.may_bring_in(request.actor, case)
    form = AdditionForm(sent(request), held=case.held)
    if request.method != "POST" or not form.is_valid():
        context = {"nav": "cases", "case": case, "form": form, "meeting": meeting}
        return render(request, "triage/addition.html", context, status=status_of(request))
    data = form.cleaned_data
    actions.add_to_minutes(
        actor=request.actor, case=case, meeting=meeting, kind=Addition.Kind(data["kind"]),
        category=Category(data["category"]), text=data["text"],
    )  # fmt: skip
    messages.success(request, _("Your words stand beside the minutes."))
    return redirect("triage:rounds", pk)


def _sheet(made: bytes) -> HttpResponse:
    """The paper, under a name that says nothing."""
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="verslag.pdf"'
    response["Cache-Control"] = "no-store"
    return response
