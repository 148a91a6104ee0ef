"""Reading the ledger is a read like any other."""

from django.db import transaction

from rondom.audit.log import record
from rondom.cases.models import Case
from rondom.organisations.actor import Actor
from rondom.sharing.verbs import SharingVerb


@transaction.atomic
def note(*, actor: Actor, case: Case) -> None:
    """Note that someone looked at what is shared of a case."""
    record(actor, SharingVerb.LEDGER_READ, case_id=case.pk, purpose="accountability")
