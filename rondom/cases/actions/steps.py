"""Ask someone for a step, and move steps along."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from rondom.accounts.models import User
from rondom.audit.log import record
from rondom.cases import policies, turn
from rondom.cases.actions import naming
from rondom.cases.models import Case, Category, Domain, Goal, Step, StepChange, StepText
from rondom.cases.verbs import CaseVerb
from rondom.organisations.actor import Actor
from rondom.organisations.models import Organisation


@dataclass(frozen=True)
class Ask:
    """What is asked of whom before when; `domain` and `text` only for an action of the plan."""

    kind: Case.NextKind
    organisation: Organisation
    user: User | None
    due_at: datetime
    domain: Domain | None = None
    text: str = ""
    goal: Goal | None = None


@transaction.atomic
def add(*, actor: Actor, case: Case, ask: Ask) -> Step:
    """Ask for a step, and name who is asked on the case.

    An action is asked only of an organisation that may see its domain. The case must be locked; the caller settles
    the turn. Raises Denied.
    """
    if ask.domain:
        policies.must_hold(case.held, [ask.domain.category], case)
        policies.may_take_part(ask.organisation, case, ask.domain.category, actor)
    step = Step(
        case=case,
        kind=ask.kind,
        domain=ask.domain or "",
        organisation=ask.organisation,
        user=ask.user,
        due_at=ask.due_at,
        asked_at=actor.at,
        asked_by=actor.user,
    )
    step.save(force_insert=True)
    if ask.domain:
        StepText.objects.create(
            case=case, category=ask.domain.category, step=step, text=ask.text, goal=ask.goal
        )
    if ask.user:
        naming.name(actor=actor, case=case, organisation=ask.organisation, user=ask.user)
    record(
        actor, CaseVerb.STEP_ADDED, case_id=case.pk, subject=("step", step.pk), data={"kind": ask.kind.value}
    )
    return step


@transaction.atomic
def move(*, actor: Actor, case: Case, step: Step, state: Step.State, reason: str = "") -> None:
    """Set a step's state and work out whose turn it is; of an action it stays to be read, with the reason.

    The case must be locked. Raises WrongStep.
    """
    step.move_to(state)
    if state in {Step.State.DONE, Step.State.DECLINED, Step.State.RETURNED, Step.State.WITHDRAWN}:
        step.ended_at, step.ended_by = actor.at, actor.user
    step.save(update_fields=["state", "ended_at", "ended_by"])
    _keep(actor, case, step, reason, state=state)
    turn.settle(case, actor.at)
    record(
        actor, CaseVerb.STEP_MOVED, case_id=case.pk, subject=("step", step.pk), data={"state": state.value}
    )


@transaction.atomic
def postpone(*, actor: Actor, case: Case, step: Step, due_at: datetime, reason: str) -> None:
    """Set the last moment of an action anew, with the reason, and work out whose turn it is. The case must be locked."""
    was, step.due_at = step.due_at, due_at
    step.save(update_fields=["due_at"])
    _keep(actor, case, step, reason, was_due_at=was, due_at=due_at)
    turn.settle(case, actor.at)
    record(actor, CaseVerb.STEP_POSTPONED, case_id=case.pk, subject=("step", step.pk))


def _keep(actor: Actor, case: Case, step: Step, reason: str, **change: Any) -> None:
    """What happened with an action, in its history: with words it is of its domain alone, where the writer sees that."""
    if step.kind != Case.NextKind.ACTION:
        return
    category = policies.category_of(case, step) if reason else Category.CASE
    StepChange(
        case=case,
        category=category,
        step=step,
        reason=reason or None,
        at=actor.at,
        by=actor.user,
        organisation=actor.organisation,
        **change,
    ).save(force_insert=True)
