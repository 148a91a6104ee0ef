"""Decide on a case."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from rondom.accounts.models import User
from rondom.audit.log import record
from rondom.cases import clock, live, turn
from rondom.cases import policies as case_policies
from rondom.cases.actions import contact_wishes, steps
from rondom.cases.models import (
    Case,
    Category,
    Domain,
    Status,
)
from rondom.organisations.actor import Actor
from rondom.organisations.models import Organisation
from rondom.triage import decisions, policies, weighing
from rondom.triage.actions import item_members, items
from rondom.triage.actions.escalations import decided_late
from rondom.triage.actions.rounds import withdraw_questions
from rondom.triage.models import Decision, DecisionLine, DecisionRoute, Dissent, Invited, Meeting, Wish
from rondom.triage.quorum import Quorum
from rondom.triage.verbs import TriageVerb


@dataclass(frozen=True)
class Line:
    """What is decided in one domain."""

    domain: Domain
    need: DecisionLine.Need
    text: str = ""


@dataclass(frozen=True)
class Otherwise:
    """An organisation that thinks otherwise, about a part of the case."""

    organisation: Organisation
    category: Category
    text: str


@dataclass(frozen=True)
class Party:
    """A party to invite, and what for."""

    organisation: Organisation
    purpose: str


@dataclass(frozen=True)
class Outcome:
    """A whole decision: every domain, who coordinates or why nobody yet, the first actions, when and where to look again.

    It is looked at again on a day, or at a moment of that day. With the help routes chosen (rows of routes.toml), why, what the person wants and how that was weighed, who thinks
    otherwise, whom to invite, and why it could not wait when not everyone was there who must be. `contact_weighed` is how
    it was weighed what the person wishes about their coordinator.
    """

    lines: Sequence[Line]
    coordinator: User | None = None
    coordinator_organisation: Organisation | None = None
    asks: Sequence[steps.Ask] = ()
    look_again_on: date | None = None
    look_again_at: datetime | None = None
    look_again_where: str = ""
    no_coordinator: str = ""
    no_coordinator_why: str = ""
    routes: Sequence[str] = ()
    reason: str = ""
    wish: str = ""
    wish_weighed: str = ""
    dissents: Sequence[Otherwise] = ()
    parties: Sequence[Party] = ()
    no_quorum: str = ""
    contact_weighed: str = ""


@transaction.atomic
def decide(
    *,
    actor: Actor,
    case: Case,
    outcome: Outcome,
    following: Case | None = None,
    table: weighing.Weighing | None = None,
) -> Decision:
    """Record the MDT's decision: per domain, with a coordinator asked, or why not yet, and the first actions laid.

    The case must be locked (`dossier.locked`). The meeting is done with it; when the chair decides, it goes on to the case
    that is `following`. `table` is what `weighing.of` found since the case was locked, so that it is not looked up twice. Raises Denied or WrongStep: for a case that is decided already, without
    coordinator or a reason (indicator F7), without quorum or a reason, and for parties that may not be told.
    """
    chairs = policies.may_take_part(actor, case)
    meeting = policies.open_meeting_of(case.mdt_region, case)
    table = table if table and table.case is case else weighing.of(actor, case, meeting)
    policies.must_be_whole(outcome.lines, case)
    case_policies.must_hold(case.held, [line.domain.category for line in outcome.lines], case)
    decisions.must_have_coordinator_or_why(
        coordinator=outcome.coordinator, no_coordinator=outcome.no_coordinator, case=case
    )
    decisions.must_be_to_come(outcome.look_again_on, outcome.look_again_at, actor.at, case)
    if outcome.coordinator and outcome.coordinator_organisation:
        if not table.offers(outcome.coordinator, outcome.coordinator_organisation):
            policies.may_coordinate(outcome.coordinator, outcome.coordinator_organisation, case, actor)
        contact_wishes.weigh(actor, case, outcome.contact_weighed)
    decisions.must_have_quorum(table.quorum, outcome.no_quorum, case)
    decision = _decision(actor, case, outcome, table.quorum)
    decision.meeting = meeting
    decision.save(force_insert=True)
    _lay_beside(actor, case, decision, outcome)
    decided_late(actor, case)
    _hand_over(actor, case, outcome)
    _leave_the_table(actor, meeting, case, following if chairs else None)
    data = {  # how many, not which: the log is read by more people than each part
        "routes": len(outcome.routes),
        "dissents": len(outcome.dissents),
        "quorum": table.quorum.met,
        "coordinator": bool(outcome.coordinator),
        "invited": [str(one.organisation.pk) for one in outcome.parties],
    }
    record(
        actor,
        TriageVerb.DECIDED,
        case_id=case.pk,
        subject=("decision", decision.pk),
        purpose="mdt",
        data=data,
    )
    return decision


def _leave_the_table(actor: Actor, meeting: Meeting, case: Case, following: Case | None) -> None:
    """The meeting is done with a case: the chair goes on, and who was only called, be it who decided, sees it no more."""
    if following is None:
        items.end(actor, meeting, case)
    else:
        items.begin(actor, meeting, following)  # which ends what is discussed now
    live.changed(case.mdt_region, "decision", case)
    item_members.end_calls(actor, case)


def _decision(actor: Actor, case: Case, outcome: Outcome, quorum: Quorum) -> Decision:
    return Decision(
        case=case,
        round=case.mdt_round,
        decided_at=actor.at,
        decided_by=actor.user,
        reason=outcome.reason.strip(),
        coordinator=outcome.coordinator,
        coordinator_organisation=outcome.coordinator_organisation,
        no_coordinator=outcome.no_coordinator,
        no_coordinator_why=outcome.no_coordinator_why.strip() if outcome.no_coordinator else "",
        quorum=quorum.met,
        no_quorum="" if quorum.met else outcome.no_quorum.strip(),
        look_again_on=outcome.look_again_on,
        look_again_at=outcome.look_again_at,
        look_again_where=outcome.look_again_where if outcome.look_again_on else "",
    )


def _lay_beside(actor: Actor, case: Case, decision: Decision, outcome: Outcome) -> None:
    """What belongs to the decision, each behind the part of the case it is about."""
    DecisionLine.objects.bulk_create(
        DecisionLine(
            case=case, decision=decision, category=line.domain.category, domain=line.domain, need=line.need,
            text=line.text,
        )
        for line in outcome.lines
    )  # fmt: skip
    decisions.must_be_once(outcome.routes, case)
    DecisionRoute.objects.bulk_create(
        DecisionRoute(case=case, decision=decision, category=route.domain.category, route=route.id)
        for route in decisions.may_choose(outcome.routes, outcome.lines, case)
    )
    if outcome.wish.strip() or outcome.wish_weighed.strip():
        case_policies.must_hold(case.held, [Category.STORY], case)
        wish = Wish(
            case=case, decision=decision, wish=outcome.wish.strip(), weighed=outcome.wish_weighed.strip()
        )
        wish.save(force_insert=True)
    for one in outcome.dissents:
        _dissent(actor, case, decision, one).save(force_insert=True)
    decisions.must_be_once([one.organisation.pk for one in outcome.parties], case)
    for party in outcome.parties:
        _invited(actor, case, decision, party).save(force_insert=True)


def _dissent(actor: Actor, case: Case, decision: Decision, one: Otherwise) -> Dissent:
    decisions.may_differ(one.organisation, one.category, case, actor)
    return Dissent(
        case=case,
        decision=decision,
        category=one.category,
        organisation=one.organisation,
        author=actor.user,
        text=one.text.strip(),
        written_at=actor.at,
    )


def _invited(actor: Actor, case: Case, decision: Decision, party: Party) -> Invited:
    return Invited(
        case=case,
        decision=decision,
        organisation=party.organisation,
        purpose=party.purpose,
        ground=decisions.may_invite(party.organisation, party.purpose, case, actor),
        invited_at=actor.at,
        invited_by=actor.user,
    )


@transaction.atomic
def differ(*, actor: Actor, case: Case, decision: Decision, otherwise: Otherwise) -> Dissent:
    """Note that an organisation thinks otherwise than was decided, while the case is on the table of the MDT.

    Its own seat writes it, or whoever wrote the decision down on its behalf. The case must be locked. Raises Denied.
    """
    policies.must_sit(actor, case)
    decisions.may_add_dissent(decision, otherwise.organisation, case, actor)
    dissent = _dissent(actor, case, decision, otherwise)
    dissent.save(force_insert=True)
    record(actor, TriageVerb.DISSENTED, case_id=case.pk, subject=("dissent", dissent.pk), purpose="mdt")
    return dissent


def _hand_over(actor: Actor, case: Case, outcome: Outcome) -> None:
    """Hand the case down: the MDT's own step ends, the coordinator is asked or looked for, the first actions are laid."""
    withdraw_questions(actor, case)
    for ask in outcome.asks:
        steps.add(actor=actor, case=case, ask=ask)
    if outcome.coordinator and case.coordinator == outcome.coordinator:
        case.move_to(Status.COORDINATED)
    else:
        case.move_to(Status.WEIGHED)
        steps.add(actor=actor, case=case, ask=_question(actor, case, outcome))
    turn.settle(case, actor.at)


def _question(actor: Actor, case: Case, outcome: Outcome) -> steps.Ask:
    """The question to whoever is proposed; where nobody is, the chair keeps the turn to find someone."""
    if outcome.coordinator and outcome.coordinator_organisation:
        return question_to(outcome.coordinator_organisation, outcome.coordinator, actor)
    organisation, user = turn.chair_of(case, actor.at)
    return steps.Ask(Case.NextKind.PROPOSE, organisation, user, actor.at + clock.DECIDE_WITHIN)


def question_to(organisation: Organisation, user: User, actor: Actor) -> steps.Ask:
    """The question to someone whether they will coordinate, to be answered soon."""
    return steps.Ask(Case.NextKind.ACCEPT, organisation, user, actor.at + clock.ANSWER_WITHIN)
