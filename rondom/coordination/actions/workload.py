"""Looking at how much coordinators have to do is a read like any other."""

from django.db import transaction

from rondom.audit.log import record
from rondom.coordination.verbs import CoordinationVerb
from rondom.organisations.actor import Actor
from rondom.organisations.models import Organisation


@transaction.atomic
def note(*, actor: Actor, organisation: Organisation) -> None:
    """Note that someone looked at the numbers of an organisation."""
    record(
        actor,
        CoordinationVerb.WORKLOAD_READ,
        subject=("organisation", organisation.pk),
        purpose="overview",
    )
