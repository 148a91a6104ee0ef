"""Looking at one's day is a read like any other."""

from collections.abc import Sequence

from django.db import transaction

from rondom.audit.log import record
from rondom.cases.models import Case
from rondom.coordination.verbs import CoordinationVerb
from rondom.organisations.actor import Actor


@transaction.atomic
def note(*, actor: Actor, cases: Sequence[Case]) -> None:
    """Note which cases someone saw on their day."""
    data = {"cases": sorted({str(case.pk) for case in cases})}
    record(actor, CoordinationVerb.TODAY_READ, purpose="overview", data=data)
