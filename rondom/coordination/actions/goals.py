"""Goals of the plan: set by the coordinator, with the person; reached, or let go."""

from collections.abc import Sequence

from django.db import transaction

from rondom.audit.log import record
from rondom.cases import policies as case_policies
from rondom.cases.models import Case, Domain, Goal, Step, StepText
from rondom.coordination import policies
from rondom.coordination.verbs import CoordinationVerb
from rondom.organisations.actor import Actor


@transaction.atomic
def set_goal(*, actor: Actor, case: Case, domain: Domain, text: str, belongs: Sequence[Step] = ()) -> Goal:
    """Set a goal in a domain; `belongs`: actions of that domain that are there for it. Only the coordinator.

    The case must be locked. Raises Denied, or WrongStep for an action of another domain.
    """
    policies.must_coordinate(actor, case)
    case_policies.must_hold(case.held, [domain.category], case)
    goal = Goal(
        case=case, category=domain.category, domain=domain, text=text, set_at=actor.at, set_by=actor.user
    )
    goal.save(force_insert=True)
    for step in belongs:
        policies.must_fit(goal, Domain(step.domain), case)
    StepText.objects.filter(case=case, step__in=belongs, category=domain.category).update(goal=goal)
    record(actor, CoordinationVerb.GOAL_SET, case_id=case.pk, subject=("goal", goal.pk))
    return goal


@transaction.atomic
def end(*, actor: Actor, case: Case, goal: Goal, state: Goal.State, reason: str = "") -> None:
    """A goal is reached, or let go with a reason; its actions go on as they are. Only the coordinator.

    The case must be locked. Raises Denied or WrongStep.
    """
    policies.must_coordinate(actor, case)
    policies.must_say_why_let_go(state, reason, case)
    goal.move_to(state)
    goal.reason = reason or None
    goal.ended_at, goal.ended_by = actor.at, actor.user
    goal.save(update_fields=["state", "reason", "ended_at", "ended_by"])
    record(
        actor,
        CoordinationVerb.GOAL_ENDED,
        case_id=case.pk,
        subject=("goal", goal.pk),
        data={"state": state.value},
    )
