"""What of a case an organisation may see: every category under every origin regime, asked of the privacy protocol."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Q, QuerySet

from rondom.cases.models import Case, Category, Grant, Regime, any_lane, every_lane, in_mask
from rondom.cases.policies import lasting
from rondom.organisations.actor import Actor
from rondom.organisations.models import Organisation
from rondom.sharing.decide import ROWS, Flow, decide
from rondom.sharing.models import Consent, Decision20
from rondom.sharing.protocol import Cell, Row
from rondom.sharing.terms import Condition, Party

Kind = Organisation.Kind
# Who holds what falls under a regime. What falls under the general regulation is held by whoever registered the case,
# or, when that has a law of its own, by the partners who write in it later.
_HOLDER = {
    Regime.WPG_8: Kind.POLICE,
    Regime.WPG_9: Kind.POLICE,
    Regime.WJSG: Kind.PROSECUTION,
    Regime.MEDICAL_SECRECY: Kind.CSG,
}
_OWN_LAW = {Kind.POLICE: [Regime.WPG_8, Regime.WPG_9], Kind.PROSECUTION: [Regime.WJSG],
            Kind.CSG: [Regime.MEDICAL_SECRECY], Kind.CARE: [Regime.MEDICAL_SECRECY]}  # fmt: skip
POLICE_REGIMES = {Regime.WPG_8, Regime.WPG_9}
# What the one who shares can say is so. The rest is looked up: consent, decisions, seats, who registered.
STATABLE = frozenset(
    {
        Condition.DOMESTIC_CIRCLE, Condition.NEEDED_TO_END, Condition.ACUTE_DANGER, Condition.TREATMENT_TEAM,
        Condition.VICTIM_REQUEST, Condition.TASK, Condition.NECESSARY, Condition.NOT_TRACEABLE, Condition.WEIGHED,
        Condition.SERIOUSNESS, Condition.WEIGHTY_INTEREST, Condition.AUTHORITY, Condition.AUTHORITY_AGREES,
    }
)  # fmt: skip


@dataclass(frozen=True)
class Facts:
    """What holds for one receiver now: what the person said, what was decided, and what the one who shares states."""

    consent: int = 0
    consent_id: UUID | None = None
    consent_until: datetime | None = None
    refused: bool = False
    decided: int = 0
    decision_id: UUID | None = None
    decision_until: datetime | None = None
    stated: frozenset[str] = frozenset()

    def of(self, category: Category, regime: Regime) -> frozenset[str]:
        """The conditions of the protocol that are met for a category under a regime."""
        found = set(self.stated)
        if self.consent & category and regime not in POLICE_REGIMES:  # never a ground for police data
            found.add(Condition.CONSENT)
        if self.decided & regime.lane(category):
            found.add(Condition.ART20_DECISION)
        return frozenset(found)


@dataclass
class Proposal:
    """What may be shared: categories by regime, by which rows of the protocol; and why the rest may not."""

    by_regime: int = 0
    rows: dict[str, Row] = field(default_factory=dict)
    reasons: dict[Category, str] = field(default_factory=dict)
    facts: Facts = field(default_factory=Facts)
    of_police: bool = False  # whether police registered the case, so that all of it rests on the decision

    @property
    def categories(self) -> int:
        return any_lane(self.by_regime)

    @property
    def basis(self) -> Grant.Basis:
        """The kind of ground, in one word: consent where that is what it rests on."""
        conditions = {condition for row in self.rows.values() for condition in row.conditions}
        if Condition.CONSENT in conditions:
            return Grant.Basis.CONSENT
        return Grant.Basis.MDT_AGENDA if Condition.MDT_SEAT in conditions else Grant.Basis.LAW

    @property
    def consent_id(self) -> UUID | None:
        """The consent this ends with: whatever the ground, who withdraws a yes is no longer discussed there."""
        return self.facts.consent_id

    @property
    def decision_id(self) -> UUID | None:
        police = sum(regime.lane(255) for regime in POLICE_REGIMES)
        return self.facts.decision_id if self.by_regime & police else None

    @property
    def police_until(self) -> datetime | None:
        """Until when its police data show; None where it shows none by a decision."""
        return self.facts.decision_until if self.decision_id else None

    @property
    def until(self) -> datetime | None:
        """When all of it ends at the latest, because what it rests on does."""
        ends = [self.facts.consent_until, self.police_until if self.of_police else None]
        return min((end for end in ends if end), default=None)


def facts_of(
    case: Case, receiver: Organisation, at: datetime, purpose: str, stated: Iterable[str] = ()
) -> Facts:
    """What the person said about a receiver, and what was decided for police data in the region, as it holds now."""
    answers = Consent.objects.filter(case=case, receiver_kind=receiver.kind)
    return said(answers, live_decision(case.region_id, receiver.kind, at), at, purpose, stated)


def said(
    answers: Iterable[Consent],
    decision: Decision20 | None,
    at: datetime,
    purpose: str,
    stated: Iterable[str] = (),
) -> Facts:
    """Facts from answers about one receiver and a decision.

    What was said last holds; of what was said at one moment every yes adds up, and one no is a no.
    """
    known = list(answers)
    last = max((answer.recorded_at for answer in known), default=None)
    latest = [answer for answer in known if answer.recorded_at == last]
    refused = any(not answer.given or answer.withdrawn_at for answer in latest)
    live = [
        answer
        for answer in latest
        if not refused and (answer.ends_at is None or answer.ends_at > at) and purpose in answer.purposes
    ]
    return Facts(
        consent=reduce(or_, (answer.categories for answer in live), 0),
        consent_id=live[-1].pk if live else None,
        consent_until=min((answer.ends_at for answer in live if answer.ends_at), default=None),
        refused=refused,
        decided=decision.by_regime if decision else 0,
        decision_id=decision.pk if decision else None,
        decision_until=decision.ends_at if decision else None,
        stated=frozenset(stated),
    )


def live_decision(region_id: UUID, receiver_kind: str, at: datetime) -> Decision20 | None:
    """The decision under Wpg article 20 that lets police data go to a kind of receiver in a region now, if any."""
    return next(
        iter(live_decisions(at).filter(region_id=region_id, recipients__contains=[receiver_kind])), None
    )


def live_decisions(at: datetime) -> QuerySet[Decision20]:
    """Every decision that holds at a moment, oldest first."""
    return Decision20.objects.filter(Q(ended_at__isnull=True), starts_at__lte=at, ends_at__gt=at).order_by(
        "starts_at", "pk"
    )


def propose(*, origin: str, receiver: str, categories: int, purpose: str, facts: Facts) -> Proposal:
    """Ask the protocol for each category under each regime. `origin` is the kind that registered the case.

    Police data reach a receiver through the cooperation alone: by a decision under Wpg article 20 that names it. Who was
    refused gets nothing, unless someone is in acute danger. The organisation's own regimes come along: what it writes itself it can read.
    """
    if receiver == Kind.POLICE:  # sees police data by its own law
        facts = replace(facts, decided=0, decision_id=None, decision_until=None)
    found = Proposal(facts=facts, of_police=Regime.of(origin, Category.IDENTITY) in POLICE_REGIMES)
    if facts.refused and Condition.ACUTE_DANGER not in facts.stated:
        return found
    for category in in_mask(categories):
        for regime in Regime:
            _ask(found, origin, receiver, category, regime, purpose)
    if found.by_regime:
        found.by_regime |= Regime.AVG.lane(Category.CASE)
        found.by_regime |= own_law(receiver, found.categories)
    return found


def own_law(kind: str, categories: int) -> int:
    """What a kind of organisation writes itself in these categories under a law of its own (cases/sql/own_law.sql)."""
    return sum(regime.lane(categories) for regime in _OWN_LAW.get(Kind(kind), []))


def _ask(
    found: Proposal, origin: str, receiver: str, category: Category, regime: Regime, purpose: str
) -> None:
    sender = _sender(origin, regime)
    flow = Flow(sender, receiver, category, regime.name.lower(), purpose, found.facts.of(category, regime))
    answer = decide(flow)
    never = not answer.allowed and answer.row is not None and answer.row.never
    if regime in POLICE_REGIMES and not never:
        answer = decide(flow._replace(receiver_kind=Party.COOPERATION_BODY))
    if answer.allowed and answer.row:
        found.by_regime |= regime.lane(category)
        found.rows[answer.row.id] = answer.row
    elif regime is Regime.AVG or Regime.of(origin, category) is regime:
        found.reasons[category] = str(answer.reason)


def _sender(origin: str, regime: Regime) -> str:
    """The kind of organisation that holds what falls under a regime in a case that `origin` registered."""
    general = origin if Regime.of(origin, Category.IDENTITY) is Regime.AVG else Kind.VICTIM_SUPPORT
    return _HOLDER.get(regime) or general


def for_case(
    actor: Actor,
    case: Case,
    receiver: Organisation,
    wanted: Iterable[Category],
    purpose: str,
    stated: Iterable[str] = (),
) -> Proposal:
    """What of `wanted` may be shared with an organisation now, no more than the actor sees.

    A category of which nothing may be shared but what others wrote under a law of their own is not shared at all: else
    one would believe to share what one does not.
    """
    found = propose(
        origin=case.registered_for.kind,
        receiver=receiver.kind,
        categories=sum({*wanted, Category.CASE}),
        purpose=purpose,
        facts=facts_of(case, receiver, actor.at, purpose, stated),
    )
    found.by_regime &= lasting(actor, case)
    found.by_regime |= own_law(receiver.kind, found.categories)
    for category in in_mask(found.categories & ~Category.CASE):
        own = Regime.of(case.registered_for.kind, category)
        if not found.by_regime & (Regime.AVG.lane(category) | own.lane(category)):
            found.by_regime &= ~every_lane(category)
    return found


def open_to_state(
    actor: Actor, case: Case, receiver: Organisation, categories: int, purpose: str
) -> list[Condition]:
    """What could still be stated to share these categories: the conditions of the rows that could then allow it.

    Of what falls under an organisation's own law (police, prosecution, care) only that kind of organisation can say so.
    """
    assert actor.organisation is not None
    facts = facts_of(case, receiver, actor.at, purpose)
    origin = case.registered_for.kind
    found: set[Condition] = set()
    for regime in Regime:
        if regime in _HOLDER and _HOLDER[regime] != actor.organisation.kind:
            continue
        for category in in_mask(categories):
            cell = Cell(_sender(origin, regime), receiver.kind, int(category), regime.name.lower(), purpose)
            speaking = [row for row in ROWS if cell in row.cells]
            for row in speaking:
                never = row.never or any(other.never and other.rules_out(row) for other in speaking)
                missing = row.conditions - facts.of(category, regime)
                if not never and missing <= STATABLE:
                    found |= missing
    return [condition for condition in Condition if condition in found]
