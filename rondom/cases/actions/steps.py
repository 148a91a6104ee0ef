"""Ask someone for a step, and move steps along."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from rondom.accounts.models import User
from rondom.audit.log import record
from rondom.cases import policies, turn
from rondom.cases.actions import naming
from rondom.cases.models import Case, Domain, Step, StepText
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
        StepText.objects.create(case=case, category=ask.domain.category, step=step, text=ask.text)
    if ask.user:
        naming.name(actor=actor, case=case, organisation=ask.organisation, user=ask.user)
    record(
        actor, CaseVerb.STEP_ADDED, case_id=case.pk, subject=("step", step.pk), data={"kind": ask.kind.value}
    )
    return step


@transaction.atomic
def move(*, actor: Actor, case: Case, step: Step, state: Step.State) -> None:
    """Set a step's state and work out whose turn it is. The case must be locked. Raises WrongStep."""
    step.move_to(state)
    if state in {Step.State.DONE, Step.State.DECLINED, Step.State.RETURNED, Step.State.WITHDRAWN}:
        step.ended_at, step.ended_by = actor.at, actor.user
    step.save(update_fields=["state", "ended_at", "ended_by"])
    turn.settle(case, actor.at)
    record(
        actor, CaseVerb.STEP_MOVED, case_id=case.pk, subject=("step", step.pk), data={"state": state.value}
    )
