"""The share ledger of a case: what is shared with whom, why, on which ground, until when, and what the person said."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db.models import Q

from rondom.cases.logbook import PURPOSES
from rondom.cases.models import OPEN_STATES, Case, Category, Entry, Grant, Regime, Shield, Step, by_categories
from rondom.cases.policies import parts
from rondom.organisations.actor import Actor
from rondom.organisations.models import Organisation
from rondom.sharing import policies
from rondom.sharing.decide import ROWS
from rondom.sharing.models import Consent
from rondom.sharing.protocol import Row
from rondom.sharing.terms import GROUPS, Condition, Party, Purpose

_ROW = {row.id: row for row in ROWS}
PARTNERS = GROUPS[Party.PARTNER]


@dataclass(frozen=True)
class What:
    """Categories that are held under the same regimes."""

    categories: int
    regimes: list[Regime]
    alone: bool = False

    @property
    def parts(self) -> list[str]:
        """What is seen besides that the case exists, in words."""
        return parts(self.categories & ~Category.CASE)

    @property
    def origins(self) -> list[str]:
        """The laws, where it matters: when another law shows something else, or general data are not among them."""
        matters = not self.alone or Regime.AVG not in self.regimes
        return [str(regime.label) for regime in self.regimes] if matters else []


def what(by_regime: int) -> list[What]:
    """What is held, the widest first; under which law the bare existence is held, matters only when it is all there is."""
    found = [What(categories, regimes) for categories, regimes in by_categories(by_regime).items()]
    told = [one for one in found if one.categories != Category.CASE] or found[:1]
    return [replace(one, alone=len(told) == 1) for one in told]


def purpose_word(code: str) -> Any:
    """What something is shared for, in words."""
    return Purpose(code).label if code in Purpose.values else PURPOSES.get(code, code)


@dataclass(frozen=True)
class Said:
    """An answer of the person, with their words for who may read them."""

    consent: Consent
    words: list[Entry]
    later: bool  # a later answer about the same receiver took its place

    @property
    def receiver(self) -> str:
        return (
            str(self.consent.get_receiver_kind_display())
            if self.consent.receiver_kind
            else self.consent.receiver_other
        )

    @property
    def parts(self) -> list[str]:
        return parts(self.consent.categories & ~Category.CASE)

    @property
    def purposes(self) -> list[Any]:
        return [purpose_word(purpose) for purpose in self.consent.purposes]

    @property
    def stands(self) -> bool:
        """Whether it is a yes that can still be withdrawn."""
        return self.consent.given and self.consent.withdrawn_at is None and not self.later


@dataclass(frozen=True)
class Share:
    """One grant, in words."""

    grant: Grant
    rows: list[Row]
    said: Said | None
    reasons: list[Entry]
    ended_at: datetime | None
    can_stop: bool

    @property
    def what(self) -> list[What]:
        return what(self.grant.by_regime)

    @property
    def purpose(self) -> Any:
        return purpose_word(self.grant.purpose)

    @property
    def conditions(self) -> list[Any]:
        """On which conditions, each once."""
        asked = {condition for row in self.rows for condition in row.conditions}
        return [condition.label for condition in Condition if condition in asked]


@dataclass(frozen=True)
class Ledger:
    """All that was shared of a case, what holds now first."""

    live: list[Share]
    ended: list[Share]
    answers: list[Said]
    knows_who: bool
    may_share: bool
    missing: str
    shielded: list[str] = field(default_factory=list)

    @property
    def organisations(self) -> int:
        """How many organisations know something now."""
        return len({share.grant.organisation_id for share in self.live})

    @property
    def refusals(self) -> int:
        """How many times the person's last word is no."""
        return sum(not said.later and not said.stands for said in self.answers)


def ledger(actor: Actor, case: Case) -> Ledger:
    """The ledger as the actor may read it, in few queries."""
    texts = _texts(case)
    answers = _answers(case, texts)
    by_consent = {said.consent.pk: said for said in answers}
    grants = Grant.objects.filter(case=case).select_related("organisation", "granted_by", "revoked_by")
    shares = [
        Share(
            grant,
            [_ROW[row] for row in grant.rows if row in _ROW],
            by_consent.get(grant.consent_id) if grant.consent_id else None,
            texts.get(grant.pk, []),
            _ended_at(grant, actor.at),
            policies.can_stop(grant),
        )
        for grant in sorted(grants, key=attrgetter("starts_at", "pk"))
    ]
    live = [share for share in shares if share.ended_at is None]
    ended = [share for share in shares if share.ended_at is not None]
    return Ledger(
        live=sorted(live, key=lambda share: (share.grant.organisation.name, share.grant.starts_at)),
        ended=sorted(ended, key=lambda share: str(share.ended_at), reverse=True),
        answers=answers,
        knows_who=bool(case.held & Category.IDENTITY),
        may_share=policies.shares(actor, case),
        missing=missing(case, actor.at),
        shielded=sorted(shielded(case).values()),
    )


