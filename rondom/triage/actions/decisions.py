"""Decide on a case."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from rondom.accounts.models import User
from rondom.audit.log import record
from rondom.cases import clock, turn
from rondom.cases import policies as case_policies
from rondom.cases.actions import steps
from rondom.cases.models import (
    Case,
    Domain,
    Status,
)
from rondom.organisations.actor import Actor
from rondom.organisations.models import Organisation
from rondom.triage import live, policies
from rondom.triage.actions import item_members, items
from rondom.triage.actions.escalations import decided_late
from rondom.triage.actions.rounds import withdraw_questions
from rondom.triage.models import Decision, DecisionLine
from rondom.triage.verbs import TriageVerb


@dataclass(frozen=True)
class Line:
    """What is decided in one domain."""

    domain: Domain
    need: DecisionLine.Need
    text: str = ""


@dataclass(frozen=True)
class Outcome:
    """A whole decision: every domain, who coordinates, the first actions, when to look again."""

    lines: Sequence[Line]
    coordinator: User
    coordinator_organisation: Organisation
    asks: Sequence[steps.Ask] = ()
    look_again_on: date | None = None


@transaction.atomic
def decide(*, actor: Actor, case: Case, outcome: Outcome, following: Case | None = None) -> Decision:
    """Record the MDT's decision: per domain, with a coordinator asked and the first actions laid with someone.

    The case must be locked (`dossier.locked`). The meeting is done with it; when the chair decides, it goes on to the case
    that is `following`. A decision without coordinator cannot be made (indicator F7). Raises
    Denied or WrongStep.
    """
    policies.may_take_part(actor, case)
    meeting = policies.open_meeting_of(case.mdt_region, case)
    policies.must_be_whole(outcome.lines, case)
    case_policies.must_hold(case.held, [line.domain.category for line in outcome.lines], case)
    policies.may_coordinate(outcome.coordinator, outcome.coordinator_organisation, case, actor)
    decision = Decision(
        case=case,
        meeting=meeting,
        round=case.mdt_round,
        decided_at=actor.at,
        decided_by=actor.user,
        coordinator=outcome.coordinator,
        coordinator_organisation=outcome.coordinator_organisation,
        look_again_on=outcome.look_again_on,
    )
    decision.save(force_insert=True)
    DecisionLine.objects.bulk_create(
        DecisionLine(
            case=case, decision=decision, category=line.domain.category, domain=line.domain, need=line.need,
            text=line.text,
        )
        for line in outcome.lines
    )  # fmt: skip
    decided_late(actor, case)
    _hand_over(actor, case, outcome)
    item_members.end_calls(actor, case)
    items.end(actor, meeting, case)
    if following is not None and policies.runs(actor, case.mdt_region):
        items.begin(actor, meeting, following)
    live.changed(case.mdt_region, "decision", case)
    record(actor, TriageVerb.DECIDED, case_id=case.pk, subject=("decision", decision.pk), purpose="mdt")
    return decision


def _hand_over(actor: Actor, case: Case, outcome: Outcome) -> None:
    """Hand the case down: the MDT's own step ends, the coordinator is asked, the first actions are laid."""
    withdraw_questions(actor, case)
    for ask in outcome.asks:
        steps.add(actor=actor, case=case, ask=ask)
    if case.coordinator == outcome.coordinator:
        case.move_to(Status.COORDINATED)
    else:
        case.move_to(Status.WEIGHED)
        steps.add(
            actor=actor,
            case=case,
            ask=question_to(outcome.coordinator_organisation, outcome.coordinator, actor),
        )
    turn.settle(case, actor.at)


def question_to(organisation: Organisation, user: User, actor: Actor) -> steps.Ask:
    """The question to someone whether they will coordinate, to be answered soon."""
    return steps.Ask(Case.NextKind.ACCEPT, organisation, user, actor.at + clock.ANSWER_WITHIN)
