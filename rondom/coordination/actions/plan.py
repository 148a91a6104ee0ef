"""The plan: actions of several organisations, laid by the coordinator, moved along by who was asked."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from rondom.audit.log import record
from rondom.cases import clock, turn
from rondom.cases import policies as case_policies
from rondom.cases.actions import steps
from rondom.cases.models import OPEN_STATES, Case, Domain, Step, StepText
from rondom.coordination import policies
from rondom.coordination.models import Referral
from rondom.coordination.verbs import CoordinationVerb
from rondom.landscape.models import Referred, Service
from rondom.landscape.referred import month
from rondom.organisations.actor import Actor


@dataclass(frozen=True)
class Waiting:
    """How it stands at a service, as far as it is known."""

    since: date | None
    expected_from: date | None = None
    accepted_on: date | None = None


@transaction.atomic
def add(*, actor: Actor, case: Case, ask: steps.Ask, service: str = "", place: str = "") -> Step:
    """Add an action to the plan; with a service it is a referral. Only the coordinator; the case must be locked.

    `place`: which service of the landscape that is, by its slug; there it is counted, without saying of whom. Raises Denied, and WrongStep for a goal of another domain or one that has ended.
    """
    policies.must_coordinate(actor, case)
    policies.must_fit(ask.goal, ask.domain, case)
    step = steps.add(actor=actor, case=case, ask=ask)
    for decided in Step.objects.filter(case=case, kind=Case.NextKind.COORDINATE, state__in=OPEN_STATES):
        steps.move(actor=actor, case=case, step=decided, state=Step.State.DONE)
    if service and ask.domain:
        refers = {"category": ask.domain.category, "made_at": actor.at, "made_by": actor.user}
        Referral(case=case, step=step, service=service, place=place or None, **refers).save(force_insert=True)
        _count(place, Referred.What.MADE, actor)
    turn.settle(case, actor.at)
    record(actor, CoordinationVerb.ACTION_ADDED, case_id=case.pk, subject=("step", step.pk))
    return step


@transaction.atomic
def advance(*, actor: Actor, case: Case, step: Step, state: Step.State, outcome: str = "") -> None:
    """Take up, finish, decline or return an action of the own organisation; the coordinator may withdraw any.

    An action that comes back (declined, returned) puts the coordinator next, to lay it elsewhere. `outcome` says
    what came of it, or why not; why the coordinator withdraws it stands beside what others wrote, in its history.
    Raises Denied or WrongStep.
    """
    policies.must_be_action(step, case)
    if state == Step.State.WITHDRAWN:
        policies.must_coordinate(actor, case)
    else:
        policies.must_own(actor, case, step)
    policies.must_say_why(state, outcome, case)
    if outcome and state != Step.State.WITHDRAWN:
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
    steps.move(actor=actor, case=case, step=step, state=state, reason=outcome)
    referral = Referral.objects.filter(step=step).first() if state == Step.State.RETURNED else None
    if referral:
        _count(referral.place, Referred.What.GIVEN_BACK, actor)
    record(
        actor,
        CoordinationVerb.ACTION_MOVED,
        case_id=case.pk,
        subject=("step", step.pk),
        data={"state": state.value},
    )


@transaction.atomic
def postpone(*, actor: Actor, case: Case, step: Step, due_at: datetime, reason: str) -> None:
    """Move the last moment of an action, with a reason: who was asked, or the coordinator. Raises Denied or WrongStep."""
    policies.may_postpone(actor, case, step)
    steps.postpone(actor=actor, case=case, step=step, due_at=due_at, reason=reason)
    record(actor, CoordinationVerb.ACTION_POSTPONED, case_id=case.pk, subject=("step", step.pk))


@transaction.atomic
def note_waiting(*, actor: Actor, case: Case, referral: Referral, waiting: Waiting) -> None:
    """Note since when the person waits for a service, from when help is expected, and since when it is there.

    Whoever was asked to refer. Raises Denied or WrongStep.
    """
    policies.may_refer(actor, case, referral.step)
    if waiting.accepted_on and not referral.accepted_on:  # once: what is corrected later is not counted again
        days = (waiting.accepted_on - (waiting.since or timezone.localdate(referral.made_at))).days
        _count(referral.place, Referred.What.TAKEN_ON, actor, max(days, 0))
    referral.waiting_since, referral.expected_from = waiting.since, waiting.expected_from
    referral.accepted_on = waiting.accepted_on
    referral.noted_at, referral.noted_by = actor.at, actor.user
    referral.save(update_fields=["waiting_since", "expected_from", "accepted_on", "noted_at", "noted_by"])
    record(actor, CoordinationVerb.REFERRAL_NOTED, case_id=case.pk, subject=("step", referral.step_id))


def _count(place: str | None, what: Referred.What, actor: Actor, days: int | None = None) -> None:
    """Count at a service of the landscape what came of a referral, without saying of whom."""
    found = Service.objects.filter(slug=place).first() if place else None
    if found:
        Referred(service=found, what=what, month=month(actor.at), days=days).save(force_insert=True)
