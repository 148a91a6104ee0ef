"""Write the own organisation's view."""

from django.db import transaction

from rondom.audit.log import record
from rondom.cases import live
from rondom.cases import policies as case_policies
from rondom.cases.models import (
    Case,
    Category,
)
from rondom.organisations.actor import Actor
from rondom.sharing import policies as sharing_policies
from rondom.triage import grounds, policies
from rondom.triage.actions.inquiries import answered
from rondom.triage.models import View
from rondom.triage.verbs import TriageVerb


@transaction.atomic
def write_view(
    *,
    actor: Actor,
    case: Case,
    category: Category,
    facts: str = "",
    doing: str = "",
    opinion: str = "",
    offer: str = "",
    advice: str = "",
) -> View:
    """Write the own organisation's view on a case on the agenda; a later one in the same round stands beside it.

    An empty view says that nothing is known. The ground on which it is brought in is kept with it. Raises Denied for who
    has no seat or may not see the category, and for police without a decision under Wpg article 20.
    """
    policies.may_take_part(actor, case)
    sharing_policies.may_bring_in(actor, case)
    case_policies.must_hold(case.held, [category], case)
    said = {"facts": facts, "doing": doing, "opinion": opinion, "offer": offer, "advice": advice}
    view = View(
        case=case,
        round=case.mdt_round,
        category=category,
        organisation=actor.organisation,
        author=actor.user,
        **said,
        nothing_known=not any(said.values()),
        ground=grounds.brings_in(actor, case, category),
        written_at=actor.at,
    )
    view.save(force_insert=True)
    live.changed(case.mdt_region, "views", case)
    answered(actor, case)
    record(
        actor,
        TriageVerb.VIEW_WRITTEN,
        case_id=case.pk,
        subject=("view", view.pk),
        data={"ground": view.ground},
    )
    return view
