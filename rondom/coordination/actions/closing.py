"""Close a case, and reopen it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from rondom.audit.log import record
from rondom.cases import turn
from rondom.cases.actions import dossier
from rondom.cases.models import OPEN_STATES, Case, Entry, Status, Step
from rondom.coordination import aftercare, policies
from rondom.coordination.actions import covers
from rondom.coordination.actions.coordinator import end_present
from rondom.coordination.models import Aftercare, Assignment, Closing
from rondom.coordination.verbs import CoordinationVerb
from rondom.organisations.actor import Actor
from rondom.sharing import policies as sharing_policies
from rondom.sharing.actions import retention
from rondom.triage.actions import put_before_the_mdt


@dataclass(frozen=True)
class Checklist:
    """What was seen to: safety, what was agreed, whether the person was told, aftercare after so many months or why none.

    `drop_out`: how the person stopped, or what was tried to reach them, when that is why the case closes.
    """

    safety: Closing.Safety
    told: Closing.Told
    settled: bool
    months: Sequence[int] = ()
    no_aftercare: str = ""
    drop_out: str = ""


@transaction.atomic
def close(
    *, actor: Actor, case: Case, reason: Case.ClosingReason, checklist: Checklist, note: str = ""
) -> Closing:
    """Close a case with a reason, when no action is open and all was seen to. Only the coordinator; the case must be locked.

    The moments of aftercare are for the organisation of the coordinator. Raises Denied or WrongStep.
    """
    policies.may_close(actor, case)
    policies.must_be_seen_to(case, reason, checklist)
    organisation = case.coordinator_organisation
    closing = Closing(
        case=case, reason=reason, safety=checklist.safety, settled=checklist.settled, told=checklist.told,
        aftercare=bool(checklist.months), no_aftercare=checklist.no_aftercare.strip() or None,
        drop_out=checklist.drop_out.strip() or None, closed_at=actor.at, closed_by=actor.user, organisation=organisation,
    )  # fmt: skip
    closing.save(force_insert=True)
    Aftercare.objects.bulk_create(
        Aftercare(
            case=case, closing=closing, organisation=organisation, due_at=aftercare.after(actor.at, months)
        )
        for months in checklist.months
    )
    case.move_to(Status.CLOSED)
    if note:
        dossier.write(
            actor=actor, case=case, kind=Entry.Kind.CLOSING, category=dossier.widest(case), text=note
        )
    Step.objects.filter(case=case, state__in=OPEN_STATES).update(
        state=Step.State.WITHDRAWN, ended_at=actor.at, ended_by=actor.user
    )
    end_present(actor, case, Assignment.EndWhy.CLOSED)
    case.closed_at, case.closed_by, case.closing_reason = actor.at, actor.user, reason
    case.coordinator = case.coordinator_organisation = case.mdt_region = None
    turn.settle(case, actor.at)
    retention.lay(actor=actor, case=case)
    covers.tend(actor=actor)
    record(actor, CoordinationVerb.CLOSED, case_id=case.pk, data={"reason": reason.value})
    return closing


@transaction.atomic
def reopen(*, actor: Actor, case: Case, reason: str) -> None:
    """Reopen a closed case: the MDT weighs it again. Who is on the case may; the case must be locked.

    Moments of aftercare that were still to come end by it.
    """
    policies.may_reopen(actor, case)
    sharing_policies.may_bring_in(actor, case)
    case.closed_at = case.closed_by = None
    case.closing_reason = ""
    put_before_the_mdt(actor, case, reason)
    retention.end(actor=actor, case=case)
    Aftercare.objects.filter(case=case, noted_at__isnull=True).update(
        outcome=Aftercare.Outcome.REOPENED, noted_at=actor.at, noted_by=actor.user
    )
    record(actor, CoordinationVerb.REOPENED, case_id=case.pk)
