"""Open the MDT, write a view, decide, bring back, close."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from rondom.accounts.models import User
from rondom.audit.log import record
from rondom.cases import clock, turn
from rondom.cases import policies as case_policies
from rondom.cases.actions import dossier, steps
from rondom.cases.models import (
    FOR_THE_MDT,
    OPEN_STATES,
    Case,
    Category,
    Domain,
    Entry,
    Grant,
    Naming,
    Shield,
    Status,
    Step,
)
from rondom.cases.policies import lasting, live_grants
from rondom.core.errors import WrongStep
from rondom.first_contact.policies import sharing_of
from rondom.organisations.actor import Actor
from rondom.organisations.models import Organisation, Region
from rondom.organisations.partners import Partnership, partnership_in
from rondom.sharing import policies as sharing_policies
from rondom.sharing.actions import grants
from rondom.sharing.models import Consent
from rondom.sharing.proposal import Proposal, live_decisions
from rondom.triage import policies
from rondom.triage.models import Decision, DecisionLine, Meeting, View
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
def open_meeting(*, actor: Actor, region: Region) -> Meeting:
    """Open the region's MDT. Raises Denied for who does not chair, WrongStep when one is open."""
    policies.must_chair(actor, region)
    if Meeting.objects.filter(region=region, closed_at__isnull=True).exists():
        raise WrongStep(_("The MDT of %(region)s is already open.") % {"region": region.name})
    meeting = Meeting(region=region, opened_at=actor.at, opened_by=actor.user)
    meeting.save(force_insert=True)
    record(actor, TriageVerb.MEETING_OPENED, subject=("meeting", meeting.pk))
    return meeting


@transaction.atomic
def close_meeting(*, actor: Actor, region: Region) -> Meeting:
    """Close the MDT: decided cases leave the agenda, and with it the view of who only sat there."""
    policies.must_chair(actor, region)
    meeting = Meeting.objects.select_for_update().filter(region=region, closed_at__isnull=True).first()
    if meeting is None:
        raise WrongStep(_("The MDT of %(region)s is not open.") % {"region": region.name})
    meeting.closed_at, meeting.closed_by = actor.at, actor.user
    meeting.save(update_fields=["closed_at", "closed_by"])
    with connection.cursor() as cursor:  # all of them: a shield may keep a decided case from the chair
        cursor.execute("SELECT decided_cases_leave(%s)", [region.pk])
    late = Case.objects.visible_to(actor).filter(mdt_region=region, mdt_at__lte=actor.at)
    late.update(mdt_at=clock.next_meeting(region, actor.at))
    record(actor, TriageVerb.MEETING_CLOSED, subject=("meeting", meeting.pk))
    return meeting


@transaction.atomic
def write_view(
    *, actor: Actor, case: Case, category: Category, facts: str = "", opinion: str = "", offer: str = ""
) -> View:
    """Write the own organisation's view on a case on the agenda; a later one in the same round stands beside it.

    An empty view says that nothing is known. Raises Denied for who has no seat or may not see the category, and for
    police without a decision under Wpg article 20.
    """
    policies.may_take_part(actor, case)
    sharing_policies.may_bring_in(actor, case)
    case_policies.must_hold(case.held, [category], case)
    view = View(
        case=case,
        round=case.mdt_round,
        category=category,
        organisation=actor.organisation,
        author=actor.user,
        facts=facts,
        opinion=opinion,
        offer=offer,
        nothing_known=not (facts or opinion or offer),
        written_at=actor.at,
    )
    view.save(force_insert=True)
    record(actor, TriageVerb.VIEW_WRITTEN, case_id=case.pk, subject=("view", view.pk))
    return view


@transaction.atomic
def decide(*, actor: Actor, case: Case, outcome: Outcome) -> Decision:
    """Record the MDT's decision: per domain, with a coordinator asked and the first actions laid with someone.

    The case must be locked (`dossier.locked`). A decision without coordinator cannot be made (indicator F7). Raises
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
    _hand_over(actor, case, outcome)
    record(actor, TriageVerb.DECIDED, case_id=case.pk, subject=("decision", decision.pk), purpose="mdt")
    return decision


def _hand_over(actor: Actor, case: Case, outcome: Outcome) -> None:
    """Hand the case down: the MDT's own step ends, the coordinator is asked, the first actions are laid."""
    _withdraw_questions(actor, case)
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


def _withdraw_questions(actor: Actor, case: Case) -> None:
    """Whoever was asked to coordinate, or to find someone, need not answer any more: the MDT decides anew."""
    asked = [Case.NextKind.ACCEPT, Case.NextKind.PROPOSE]
    for question in Step.objects.filter(case=case, kind__in=asked, state__in=OPEN_STATES):
        steps.move(actor=actor, case=case, step=question, state=Step.State.WITHDRAWN)


