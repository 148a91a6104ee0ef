"""Share something of a case."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from rondom.accounts.confirm import must_have_just_authenticated
from rondom.cases.actions import dossier, naming
from rondom.cases.models import Case
from rondom.coordination import preview as previews
from rondom.coordination.views.page import form_page
from rondom.core.http import fills_in, sent
from rondom.organisations.middleware import ActorRequest
from rondom.organisations.models import Organisation
from rondom.sharing import ledger, proposal
from rondom.sharing import policies as sharing_policies
from rondom.sharing.actions import grants
from rondom.sharing.forms.share import ShareForm, WhoForm
from rondom.sharing.terms import Purpose


@fills_in
def share(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Share something: first what the receiver will see, then, confirmed, the sharing itself."""
    confirmed = "agreed" in request.POST
    found = dossier.open_form(actor=request.actor, pk=pk, changes=confirmed)
    sharing_policies.may_share(request.actor, found)
    must_have_just_authenticated(request)
    form = ShareForm(sent(request), organisations=_receivers(found), held=found.held, at=request.actor.at)
    if request.method != "POST" or not form.is_valid():
        return form_page(request, found, form, "coordination/share.html")
    data, receiver = form.cleaned_data, form.receiver
    wanted, purpose = data["categories"], Purpose(data["purpose"])
    form.may_state(proposal.open_to_state(request.actor, found, receiver, sum(wanted), purpose))
    proposed = proposal.for_case(request.actor, found, receiver, wanted, purpose, data["stated"])
    within = form.must_end_before(proposed.until)
    preview = previews.preview(request.actor, found, receiver, wanted, proposed)
    who = WhoForm(request.POST if confirmed else None, people=preview.people, named=bool(preview.named))
    as_seen = request.POST.get("agreed") == str(proposed.by_regime)
    if not (confirmed and within and as_seen and preview.allowed and who.is_valid()):
        more = {"preview": preview, "who": who, "within": within, "changed": confirmed and not as_seen}
        page = {"nav": "cases", "case": found, "form": form, **more}
        status = 422 if confirmed or not within else 200
        return render(request, "coordination/share.html", page, status=status)
    grants.give(
        actor=request.actor, case=found, organisation=receiver, categories=wanted, purpose=purpose,
        stated=data["stated"], words=data["reason"], ends_at=form.ends_at,
    )  # fmt: skip
    if who.person:
        naming.name(actor=request.actor, case=found, organisation=receiver, user=who.person)
    messages.success(request, _("This is now shared with %(name)s.") % {"name": receiver.name})
    return redirect("sharing:ledger", pk)


def _receivers(case: Case) -> list[Organisation]:
    """With whom one can share: who helps in the region, but not who registered the case or is kept from it."""
    shielded = ledger.shielded(case)
    return [one for one in ledger.around(case) if one.pk not in {*shielded, case.registered_for_id}]
