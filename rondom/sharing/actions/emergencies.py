"""Break-glass: open a case in an emergency, and review that it was needed."""

from django.db import connection, transaction

from rondom.accounts.confirm import Fresh, saying
from rondom.audit.log import record
from rondom.cases.actions import dossier
from rondom.cases.models import Case, Emergency
from rondom.core.db import uuid7
from rondom.core.errors import NotThere
from rondom.organisations.actor import Actor
from rondom.sharing import policies
from rondom.sharing.actions import grants
from rondom.sharing.models import Notice
from rondom.sharing.verbs import SharingVerb

_OPEN = "SELECT open_in_emergency(%s, %s, %s, %s)"


@transaction.atomic
def open_case(*, actor: Actor, fresh: Fresh, code: str, reason: Emergency.Reason, words: str) -> Case:
    """Open the case with this code, all of it, for four hours. The coordinator is told at once, a privacy officer reviews.

    Raises WrongStep without a reason of thirty signs; NotThere for a code that does not exist, a case that is shielded
    from who asks, or an organisation that does not work there: one answer for all.
    """
    policies.must_explain(words)
    key = uuid7()
    with saying(fresh, "emergency"), connection.cursor() as cursor:
        cursor.execute(_OPEN, [key, code, actor.organisation_id, reason.value])
        found = cursor.fetchone()[0]
    if found is None:
        raise NotThere("case", code)
    case = dossier.locked(actor, found)
    emergency = Emergency.objects.get(pk=key)
    emergency.words = words.strip()
    emergency.save(update_fields=["words"])
    for user_id in {case.coordinator_id, case.next_user_id, case.registered_by_id} - {None}:
        grants.tell(actor, case, user_id, Notice.Kind.EMERGENCY)
    record(
        actor,
        SharingVerb.EMERGENCY_OPENED,
        case_id=case.pk,
        subject=("emergency", key),
        purpose="emergency",
        data={"reason": reason.value, "until": emergency.ends_at.isoformat()},
    )
    return case


@transaction.atomic
def review(*, actor: Actor, emergency: Emergency, finding: Emergency.Finding) -> None:
    """The privacy officer writes down whether it was needed. Raises Denied, WrongStep when it was reviewed already."""
    policies.must_supervise(actor)
    policies.must_be_unreviewed(emergency)
    policies.must_be_another(emergency.user_id, actor)
    found = Emergency.objects.filter(pk=emergency.pk, reviewed_at__isnull=True)
    if not found.update(reviewed_at=actor.at, reviewed_by=actor.user, finding=finding):
        emergency.refresh_from_db()  # someone else was first
        policies.must_be_unreviewed(emergency)
    record(
        actor,
        SharingVerb.EMERGENCY_REVIEWED,
        case_id=emergency.case_id,
        subject=("emergency", emergency.pk),
        data={"finding": finding.value},
    )


@transaction.atomic
def note_queue(*, actor: Actor) -> None:
    """Note that someone looked at the emergencies to review. Raises Denied for who does not watch over privacy."""
    policies.must_supervise(actor)
    record(actor, SharingVerb.REVIEWS_READ, purpose="accountability")
