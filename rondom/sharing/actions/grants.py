"""Share parts of a case, and stop. The only writer of grants, and it asks the privacy protocol."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from rondom.audit.log import record
from rondom.cases import live, turn
from rondom.cases.actions import dossier, steps
from rondom.cases.models import (
    OPEN_STATES,
    Case,
    Category,
    Entry,
    Grant,
    Status,
    Step,
)
from rondom.cases.policies import must_hold
from rondom.core.errors import Denied, WrongStep
from rondom.organisations.actor import Actor
from rondom.organisations.models import Organisation
from rondom.sharing import policies
from rondom.sharing.models import Notice
from rondom.sharing.proposal import Proposal, for_case
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
    words: str = "",
    ends_at: datetime | None = None,
) -> Grant:
    """Share categories of a case with an organisation, as far as the privacy protocol allows; never more than one sees.

    `stated` are conditions of the protocol that the one who shares says are met, `words` the reason that acute danger
    asks for. Raises Denied with the protocol's reason, WrongStep for an end that is past or later than what it rests on.
    """
    wanted, stated = list(categories), list(stated)
    policies.may_share(actor, case)
    policies.may_state(stated, words, case)
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
    live.on_the_agenda(case)  # theirs too now, while it waits
    if words.strip():
        _reason(actor, case, grant, words)
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
    proposal = for_case(actor, case, organisation, wanted, purpose, stated)
    missing = [category for category in wanted if not proposal.categories & category]
    if proposal.facts.refused and not proposal.by_regime:
        raise Denied(_("The person does not want this to be shared with this organisation."), case_id=case.pk)
    if not wanted:
        raise WrongStep(_("Choose what you want to share."), case_id=case.pk)
    if missing:
        reason = proposal.reasons.get(missing[0]) or _("The privacy protocol does not allow this.")
        raise Denied(f"{missing[0].label}: {reason}", case_id=case.pk)
    return proposal


def _reason(actor: Actor, case: Case, grant: Grant, words: str) -> None:
    """Why it could not wait, for who may see the safety of the person."""
    safety = Category.SAFETY if case.held & Category.SAFETY else dossier.widest(case)
    dossier.write(
        actor=actor, case=case, kind=Entry.Kind.NOTE, category=safety, text=words.strip(), about_id=grant.pk
    )


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
        police_until=proposal.police_until,
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
    policies.must_be_stoppable(grant, actor, case)
    policies.must_be_free(grant.organisation, case)
    end(actor, grant)
    record(actor, SharingVerb.REVOKED, case_id=case.pk, subject=("grant", grant.pk), basis=grant.basis)


def end(actor: Actor, grant: Grant) -> None:
    """A grant holds no more."""
    grant.revoked_at, grant.revoked_by = actor.at, actor.user
    grant.save(update_fields=["revoked_at", "revoked_by"])


def let_go(
    actor: Actor, case: Case, organisations: Collection[UUID], people: Collection[UUID] | None = None
) -> None:
    """Nobody waits any more for organisations, or some of their people, that no longer see the case.

    Their open steps are withdrawn. A coordinator among them leaves the case, which then looks for another: the chair of
    the MDT is told. The case must be locked.
    """
    waiting = Step.objects.filter(case=case, organisation__in=organisations, state__in=OPEN_STATES)
    if people is not None:
        waiting = waiting.filter(user__in=people)
    for step in waiting:
        steps.move(actor=actor, case=case, step=step, state=Step.State.WITHDRAWN)
    leaves = case.coordinator_organisation_id in organisations and (
        people is None or case.coordinator_id in people
    )
    if leaves:
        case.coordinator, case.coordinator_organisation = None, None
        if case.status == Status.COORDINATED:
            case.move_to(Status.WEIGHED)
    gone = organisations if people is None else ()
    turn.settle(case, actor.at, without=gone, leaving=people or ())
    if leaves:
        tell(actor, case, case.next_user_id, Notice.Kind.COORDINATOR)


def tell(actor: Actor, case: Case, user_id: UUID | None, kind: Notice.Kind) -> None:
    """Let someone on the case know, unless it was they who did it."""
    if user_id and user_id != actor.user_id:
        Notice.objects.bulk_create([Notice(case=case, user_id=user_id, kind=kind, at=actor.at)])


def end_all(actor: Actor, case: Case, found: QuerySet[Grant]) -> list[UUID]:
    """End these grants as far as they hold, and let go of organisations that then see nothing. The case must be locked.

    Whoever acts may end what they see the case by themselves, so the grants end after all else is done.
    """
    holding = Q(ends_at__isnull=True) | Q(ends_at__gt=actor.at)
    live = Grant.objects.filter(holding, case=case, revoked_at__isnull=True)
    ended = list(found.filter(pk__in=live.values("pk")).exclude(basis=Grant.Basis.REGISTRATION))
    keys = [grant.pk for grant in ended]
    left = set(live.exclude(pk__in=keys).values_list("organisation_id", flat=True))
    gone = {grant.organisation_id for grant in ended} - left
    if gone:
        let_go(actor, case, gone)
    Grant.objects.filter(pk__in=keys).update(revoked_at=actor.at, revoked_by=actor.user)
    return keys
