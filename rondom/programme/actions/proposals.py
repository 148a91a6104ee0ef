"""Put an initiative to the steering group, and record what it decides."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from rondom.audit.log import record
from rondom.organisations.actor import Actor
from rondom.programme import policies
from rondom.programme.actions.initiatives import went
from rondom.programme.models import Initiative, Proposal, Stage
from rondom.programme.verbs import ProgrammeVerb

STAGE_AFTER = {
    Proposal.Outcome.ADOPT: Stage.ADOPTED,
    Proposal.Outcome.AGAIN: Stage.SHARPEN,
    Proposal.Outcome.STOP: Stage.STOPPED,
}


@dataclass(frozen=True)
class Decision:
    """What the steering group decides: the outcome and why, who owns it together, and the next step with its day."""

    outcome: Proposal.Outcome
    reason: str
    next_step: str
    next_on: date | None
    co_owners: list[UUID]


@transaction.atomic
def propose(*, actor: Actor, initiative: Initiative, asks: str, tested_with: str, impact: str) -> Proposal:
    """Put a locked initiative to the steering group, once it was tested. Raises Denied or WrongStep."""
    policies.may_propose(actor, initiative)
    went(actor, initiative, Stage.PROPOSED, tested_with)
    assert actor.user
    proposal = Proposal(
        initiative=initiative,
        asks=asks,
        tested_with=tested_with,
        impact=impact,
        proposed_at=actor.at,
        proposed_by=actor.user,
    )
    proposal.save(force_insert=True)
    record(actor, ProgrammeVerb.PROPOSED, subject=("proposal", proposal.pk))
    return proposal


@transaction.atomic
def decide(*, actor: Actor, initiative: Initiative, proposal: Proposal, decision: Decision) -> None:
    """Record what the steering group decided about a locked initiative. Raises Denied or WrongStep."""
    policies.may_decide(actor, proposal)
    went(actor, initiative, STAGE_AFTER[decision.outcome], decision.reason)
    proposal.outcome, proposal.reason = decision.outcome, decision.reason
    proposal.next_step, proposal.next_on = decision.next_step, decision.next_on
    proposal.co_owners = policies.must_exist(decision.co_owners)
    proposal.decided_at, proposal.decided_by = actor.at, actor.user
    proposal.save(
        update_fields=["outcome", "reason", "next_step", "next_on", "co_owners", "decided_at", "decided_by"]
    )
    record(
        actor,
        ProgrammeVerb.DECIDED,
        subject=("proposal", proposal.pk),
        data={"outcome": decision.outcome.value},
    )
