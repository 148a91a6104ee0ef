"""When the MDT meets, what is moved there, and what was late."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from rondom.cases.actions import dossier
from rondom.core.http import fills_in, reads, sent, status_of
from rondom.core.moments import absolute
from rondom.organisations.middleware import ActorRequest
from rondom.organisations.models import Organisation, Role
from rondom.sharing import policies as sharing_policies
from rondom.triage import actions, lengths, policies, roster
from rondom.triage import again as promised
from rondom.triage import alarms as told
from rondom.triage.agenda import must_be_of, table
from rondom.triage.forms import BreachForm, LengthForm, MoveForm, WeekForm
from rondom.triage.invitations import invitations
from rondom.triage.models import Escalation, Move

NEAR = 8  # how many meetings an item can be moved to by choosing; later ones as a moment


@fills_in
def planned(request: ActorRequest, slug: str) -> HttpResponse:
    """The coming two weeks of a region's MDT; its chair or an administrator changes when it meets."""
    region, seated = roster.region_of(request.actor, slug)
    plans, at = policies.plans(request.actor, region), request.actor.at
    if request.method == "POST":
        policies.must_plan(request.actor, region)
    times = list(region.meeting_times.order_by("weekday", "at")) if plans else []
    form = (
        WeekForm(sent(request), region=region, times=times, today=timezone.localdate(at)) if plans else None
    )
    if request.method == "POST" and form and form.is_valid():
        actions.change_week(actor=request.actor, region=region, week=form.week())
        messages.success(request, _("Saved. What waited for a meeting that is held no more is planned anew."))
        return redirect("triage:planned", slug)
    days = roster.days(roster.coming(request.actor, region, seated=seated), at)
    context = {
        "nav": "meeting", "region": region, "seated": seated, "days": days, "form": form,
        "again": promised.coming(request.actor, region) if seated else [],
        "kinds": [Organisation.Kind(kind).label for kind in region.coordinating_kinds],
        "administers": request.actor.has_role(Role.ADMINISTRATOR),
    }  # fmt: skip
    return render(request, "triage/planned.html", context, status=status_of(request))


@reads
def calendar_file(request: ActorRequest, slug: str) -> HttpResponse:
    """The coming meetings for a calendar of one's own: when, "MDT", and a link."""
    region = table(request.actor, slug).region
    link = request.build_absolute_uri(reverse("triage:region", args=[slug]))
    found = invitations(region, roster.coming(request.actor, region), link, request.actor.at)
    return HttpResponse(
        found,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="mdt.ics"'},
    )


@reads
def breaches(request: ActorRequest, slug: str) -> HttpResponse:
    """What was not discussed in time in my region, and why."""
    found = table(request.actor, slug)
    late = told.breaches(request.actor, [found.region])
    return render(request, "triage/breaches.html", {"nav": "meeting", "agenda": found, "breaches": late})


@fills_in
def move(request: ActorRequest, slug: str, pk: UUID) -> HttpResponse:
    """Move an item to another meeting; past its last moment only when that is said."""
    found = table(request.actor, slug)
    case = dossier.open_form(actor=request.actor, pk=pk, changes=request.method == "POST")
    must_be_of(found, case)
    policies.may_take_part(request.actor, case)
    sharing_policies.may_bring_in(request.actor, case)
    meetings = [one for one in roster.coming(request.actor, found.region) if one.at != case.mdt_at][:NEAR]
    form = MoveForm(sent(request), meetings=meetings, due_at=case.mdt_due_at, at=request.actor.at)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        actions.move(
            actor=request.actor,
            case=case,
            to_at=data["at"],
            reason=data["reason"],
            late_is_meant=data["late"],
        )
        messages.success(request, _("Moved to %(at)s.") % {"at": absolute(data["at"], request.actor.at)})
        return redirect("triage:item", slug, pk)
    moves = (
        Move.objects.filter(case=case, round=case.mdt_round).select_related("moved_by").order_by("moved_at")
    )
    context = {"nav": "meeting", "agenda": found, "case": case, "form": form, "moves": moves}
    return render(request, "triage/move.html", context, status=status_of(request))


@fills_in
def length(request: ActorRequest, slug: str, pk: UUID) -> HttpResponse:
    """The chair says how many minutes the MDT plans for a case."""
    found = table(request.actor, slug)
    case = dossier.open_form(actor=request.actor, pk=pk, changes=request.method == "POST")
    must_be_of(found, case)
    policies.must_wait_for_the_mdt(case)
    policies.must_run(request.actor, case)
    usual = lengths.planned_now(case, found.region)
    form = LengthForm(sent(request), initial={"minutes": usual})
    if request.method == "POST" and form.is_valid():
        minutes = form.cleaned_data["minutes"]
        actions.plan(actor=request.actor, case=case, minutes=minutes)
        messages.success(
            request, _("%(n)d minutes are planned for %(code)s.") % {"n": minutes, "code": case.code}
        )
        return redirect("triage:region", slug)
    context = {
        "nav": "meeting",
        "agenda": found,
        "case": case,
        "form": form,
        "usual": lengths.said(found.region),
    }
    return render(request, "triage/length.html", context, status=status_of(request))


@fills_in
def explain(request: ActorRequest, slug: str, pk: UUID) -> HttpResponse:
    """Say why a case was not discussed in time."""
    found = table(request.actor, slug)
    case = dossier.open_form(actor=request.actor, pk=pk, changes=request.method == "POST")
    must_be_of(found, case)
    breach = policies.breaches_without_reason(case)[0]
    form = BreachForm(sent(request))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        reason = Escalation.Reason(data["reason"])
        actions.explain(actor=request.actor, case=case, reason=reason, note=data["note"])
        messages.success(request, _("Why it was late is noted."))
        return redirect("triage:breaches", slug)
    context = {"nav": "meeting", "agenda": found, "case": case, "breach": breach, "form": form}
    return render(request, "triage/explain.html", context, status=status_of(request))
