"""Reads of many cases at once are recorded too."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from rondom.audit.log import record
from rondom.audit.models import Event
from rondom.cases.models import Case
from rondom.cases.verbs import CaseVerb
from rondom.organisations.actor import Actor


@transaction.atomic
def note_list(*, actor: Actor, cases: Sequence[Case]) -> None:
    """Note which cases someone saw in a list."""
    record(actor, CaseVerb.LISTED, purpose="overview", data={"cases": [str(case.pk) for case in cases]})


@transaction.atomic
def read_log(*, actor: Actor, case: Case, before: UUID | None = None, page: int = 50) -> list[Event]:
    """The events of a case, newest first, one page and one more; reading the log is itself an event."""
    record(actor, CaseVerb.LOG_READ, case_id=case.pk, purpose="accountability")
    events = Event.objects.filter(case_id=case.pk).order_by("-pk")
    if before:
        events = events.filter(pk__lt=before)
    return list(events[: page + 1])
