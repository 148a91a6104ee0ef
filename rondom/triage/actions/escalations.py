"""The last moment for the MDT comes near, or passes; and why it did."""

from django.db import connection, transaction

from rondom.audit.log import record
from rondom.cases.models import Case
from rondom.organisations.actor import Actor
from rondom.triage import policies
from rondom.triage.models import Escalation
from rondom.triage.verbs import TriageVerb


@transaction.atomic
def raise_reached(*, actor: Actor) -> int:
    """Raise every level that a waiting case has reached and that was not raised before: the worker does, every minute.

    Gives how many were raised. Correct after nothing ran for a while, and when two run at once: what one has raised, the
    other does not.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT of_case, reached FROM raise_escalations()")
        raised = cursor.fetchall()
    for case_id, level in raised:
        record(actor, TriageVerb.ESCALATED, case_id=case_id, purpose="mdt", data={"level": level})
    return len(raised)


def breached(actor: Actor, case: Case, level: Escalation.Level) -> None:
    """A case is moved past its last moment, or discussed after it: the lower half of moving and of deciding.

    Once for each level and round, so that it does not matter whether the worker was there first.
    """
    assert case.mdt_region_id
    Escalation.objects.bulk_create(
        [
            Escalation(
                case=case,
                round=case.mdt_round,
                region_id=case.mdt_region_id,
                level=level,
                due_at=case.mdt_due_at,
                raised_at=actor.at,
            )
        ],
        ignore_conflicts=True,
    )


def decided_late(actor: Actor, case: Case) -> None:
    """A decision after the last moment is a breach, also when nobody ran to see it; not when it was moved there."""
    moved = Escalation.objects.filter(case=case, round=case.mdt_round, level=Escalation.Level.MOVED)
    if actor.at > case.mdt_due_at and not moved.exists():
        breached(actor, case, Escalation.Level.LAPSED)


@transaction.atomic
def explain(*, actor: Actor, case: Case, reason: Escalation.Reason, note: str = "") -> None:
    """Say why a case was not discussed in time, from a closed list; for every breach of it that has no reason yet.

    The case must be locked. Raises Denied for who has no seat, WrongStep when no reason is asked.
    """
    policies.must_have_a_seat(actor, case)
    waiting = policies.breaches_without_reason(case)
    for breach in waiting:
        breach.reason, breach.note = reason, note
        breach.explained_at, breach.explained_by = actor.at, actor.user
        breach.save(update_fields=["reason", "note", "explained_at", "explained_by"])
    record(
        actor,
        TriageVerb.BREACH_EXPLAINED,
        case_id=case.pk,
        subject=("escalation", waiting[0].pk),
        data={"reason": reason.value},
    )
