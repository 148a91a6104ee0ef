"""Until when who coordinated before stays on the case."""

from django.db import connection, transaction

from rondom.audit.log import record
from rondom.cases.models import Case
from rondom.coordination import formers
from rondom.coordination.models import Assignment
from rondom.coordination.norms import WARM_TRANSFER
from rondom.coordination.verbs import CoordinationVerb
from rondom.organisations.actor import Actor


@transaction.atomic
def let_go_warmly(*, actor: Actor, case: Case, was: Assignment) -> bool:
    """Who just accepted lets the one before them see the case for as long as handing over takes; gives whether that is set.

    Nothing is set for who is on the case for another reason too, or still has something to do there. The case must be locked.
    """
    until = actor.at + WARM_TRANSFER.length
    did = _stays(actor, was, until.isoformat())
    if did:
        data = {"user": str(was.user_id), "until": until.isoformat()}
        record(
            actor,
            CoordinationVerb.FORMER_LEAVES,
            case_id=case.pk,
            subject=("assignment", was.pk),
            data=data,
        )
    return did


@transaction.atomic
def let_go(*, actor: Actor, case: Case, was: Assignment) -> None:
    """Handing over is done: who coordinated before sees the case no more. The case must be locked.

    Raises Denied for who does not coordinate, WrongStep for who has something to do there or is on it for another reason too.
    """
    formers.may_decide(actor, case, was)
    formers.must_be_done(_stays(actor, was, actor.at.isoformat()), case, was)
    data = {"user": str(was.user_id), "until": actor.at.isoformat()}
    record(actor, CoordinationVerb.FORMER_LEAVES, case_id=case.pk, subject=("assignment", was.pk), data=data)


@transaction.atomic
def keep(*, actor: Actor, case: Case, was: Assignment, why: Assignment.StaysFor) -> None:
    """Who coordinated before stays on the case, for a purpose. The case must be locked.

    Raises Denied for who does not coordinate, WrongStep for who is not on the case any more or is for another reason too.
    """
    formers.may_decide(actor, case, was)
    formers.must_be_done(_stays(actor, was, None, why), case, was)
    data = {"user": str(was.user_id), "purpose": why.value}
    record(actor, CoordinationVerb.FORMER_KEPT, case_id=case.pk, subject=("assignment", was.pk), data=data)


def _stays(actor: Actor, was: Assignment, until: str | None, why: str = "") -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT former_stays(%s, %s, %s, %s)", [was.pk, until, why, actor.at])
        return bool(cursor.fetchone()[0])
