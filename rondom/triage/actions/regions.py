"""Hand a case over to another region."""

from django.db import transaction
from django.db.models import QuerySet

from rondom.audit.log import record
from rondom.cases import live, planning, turn
from rondom.cases.actions import dossier
from rondom.cases.models import (
    FOR_THE_MDT,
    Case,
    Entry,
    Grant,
    Naming,
    Shield,
)
from rondom.cases.policies import lasting, live_grants
from rondom.first_contact.policies import sharing_of
from rondom.organisations.actor import Actor
from rondom.organisations.models import Organisation, Region
from rondom.organisations.partners import Partnership, partnership_in
from rondom.sharing import policies as sharing_policies
from rondom.sharing.actions import grants
from rondom.sharing.models import Consent
from rondom.sharing.proposal import Proposal, live_decisions
from rondom.triage import policies
from rondom.triage.actions import item_members, items
from rondom.triage.actions.rounds import put_before_the_mdt
from rondom.triage.models import ItemTime
from rondom.triage.verbs import TriageVerb


@transaction.atomic
def hand_over(*, actor: Actor, case: Case, region: Region, reason: str, agreed: bool) -> None:
    """Hand a case over to another region, without anything being told again. The case must be locked.

    It goes on the agenda there: what waited keeps its clock, what was weighed is weighed anew. The organisations there
    see what the person allowed their kind, if the person `agreed`, else that a case waits; those of the old region that do
    nothing in it see it no more. Raises Denied or WrongStep.
    """
    policies.may_hand_over(actor, case, region)
    sharing_policies.may_bring_in(actor, case)
    sharing_policies.must_not_be_restricted(case, actor)
    item_members.end_calls(actor, case)
    left, case.region = case.region, region
    _leave_the_table(actor, case)
    there = partnership_in(region, actor.at)
    shares = _shares_there(actor, case, there, agreed=agreed)
    if case.status in FOR_THE_MDT:
        case.mdt_minutes = None  # planned by the chair there
        case.mdt_region, case.mdt_at = region, planning.meeting_for(case, region, actor.at)
        case.save(update_fields=Case.CHANGES)
        grants.begin(actor, case, shares)
        category = dossier.widest(case)
        dossier.write(actor=actor, case=case, kind=Entry.Kind.NOTE, category=category, text=reason)
        turn.settle(case, actor.at)
        live.on_the_agenda(case)
    else:
        case.save(update_fields=Case.CHANGES)
        grants.begin(actor, case, shares)
        put_before_the_mdt(actor, case, reason)
    record(
        actor,
        TriageVerb.HANDED_OVER,
        case_id=case.pk,
        subject=("region", region.pk),
        data={
            "from": str(left.pk),
            "shared_with": {str(place.pk): found.categories for place, found in shares},
        },
    )
    grants.end_all(actor, case, _nothing_to_do(case, actor, there))


def _leave_the_table(actor: Actor, case: Case) -> None:
    """The MDT that had the case is done with it, and sees its agenda change."""
    period = (
        ItemTime.objects.filter(case=case, ended_at__isnull=True).select_related("meeting__region").first()
    )
    if period is not None:
        items.end(actor, period.meeting, case)
    live.changed(case.mdt_region)


def _shares_there(
    actor: Actor, case: Case, there: Partnership, *, agreed: bool
) -> list[tuple[Organisation, Proposal]]:
    """Who there gets to see what that they do not see yet, no more than the actor sees."""
    answers = list(Consent.objects.filter(case=case))
    if not agreed:
        answers = [answer for answer in answers if not answer.given or answer.withdrawn_at]
    seeing = dict(Grant.objects.filter(live_grants(case, actor)).values_list("organisation_id", "by_regime"))
    closed = Shield.objects.filter(case=case, organisation__isnull=False, lifted_at__isnull=True)
    shielded = frozenset(closed.values_list("organisation_id", flat=True))
    decisions = live_decisions(actor.at).filter(region=case.region)
    found = sharing_of(
        case.registered_for.kind, answers, there.partners, decisions, actor.at, shielded=shielded
    )
    mine = lasting(actor, case)
    for _place, proposal in found:
        proposal.by_regime &= mine
    return [(place, proposal) for place, proposal in found if proposal.by_regime & ~seeing.get(place.pk, 0)]


def _nothing_to_do(case: Case, actor: Actor, there: Partnership) -> QuerySet[Grant]:
    """What was shared with organisations that do not work in the new region, and have nobody on the case."""
    named = Naming.objects.filter(case=case, starts_at__lte=actor.at).exclude(ends_at__lte=actor.at)
    stay = {
        *named.values_list("organisation_id", flat=True),
        case.coordinator_organisation_id,
        case.registered_for_id,
    }
    stay |= {partner.organisation.pk for partner in there.partners}
    return Grant.objects.filter(case=case).exclude(organisation__in=[one for one in stay if one])
