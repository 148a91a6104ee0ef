"""Remember when someone looked, so that what is new to them stands out the next time."""

from datetime import datetime, timedelta

from django.db import transaction

from rondom.cases.models import Case
from rondom.coordination.models import Look
from rondom.organisations.actor import Actor

VISIT = timedelta(minutes=30)  # looking again within it is the same visit: what was new stays new on the page


@transaction.atomic
def look(*, actor: Actor, case: Case) -> datetime | None:
    """Look at the timeline of a case; gives since when things are new to who looks, nothing at their first visit.

    One statement, and one more for who begins a visit. Looking itself is recorded when the case opens.
    """
    last = Look.objects.filter(case=case, user_id=actor.key).first()
    if last is None:
        first = Look(case=case, user=actor.user, at=actor.at)
        Look.objects.bulk_create([first], ignore_conflicts=True)  # who looks twice at once looked once
        return None
    if actor.at - last.at < VISIT:
        return last.before
    Look.objects.filter(pk=last.pk).update(before=last.at, at=actor.at)
    return last.at