@transaction.atomic
def bring_back(*, actor: Actor, case: Case, reason: str) -> None:
    """Bring a case back to the MDT because something changed; anyone who sees it may. The case must be locked."""
    policies.may_bring_back(case)
    sharing_policies.may_bring_in(actor, case)
    put_before_the_mdt(actor, case, reason)
    record(actor, TriageVerb.BROUGHT_BACK, case_id=case.pk, data={"round": case.mdt_round})


def put_before_the_mdt(actor: Actor, case: Case, reason: str) -> None:
    """Put a case on the agenda for another round, with why; the lower half of bringing back and of reopening."""
    case.move_to(Status.RE_TRIAGE)
    case.mdt_round += 1
    case.mdt_region = case.region
    case.mdt_at = clock.next_meeting(case.region, actor.at)
    case.mdt_due_at = clock.mdt_due(actor.at)
    turn.settle(case, actor.at)
    _withdraw_questions(actor, case)
    dossier.write(
        actor=actor, case=case, kind=Entry.Kind.RE_TRIAGE, category=dossier.widest(case), text=reason
    )


@transaction.atomic
def hand_over(*, actor: Actor, case: Case, region: Region, reason: str, agreed: bool) -> None:
    """Hand a case over to another region, without anything being told again. The case must be locked.

    It goes on the agenda there: what waited keeps its clock, what was weighed is weighed anew. The organisations there
    see what the person allowed their kind, if the person `agreed`, else that a case waits; those of the old region that do
    nothing in it see it no more. Raises Denied or WrongStep.
    """
    policies.may_hand_over(actor, case, region)
    sharing_policies.may_bring_in(actor, case)
    sharing_policies.must_not_be_restricted(case, actor)
    left, case.region = case.region, region
    there = partnership_in(region, actor.at)
    shares = _shares_there(actor, case, there, agreed=agreed)
    if case.status in FOR_THE_MDT:
        case.mdt_region, case.mdt_at = region, clock.next_meeting(region, actor.at)
        case.save(update_fields=Case.CHANGES)
        grants.begin(actor, case, shares)
        category = dossier.widest(case)
        dossier.write(actor=actor, case=case, kind=Entry.Kind.NOTE, category=category, text=reason)
        turn.settle(case, actor.at)
    else:
        case.save(update_fields=Case.CHANGES)
        grants.begin(actor, case, shares)
        put_before_the_mdt(actor, case, reason)
    record(
        actor,
        TriageVerb.HANDED_OVER,
        case_id=case.pk,
        subject=("region", region.pk),
        data={
            "from": str(left.pk),
            "shared_with": {str(place.pk): found.categories for place, found in shares},
        },
    )
    grants.end_all(actor, case, _nothing_to_do(case, actor, there))


def _shares_there(
    actor: Actor, case: Case, there: Partnership, *, agreed: bool
) -> list[tuple[Organisation, Proposal]]:
    """Who there gets to see what that they do not see yet, no more than the actor sees."""
    answers = list(Consent.objects.filter(case=case))
    if not agreed:
        answers = [answer for answer in answers if not answer.given or answer.withdrawn_at]
    seeing = dict(Grant.objects.filter(live_grants(case, actor)).values_list("organisation_id", "by_regime"))
    closed = Shield.objects.filter(case=case, organisation__isnull=False, lifted_at__isnull=True)
    shielded = frozenset(closed.values_list("organisation_id", flat=True))
    decisions = live_decisions(actor.at).filter(region=case.region)
    found = sharing_of(
        case.registered_for.kind, answers, there.partners, decisions, actor.at, shielded=shielded
    )
    mine = lasting(actor, case)
    for _place, proposal in found:
        proposal.by_regime &= mine
    return [(place, proposal) for place, proposal in found if proposal.by_regime & ~seeing.get(place.pk, 0)]


def _nothing_to_do(case: Case, actor: Actor, there: Partnership) -> QuerySet[Grant]:
    """What was shared with organisations that do not work in the new region, and have nobody on the case."""
    named = Naming.objects.filter(case=case, starts_at__lte=actor.at).exclude(ends_at__lte=actor.at)
    stay = {
        *named.values_list("organisation_id", flat=True),
        case.coordinator_organisation_id,
        case.registered_for_id,
    }
    stay |= {partner.organisation.pk for partner in there.partners}
    return Grant.objects.filter(case=case).exclude(organisation__in=[one for one in stay if one])


@transaction.atomic
def note_agenda(*, actor: Actor, region: Region, cases: Sequence[Case]) -> None:
    """Note which cases someone saw on the agenda."""
    data = {"cases": [str(case.pk) for case in cases]}
    record(actor, TriageVerb.AGENDA_READ, subject=("region", region.pk), purpose="mdt", data=data)
