"""Keep a case from someone who knows the people in it, or from the organisation where one of them works."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from rondom.accounts.models import User
from rondom.audit.log import record
from rondom.cases import turn
from rondom.cases.models import Case, Naming, Shield
from rondom.organisations.actor import Actor
from rondom.organisations.models import Membership, Organisation
from rondom.sharing import policies
from rondom.sharing.actions import grants
from rondom.sharing.verbs import SharingVerb


@transaction.atomic
def from_person(*, actor: Actor, case: Case, user: User, reason: Shield.Reason) -> Shield:
    """Shield a case from one professional, at once; what waited for them is withdrawn. The case must be locked."""
    policies.may_shield(actor, case)
    policies.must_shield_another(user.pk, actor, case)
    shield = _set(actor, case, reason, user=user)
    named = Naming.objects.filter(case=case, user=user, ends_at__isnull=True)
    grants.let_go(actor, case, set(named.values_list("organisation_id", flat=True)), {user.pk})
    record(
        actor,
        SharingVerb.SHIELDED,
        case_id=case.pk,
        subject=("shield", shield.pk),
        data={"reason": reason.value},
    )
    return shield


@transaction.atomic
def from_organisation(
    *,
    actor: Actor,
    case: Case,
    organisation: Organisation,
    reason: Shield.Reason,
    cleared: Iterable[UUID] = (),
) -> Shield:
    """Shield a case from everyone of an organisation but those named as cleared. The case must be locked.

    Raises WrongStep when that would take the case from its coordinator or from whoever does it.
    """
    policies.may_shield(actor, case)
    people = set(cleared)
    members = set(
        Membership.objects.in_force(actor.at)
        .filter(organisation=organisation)
        .values_list("user_id", flat=True)
    )
    for user_id in (members - people) & {actor.key, case.coordinator_id, case.registered_by_id}:
        policies.must_shield_another(user_id, actor, case)
    shield = _set(actor, case, reason, organisation=organisation, cleared=sorted(people & members))
    grants.let_go(actor, case, {organisation.pk}, members - people if people & members else None)
    record(
        actor,
        SharingVerb.SHIELDED,
        case_id=case.pk,
        subject=("shield", shield.pk),
        data={"reason": reason.value},
    )
    return shield


def from_oneself(actor: Actor, case: Case, reason: Shield.Reason) -> None:
    """Shield a case from whoever acts; the last thing they do in it, and part of what is recorded."""
    _set(actor, case, reason, user=actor.user)


def _set(actor: Actor, case: Case, reason: Shield.Reason, **whom: object) -> Shield:
    shield = Shield(case=case, reason=reason, set_at=actor.at, set_by=actor.user, **whom)
    shield.save(force_insert=True)
    return shield


@transaction.atomic
def lift(*, actor: Actor, case: Case, shield: Shield) -> None:
    """A shield holds no more: who may see the case by other rows sees it again, and is next if the rule says so.

    The case must be locked.
    """
    policies.may_share(actor, case)
    policies.must_be_set(shield, case)
    shield.lifted_at, shield.lifted_by = actor.at, actor.user
    shield.save(update_fields=["lifted_at", "lifted_by"])
    turn.settle(case, actor.at)
    record(actor, SharingVerb.SHIELD_LIFTED, case_id=case.pk, subject=("shield", shield.pk))
