"""Share parts of a case, and stop. The only writer of grants, and it asks the privacy protocol."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import reduce
from operator import or_
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rondom.audit.log import record
from rondom.cases import turn
from rondom.cases.actions import steps
from rondom.cases.models import (
    OPEN_STATES,
    Access,
    Case,
    Category,
    Grant,
    Status,
    Step,
)
from rondom.cases.policies import must_hold
from rondom.core.errors import Denied
from rondom.organisations.actor import Actor
from rondom.organisations.models import Organisation
from rondom.sharing import policies
from rondom.sharing.models import Notice
from rondom.sharing.proposal import Proposal, facts_of, propose
from rondom.sharing.terms import Purpose
from rondom.sharing.verbs import SharingVerb


@transaction.atomic
def give(
    *,
    actor: Actor,
    case: Case,
    organisation: Organisation,
    categories: Iterable[Category],
    purpose: Purpose = Purpose.COORDINATION,
    stated: Iterable[str] = (),
    ends_at: datetime | None = None,
) -> Grant:
    """Share categories of a case with an organisation, as far as the privacy protocol allows; never more than one sees.

    `stated` are conditions of the protocol that the one who shares says are met. Raises Denied with the protocol's
    reason, WrongStep for an end that is past or later than what it rests on.
    """
    wanted = list(categories)
    policies.may_share(actor, case)
    must_hold(case.held, wanted, case)
    policies.must_not_be_shielded(organisation, case)
    policies.must_not_be_restricted(case, actor)
    policies.must_end_later(ends_at, actor, case)
    proposal = proposed(actor, case, organisation, wanted, purpose, stated)
    until = proposal.until
    policies.must_not_outlast(ends_at or until, until, case)
    grant = _grant(actor, case, organisation, proposal, purpose)
    grant.ends_at = ends_at or until
    grant.save(force_insert=True)
    record(
        actor,
        SharingVerb.GRANTED,
        case_id=case.pk,
        subject=("grant", grant.pk),
        purpose=purpose,
        basis=grant.basis,
        data={
            "organisation": str(organisation.pk),
            "by_regime": grant.by_regime,
            "rows": grant.rows,
            "stated": sorted(stated),
        },
    )
    return grant


def proposed(
    actor: Actor,
    case: Case,
    organisation: Organisation,
    wanted: Sequence[Category],
    purpose: Purpose,
    stated: Iterable[str] = (),
) -> Proposal:
    """What of `wanted` may be shared with an organisation, no more than the actor sees. Raises Denied with the reason."""
    proposal = propose(
        origin=case.registered_for.kind,
        receiver=organisation.kind,
        categories=sum(set(wanted) | {Category.CASE}),
        purpose=purpose,
        facts=facts_of(case, organisation, actor.at, purpose, stated),
    )
    proposal.by_regime &= _lanes(actor, case)
    missing = [category for category in wanted if not proposal.categories & category]
    if proposal.facts.refused and not proposal.by_regime:
        raise Denied(_("The person does not want this to be shared with this organisation."), case_id=case.pk)
    if missing:
        reason = proposal.reasons.get(missing[0]) or _("The privacy protocol does not allow this.")
        raise Denied(f"{missing[0].label}: {reason}", case_id=case.pk)
    return proposal


def _lanes(actor: Actor, case: Case) -> int:
    """What the actor sees of a case, by regime."""
    held = Access.objects.filter(
        user_id=actor.key, case_id=case.pk, starts_at__lte=actor.at, ends_at__gt=actor.at
    )
    return reduce(or_, held.values_list("by_regime", flat=True), 0)


def _grant(
    actor: Actor, case: Case, organisation: Organisation, proposal: Proposal, purpose: Purpose
) -> Grant:
    return Grant(
        case=case,
        organisation=organisation,
        categories=proposal.categories,
        by_regime=proposal.by_regime,
        rows=sorted(proposal.rows),
        consent_id=proposal.consent_id,
        decision_id=proposal.decision_id,
        purpose=purpose,
        basis=proposal.basis,
        granted_by=actor.user,
        starts_at=actor.at,
        ends_at=proposal.until,
    )


def begin(actor: Actor, case: Case, proposals: Iterable[tuple[Organisation, Proposal]]) -> None:
    """Share a new case with the organisations of its region, as the lower half of registering a report."""
    Grant.objects.bulk_create(
        _grant(actor, case, organisation, proposal, Purpose.MDT) for organisation, proposal in proposals
    )


@transaction.atomic
def stop(*, actor: Actor, case: Case, grant: Grant) -> None:
    """Stop sharing, at once. What the organisation registered itself cannot be taken from it. Raises Denied, WrongStep."""
    policies.may_share(actor, case)
    policies.must_be_stoppable(grant, case)
    policies.must_be_free(grant.organisation, case)
    end(actor, grant)
    record(actor, SharingVerb.REVOKED, case_id=case.pk, subject=("grant", grant.pk), basis=grant.basis)


def end(actor: Actor, grant: Grant) -> None:
    """A grant holds no more."""
    grant.revoked_at, grant.revoked_by = actor.at, actor.user
    grant.save(update_fields=["revoked_at", "revoked_by"])


def let_go(actor: Actor, case: Case, organisation: Organisation, user_id: UUID | None = None) -> None:
    """Nobody waits any more for an organisation, or one of its people, that no longer sees the case.

    Its open steps are withdrawn. A coordinator among them leaves the case, which then looks for another: the chair of the
    MDT is told. The case must be locked.
    """
    waiting = Step.objects.filter(case=case, organisation=organisation, state__in=OPEN_STATES)
    if user_id:
        waiting = waiting.filter(user_id=user_id)
    for step in waiting:
        steps.move(actor=actor, case=case, step=step, state=Step.State.WITHDRAWN)
    leaves = case.coordinator_organisation_id == organisation.pk and user_id in {None, case.coordinator_id}
    if leaves:
        case.coordinator, case.coordinator_organisation = None, None
        if case.status == Status.COORDINATED:
            case.move_to(Status.WEIGHED)
    turn.settle(case, actor.at)
    if leaves:
        tell(actor, case, case.next_user_id, Notice.Kind.COORDINATOR)


def tell(actor: Actor, case: Case, user_id: UUID | None, kind: Notice.Kind) -> None:
    """Let someone on the case know, unless it was they who did it."""
    if user_id and user_id != actor.user_id:
        Notice.objects.bulk_create([Notice(case=case, user_id=user_id, kind=kind, at=actor.at)])


def still_sees(case: Case, organisation: Organisation, actor: Actor) -> int:
    """The categories that an organisation holds by grants that are left."""
    left = Grant.objects.filter(case=case, organisation=organisation, revoked_at__isnull=True)
    return reduce(or_, left.values_list("categories", flat=True), 0)
