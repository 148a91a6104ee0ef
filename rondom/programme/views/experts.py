"""The pool of experts by experience, for who works for the programme."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from rondom.core.http import fills_in, reads, sent
from rondom.organisations.middleware import ActorRequest
from rondom.programme import policies
from rondom.programme.actions import experts as actions
from rondom.programme.cells import TargetGroup
from rondom.programme.forms.others import ExpertForm
from rondom.programme.models import Expert
from rondom.programme.views.page import form_page, shown, the

TAB = "experts"


@reads
def experts(request: ActorRequest) -> HttpResponse:
    """Who wants to think along; that someone looked is recorded."""
    group = request.GET.get("groep", "")
    group = group if group in TargetGroup.values else ""
    found = [one for one in actions.look(actor=request.actor) if not group or group in one.groups]
    today = timezone.localdate(request.actor.at)
    lines = [
        {
            "expert": one,
            "told": one.told,
            "groups": [word for word in TargetGroup if word in one.groups],
            "over": one.until < today,
        }
        for one in found
    ]
    return shown(request, "experts", TAB, lines=lines, groups=TargetGroup, group=group)


@fills_in
def keep(request: ActorRequest, expert_pk: UUID | None = None) -> HttpResponse:
    """Someone is added, or what was agreed is written anew."""
    policies.must_run(request.actor)
    found = the(Expert, expert_pk, lock=request.method == "POST") if expert_pk else None
    initial: dict[str, Any] = {}
    if found:
        initial = {**found.told, "groups": found.groups, "agreed_on": found.agreed_on, "until": found.until}
    form = ExpertForm(sent(request), at=request.actor.at, initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.keep(actor=request.actor, expert=found, **form.said())
        messages.success(request, _("Kept, sealed. Only who works for the programme sees it."))
        return redirect("programme:experts")
    heading = _("Change what was agreed") if found else _("Add an expert by experience")
    back = reverse("programme:experts")
    return form_page(request, TAB, form, heading=heading, button=_("Save"), back=back)


@fills_in
def erase(request: ActorRequest, expert_pk: UUID) -> HttpResponse:
    """Someone wants to be erased, or the agreement is over."""
    policies.must_run(request.actor)
    found = the(Expert, expert_pk, lock=request.method == "POST")
    if request.method == "POST":
        actions.erase(actor=request.actor, expert=found)
        messages.success(request, _("Erased. Nothing of it is left here."))
        return redirect("programme:experts")
    return form_page(
        request, TAB, None, heading=_("Erase this person?"), button=_("Erase"), about=found.told.get("name", ""),
        lead=_("Everything that stands here about them is gone, for good."), back=reverse("programme:experts"),
    )  # fmt: skip
