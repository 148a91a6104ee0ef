"""Being away, and covering."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from rondom.cases.policies import must_give_help
from rondom.coordination import away as rows
from rondom.coordination import workload
from rondom.coordination.actions import absences
from rondom.coordination.forms.away import AwayForm, AwaySetForm
from rondom.coordination.models import Absence
from rondom.core.errors import NotThere
from rondom.core.http import does, fills_in, sent, status_of
from rondom.organisations.middleware import ActorRequest
from rondom.organisations.models import Role


@fills_in
def away(request: ActorRequest) -> HttpResponse:
    """When I am away, and for whom I cover."""
    actor = request.actor
    must_give_help(actor)
    assert actor.organisation
    others = [one for one in rows.colleagues(actor.organisation, actor.at) if one != actor.user]
    form = AwayForm(sent(request), people=others, today=timezone.localdate(actor.at))
    if request.method == "POST" and form.is_valid():
        whole = form.whole(actor.at)
        absences.set_away(actor=actor, organisation=actor.organisation, user=request.user, **whole)
        messages.success(
            request, _("%(name)s is asked to cover for you.") % {"name": whole["cover"].display_name}
        )
        return redirect("away")
    context = {"absences": rows.mine(actor), "form": form, "coordinates": actor.has_role(Role.COORDINATOR)}
    return render(request, "coordination/away.html", context, status=status_of(request))


@does
def away_answer(request: ActorRequest, absence_pk: UUID) -> HttpResponse:
    """Yes or no to covering for a colleague."""
    yes = request.POST.get("answer") == "yes"
    absences.answer(actor=request.actor, absence=_of(absence_pk), accepted=yes)
    messages.success(request, _("You cover.") if yes else _("You do not cover. Your colleague sees that."))
    return redirect("away")


@does
def away_end(request: ActorRequest, absence_pk: UUID) -> HttpResponse:
    """An absence ends sooner."""
    found = _of(absence_pk)
    absences.end(actor=request.actor, absence=found)
    messages.success(request, _("Ended. Who covered sees those cases no more."))
    if request.actor.has_role(Role.MANAGER):
        return redirect("away_set", found.organisation.slug)
    return redirect("away")


@fills_in
def away_set(request: ActorRequest, place: str) -> HttpResponse:
    """Who of us is away, and who covers, as our manager sets it."""
    actor = request.actor
    found = workload.place_of(actor, place)
    form = AwaySetForm(
        sent(request),
        people=rows.colleagues(found, actor.at),
        coordinators=rows.colleagues(found, actor.at, role=Role.COORDINATOR),
        today=timezone.localdate(actor.at),
    )
    if request.method == "POST" and form.is_valid():
        absences.set_away(actor=actor, organisation=found, **form.whole(actor.at))
        messages.success(request, _("Saved. Who covers sees the cases from the first day."))
        return redirect("away_set", place)
    context = {"place": found, "absences": rows.to_come(found, actor), "form": form}
    return render(request, "coordination/away_set.html", context, status=status_of(request))


def _of(key: UUID) -> Absence:
    """An absence in my organisation; of any other it is not said whether it exists."""
    found = Absence.objects.filter(pk=key).select_related("organisation").first()
    if found is None:
        raise NotThere("absence", key)
    return found
