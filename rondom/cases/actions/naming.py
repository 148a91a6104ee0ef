"""The people an organisation puts on a case."""

from django.db import transaction
from django.utils.translation import gettext as _

from rondom.accounts.models import User
from rondom.audit.log import record
from rondom.cases.models import Case, Naming
from rondom.cases.policies import lasting
from rondom.cases.verbs import CaseVerb
from rondom.core.errors import Denied
from rondom.organisations.actor import Actor
from rondom.organisations.models import Membership, Organisation


@transaction.atomic
def name(*, actor: Actor, case: Case, organisation: Organisation, user: User) -> None:
    """Put a member of an organisation on the case, once.

    Raises Denied when they do not work there, and for who sees the case in an emergency alone.
    """
    if Naming.objects.filter(case=case, organisation=organisation, user=user, ends_at__isnull=True).exists():
        return
    if not Membership.objects.in_force(actor.at).filter(organisation=organisation, user=user).exists():
        raise Denied(
            _("%(name)s does not work for %(organisation)s.")
            % {"name": user.display_name, "organisation": organisation.name},
            case_id=case.pk,
        )
    if not lasting(actor, case):
        raise Denied(
            _("You see this case in an emergency alone, so you cannot put anyone on it."), case_id=case.pk
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
