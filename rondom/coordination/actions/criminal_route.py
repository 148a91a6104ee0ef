"""Note where a case stands on the criminal route, and what was said about a right of the person."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from rondom.audit.log import record
from rondom.cases.models import Case, Category, Person, Regime
from rondom.coordination import criminal_route, entitlements
from rondom.coordination.models import RightSaid, RouteState, RouteStep
from rondom.coordination.verbs import CoordinationVerb
from rondom.organisations.actor import Actor


@dataclass(frozen=True)
class Stands:
    """A state of a route, since a day, as someone told it; `until`: how long the person thinks, as agreed with them.

    `person`: the possible perpetrator whom it is about, where that is known.
    """

    state: RouteState
    since: date
    told_by: RouteStep.ToldBy
    until: date | None = None
    cautioned: bool = False
    note: str = ""
    person: Person | None = None


@transaction.atomic
def note(*, actor: Actor, case: Case, stands: Stands, number: int = 1) -> RouteStep:
    """Note a state that a route of the case has reached; the next number begins another. The case must be locked.

    By police and prosecution, or by who coordinates as they were told. Raises Denied, NotThere for a number that is not next,
    or WrongStep when it cannot follow, a day is wrong, or the person was not cautioned before a choice.
    """
    criminal_route.may_note(actor, case)
    route = criminal_route.of_case(case, number)
    criminal_route.must_be_about(stands.person, case)
    criminal_route.must_follow(route, stands.state, case)
    today = timezone.localdate(actor.at)
    criminal_route.must_be_dated(route, stands.state, stands.since, stands.until, today, case)
    criminal_route.must_be_cautioned(stands.state, stands.cautioned, case)
    assert actor.organisation is not None
    step = RouteStep(
        case=case, route=number, person=stands.person, state=stands.state, since=stands.since, until=stands.until, told_by=stands.told_by,
        cautioned=stands.cautioned, note=stands.note.strip() or None, organisation=actor.organisation, noted_at=actor.at,
        noted_by=actor.user, regime=Regime.of(actor.organisation.kind, Category.LEGAL),
    )  # fmt: skip
    step.save(force_insert=True)
    record(actor, CoordinationVerb.ROUTE_NOTED, case_id=case.pk, subject=("route_step", step.pk))
    return step


@transaction.atomic
def withdraw(*, actor: Actor, case: Case, step: RouteStep, why: str) -> None:
    """Withdraw a state that was noted wrongly; it stays to be read, with why. The case must be locked. Raises Denied."""
    criminal_route.may_note(actor, case)
    step.withdrawn_at, step.withdrawn_by, step.withdrawn_why = actor.at, actor.user, why.strip()
    step.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why"])
    record(actor, CoordinationVerb.ROUTE_WITHDRAWN, case_id=case.pk, subject=("route_step", step.pk))


@transaction.atomic
def say(
    *,
    actor: Actor,
    case: Case,
    right: entitlements.Right,
    state: RightSaid.Stand,
    understood: RightSaid.Understood = RightSaid.Understood.NOT_ASKED,
    note: str = "",
) -> RightSaid:
    """Note what was said about a right, and what the person wants; what was said before stays. The case must be locked.

    Raises Denied for who is not on the case, WrongStep for mediation before the person is safe.
    """
    entitlements.may_note(actor, case)
    entitlements.must_be_safe_first(right, state, case)
    said = RightSaid(
        case=case, entitlement=right.id, state=state, understood=understood, note=note.strip() or None,
        organisation=actor.organisation, said_at=actor.at, said_by=actor.user,
    )  # fmt: skip
    said.save(force_insert=True)
    data = {"right": right.id, "state": state.value}
    record(actor, CoordinationVerb.RIGHT_SAID, case_id=case.pk, subject=("right_said", said.pk), data=data)
    return said
