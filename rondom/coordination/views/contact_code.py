"""The code "I have a coordinator": the page with it and who asked, and the public page for who was shown it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from rondom.cases import policies as case_policies
from rondom.cases.actions import dossier
from rondom.cases.models import Category
from rondom.coordination import codes, policies
from rondom.coordination.actions import at_the_code
from rondom.coordination.actions import codes as actions
from rondom.coordination.forms.contact_code import AskContactForm, DecideContactForm, GiveCodeForm
from rondom.coordination.models import ContactRequest
from rondom.core.errors import NotThere
from rondom.core.http import does, fills_in, public, reads, sent, status_of
from rondom.organisations.middleware import ActorRequest


@fills_in
def code(request: ActorRequest, pk: UUID) -> HttpResponse:
    """The code that the person can show elsewhere, who asked for contact with it, and giving one."""
    found = dossier.open_form(actor=request.actor, pk=pk, changes=request.method == "POST")
    if request.method == "POST":
        policies.must_coordinate(request.actor, found)
    case_policies.must_hold(found.held, [Category.IDENTITY], found)
    form = GiveCodeForm(sent(request))
    if request.method == "POST" and form.is_valid():
        actions.give(actor=request.actor, case=found)
        messages.success(request, _("This is the code. One that was given before works no longer."))
        return redirect("contact_code", pk)
    lines = codes.requests(found, request.actor.at)
    actions.note(actor=request.actor, case=found, lines=lines)
    context = {
        "nav": "cases",
        "case": found,
        "form": form,
        "code": codes.current(found),
        "lines": lines,
        "steers": policies.steers(request.actor, found) and found.status != "closed",
        "address": request.build_absolute_uri(reverse("ask_contact")),
    }
    return render(request, "coordination/contact_code.html", context, status=status_of(request))


@does
def code_end(request: ActorRequest, pk: UUID) -> HttpResponse:
    """End the code: it opens nothing any more."""
    found = dossier.locked(request.actor, pk)
    held = codes.current(found)
    if held is None:
        raise NotThere("contact_code", pk, case_id=pk)
    actions.end(actor=request.actor, case=found, code=held)
    messages.success(request, _("The code works no longer."))
    return redirect("contact_code", pk)


@does
def contact_decide(request: ActorRequest, pk: UUID, request_pk: UUID) -> HttpResponse:
    """Say yes or no to who asked for contact."""
    found = dossier.locked(request.actor, pk)
    asked = ContactRequest.objects.filter(case=found, pk=request_pk).first()
    form = DecideContactForm(request.POST)
    if asked is None or not form.is_valid():
        raise NotThere("contact_request", request_pk, case_id=pk)
    state = ContactRequest.State(form.cleaned_data["state"])
    actions.decide(actor=request.actor, case=found, request=asked, state=state)
    said = {
        ContactRequest.State.ACCEPTED: _(
            "They now see your name, your organisation and its number. Call them too."
        ),
        ContactRequest.State.DECLINED: _("They learn nothing: not even that the code exists."),
    }[state]
    messages.success(request, said)
    return redirect("contact_code", pk)


@public
@fills_in
def ask_contact(request: HttpRequest) -> HttpResponse:
    """For a professional anywhere who was shown a code: ask its coordinator for contact."""
    form = AskContactForm(sent(request))
    if request.method != "POST" or not form.is_valid():
        return render(request, "coordination/ask_contact.html", {"form": form}, status=status_of(request))
    receipt = at_the_code.ask(request=request, **form.cleaned_data)
    if receipt is None:
        context = {"form": form, "too_many": True}
        return render(request, "coordination/ask_contact.html", context, status=429)
    link = request.build_absolute_uri(reverse("contact_answer", args=[receipt]))
    return render(request, "coordination/contact_asked.html", {"link": link})


@public
@reads
def contact_answer(request: HttpRequest, receipt: str) -> HttpResponse:
    """Whether the coordinator said yes; the same page for no, not yet, too late and never asked."""
    context = {"contact": codes.answer(receipt)}
    return render(request, "coordination/contact_answer.html", context)
