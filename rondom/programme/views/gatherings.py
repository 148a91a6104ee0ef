"""Gatherings: the list, one of them, coming to it, and who was there."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rondom.core import mail
from rondom.core.http import does, fills_in, reads, sent
from rondom.core.paging import paged
from rondom.organisations.middleware import ActorRequest
from rondom.programme import counters, feed, keeping, policies
from rondom.programme.actions import gatherings as actions
from rondom.programme.forms.others import CancelForm, GatheringForm, HeldForm, RegisterForm
from rondom.programme.models import Gathering, Registration
from rondom.programme.views.page import form_page, shown, the

TAB = "gatherings"


@reads
def gatherings(request: ActorRequest) -> HttpResponse:
    """What is to come, the soonest on top; or what was, the latest on top."""
    at, over = request.actor.at, request.GET.get("welke") == "geweest"
    rows = Gathering.objects.filter(ends_at__lte=at) if over else Gathering.objects.filter(ends_at__gt=at)
    page = paged(request, rows.order_by("-starts_at" if over else "starts_at", "pk"))
    mine = set(_coming(page.rows).filter(user=request.actor.user).values_list("gathering_id", flat=True))
    return shown(request, "gatherings", TAB, page=page, over=over, mine=mine, counters=counters.this_year(at))


@reads
def gathering(request: ActorRequest, gathering_pk: UUID) -> HttpResponse:
    """One gathering: what, where, when, who comes."""
    return _gathering(request, the(Gathering, gathering_pk), RegisterForm())


def _gathering(request: ActorRequest, found: Gathering, form: RegisterForm) -> HttpResponse:
    coming = list(_coming([found]).select_related("user").order_by("user__display_name"))
    since = found.cancelled_at or found.moved_at
    context = {
        "form": form,
        "sends": mail.sends(),
        "term": keeping.REGISTRATIONS,
        "untold": [
            one for one in coming if since and one.at <= since and not (one.told_at and one.told_at >= since)
        ],
        "gathering": found,
        "coming": coming,
        "mine": any(one.user_id == request.actor.key for one in coming),
        "over": found.held_at is not None or found.ends_at <= request.actor.at,
        "begun": found.starts_at <= request.actor.at,
        "full": found.seats is not None and len(coming) >= found.seats,
        "present": sum(bool(one.present) for one in coming) + found.others_present,
    }
    return shown(request, "gathering", TAB, **context)


@reads
def calendar(request: ActorRequest, gathering_pk: UUID) -> HttpResponse:
    """For a calendar of one's own."""
    found = the(Gathering, gathering_pk)
    link = request.build_absolute_uri(reverse("programme:gathering", args=[found.pk]))
    return HttpResponse(
        feed.calendar(found, link, request.actor.at),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="bijeenkomst.ics"'},
    )


@fills_in
def plan(request: ActorRequest) -> HttpResponse:
    """Another gathering."""
    policies.must_run(request.actor)
    form = GatheringForm(sent(request))
    if request.method == "POST" and form.is_valid():
        made = actions.plan(actor=request.actor, said=form.cleaned_data)
        messages.success(request, _("Planned. Everyone with an account can register."))
        return redirect("programme:gathering", made.pk)
    back = reverse("programme:gatherings")
    return form_page(request, TAB, form, heading=_("Plan a gathering"), button=_("Save"), back=back)


@fills_in
def change(request: ActorRequest, gathering_pk: UUID) -> HttpResponse:
    """Something is different; afterwards only the material."""
    found = _locked(request, gathering_pk)
    form = GatheringForm(sent(request), initial={name: getattr(found, name) for name in actions.SAID})
    if request.method == "POST" and form.is_valid():
        done = actions.change(actor=request.actor, gathering=found, said=form.cleaned_data)
        messages.success(request, " ".join([_("Saved."), *_told(done)]))
        return redirect("programme:gathering", found.pk)
    return _page(request, found, form, _("Change this gathering"), _("Save"))


@fills_in
def cancel(request: ActorRequest, gathering_pk: UUID) -> HttpResponse:
    """It does not go on."""
    found = _locked(request, gathering_pk)
    policies.must_be_to_come(found, request.actor)
    form = CancelForm(sent(request))
    if request.method == "POST" and form.is_valid():
        done = actions.cancel(actor=request.actor, gathering=found, why=form.cleaned_data["why"])
        messages.success(
            request, " ".join([_("Cancelled. It stays in the list, with the reason."), *_told(done)])
        )
        return redirect("programme:gathering", found.pk)
    lead = _("This cannot be undone. Who registered and left an address is told by mail, without the reason.")
    return _page(request, found, form, _("Cancel this gathering?"), _("Cancel it"), lead=lead)


@fills_in
def held(request: ActorRequest, gathering_pk: UUID) -> HttpResponse:
    """Who was there."""
    found = _locked(request, gathering_pk)
    policies.must_have_begun(found, request.actor)
    coming = list(_coming([found]).select_related("user").order_by("user__display_name"))
    initial = {"present": [str(one.pk) for one in coming if one.present], "others": found.others_present}
    form = HeldForm(sent(request), coming=coming, initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.hold(
            actor=request.actor, gathering=found, present=form.who(), others=form.cleaned_data["others"]
        )
        messages.success(request, _("Noted. It counts for this year."))
        return redirect("programme:gathering", found.pk)
    return _page(request, found, form, _("Who was there?"), _("Save"))


@does
def register(request: ActorRequest, gathering_pk: UUID) -> HttpResponse:
    """I come."""
    found = the(Gathering, gathering_pk, lock=True)
    form = RegisterForm(request.POST)
    if not form.is_valid():
        return _gathering(request, found, form)
    actions.register(actor=request.actor, gathering=found, address=form.cleaned_data["address"])
    messages.success(request, _("You are registered. Put it in your own calendar too."))
    return redirect("programme:gathering", found.pk)


@does
def withdraw(request: ActorRequest, gathering_pk: UUID) -> HttpResponse:
    """I do not come after all."""
    found = the(Gathering, gathering_pk, lock=True)
    actions.withdraw(actor=request.actor, gathering=found)
    messages.success(request, _("You are no longer registered."))
    return redirect("programme:gathering", found.pk)


def _told(done: actions.Told) -> Iterator[str]:
    if done.told:
        yield ngettext("%(n)s person was told by mail.", "%(n)s people were told by mail.", done.told) % {
            "n": done.told
        }
    if done.not_told:
        yield _("Who was not told stands on the page: tell them yourself.")


def _coming(rows: list[Gathering]) -> Any:
    return Registration.objects.filter(gathering__in=rows, withdrawn_at__isnull=True)


def _locked(request: ActorRequest, key: UUID) -> Gathering:
    policies.must_run(request.actor)
    return the(Gathering, key, lock=request.method == "POST")


def _page(
    request: ActorRequest, found: Gathering, form: object, heading: str, button: str, **more: Any
) -> HttpResponse:
    back = reverse("programme:gathering", args=[found.pk])
    return form_page(request, TAB, form, heading=heading, button=button, back=back, about=found.title, **more)
