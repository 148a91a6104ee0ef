"""What someone types in a report: keep it, find it again, choose between versions, throw it away."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from rondom.cases.policies import must_give_help
from rondom.core.errors import NotThere
from rondom.core.http import does, fills_in
from rondom.first_contact.actions import drafts
from rondom.first_contact.forms.draft import DraftForm
from rondom.first_contact.forms.report import ReportForms
from rondom.first_contact.models import Draft
from rondom.first_contact.versions import tell_apart
from rondom.organisations.middleware import ActorRequest

_JSON = "application/json"


@fills_in
def draft(request: ActorRequest, draft_pk: UUID) -> HttpResponse:
    """Keep what was typed; who only asks is led to it, and a script gets a token for who signed in anew."""
    must_give_help(request.actor)
    typed = DraftForm(request.POST, draft_pk).typed() if request.method == "POST" else None
    if typed:
        placed = drafts.keep(actor=request.actor, typed=typed)
        return JsonResponse(_answer(request, placed)) if _by_script(request) else _go_on(request, placed)
    if request.method == "POST" or not Draft.objects.of(request.actor).filter(pk=draft_pk).exists():
        raise NotThere("draft", draft_pk)
    return JsonResponse({"token": get_token(request)}) if _by_script(request) else redirect(address(draft_pk))


draft.button = True  # type: ignore[attr-defined] # sent from another page: who must sign in first comes back there


@fills_in
def versions(request: ActorRequest, draft_pk: UUID) -> HttpResponse:
    """The versions of a draft beside each other, to choose from."""
    must_give_help(request.actor)
    if request.method == "POST":
        drafts.choose(actor=request.actor, key=draft_pk)
        messages.success(
            request, _("You go on with this version. The other can be taken back for a day, on Today.")
        )
        return redirect(address(draft_pk))
    found = drafts.compare(actor=request.actor, key=draft_pk)
    forms = ReportForms(None, request.actor.partnerships, request.actor.at)
    tell_apart(forms.every, found)
    return render(request, "first_contact/versions.html", {"nav": "new", "versions": found})


@fills_in
def throw_away(request: ActorRequest, draft_pk: UUID) -> HttpResponse:
    """Throw a draft away, after a question; it can be taken back for a day."""
    must_give_help(request.actor)
    if request.method == "POST":
        drafts.throw_away(actor=request.actor, key=draft_pk)
        messages.success(
            request, _("The draft is thrown away. It can be taken back for a day, on this page.")
        )
        return redirect("today")
    found = Draft.objects.of(request.actor).unfinished().filter(pk=draft_pk, thrown_away_at=None).first()
    if found is None:
        raise NotThere("draft", draft_pk)
    return render(request, "first_contact/throw_away.html", {"nav": "new", "draft": found})


@does
def take_back(request: ActorRequest, draft_pk: UUID) -> HttpResponse:
    """Take back what was thrown away."""
    must_give_help(request.actor)
    drafts.take_back(actor=request.actor, key=draft_pk)
    messages.success(request, _("The draft is back."))
    return redirect(address(draft_pk))


def address(key: UUID) -> str:
    """Where one goes on with a draft."""
    return f"{reverse('first_contact:new')}?concept={key}"


def said_again(placed: drafts.Placed) -> str:
    """What someone reads who sends a report that was registered already."""
    if placed.draft.registered_at:
        return _("This report was registered already. This is its case.")
    return _(
        "This report was registered already. What you typed since then is kept with your drafts, on Today."
    )


def _go_on(request: ActorRequest, placed: drafts.Placed) -> HttpResponse:
    """On with the form, as it was saved."""
    if placed.draft.registered_at:
        messages.info(request, said_again(placed))
        return redirect("case", placed.draft.case_id)
    messages.success(
        request, _("Saved at %(time)s. You find it again on Today.") % {"time": placed.draft.saved_on}
    )
    return redirect(address(placed.draft.pk))


def _by_script(request: ActorRequest) -> bool:
    return request.get_preferred_type(["text/html", _JSON]) == _JSON


def _answer(request: ActorRequest, placed: drafts.Placed) -> dict[str, object]:
    """What the page needs to know of a save."""
    key = placed.draft.pk
    return {
        "draft": str(key),
        "version": placed.draft.version,
        "save": reverse("first_contact:draft", args=[key]),
        "address": address(key),
        "left": request.session.seconds_left(),  # type: ignore[attr-defined]
        "said": _("Saved at %(time)s") % {"time": placed.draft.saved_on},
        "versions": reverse("first_contact:versions", args=[key]) if placed.is_one_of_several else "",
        "case": reverse("case", args=[placed.case_id]) if placed.case_id else "",
    }
