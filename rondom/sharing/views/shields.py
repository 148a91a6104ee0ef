"""From whom a case is shielded: see it, add someone, lift it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from rondom.accounts.models import User
from rondom.cases.actions import dossier
from rondom.cases.models import Case, Shield
from rondom.core.errors import NotThere
from rondom.core.http import fills_in, sent, status_of
from rondom.organisations.middleware import ActorRequest
from rondom.sharing import policies
from rondom.sharing.actions import shields as actions
from rondom.sharing.forms.shields import ShieldForm
from rondom.sharing.neighbours import neighbours


@fills_in
def shields(request: ActorRequest, pk: UUID) -> HttpResponse:
    """From whom the case is shielded; and shield it from someone else."""
    case = dossier.open_form(actor=request.actor, pk=pk, changes=request.method == "POST")
    policies.may_answer_for(request.actor, case)
    if request.method == "POST":
        policies.may_shield(request.actor, case)
    form = ShieldForm(sent(request), neighbours=neighbours(case, request.actor))
    if request.method != "POST" or not form.is_valid():
        context = {
            "nav": "cases",
            "case": case,
            "form": form,
            "shields": _holding(case),
            "may_shield": policies.shields(request.actor, case),
            "may_lift": policies.shares(request.actor, case),
        }
        return render(request, "sharing/shields.html", context, status=status_of(request))
    _set(request, case, form)
    messages.success(request, _("The case is shielded."))
    return redirect("sharing:shields", pk)


def _set(request: ActorRequest, case: Case, form: ShieldForm) -> None:
    member, reason = form.member(), Shield.Reason(form.cleaned_data["reason"])
    if not form.place():
        actions.from_person(actor=request.actor, case=case, user=member.user, reason=reason)
        return
    actions.from_organisation(
        actor=request.actor,
        case=case,
        organisation=member.organisation,
        reason=reason,
        cleared=[UUID(key) for key in form.cleaned_data["cleared"]],
    )


def _holding(case: Case) -> list[Shield]:
    """The shields that hold, with the names of who is let in."""
    found = list(
        Shield.objects.filter(case=case, lifted_at__isnull=True)
        .select_related("user", "organisation", "set_by")
        .order_by("set_at", "pk")
    )
    names = User.objects.in_bulk({key for shield in found for key in shield.cleared})
    for shield in found:
        shield.people = sorted(names[key].display_name for key in shield.cleared if key in names)
    return found


@fills_in
def lift(request: ActorRequest, pk: UUID, shield_pk: UUID) -> HttpResponse:
    """Lift a shield, after a question."""
    case = dossier.open_form(actor=request.actor, pk=pk, changes=request.method == "POST")
    policies.may_share(request.actor, case)
    found = Shield.objects.filter(case=case, pk=shield_pk).select_related("user", "organisation").first()
    if found is None:
        raise NotThere("shield", shield_pk, case_id=pk)
    policies.must_be_set(found, case)
    if request.method != "POST":
        return render(request, "sharing/lift.html", {"nav": "cases", "case": case, "shield": found})
    actions.lift(actor=request.actor, case=case, shield=found)
    messages.success(request, _("The shield is lifted."))
    return redirect("sharing:shields", pk)
