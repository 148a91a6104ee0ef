"""Initiatives: the list, one of them, and every step it takes."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from rondom.core.http import fills_in, reads, sent
from rondom.core.paging import paged
from rondom.organisations.middleware import ActorRequest
from rondom.programme import initiatives as listed
from rondom.programme import parties, policies
from rondom.programme.actions import initiatives as actions
from rondom.programme.actions import proposals
from rondom.programme.cells import Phase, TargetGroup, apart
from rondom.programme.forms.initiatives import DecideForm, InitiativeForm, MoveForm, ProposeForm
from rondom.programme.models import ENDED, Finding, Initiative, Proposal, Stage
from rondom.programme.views.page import cell_asked, form_page, shown, the

TAB = "initiatives"


@reads
def initiatives(request: ActorRequest) -> HttpResponse:
    """The initiatives, of all cells or of one."""
    group, phase = cell_asked(request)
    going_on, ended = listed.apart_by_end(listed.of_cell(group, phase))
    going, page = paged(request, going_on, word="lopend"), paged(request, ended)
    found = listed.roadmap(going.rows, page.rows, timezone.localdate(request.actor.at))
    context = {
        "roadmap": found,
        "going": going,
        "page": page,
        "groups": TargetGroup,
        "phases": Phase,
        "group": group,
        "phase": phase,
    }
    return shown(request, "initiatives", TAB, **context)


@reads
def initiative(request: ActorRequest, initiative_pk: UUID) -> HttpResponse:
    """All of one initiative."""
    found = the(Initiative, initiative_pk, "follows")
    asked = list(found.proposals.select_related("proposed_by", "decided_by").order_by("-proposed_at"))
    names = parties.named(found.parties, *(one.co_owners for one in asked))
    findings = Finding.objects.filter(initiative=found, taken_back_at__isnull=True)
    context = {
        "initiative": found,
        "cells": [apart(code) for code in found.cells],
        "parties": [one for key, one in names.items() if key in found.parties],
        "proposals": [
            (one, [name for key, name in names.items() if key in one.co_owners], one.waited(request.actor.at))
            for one in asked
        ],
        "open_proposal": next((one for one in asked if one.decided_at is None), None),
        "moves": found.moves.select_related("by").order_by("-at", "-pk"),
        "findings": findings.select_related("organisation", "written_by").order_by("kind", "-written_at"),
        "following": found.followed_by.order_by("starts_on"),
    }
    return shown(request, "initiative", TAB, **context)


@fills_in
def begin(request: ActorRequest) -> HttpResponse:
    """A new initiative; `?na=` says from which it follows on."""
    policies.must_run(request.actor)
    form = _form(request, initial={"follows": request.GET.get("na", "")})
    if request.method == "POST" and form.is_valid():
        made = actions.begin(actor=request.actor, parts=form.parts())
        messages.success(request, _("The initiative stands on the roadmap, as an idea."))
        return redirect("programme:initiative", made.pk)
    return form_page(
        request,
        TAB,
        form,
        heading=_("New initiative"),
        button=_("Save"),
        back=reverse("programme:initiatives"),
    )


@fills_in
def change(request: ActorRequest, initiative_pk: UUID) -> HttpResponse:
    """What it says is changed."""
    found = _locked(request, initiative_pk)
    policies.must_still_go_on(found)
    form = _form(request, initial=InitiativeForm.filled(found), but=found)
    if request.method == "POST" and form.is_valid():
        actions.change(
            actor=request.actor, initiative=found, parts=form.parts(), seen=form.cleaned_data["seen"]
        )
        messages.success(request, _("Saved."))
        return redirect("programme:initiative", found.pk)
    return _page(request, found, form, _("Change this initiative"), _("Save"))


@fills_in
def move(request: ActorRequest, initiative_pk: UUID) -> HttpResponse:
    """On to another step, or back to one."""
    found = _locked(request, initiative_pk)
    policies.must_still_go_on(found)
    policies.may_move(request.actor, found, Stage.SHARPEN)
    form = MoveForm(sent(request), now=Stage(found.stage))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        actions.move(
            actor=request.actor, initiative=found, stage=Stage(data["stage"]), learned=data["learned"]
        )
        messages.success(request, _("Noted. The roadmap shows where it stands now."))
        return redirect("programme:initiative", found.pk)
    now = _("It now stands at: %(stage)s.") % {"stage": found.get_stage_display()}
    return _page(request, found, form, _("To another step"), _("Move it"), lead=now)


@fills_in
def propose(request: ActorRequest, initiative_pk: UUID) -> HttpResponse:
    """To the steering group."""
    found = _locked(request, initiative_pk)
    policies.may_propose(request.actor, found)
    form = ProposeForm(sent(request), initial={"impact": found.impact})
    if request.method == "POST" and form.is_valid():
        proposals.propose(actor=request.actor, initiative=found, **form.cleaned_data)
        messages.success(request, _("The steering group sees it now."))
        return redirect("programme:initiative", found.pk)
    return _page(request, found, form, _("Put it to the steering group"), _("Put it to them"))


@fills_in
def decide(request: ActorRequest, initiative_pk: UUID) -> HttpResponse:
    """What the steering group decided."""
    policies.must_steer(request.actor)
    found = the(Initiative, initiative_pk, lock=True)
    last = Proposal.objects.filter(initiative=found).order_by("-proposed_at").first()
    policies.may_decide(request.actor, last)
    assert last
    form = DecideForm(
        sent(request),
        organisations=parties.choices(),
        initial={"co_owners": [str(key) for key in found.parties]},
    )
    if request.method == "POST" and form.is_valid():
        proposals.decide(actor=request.actor, initiative=found, proposal=last, decision=form.decision())
        messages.success(request, _("The decision stands."))
        return redirect("programme:initiative", found.pk)
    return _page(request, found, form, _("Record the decision"), _("Record it"), lead=last.asks)


def _form(request: ActorRequest, *, initial: dict[str, Any], but: Initiative | None = None) -> InitiativeForm:
    earlier = Initiative.objects.filter(stage__in=ENDED).order_by("title")
    earlier = earlier.exclude(pk=but.pk) if but else earlier
    return InitiativeForm(
        sent(request), organisations=parties.choices(), earlier=list(earlier), initial=initial
    )


def _locked(request: ActorRequest, key: UUID) -> Initiative:
    policies.must_run(request.actor)
    return the(Initiative, key, lock=request.method == "POST")


def _page(
    request: ActorRequest, found: Initiative, form: object, heading: str, button: str, **more: Any
) -> HttpResponse:
    back = reverse("programme:initiative", args=[found.pk])
    return form_page(request, TAB, form, heading=heading, button=button, back=back, about=found.title, **more)
