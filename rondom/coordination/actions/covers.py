"""Who covers sees the cases of who is away, for that while."""

from django.db import connection, transaction

from rondom.audit.log import record
from rondom.coordination.verbs import CoordinationVerb
from rondom.organisations.actor import Actor


@transaction.atomic
def tend(*, actor: Actor) -> int:
    """Let who covers see what the absences that hold now say, and no longer what they do not. Gives in how many cases.

    The worker does it every minute; actions that change an absence or a case, at once.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT of_case, began FROM tend_covers()")
        found = cursor.fetchall()
    for case_id, began in found:
        verb = CoordinationVerb.COVER_BEGAN if began else CoordinationVerb.COVER_ENDED
        record(actor, verb, case_id=case_id)
    return len(found)
