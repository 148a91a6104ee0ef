"""An open case without a coordinator is impossible to overlook."""

from django.db import connection, transaction

from rondom.audit.log import record
from rondom.coordination.verbs import CoordinationVerb
from rondom.organisations.actor import Actor

_VERBS = {
    "lapsed": CoordinationVerb.LAPSED,
    "lead": CoordinationVerb.LEAD_TOLD,
    "untold": CoordinationVerb.LEAD_NOT_TOLD,
}


@transaction.atomic
def lapse(*, actor: Actor) -> int:
    """Let questions to coordinate lapse that nobody answered in time, and tell who must find someone: the worker does.

    The chair of the MDT holds such a case meanwhile; when they find nobody in time either, the regional lead is told, if one may see it.
    Gives how many. Correct after nothing ran for a while, and when two run at once.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT of_case, reached FROM lapse_questions()")
        found = cursor.fetchall()
    for case_id, reached in found:
        record(actor, _VERBS[reached], case_id=case_id)
    return len(found)
