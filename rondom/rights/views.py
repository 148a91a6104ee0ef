"""What is kept until when, the rights of the person, and the sheet with what was agreed."""

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _

from rondom.accounts.confirm import must_have_just_authenticated
from rondom.cases.actions import dossier
from rondom.cases.models import Case, Entry
from rondom.core.errors import NotThere
from rondom.core.http import fills_in, reads, sent, status_of
from rondom.core.moments import absolute, end_of
from rondom.organisations.middleware import ActorRequest
from rondom.organisations.models import Role
from rondom.rights import actions, lists, paper, policies
from rondom.rights import agreed as agreements
from rondom.rights.forms import (
    AgreedForm,
    AnswerForm,
    CopyForm,
    CorrectForm,
    HoldForm,
    OpenForm,
    RestrictForm,
)
from rondom.rights.models import Request
from rondom.sharing.actions import retention
from rondom.sharing.models import Due, Hold, Restriction


@reads
def calendar(request: ActorRequest) -> HttpResponse:
    """Closed cases by the moment they are destroyed, without what is in them."""
    retention.note_calendar(actor=request.actor)
    found = lists.calendar(request.actor, lists.number(request.GET))
    return render(request, "rights/calendar.html", {"nav": "privacy", "calendar": found})


@fills_in
def hold(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Stop the destruction of a case, or let it go on."""
    found = Due.objects.filter(case_id=pk, ended_at__isnull=True, destroyed_at__isnull=True).first()
    if found is None or not request.actor.has_role(Role.PRIVACY_OFFICER):
        raise NotThere("retention", pk)
    held = Hold.objects.filter(case_id=pk, lifted_at__isnull=True, until__gt=request.actor.at).first()
    if request.method == "POST" and held and "lift" in request.POST:
        retention.lift(actor=request.actor, held=held)
        messages.success(request, _("Destruction of this case goes on as planned."))
        return redirect("rights:calendar")
    form = HoldForm(sent(request))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        retention.hold(
            actor=request.actor, due=found, reason=Hold.Reason(data["reason"]), ordered_by=data["ordered_by"],
            until=end_of(data["until"]),
        )  # fmt: skip
        messages.success(request, _("This case is not destroyed as long as this holds."))
        return redirect("rights:calendar")
    context = {"nav": "privacy", "due": found, "held": held, "form": form}
    return render(request, "rights/hold.html", context, status=422 if request.method == "POST" else 200)


@fills_in
def requests(request: ActorRequest) -> HttpResponse:
    """Requests of people, and opening one by the code of the case."""
    actions.note_list(actor=request.actor)
    must_have_just_authenticated(request)
    form = OpenForm(sent(request))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        case = actions.open_request(
            actor=request.actor, code=data["code"], kind=Request.Kind(data["kind"]), how=Request.Identity(data["how"]),
            checked_by=data["checked_by"], checked_on=data["checked_on"],
        )  # fmt: skip
        messages.success(request, _("You see this case for two weeks. Its coordinator was told."))
        return redirect("rights:request", case.pk)
    context = {"nav": "privacy", "form": form, "requests": lists.requests(request.actor)}
    return render(request, "rights/requests.html", context, status=422 if request.method == "POST" else 200)


@fills_in
def one_request(request: ActorRequest, pk: UUID) -> HttpResponse:
    """One request: make the copy, put a correction beside a text, restrict, answer."""
    if not request.actor.has_role(Role.PRIVACY_OFFICER):
        raise NotThere("request", pk)
    case = dossier.open_form(actor=request.actor, pk=pk, changes=request.method == "POST")
    asked = policies.must_serve(request.actor, case)
    must_have_just_authenticated(request)
    texts = _texts(case)
    does = request.POST.get("do", "")
    given = {
        name: request.POST if does == name else None for name in ("copy", "correct", "restrict", "answer")
    }
    forms: dict[str, Any] = {
        "copy": CopyForm(given["copy"], texts=texts),
        "correct": CorrectForm(given["correct"], texts=texts),
        "restrict": RestrictForm(given["restrict"]),
        "answer": AnswerForm(given["answer"]),
    }
    restriction = Restriction.objects.of(case, request.actor.at).first()
    if does in forms and forms[does].is_valid():
        return _DO[does](request, case, forms[does].cleaned_data, forms[does])
    if does == "lift" and restriction:
        actions.lift(actor=request.actor, case=case, restriction=restriction)
        messages.success(request, _("The restriction is lifted."))
        return redirect("rights:request", pk)
    context = {"nav": "privacy", "case": case, "asked": asked, "restriction": restriction, **forms}
    return render(request, "rights/request.html", context, status=422 if request.method == "POST" else 200)


def _texts(case: Case) -> list[tuple[str, str]]:
    entries = (
        Entry.objects.filter(case=case).exclude(kind=Entry.Kind.CORRECTION).select_related("organisation")
    )
    return [
        (str(one.pk), f"{one.get_kind_display()}, {one.organisation.name}, {absolute(one.written_at)}")
        for one in entries.order_by("written_at", "pk")
    ]


def _copy(request: ActorRequest, case: Case, data: dict[str, Any], form: Any) -> HttpResponse:
    with translation.override(data["language"]):
        found = actions.export(
            actor=request.actor, case=case, left_out=set(data["left_out"]), form=data["form"]
        )
        content = (
            paper.pdf(found) if data["form"] == "pdf" else json.dumps(found, ensure_ascii=False, indent=1)
        )
    kind = {"pdf": "application/pdf", "json": "application/json"}[data["form"]]
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="rondom-{case.code}.{data["form"]}"'
    response["Cache-Control"] = "no-store"
    return response


def _correct(request: ActorRequest, case: Case, data: dict[str, Any], form: Any) -> HttpResponse:
    entry = Entry.objects.get(case=case, pk=data["entry"])
    actions.correct(actor=request.actor, case=case, entry=entry, text=data["text"])
    messages.success(request, _("The correction stands beside the text."))
    return redirect("rights:request", case.pk)


def _restrict(request: ActorRequest, case: Case, data: dict[str, Any], form: Any) -> HttpResponse:
    ground = Restriction.Ground(data["restrict_ground"])
    actions.restrict(actor=request.actor, case=case, ground=ground, until=end_of(data["restrict_until"]))
    messages.success(request, _("Nothing more is shared of this case for now."))
    return redirect("rights:request", case.pk)


def _answer(request: ActorRequest, case: Case, data: dict[str, Any], form: Any) -> HttpResponse:
    until = end_of(data["until"]) if data["until"] else None
    outcome = Request.Outcome(data["outcome"])
    actions.close(
        actor=request.actor, case=case, outcome=outcome, ground=data["ground"], refused=form.mask, until=until
    )
    messages.success(request, _("The request is answered. You do not see this case any more."))
    return redirect("rights:requests")


_DO = {"copy": _copy, "correct": _correct, "restrict": _restrict, "answer": _answer}


@fills_in
def agreed(request: ActorRequest, pk: UUID) -> HttpResponse:
    """What was agreed: on paper when the person says that is safe, else to read out."""
    actor = request.actor
    case = dossier.open_form(actor=actor, pk=pk, changes=request.method == "POST")
    policies.may_tell(actor, case)
    form = AgreedForm(sent(request), actor=actor, case=case)
    valid = request.method == "POST" and form.is_valid()
    if valid and form.wanted.safe == agreements.SAFE:
        sheet = actions.print_agreed(actor=actor, case=case, wanted=form.wanted)
        return _sheet(sheet, "brief.pdf" if form.wanted.letter else "afspraken.pdf")
    told = actions.read_agreed(actor=actor, case=case, wanted=form.wanted) if valid else None
    context = {
        "nav": "cases",
        "case": case,
        "form": form,
        "told": told,
        "warnings": agreements.warnings(case),
    }
    return render(request, "rights/agreed.html", context, status=200 if told else status_of(request))


def _sheet(found: agreements.Sheet, name: str) -> HttpResponse:
    """The paper, under a name that says nothing."""
    response = HttpResponse(paper.one_page(found), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response
