"""Close a case, and reopen it."""

from django.db import transaction

from rondom.audit.log import record
from rondom.cases import turn
from rondom.cases.actions import dossier
from rondom.cases.models import OPEN_STATES, Case, Entry, Status, Step
from rondom.coordination import policies
from rondom.coordination.actions.coordinator import end_present
from rondom.coordination.verbs import CoordinationVerb
from rondom.organisations.actor import Actor
from rondom.sharing import policies as sharing_policies
from rondom.sharing.actions import retention
from rondom.triage.actions import put_before_the_mdt


@transaction.atomic
def close(*, actor: Actor, case: Case, reason: Case.ClosingReason, note: str = "") -> None:
    """Close a case with a reason, when no action is open. Only the coordinator; the case must be locked."""
    policies.may_close(actor, case)
    case.move_to(Status.CLOSED)
    if note:
        dossier.write(
            actor=actor, case=case, kind=Entry.Kind.CLOSING, category=dossier.widest(case), text=note
        )
    Step.objects.filter(case=case, state__in=OPEN_STATES).update(
        state=Step.State.WITHDRAWN, ended_at=actor.at, ended_by=actor.user
    )
    end_present(actor, case)
    case.closed_at, case.closed_by, case.closing_reason = actor.at, actor.user, reason
    case.coordinator = case.coordinator_organisation = case.mdt_region = None
    turn.settle(case, actor.at)
    retention.lay(actor=actor, case=case)
    record(actor, CoordinationVerb.CLOSED, case_id=case.pk, data={"reason": reason.value})


@transaction.atomic
def reopen(*, actor: Actor, case: Case, reason: str) -> None:
    """Reopen a closed case: the MDT weighs it again. Who is on the case may; the case must be locked."""
    policies.may_reopen(actor, case)
    sharing_policies.may_bring_in(actor, case)
    case.closed_at = case.closed_by = None
    case.closing_reason = ""
    put_before_the_mdt(actor, case, reason)
    retention.end(actor=actor, case=case)
    record(actor, CoordinationVerb.REOPENED, case_id=case.pk)
