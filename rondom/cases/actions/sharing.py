"""Who sees what: grants to organisations, and the people they put on a case."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from rondom.accounts.models import User
from rondom.audit.log import record
from rondom.cases import policies
from rondom.cases.models import Case, Category, Grant, Naming
from rondom.cases.verbs import CaseVerb
from rondom.core.errors import Denied, WrongStep
from rondom.organisations.actor import Actor
from rondom.organisations.models import Membership, Organisation


@transaction.atomic
def give(
    *,
    actor: Actor,
    case: Case,
    organisation: Organisation,
    categories: Iterable[Category],
    basis: Grant.Basis,
    ends_at: datetime | None = None,
) -> Grant:
    """Share categories of a case with an organisation; never more than the giver sees. Raises Denied."""
    policies.may_share(actor, case)
    wanted = list(categories)
    policies.must_hold(case.held, wanted, case)
    grant = Grant(
        case=case,
        organisation=organisation,
        categories=sum(set(wanted) | {Category.CASE}),
        purpose="coordination",
        basis=basis,
        granted_by=actor.user,
        starts_at=actor.at,
        ends_at=ends_at,
    )
    grant.save(force_insert=True)
    record(
        actor,
        CaseVerb.GRANTED,
        case_id=case.pk,
        subject=("grant", grant.pk),
        basis=basis,
        data={"organisation": str(organisation.pk), "categories": grant.categories},
    )
    return grant


@transaction.atomic
def revoke(*, actor: Actor, case: Case, grant: Grant) -> None:
    """Stop sharing, at once. What the organisation registered itself cannot be taken from it. Raises Denied."""
    policies.may_share(actor, case)
    if grant.case_id != case.pk:
        raise Denied(_("This sharing belongs to another case."), case_id=case.pk)
    if grant.basis == Grant.Basis.REGISTRATION:
        raise Denied(_("An organisation keeps what it registered itself."), case_id=case.pk)
    if grant.revoked_at:
        raise WrongStep(_("This sharing was already stopped."), case_id=case.pk)
    policies.must_be_free(grant.organisation, case)
    grant.revoked_at, grant.revoked_by = actor.at, actor.user
    grant.save(update_fields=["revoked_at", "revoked_by"])
    record(actor, CaseVerb.REVOKED, case_id=case.pk, subject=("grant", grant.pk))


@transaction.atomic
def name(*, actor: Actor, case: Case, organisation: Organisation, user: User) -> None:
    """Put a member of an organisation on the case, once. Raises Denied when they do not work there."""
    if Naming.objects.filter(case=case, organisation=organisation, user=user, ends_at__isnull=True).exists():
        return
    if not Membership.objects.in_force(actor.at).filter(organisation=organisation, user=user).exists():
        raise Denied(
            _("%(name)s does not work for %(organisation)s.")
            % {"name": user.display_name, "organisation": organisation.name},
            case_id=case.pk,
        )
    naming = Naming(case=case, organisation=organisation, user=user, named_by=actor.user, starts_at=actor.at)
    naming.save(force_insert=True)
    record(
        actor,
        CaseVerb.NAMED,
        case_id=case.pk,
        subject=("naming", naming.pk),
        data={"user": str(user.pk), "organisation": str(organisation.pk)},
    )
