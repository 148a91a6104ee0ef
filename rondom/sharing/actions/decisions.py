"""Record a decision under Wpg article 20, and end it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection, transaction

from rondom.audit.log import record
from rondom.organisations.actor import Actor
from rondom.organisations.models import Region
from rondom.sharing import policies
from rondom.sharing.models import Decision20
from rondom.sharing.verbs import SharingVerb


@dataclass(frozen=True)
class Parts:
    """The six parts of Wpg article 20(2), who decided, and the period."""

    interest: str
    body: str
    purpose: str
    by_regime: int
    conditions: str
    recipients: tuple[str, ...]
    decided_by: str
    decided_on: date
    starts_at: datetime
    ends_at: datetime


@transaction.atomic
def take_up(*, actor: Actor, region: Region, parts: Parts) -> Decision20:
    """Record a decision that was taken: from then on police data may be shared in the region, as far as it says.

    Raises Denied for who may not record it.
    """
    policies.may_decide_for_police(actor)
    decision = Decision20(region=region, recorded_at=actor.at, recorded_by=actor.user, **vars(parts))
    decision.recipients = list(parts.recipients)
    decision.save(force_insert=True)
    record(actor, SharingVerb.DECISION_RECORDED, subject=("decision20", decision.pk))
    return decision


@transaction.atomic
def end(*, actor: Actor, decision: Decision20) -> None:
    """End a decision: what was shared on it stops at once, in every case. Raises Denied, WrongStep when it ended before."""
    policies.may_decide_for_police(actor)
    policies.must_still_stand(decision, actor)
    with connection.cursor() as cursor:
        cursor.execute("SELECT end_decision20(%s)", [decision.pk])
    decision.refresh_from_db()
    record(actor, SharingVerb.DECISION_ENDED, subject=("decision20", decision.pk))
