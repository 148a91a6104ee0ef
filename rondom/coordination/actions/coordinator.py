"""Answer the question to coordinate, or put it to someone else."""

from django.db import transaction

from rondom.accounts.models import User
from rondom.audit.log import record
from rondom.cases import clock, turn
from rondom.cases.actions import steps
from rondom.cases.models import OPEN_STATES, Case, Status, Step
from rondom.coordination import policies
from rondom.coordination.models import Assignment
from rondom.coordination.verbs import CoordinationVerb
from rondom.organisations.actor import Actor
from rondom.organisations.models import Organisation
from rondom.triage import policies as triage_policies
from rondom.triage.actions import question_to


@transaction.atomic
def accept(*, actor: Actor, case: Case) -> Assignment:
    """Become the coordinator: the one contact, across all organisations. The case must be locked. Raises Denied."""
    question = policies.question_for(actor, case)
    end_present(actor, case)
    assignment = _answer(actor, case, question, Assignment.State.ACCEPTED)
    case.coordinator, case.coordinator_organisation = actor.user, question.organisation
    if case.status == Status.WEIGHED:
        case.move_to(Status.COORDINATED)
    steps.move(actor=actor, case=case, step=question, state=Step.State.DONE)
    record(actor, CoordinationVerb.ACCEPTED, case_id=case.pk, subject=("assignment", assignment.pk))
    return assignment


@transaction.atomic
def decline(*, actor: Actor, case: Case, reason: str) -> Assignment:
    """Decline to coordinate, with a reason; the chair of the MDT must then ask someone else. Raises Denied."""
    question = policies.question_for(actor, case)
    assignment = _answer(actor, case, question, Assignment.State.DECLINED, reason)
    organisation, user = turn.chair_of(case, actor.at)
    ask = steps.Ask(Case.NextKind.PROPOSE, organisation, user, actor.at + clock.ANSWER_WITHIN)
    steps.add(actor=actor, case=case, ask=ask)
    steps.move(actor=actor, case=case, step=question, state=Step.State.DECLINED)
    record(actor, CoordinationVerb.DECLINED, case_id=case.pk, subject=("assignment", assignment.pk))
    return assignment


@transaction.atomic
def propose(*, actor: Actor, case: Case, user: User, organisation: Organisation) -> None:
    """Ask someone else to coordinate, after the first declined or did not answer. Raises Denied or WrongStep."""
    policies.may_propose(actor, case)
    triage_policies.may_coordinate(user, organisation, case, actor)
    asked = [Case.NextKind.ACCEPT, Case.NextKind.PROPOSE]
    for earlier in Step.objects.filter(case=case, kind__in=asked, state__in=OPEN_STATES):
        done = earlier.kind == Case.NextKind.PROPOSE
        steps.move(
            actor=actor, case=case, step=earlier, state=Step.State.DONE if done else Step.State.WITHDRAWN
        )
    steps.add(actor=actor, case=case, ask=question_to(organisation, user, actor))
    turn.settle(case, actor.at)
    record(actor, CoordinationVerb.PROPOSED, case_id=case.pk, data={"user": str(user.pk)})


def _answer(
    actor: Actor, case: Case, question: Step, state: Assignment.State, reason: str = ""
) -> Assignment:
    assignment = Assignment(
        case=case,
        user=actor.user,
        organisation=question.organisation,
        state=state,
        reason=reason,
        asked_at=question.asked_at,
        answered_at=actor.at,
    )
    assignment.save(force_insert=True)
    return assignment


def end_present(actor: Actor, case: Case) -> None:
    """End the coordination that runs now, if any; part of accepting and of closing."""
    for present in Assignment.objects.filter(case=case, state=Assignment.State.ACCEPTED):
        present.move_to(Assignment.State.ENDED)
        present.ended_at, present.ended_by = actor.at, actor.user
        present.save(update_fields=["state", "ended_at", "ended_by"])
