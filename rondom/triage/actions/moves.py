"""Move an item to another meeting."""

from datetime import datetime

from django.db import transaction

from rondom.audit.log import record
from rondom.cases import live
from rondom.cases.models import Case
from rondom.organisations.actor import Actor
from rondom.sharing import policies as sharing_policies
from rondom.triage import policies
from rondom.triage.actions.escalations import breached
from rondom.triage.models import Escalation, Move
from rondom.triage.verbs import TriageVerb


@transaction.atomic
def move(*, actor: Actor, case: Case, to_at: datetime, reason: str, late_is_meant: bool = False) -> Move:
    """Move a case to another meeting of the MDT, planned or extraordinary, and say why. The case must be locked.

    Its clock runs on. Past its last moment it goes only when that `late_is_meant`, and then that is a breach at once, which
    waits for its reason. Raises Denied for who has no seat there, WrongStep.
    """
    policies.may_take_part(actor, case)
    sharing_policies.may_bring_in(actor, case)
    policies.may_move(actor, case, to_at, late_is_meant=late_is_meant)
    assert case.mdt_at
    past_due = to_at > case.mdt_due_at
    moved = Move(
        case=case,
        round=case.mdt_round,
        was_at=case.mdt_at,
        to_at=to_at,
        past_due=past_due,
        reason=reason,
        moved_at=actor.at,
        moved_by=actor.user,
    )
    moved.save(force_insert=True)
    case.mdt_at = to_at
    case.save(update_fields=["mdt_at"])
    live.on_the_agenda(case)
    if past_due:
        breached(actor, case, Escalation.Level.MOVED)
    record(
        actor,
        TriageVerb.ITEM_MOVED,
        case_id=case.pk,
        subject=("move", moved.pk),
        purpose="mdt",
        data={"past_due": past_due},
    )
    return moved
