"""What is shared from the start: only what the person allowed, and what the MDT needs to plan."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from rondom.cases.models import Category
from rondom.cases.policies import must_give_help
from rondom.core.errors import WrongStep
from rondom.first_contact.typed import Typed
from rondom.organisations.actor import Actor
from rondom.organisations.models import Organisation
from rondom.organisations.partners import Partner
from rondom.sharing.models import Consent, Decision20
from rondom.sharing.proposal import Proposal, propose, said
from rondom.sharing.terms import Condition, Purpose

# Police and prosecutor need the possible perpetrator's data for the criminal route, when that may be shared at all.
_CRIMINAL_ROUTE = {Organisation.Kind.POLICE, Organisation.Kind.PROSECUTION}
MOST_TYPED = 1_000_000  # characters in one draft: some two hundred pages


def may_draft(actor: Actor, typed: Typed) -> None:
    """Who takes reports keeps drafts of them. Raises WrongStep for more than fits in one."""
    must_give_help(actor)
    if len(typed.content or "") > MOST_TYPED:
        raise WrongStep(
            _("This is too long to be kept as a draft."), instead=_("Shorten it and send it again.")
        )


def sharing_of(
    origin: str,
    answers: Iterable[Consent],
    partners: Sequence[Partner],
    decisions: Iterable[Decision20],
    at: datetime,
    *,
    shielded: frozenset[UUID] = frozenset(),
) -> list[tuple[Organisation, Proposal]]:
    """Who gets to see what of a new report that `origin` (a kind of organisation) took.

    1. Consent given: the categories of the consent. The story names people, so that a yes to the story without the
       identity gives no story.
    2. Refused, by anyone who was asked: nothing at all, not even that the case exists.
    3. Not asked, with a fixed seat in the MDT: that the case exists and when it must be discussed, nothing more.
    4. The organisation that chairs the MDT gets at least what rule 3 gives, as every report must be weighed.
    5. An organisation where someone in the case works gets nothing, be it the chair.

    Of all this only what the privacy protocol allows; it says on which ground, and whether that is confirmed.
    """
    found: dict[str, list[Consent]] = {}
    for answer in answers:
        found.setdefault(answer.receiver_kind, []).append(answer)
    standing = list(decisions)
    shares = []
    for partner in partners:
        organisation = partner.organisation
        if organisation.pk in shielded:
            continue
        decision = next((one for one in standing if organisation.kind in one.recipients), None)
        proposal = _proposal(origin, partner, found.get(organisation.kind, []), decision, at)
        if proposal.by_regime:
            shares.append((organisation, proposal))
    return shares


def _proposal(
    origin: str, partner: Partner, answers: list[Consent], decision: Decision20 | None, at: datetime
) -> Proposal:
    kind = partner.organisation.kind
    facts = said(answers, decision, at, Purpose.MDT)
    if facts.consent and not facts.refused:
        wanted = _agreed(kind, facts.consent)
        found = propose(
            origin=origin,
            receiver=kind,
            categories=wanted,
            purpose=Purpose.MDT,
            facts=replace(facts, consent=wanted),
        )
        if found.by_regime:
            return found
    if partner.chair_id or (partner.fixed_seat and not facts.refused):
        seated = said([], decision, at, Purpose.MDT, [Condition.MDT_SEAT])
        return propose(
            origin=origin, receiver=kind, categories=Category.CASE, purpose=Purpose.MDT, facts=seated
        )
    return Proposal()


def _agreed(kind: str, categories: int) -> int:
    if not categories & Category.IDENTITY:
        categories &= ~Category.STORY
    if kind in _CRIMINAL_ROUTE and categories & Category.LEGAL:
        categories |= Category.PERPETRATOR
    return categories | Category.CASE
