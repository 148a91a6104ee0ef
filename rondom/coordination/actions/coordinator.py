"""Answer the question to coordinate, or put it to someone else."""

from django.db import transaction

from rondom.accounts.models import User
from rondom.audit.log import record
from rondom.cases import clock, turn
from rondom.cases.actions import contact_wishes, dossier, steps
from rondom.cases.models import OPEN_STATES, Case, Category, Entry, Status, Step
from rondom.coordination import policies
from rondom.coordination.actions import covers, formers
from rondom.coordination.models import Assignment
from rondom.coordination.verbs import CoordinationVerb
from rondom.organisations.actor import Actor
from rondom.organisations.models import Organisation
from rondom.triage import policies as triage_policies
from rondom.triage.actions import question_to


@transaction.atomic
def accept(*, actor: Actor, case: Case) -> Assignment:
    """Become the coordinator: the one contact, across all organisations. The case must be locked. Raises Denied.

    Who coordinated before sees the case for a while, to hand over warmly, and then no more (norms.toml).
    """
    question = policies.question_for(actor, case)
    handed = case.status == Status.COORDINATED
    ended = end_present(actor, case, Assignment.EndWhy.HANDED_OVER if handed else Assignment.EndWhy.REPLACED)
    before = [one for one in ended if one.user_id != actor.user_id]
    # What only whoever coordinated had to decide is for whoever does so now.
    decides = Step.objects.filter(case=case, kind=Case.NextKind.COORDINATE, state__in=OPEN_STATES)
    for step in decides.exclude(user=actor.user):
        steps.move(actor=actor, case=case, step=step, state=Step.State.WITHDRAWN)
    assignment = _answer(actor, case, question, Assignment.State.ACCEPTED)
    case.coordinator, case.coordinator_organisation = actor.user, question.organisation
    if case.status == Status.WEIGHED:
        case.move_to(Status.COORDINATED)
    steps.move(actor=actor, case=case, step=question, state=Step.State.DONE)
    covers.tend(actor=actor)
    for one in before:
        formers.let_go_warmly(actor=actor, case=case, was=one)
    record(actor, CoordinationVerb.ACCEPTED, case_id=case.pk, subject=("assignment", assignment.pk))
    return assignment


@transaction.atomic
def decline(*, actor: Actor, case: Case, reason: str) -> Assignment:
    """Decline to coordinate, with a reason; the chair of the MDT must then ask someone else. Raises Denied.

    A case that was being handed over stays with its coordinator, who decides how it goes on.
    """
    question = policies.question_for(actor, case)
    assignment = _answer(actor, case, question, Assignment.State.DECLINED, reason)
    if case.status == Status.COORDINATED and case.coordinator_organisation:
        present = (case.coordinator_organisation, case.coordinator)
        ask = steps.Ask(Case.NextKind.COORDINATE, *present, actor.at + clock.DECIDE_WITHIN)
    else:
        chair = turn.chair_of(case, actor.at)
        ask = steps.Ask(Case.NextKind.PROPOSE, *chair, actor.at + clock.ANSWER_WITHIN)
    steps.add(actor=actor, case=case, ask=ask)
    steps.move(actor=actor, case=case, step=question, state=Step.State.DECLINED)
    record(actor, CoordinationVerb.DECLINED, case_id=case.pk, subject=("assignment", assignment.pk))
    return assignment


@transaction.atomic
def propose(*, actor: Actor, case: Case, user: User, organisation: Organisation, weighed: str = "") -> None:
    """Ask someone else to coordinate, after the first declined or did not answer. Raises Denied or WrongStep.

    `weighed` is how it was weighed what the person wishes about their coordinator.
    """
    policies.may_propose(actor, case)
    triage_policies.may_coordinate(user, organisation, case, actor)
    contact_wishes.weigh(actor, case, weighed)
    asked = [Case.NextKind.ACCEPT, Case.NextKind.PROPOSE]
    for earlier in Step.objects.filter(case=case, kind__in=asked, state__in=OPEN_STATES):
        done = earlier.kind == Case.NextKind.PROPOSE
        steps.move(
            actor=actor, case=case, step=earlier, state=Step.State.DONE if done else Step.State.WITHDRAWN
        )
    steps.add(actor=actor, case=case, ask=question_to(organisation, user, actor))
    turn.settle(case, actor.at)
    record(actor, CoordinationVerb.PROPOSED, case_id=case.pk, data={"user": str(user.pk)})


@transaction.atomic
def hand_over(
    *, actor: Actor, case: Case, user: User, organisation: Organisation, note: str, weighed: str = ""
) -> Step:
    """Ask another person, of the same organisation or another, to take the case over, with a warm note for them.

    Until they accept the present coordinator stays. An earlier question to someone else ends. The case must be locked.
    Raises Denied or WrongStep.
    """
    policies.may_give_away(actor, case, user)
    triage_policies.may_coordinate(user, organisation, case, actor)
    contact_wishes.weigh(actor, case, weighed)
    ends = [Case.NextKind.ACCEPT, Case.NextKind.COORDINATE]
    for earlier in Step.objects.filter(case=case, kind__in=ends, state__in=OPEN_STATES):
        asked = earlier.kind == Case.NextKind.ACCEPT
        state = Step.State.WITHDRAWN if asked else Step.State.DONE
        steps.move(actor=actor, case=case, step=earlier, state=state)
    step = steps.add(actor=actor, case=case, ask=question_to(organisation, user, actor))
    dossier.write(
        actor=actor, case=case, kind=Entry.Kind.HANDING_OVER, category=Category.IDENTITY, text=note.strip(),
        about_id=step.pk,
    )  # fmt: skip
    turn.settle(case, actor.at)
    record(actor, CoordinationVerb.HAND_OVER_ASKED, case_id=case.pk, data={"user": str(user.pk)})
    return step


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


def end_present(actor: Actor, case: Case, why: Assignment.EndWhy) -> list[Assignment]:
    """End the coordination that runs now, if any, and give it; part of accepting and of closing."""
    running = list(Assignment.objects.filter(case=case, state=Assignment.State.ACCEPTED))
    for present in running:
        present.move_to(Assignment.State.ENDED)
        present.ended_at, present.ended_by = actor.at, actor.user
        present.end_why = why
        present.save(update_fields=["state", "ended_at", "ended_by", "end_why"])
    return running
