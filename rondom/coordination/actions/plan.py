"""The plan: actions of several organisations, laid by the coordinator, moved along by who was asked."""

from django.db import transaction

from rondom.audit.log import record
from rondom.cases import clock, turn
from rondom.cases import policies as case_policies
from rondom.cases.actions import steps
from rondom.cases.models import OPEN_STATES, Case, Domain, Step, StepText
from rondom.coordination import policies
from rondom.coordination.verbs import CoordinationVerb
from rondom.organisations.actor import Actor


@transaction.atomic
def add(*, actor: Actor, case: Case, ask: steps.Ask) -> Step:
    """Add an action to the plan. Only the coordinator; the case must be locked. Raises Denied."""
    policies.must_coordinate(actor, case)
    step = steps.add(actor=actor, case=case, ask=ask)
    for decided in Step.objects.filter(case=case, kind=Case.NextKind.COORDINATE, state__in=OPEN_STATES):
        steps.move(actor=actor, case=case, step=decided, state=Step.State.DONE)
    turn.settle(case, actor.at)
    record(actor, CoordinationVerb.ACTION_ADDED, case_id=case.pk, subject=("step", step.pk))
    return step


@transaction.atomic
def advance(*, actor: Actor, case: Case, step: Step, state: Step.State, outcome: str = "") -> None:
    """Take up, finish, decline or return an action of the own organisation; the coordinator may withdraw any.

    An action that comes back (declined, returned) puts the coordinator next, to lay it elsewhere. `outcome` says
    what came of it, or why not. Raises Denied or WrongStep.
    """
    policies.must_be_action(step, case)
    if state == Step.State.WITHDRAWN:
        policies.must_coordinate(actor, case)
    else:
        policies.must_own(actor, case, step)
    if outcome:
        case_policies.must_hold(case.held, [Domain(step.domain).category], case)
        words = StepText.objects.get(step=step)
        words.outcome = outcome
        words.save(update_fields=["outcome"])
    if state in {Step.State.DECLINED, Step.State.RETURNED} and case.coordinator_organisation:
        back = steps.Ask(
            Case.NextKind.COORDINATE,
            case.coordinator_organisation,
            case.coordinator,
            actor.at + clock.DECIDE_WITHIN,
        )
        steps.add(actor=actor, case=case, ask=back)
    steps.move(actor=actor, case=case, step=step, state=state)
    record(
        actor,
        CoordinationVerb.ACTION_MOVED,
        case_id=case.pk,
        subject=("step", step.pk),
        data={"state": state.value},
    )