def missing(case: Case, at: datetime) -> str:
    """What a case of the police lacks before anyone else may see police data in it; empty when nothing."""
    of_police = case.registered_for.kind == Organisation.Kind.POLICE
    return policies.no_decision(case) if of_police and policies.undecided(case, at) else ""


def _ended_at(grant: Grant, at: datetime) -> datetime | None:
    """When it ended, by someone or by itself; None while it holds."""
    passed = grant.ends_at if grant.ends_at and grant.ends_at <= at else None
    ends = [moment for moment in (grant.revoked_at, passed) if moment]
    return min(ends, default=None)


def _texts(case: Case) -> dict[UUID, list[Entry]]:
    """Reasons and the person's words by the row they are about, as far as the reader may see them."""
    found: dict[UUID, list[Entry]] = {}
    kinds = [Entry.Kind.NOTE, Entry.Kind.CONSENT_WORDS]
    entries = Entry.objects.filter(case=case, kind__in=kinds, about_id__isnull=False)
    for entry in sorted(entries, key=attrgetter("written_at", "pk")):
        assert entry.about_id is not None
        found.setdefault(entry.about_id, []).append(entry)
    return found


def _answers(case: Case, texts: Mapping[UUID, list[Entry]]) -> list[Said]:
    """What the person said, by receiver, the last answer first; nothing for who may not know who they are."""
    if not case.held & Category.IDENTITY:
        return []
    consents = list(Consent.objects.filter(case=case).select_related("recorded_by", "withdrawn_by"))
    last: dict[str, datetime] = {}
    for consent in consents:
        key = consent.receiver_kind or consent.receiver_other
        last[key] = max(last.get(key, consent.recorded_at), consent.recorded_at)
    said = [
        Said(
            consent,
            texts.get(consent.pk, []),
            consent.recorded_at < last[consent.receiver_kind or consent.receiver_other],
        )
        for consent in consents
    ]
    newest = sorted(said, key=lambda one: one.consent.recorded_at, reverse=True)
    return sorted(newest, key=lambda one: (one.receiver, one.later))


def shielded(case: Case) -> dict[UUID, str]:
    """The organisations from which the case is kept, by name, for who may know who it is about."""
    if not case.held & Category.IDENTITY:
        return {}
    shields = Shield.objects.filter(case=case, lifted_at__isnull=True, organisation__isnull=False)
    return dict(shields.values_list("organisation_id", "organisation__name"))


@dataclass(frozen=True)
class Ending:
    """What ends when a consent is withdrawn."""

    grants: list[Grant]
    losing: list[Organisation]
    steps: list[Step]
    coordinator_leaves: bool


def ending(actor: Actor, case: Case, consent: Consent) -> Ending:
    """What rests on a consent now: who loses what, and which open steps would be withdrawn."""
    still = Q(ends_at__isnull=True) | Q(ends_at__gt=actor.at)
    live = list(
        Grant.objects.filter(still, case=case, revoked_at__isnull=True)
        .select_related("organisation")
        .order_by("organisation__name", "pk")
    )
    going = [
        grant for grant in live if grant.consent_id == consent.pk and grant.basis != Grant.Basis.REGISTRATION
    ]
    left = {grant.organisation_id for grant in live if grant not in going}
    losing = {
        grant.organisation_id: grant.organisation for grant in going if grant.organisation_id not in left
    }
    steps = Step.objects.filter(case=case, organisation__in=losing, state__in=OPEN_STATES)
    return Ending(
        going,
        list(losing.values()),
        list(steps.select_related("organisation", "words").order_by("due_at", "pk")),
        case.coordinator_organisation_id in losing,
    )


def around(case: Case) -> list[Organisation]:
    """The organisations of the region that can help, by name."""
    return sorted(
        Organisation.objects.filter(works_in=case.region_id, kind__in=PARTNERS), key=attrgetter("name", "pk")
    )
