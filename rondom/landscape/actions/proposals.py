"""Someone of a partner proposes a change, and the editor decides."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from rondom.audit.log import record
from rondom.landscape import policies
from rondom.landscape.actions import facts
from rondom.landscape.models import Proposal, Service
from rondom.landscape.verbs import LandscapeVerb
from rondom.organisations.actor import Actor


@transaction.atomic
def propose(
    *,
    actor: Actor,
    service: Service | None,
    slug: str,
    changes: Mapping[str, Any],
    source: str,
    checked_on: date,
    why: str = "",
) -> Proposal:
    """Someone says what should be known about a service, with the source they looked at; nothing changes yet.

    Raises Denied for who is of no partner organisation, WrongStep for what cannot be said.
    """
    policies.must_propose(actor)
    policies.must_be_right(slug, changes, new=service is None)
    policies.must_have_been(checked_on, actor)
    assert actor.user
    assert actor.organisation
    proposal = Proposal(
        service=service,
        slug=slug,
        changes=dict(changes),
        source=source,
        checked_on=checked_on,
        why=why,
        proposed_at=actor.at,
        proposed_by=actor.user,
        organisation=actor.organisation,
    )
    proposal.save(force_insert=True)
    record(
        actor,
        LandscapeVerb.PROPOSED,
        subject=("proposal", proposal.pk),
        data={"fields": sorted(changes), "slug": slug},
    )
    return proposal


@transaction.atomic
def decide(*, actor: Actor, proposal: Proposal, accepted: bool, answer: str = "") -> None:
    """The editor takes a proposal over, as it is, or refuses it and says why.

    Raises Denied for others, WrongStep when it was decided already or can no longer be said.
    """
    policies.must_edit(actor)
    held = Proposal.objects.select_for_update().filter(pk=proposal.pk, decided_at__isnull=True).first()
    proposal = policies.must_wait(held)
    if accepted:
        policies.must_be_right(proposal.slug, proposal.changes, new=proposal.service is None)
        policies.must_have_been(proposal.checked_on, actor)
        proposal.service = facts.lay_down(
            actor=actor,
            service=proposal.service,
            slug=proposal.slug,
            changes=proposal.changes,
            source=proposal.source,
            verified_on=proposal.checked_on,
        )
    proposal.decided_at, proposal.decided_by = actor.at, actor.user
    proposal.accepted, proposal.answer = accepted, answer
    proposal.save(update_fields=["service", "decided_at", "decided_by", "accepted", "answer"])
    record(
        actor,
        LandscapeVerb.DECIDED,
        subject=("proposal", proposal.pk),
        data={"accepted": accepted, "slug": proposal.slug},
    )
