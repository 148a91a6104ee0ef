"""Note what the person says about sharing, and withdraw it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from rondom.cases.actions import dossier
from rondom.cases.models import Case
from rondom.core.errors import NotThere
from rondom.core.http import fills_in, sent, status_of
from rondom.organisations.middleware import ActorRequest
from rondom.organisations.models import Organisation
from rondom.sharing import ledger, policies
from rondom.sharing.actions import consents
from rondom.sharing.forms.consents import AskForm, WithdrawForm
from rondom.sharing.models import Consent


@fills_in
def ask(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Note an answer that the person gave later."""
    case = dossier.open_form(actor=request.actor, pk=pk, changes=request.method == "POST")
    policies.may_answer_for(request.actor, case)
    around = {organisation.kind for organisation in ledger.around(case)}
    form = AskForm(
        sent(request),
        kinds=[kind for kind in Organisation.Kind if kind in around],
        child=policies.surely_a_child(case, request.actor.at),
        at=request.actor.at,
    )
    if request.method != "POST" or not form.is_valid():
        context = {"nav": "cases", "case": case, "form": form}
        return render(request, "sharing/ask.html", context, status=status_of(request))
    answer = form.answer()
    consents.ask(actor=request.actor, case=case, answer=answer)
    messages.success(
        request,
        _("The answer is noted. Nothing is shared by it yet: choose below what you share.")
        if answer.given
        else _("The answer is noted. What was shared there has stopped."),
    )
    return _back(request, pk)


@fills_in
def withdraw(request: ActorRequest, pk: UUID, consent_pk: UUID) -> HttpResponse:
    """The person withdraws consent: first what will end, then one button."""
    case = dossier.open_form(actor=request.actor, pk=pk, changes=request.method == "POST")
    policies.may_answer_for(request.actor, case)
    consent = Consent.objects.filter(case=case, pk=consent_pk).first()
    if consent is None:
        raise NotThere("consent", consent_pk, case_id=pk)
    policies.must_hold_still(consent, case)
    form = WithdrawForm(sent(request))
    if request.method != "POST" or not form.is_valid():
        context = {
            "nav": "cases",
            "case": case,
            "form": form,
            "consent": consent,
            "ending": ledger.ending(request.actor, case, consent),
        }
        return render(request, "sharing/withdraw.html", context, status=status_of(request))
    consents.withdraw(actor=request.actor, case=case, consent=consent, words=form.cleaned_data["words"])
    messages.success(request, _("The consent is withdrawn. What rested on it is no longer shared."))
    return _back(request, pk)


def _back(request: ActorRequest, pk: UUID) -> HttpResponse:
    """To the ledger, unless one's own organisation just lost sight of the case."""
    sees = Case.objects.visible_to(request.actor).filter(pk=pk).exists()
    return redirect("sharing:ledger", pk) if sees else redirect("today")
