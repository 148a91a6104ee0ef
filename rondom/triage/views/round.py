"""Back to the MDT, or to another region."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from rondom.cases.actions import dossier
from rondom.core.http import fills_in, sent, status_of
from rondom.first_contact import where
from rondom.organisations.middleware import ActorRequest
from rondom.organisations.models import Region
from rondom.sharing import policies as sharing_policies
from rondom.triage import actions, policies
from rondom.triage.forms import BringBackForm, HandOverForm


@fills_in
def bring_back(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Bring a case back to the MDT because something changed."""
    case = dossier.open_form(actor=request.actor, pk=pk, changes=request.method == "POST")
    policies.may_bring_back(case)
    sharing_policies.may_bring_in(request.actor, case)
    form = BringBackForm(sent(request))
    if request.method == "POST" and form.is_valid():
        actions.bring_back(actor=request.actor, case=case, reason=form.cleaned_data["reason"])
        messages.success(request, _("The case is back on the agenda of the MDT."))
        return redirect("case", pk)
    context = {"nav": "cases", "case": case, "form": form}
    return render(request, "triage/bring_back.html", context, status=status_of(request))


@fills_in
def hand_over(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Where does this case belong? Whoever may, hands it over to another region."""
    case = dossier.open_form(actor=request.actor, pk=pk, changes=request.method == "POST")
    policies.may_hand_over(request.actor, case)
    form = HandOverForm(
        sent(request), regions=list(Region.objects.exclude(pk=case.region_id).order_by("name"))
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        to = form.regions[data["region"]]
        actions.hand_over(
            actor=request.actor, case=case, region=to, reason=data["reason"], agreed=data["agreed"] == "yes"
        )
        messages.success(request, _("The case is in %(region)s now.") % {"region": to.name})
        return redirect("case", pk)
    context = {"nav": "cases", "case": case, "form": form, "spots": where.spots(case)}
    return render(request, "triage/hand_over.html", context, status=status_of(request))
