"""Bring a case back to the MDT."""

from django.db import transaction

from rondom.audit.log import record
from rondom.cases import clock, live, planning, turn
from rondom.cases.actions import dossier, steps
from rondom.cases.models import (
    OPEN_STATES,
    Case,
    Entry,
    Status,
    Step,
)
from rondom.organisations.actor import Actor
from rondom.sharing import policies as sharing_policies
from rondom.triage import policies
from rondom.triage.verbs import TriageVerb


@transaction.atomic
def bring_back(*, actor: Actor, case: Case, reason: str) -> None:
    """Bring a case back to the MDT because something changed; anyone who sees it may. The case must be locked."""
    policies.may_bring_back(case)
    sharing_policies.may_bring_in(actor, case)
    put_before_the_mdt(actor, case, reason)
    record(actor, TriageVerb.BROUGHT_BACK, case_id=case.pk, data={"round": case.mdt_round})


def put_before_the_mdt(actor: Actor, case: Case, reason: str) -> None:
    """Put a case on the agenda for another round, with why; the lower half of bringing back and of reopening."""
    case.move_to(Status.RE_TRIAGE)
    case.mdt_round += 1
    case.mdt_minutes = None  # planned anew
    case.mdt_region = case.region
    case.mdt_due_at = clock.mdt_due(actor.at)
    case.mdt_at = planning.meeting_for(case, case.region, actor.at)
    turn.settle(case, actor.at)
    withdraw_questions(actor, case)
    live.on_the_agenda(case)
    dossier.write(
        actor=actor, case=case, kind=Entry.Kind.RE_TRIAGE, category=dossier.widest(case), text=reason
    )


def withdraw_questions(actor: Actor, case: Case) -> None:
    """Whoever was asked to coordinate, or to find someone, need not answer any more: the MDT decides anew."""
    asked = [Case.NextKind.ACCEPT, Case.NextKind.PROPOSE]
    for question in Step.objects.filter(case=case, kind__in=asked, state__in=OPEN_STATES):
        steps.move(actor=actor, case=case, step=question, state=Step.State.WITHDRAWN)
