"""Which organisations are there when the MDT decides on a case."""

from uuid import UUID

from rondom.cases.models import Case
from rondom.organisations.actor import Actor
from rondom.triage.models import Inquiry, Meeting


def present(meeting: Meeting, case: Case, actor: Actor) -> set[UUID]:
    """The organisations that are there, by key: who gave its view of the case in this round, and who decides.

    The one place that says so: where arriving at a meeting is kept, this reads it.
    """
    answered = Inquiry.objects.filter(case=case, round=case.mdt_round, answered_at__isnull=False)
    found = set(answered.values_list("organisation_id", flat=True))
    return found | ({actor.organisation_id} if actor.organisation_id else set())
