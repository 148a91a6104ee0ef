"""Remind the editor of what expires."""

from django.db import connection, transaction

from rondom.audit.log import record
from rondom.landscape.lists import SOON
from rondom.landscape.verbs import LandscapeVerb
from rondom.organisations.actor import Actor


@transaction.atomic
def remind_of_all(*, actor: Actor) -> int:
    """Remind of every service of which a fact expires within a month, once for each first day: the worker does, every night.

    Gives how many. Correct after nothing ran for a while, and when two run at once (sql/reminder.sql).
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT of_service, first FROM remind_of_expiring(%s)", [SOON.days])
        reminded = cursor.fetchall()
    for service_id, first in reminded:
        record(
            actor, LandscapeVerb.REMINDED, subject=("service", service_id), data={"first": first.isoformat()}
        )
    return len(reminded)
