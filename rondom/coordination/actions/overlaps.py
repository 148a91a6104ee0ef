"""Settle that two organisations do the same."""

from django.db import transaction

from rondom.audit.log import record
from rondom.cases.actions import steps
from rondom.cases.models import Case, Domain, Step
from rondom.coordination import policies
from rondom.coordination.models import Overlap
from rondom.coordination.verbs import CoordinationVerb
from rondom.organisations.actor import Actor

Keeps = Overlap.Keeps


@transaction.atomic
def settle(
    *, actor: Actor, case: Case, pair: tuple[Step, Step], keeps: Overlap.Keeps, reason: str
) -> Overlap:
    """Which of two actions goes on, or both, with the reason; the other is withdrawn. Only the coordinator, once a pair.

    The case must be locked. Raises Denied or WrongStep.
    """
    first, second = sorted(pair, key=lambda step: step.pk)
    policies.may_settle(actor, case, first, second)
    settled = Overlap(
        case=case,
        category=Domain(first.domain).category,
        first=first,
        second=second,
        keeps=keeps,
        reason=reason,
        settled_at=actor.at,
        settled_by=actor.user,
    )
    settled.save(force_insert=True)
    if keeps != Keeps.BOTH:
        stops = second if keeps == Keeps.FIRST else first
        steps.move(actor=actor, case=case, step=stops, state=Step.State.WITHDRAWN, reason=reason)
    record(
        actor,
        CoordinationVerb.OVERLAP_SETTLED,
        case_id=case.pk,
        subject=("overlap", settled.pk),
        data={"keeps": keeps.value},
    )
    return settled
