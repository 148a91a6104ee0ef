"""Remind whoever an action is asked of."""

from django.db import connection, transaction

from rondom.audit.log import record
from rondom.cases import policies as case_policies
from rondom.cases.models import Case, Step
from rondom.coordination import policies
from rondom.coordination.models import Nudge
from rondom.coordination.norms import NUDGE_AHEAD
from rondom.coordination.verbs import CoordinationVerb
from rondom.organisations.actor import Actor


@transaction.atomic
def nudge(*, actor: Actor, case: Case, step: Step, sentence: str) -> Nudge:
    """Remind of an open action, with one sentence; it stands in the day of whoever was asked. Only the coordinator.

    The case must be locked. Raises Denied or WrongStep.
    """
    policies.may_steer(actor, case, step)
    made = Nudge(
        case=case,
        category=case_policies.category_of(case, step),
        step=step,
        kind=Nudge.Kind.BY_HAND,
        due_at=step.due_at,
        at=actor.at,
        by=actor.user,
        sentence=sentence,
    )
    made.save(force_insert=True)
    record(
        actor, CoordinationVerb.NUDGED, case_id=case.pk, subject=("step", step.pk), data={"kind": made.kind}
    )
    return made


@transaction.atomic
def nudge_all_due(*, actor: Actor) -> int:
    """Remind of every open action whose last moment comes near or passed, once of each: the worker does, every minute.

    Gives how many were reminded. Correct after nothing ran for a while, and when two run at once (sql/nudge.sql).
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT of_case, of_step, how FROM nudge_due(%s)", [NUDGE_AHEAD.hours])
        reminded = cursor.fetchall()
    for case_id, step_id, kind in reminded:
        record(
            actor, CoordinationVerb.NUDGED, case_id=case_id, subject=("step", step_id), data={"kind": kind}
        )
    return len(reminded)
