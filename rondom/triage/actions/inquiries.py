"""Ask every seat for its view before the meeting, and remind who is late."""

from django.db import connection, transaction

from rondom.audit.log import record
from rondom.cases.models import Case
from rondom.organisations.actor import Actor
from rondom.triage.models import Inquiry
from rondom.triage.verbs import TriageVerb


@transaction.atomic
def inquire(*, actor: Actor) -> tuple[int, int]:
    """Ask the organisations for their views of what waits, and remind whoever is late: how many of each.

    Done by the background worker, without seeing any case (sql/inquiry.sql). It may run twice: nobody is asked or
    reminded twice.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT asked, chased FROM inquire()")
        asked, chased = cursor.fetchone()
    if asked or chased:
        record(actor, TriageVerb.INQUIRED, purpose="mdt", data={"asked": asked, "reminded": chased})
    return asked, chased


def answered(actor: Actor, case: Case) -> None:
    """The own organisation gave its view in this round; also when it was not asked yet."""
    mine = Inquiry(
        case=case,
        round=case.mdt_round,
        organisation=actor.organisation,
        asked_at=actor.at,
        answer_before=actor.at,
    )
    Inquiry.objects.bulk_create([mine], ignore_conflicts=True)
    Inquiry.objects.filter(
        case=case, round=case.mdt_round, organisation=actor.organisation, answered_at__isnull=True
    ).update(answered_at=actor.at)
