"""Call someone to the table for one case, or step back from it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from rondom.cases.actions import dossier
from rondom.cases.models import Shield
from rondom.core.errors import NotThere
from rondom.core.http import does, fills_in, sent, status_of
from rondom.organisations.middleware import ActorRequest
from rondom.triage import actions, policies
from rondom.triage.agenda import agenda, must_be_of, table
from rondom.triage.forms import CallForm, StepBackForm
from rondom.triage.models import ItemMember


@fills_in
def call(request: ActorRequest, slug: str, pk: UUID) -> HttpResponse:
    """Call someone who is on call for this case."""
    found = agenda(request.actor, slug)
    case = dossier.open_form(actor=request.actor, pk=pk, changes=request.method == "POST")
    must_be_of(found, case)
    policies.may_take_part(request.actor, case)
    form = CallForm(sent(request), seats=found.on_call)
    if request.method == "POST" and form.is_valid():
        seat = form.seats[form.cleaned_data["seat"]]
        actions.call(actor=request.actor, case=case, seat=seat, why=form.cleaned_data["why"])
        messages.success(request, _("%(name)s is called for this case.") % {"name": seat.user.display_name})
        return redirect("triage:item", slug, pk)
    context = {"nav": "meeting", "case": case, "form": form, "region": found.region}
    return render(request, "triage/call.html", context, status=status_of(request))


@does
def end_call(request: ActorRequest, slug: str, pk: UUID, member_pk: UUID) -> HttpResponse:
    """Whoever was called is not needed any more."""
    found = table(request.actor, slug)
    case = dossier.locked(request.actor, pk)
    must_be_of(found, case)
    called = ItemMember.objects.filter(case=case, pk=member_pk).select_related("user").first()
    if called is None:
        raise NotThere("item_member", member_pk, case_id=case.pk)
    actions.end_call(actor=request.actor, case=case, called=called)
    messages.success(
        request,
        _("%(name)s is not at the table for this case any more.") % {"name": called.user.display_name},
    )
    return redirect("triage:item", slug, pk)


@fills_in
def step_back(request: ActorRequest, slug: str, pk: UUID) -> HttpResponse:
    """Step back from this case because of a conflict of interest."""
    found = table(request.actor, slug)
    case = dossier.open_form(actor=request.actor, pk=pk, changes=request.method == "POST")
    must_be_of(found, case)
    policies.may_step_back(request.actor, case)
    form = StepBackForm(sent(request))
    if request.method == "POST" and form.is_valid():
        actions.step_back(actor=request.actor, case=case, reason=Shield.Reason(form.cleaned_data["reason"]))
        messages.success(request, _("You stepped back. You see nothing of this case any more."))
        return redirect("triage:region", slug)
    context = {"nav": "meeting", "case": case, "form": form, "region": found.region}
    return render(request, "triage/step_back.html", context, status=status_of(request))
