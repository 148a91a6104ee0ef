"""Covenants, local alliances, and designated officers."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from rondom.core.errors import NotThere
from rondom.core.http import fills_in, reads, sent
from rondom.core.paging import paged
from rondom.organisations import municipalities
from rondom.organisations import policies as organisation_policies
from rondom.organisations.middleware import ActorRequest
from rondom.organisations.models import Membership, Organisation
from rondom.programme import parties, policies
from rondom.programme.actions import agreements as actions
from rondom.programme.forms.others import AgreementForm, EvaluateForm, OfficerForm
from rondom.programme.models import Agreement, Officer
from rondom.programme.views.page import form_page, shown, the

TAB, OFFICERS = "agreements", "officers"


@reads
def agreements(request: ActorRequest) -> HttpResponse:
    """The covenants and local alliances, those that end last on top."""
    page = paged(request, Agreement.objects.order_by("-starts_on", "title", "pk"))
    names = parties.named(*(one.parties for one in page.rows))
    places = {one.pk: one.name for one in municipalities.by_name().values()}
    lines = [
        {
            "agreement": one,
            "places": [places.get(code, code) for code in one.municipalities],
            "parties": [name for key, name in names.items() if key in one.parties],
        }
        for one in page.rows
    ]
    today = timezone.localdate(request.actor.at)
    return shown(request, "agreements", TAB, page=page, lines=lines, today=today)


@fills_in
def add(request: ActorRequest) -> HttpResponse:
    """What was agreed is added."""
    policies.must_run(request.actor)
    form = AgreementForm(sent(request), organisations=parties.choices())
    if request.method == "POST" and form.is_valid():
        actions.add(actor=request.actor, said=form.cleaned_data)
        messages.success(request, _("Added. The municipalities count in the coverage."))
        return redirect("programme:agreements")
    return _page(request, form, _("Add what was agreed"))


@fills_in
def change(request: ActorRequest, agreement_pk: UUID) -> HttpResponse:
    """What it says, or when it ends, is changed."""
    found = _locked(request, agreement_pk)
    initial = {name: getattr(found, name) for name in actions.SAID}
    places = {one.pk: one.name for one in municipalities.by_name().values()}
    initial["municipalities"] = ", ".join(places.get(code, code) for code in found.municipalities)
    initial["parties"] = [str(key) for key in found.parties]
    form = AgreementForm(sent(request), organisations=parties.choices(), initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.change(actor=request.actor, agreement=found, said=form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("programme:agreements")
    return _page(request, form, _("Change this agreement"), about=found.title)


@fills_in
def evaluate(request: ActorRequest, agreement_pk: UUID) -> HttpResponse:
    """It was evaluated."""
    found = _locked(request, agreement_pk)
    form = EvaluateForm(sent(request))
    if request.method == "POST" and form.is_valid():
        actions.evaluate(actor=request.actor, agreement=found, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("programme:agreements")
    return _page(request, form, _("Write down the evaluation"), about=found.title)


@reads
def officers(request: ActorRequest) -> HttpResponse:
    """Which organisations have a designated officer, and who that is."""
    held = Officer.objects.in_force(request.actor.at).select_related("user").order_by("user__display_name")
    by_place: dict[UUID, list[Officer]] = {}
    for one in held:
        by_place.setdefault(one.organisation_id, []).append(one)
    partners = Organisation.objects.filter(works_in__isnull=False).distinct().order_by("name")
    lines = [
        (one, by_place.get(one.pk, []), organisation_policies.manages(request.actor, one)) for one in partners
    ]
    covered = sum(bool(found) for _one, found, _manages in lines)
    return shown(request, "officers", OFFICERS, lines=lines, covered=covered)


@fills_in
def designate(request: ActorRequest, place: str) -> HttpResponse:
    """The manager of an organisation designates someone of it."""
    organisation_policies.must_manage_some(request.actor)
    found = Organisation.objects.filter(slug=place).first()
    if found is None or not organisation_policies.manages(request.actor, found):
        raise NotThere("organisation", found.pk if found else None)
    at_work = Membership.objects.in_force(request.actor.at).filter(organisation=found)
    people = {
        str(one.user_id): one.user for one in at_work.select_related("user").order_by("user__display_name")
    }
    form = OfficerForm(sent(request), people=[(key, user.display_name) for key, user in people.items()])
    if request.method == "POST" and form.is_valid():
        user = people[form.cleaned_data["user"]]
        actions.designate(actor=request.actor, organisation=found, user=user)
        messages.success(request, _("Designated. Everyone with an account can find them."))
        return redirect("programme:officers")
    return form_page(
        request, OFFICERS, form, heading=_("Designate an officer"), button=_("Designate"),
        about=found.name, back=reverse("programme:officers"),
    )  # fmt: skip


@fills_in
def end_officer(request: ActorRequest, officer_pk: UUID) -> HttpResponse:
    """Someone is an officer no longer."""
    organisation_policies.must_manage_some(request.actor)
    found = the(Officer, officer_pk, "organisation", "user", lock=request.method == "POST")
    organisation_policies.must_manage(request.actor, found.organisation)
    if request.method == "POST":
        actions.end_officer(actor=request.actor, officer=found)
        messages.success(request, _("Ended."))
        return redirect("programme:officers")
    return form_page(
        request, OFFICERS, None, heading=_("End this designation?"), button=_("End it"),
        about=found.user.display_name, back=reverse("programme:officers"),
    )  # fmt: skip


def _locked(request: ActorRequest, key: UUID) -> Agreement:
    policies.must_run(request.actor)
    return the(Agreement, key, lock=request.method == "POST")


def _page(request: ActorRequest, form: object, heading: str, **more: Any) -> HttpResponse:
    back = reverse("programme:agreements")
    return form_page(request, TAB, form, heading=heading, button=_("Save"), back=back, **more)
