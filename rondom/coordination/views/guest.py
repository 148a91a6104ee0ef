"""Questions to partners without an account: the coordinator's pages, and the page of the guest."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from rondom.cases.actions import dossier
from rondom.coordination import guests, policies
from rondom.coordination.actions import at_the_link
from rondom.coordination.actions import guests as actions
from rondom.coordination.forms.guest import AskGuestForm, CodeForm, GuestAnswerForm
from rondom.coordination.models import GuestQuestion
from rondom.coordination.views.page import form_page
from rondom.core import mail
from rondom.core.errors import NotThere
from rondom.core.http import does, fills_in, public, reads, sent, status_of
from rondom.organisations.middleware import ActorRequest


@reads
def questions(request: ActorRequest, pk: UUID) -> HttpResponse:
    """All that was asked of partners without an account in a case, and what they answered."""
    found = dossier.open_case(actor=request.actor, pk=pk)
    lines = guests.of_case(found, request.actor.at)
    actions.note(actor=request.actor, case=found, lines=lines)
    coordinates = policies.steers(request.actor, found)
    context = {"nav": "cases", "case": found, "lines": lines, "coordinates": coordinates}
    return render(request, "coordination/guest_questions.html", context)


@fills_in
def ask(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Ask one question of someone without an account; the link and the code are shown once."""
    found = dossier.open_form(actor=request.actor, pk=pk, changes=request.method == "POST")
    policies.must_coordinate(request.actor, found)
    form = AskGuestForm(sent(request), held=found.held)
    if request.method != "POST" or not form.is_valid():
        return form_page(request, found, form, "coordination/guest_ask.html")
    question, token, code = actions.ask(actor=request.actor, case=found, **form.asked)
    link = request.build_absolute_uri(reverse("guest", args=[token]))
    mailed = None
    if question.email and mail.sends():
        mailed = actions.mail(actor=request.actor, case=found, question=question, link=link)
    own = "" if mailed else guests.mail(question, link)
    shown = {"question": question, "link": link, "code": code, "mail": own, "mailed": mailed}
    context = {"nav": "cases", "case": found, **shown}
    return render(request, "coordination/guest_asked.html", context)


@does
def withdraw(request: ActorRequest, pk: UUID, question_pk: UUID) -> HttpResponse:
    """Take a question back: its link opens nothing from then on."""
    found = dossier.locked(request.actor, pk)
    question = GuestQuestion.objects.filter(case=found, pk=question_pk).select_for_update().first()
    if question is None:
        raise NotThere("guest_question", question_pk, case_id=pk)
    actions.withdraw(actor=request.actor, case=found, question=question)
    messages.success(request, _("The question is withdrawn. Its link opens nothing any more."))
    return redirect("guest_questions", pk)


@public
@fills_in
def guest(request: HttpRequest, token: str) -> HttpResponse:
    """The page of a link. Opening it says and uses nothing: only a code does."""
    if request.method == "POST" and "shown" in request.POST:
        return _answered(request, token)
    form = CodeForm(sent(request))
    if request.method != "POST" or not form.is_valid():
        return _door(request, form)
    question = at_the_link.let_in(request=request, token=token, code=form.cleaned_data["code"])
    if question is None:
        return _door(request, CodeForm(), refused=True)
    return _asked(request, question, GuestAnswerForm(initial={"shown": question.shown}))


def _answered(request: HttpRequest, token: str) -> HttpResponse:
    """First what was written is read back; once they say that it is right, it is sent."""
    form = GuestAnswerForm(request.POST)
    if "send" in request.POST and form.is_valid():
        if at_the_link.answer(token=token, **form.cleaned_data):
            return render(request, "coordination/guest_thanks.html")
        return _door(request, CodeForm(), refused=True)
    question = guests.again(token, request.POST.get("shown", ""))
    if question is None:
        return _door(request, CodeForm(), refused=True)
    return _asked(request, question, form)


def _door(request: HttpRequest, form: CodeForm, *, refused: bool = False) -> HttpResponse:
    """The page that asks for the code: one and the same for every link, and after whatever was wrong."""
    context = {"form": form, "refused": refused, "typed": request.POST.get("answer", "")}
    return render(request, "coordination/guest_code.html", context, status=status_of(request))


def _asked(request: HttpRequest, question: guests.Asked, form: GuestAnswerForm) -> HttpResponse:
    """The question, who asks it and until when; or what was written, to read back."""
    again = form.is_bound and form.is_valid() and "change" not in request.POST
    page = "coordination/guest_read_back.html" if again else "coordination/guest_question.html"
    wrong = form.is_bound and not form.is_valid()
    return render(request, page, {"asked": question, "form": form}, status=422 if wrong else 200)
