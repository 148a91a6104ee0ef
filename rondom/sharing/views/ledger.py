"""What is shared of a case, stop sharing, and say that one has seen a change."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from rondom.cases.actions import dossier
from rondom.cases.models import Grant
from rondom.core.errors import NotThere
from rondom.core.http import does, fills_in, reads
from rondom.organisations.middleware import ActorRequest
from rondom.sharing import ledger as ledgers
from rondom.sharing import policies
from rondom.sharing.actions import grants, notices
from rondom.sharing.actions import ledger as reading
from rondom.sharing.models import Notice


@reads
def ledger(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Everything that was shared of a case, and what the person said about it."""
    case = dossier.open_case(actor=request.actor, pk=pk, purpose="accountability")
    reading.note(actor=request.actor, case=case)
    context = {"nav": "cases", "case": case, "ledger": ledgers.ledger(request.actor, case)}
    return render(request, "sharing/ledger.html", context)


@fills_in
def stop(request: ActorRequest, pk: UUID, grant_pk: UUID) -> HttpResponse:
    """Stop sharing: first what that means, then one button."""
    case = dossier.open_form(actor=request.actor, pk=pk, changes=request.method == "POST")
    grant = Grant.objects.filter(case=case, pk=grant_pk).select_related("organisation").first()
    if grant is None:
        raise NotThere("grant", grant_pk, case_id=pk)
    if request.method == "POST":
        grants.stop(actor=request.actor, case=case, grant=grant)
        messages.success(
            request,
            _("%(organisation)s no longer sees this.") % {"organisation": grant.organisation.name},
        )
        return redirect("sharing:ledger", pk)
    policies.may_share(request.actor, case)
    policies.must_be_stoppable(grant, request.actor, case)
    policies.must_be_free(grant.organisation, case)
    context = {"nav": "cases", "case": case, "grant": grant, "what": ledgers.what(grant.by_regime)}
    return render(request, "sharing/stop.html", context)


@does
def seen(request: ActorRequest, notice_pk: UUID) -> HttpResponse:
    """I have seen that something changed."""
    notice = Notice.objects.filter(pk=notice_pk, user_id=request.actor.key).first()
    if notice is None:
        raise NotThere("notice", notice_pk)
    if notice.seen_at is None:
        notices.seen(actor=request.actor, notice=notice)
    return redirect("today")
