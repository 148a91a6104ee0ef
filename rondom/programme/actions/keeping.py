"""Destroy what is about people in the programme once it has been kept long enough: the worker does, every night."""

from django.db import connection, transaction
from django.utils import timezone

from rondom.audit.log import record
from rondom.organisations.actor import Actor
from rondom.programme import keeping
from rondom.programme.verbs import ProgrammeVerb


@transaction.atomic
def forget_registrations(*, actor: Actor) -> int:
    """Destroy who registered for gatherings of long enough ago; how many came stays. Gives how many are gone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM forget_registrations(%s, %s)", [actor.at, keeping.REGISTRATIONS.months])
        gatherings, gone = cursor.fetchone()
    if gone:
        record(actor, ProgrammeVerb.REGISTRATIONS_DESTROYED, data={"gatherings": gatherings, "gone": gone})
    return int(gone)


@transaction.atomic
def erase_lapsed(*, actor: Actor) -> int:
    """Erase the experts by experience whose agreement was not renewed in time; gives how many."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT erase_lapsed_experts(%s, %s)", [timezone.localdate(actor.at), keeping.EXPERTS.months]
        )
        gone: int = cursor.fetchone()[0]
    if gone:
        record(actor, ProgrammeVerb.EXPERTS_LAPSED, data={"gone": gone})
    return gone
