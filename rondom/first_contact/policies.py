"""What is shared from the start: only what the person allowed, and what the MDT needs to plan.

And who notes what of the acute windows.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from rondom.cases.models import Case, Category, Status
from rondom.cases.policies import is_named, must_be_open, must_give_help, must_hold
from rondom.core.errors import Denied, WrongStep
from rondom.first_contact.models import JUDGED, NEXT_OFFER, WindowStep
from rondom.first_contact.safety import ANSWERS, QUESTIONS
from rondom.first_contact.typed import Typed
from rondom.first_contact.watch import Watched
from rondom.first_contact.windows import State
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


def must_know_the_questions(answers: Mapping[str, str]) -> None:
    """Only questions of safety.toml are answered, with yes or no. Raises ValueError."""
    unknown = answers.keys() - QUESTIONS.keys() or set(answers.values()) - set(ANSWERS)
    if unknown:
        raise ValueError(f"There is no such question or answer about safety: {', '.join(sorted(unknown))}.")


def may_see_windows(case: Case) -> None:
    """The acute windows follow from when it happened, which stands with the story."""
    must_hold(case.held, [Category.STORY], case)


def may_note_window(case: Case) -> None:
    """Who may see medical data, and the story it follows from, notes what was offered or judged in an open case."""
    must_hold(case.held, [Category.STORY, Category.MEDICAL], case)
    if case.status == Status.CLOSED:
        raise WrongStep(_("This case is closed."), instead=_("Open the case again first."), case_id=case.pk)


def may_state_moment(actor: Actor, case: Case) -> None:
    """Who is on an open case and may read the story notes when it was."""
    must_hold(case.held, [Category.STORY], case)
    must_be_open(case)
    if not is_named(actor, case):
        raise Denied(_("Only people on this case can note this."), case_id=case.pk)


def must_be_moments(earliest: datetime | None, latest: datetime | None, actor: Actor, case: Case) -> None:
    """Something is said of when it was; none of it is still to come, and the earliest is not after the latest."""
    said = [moment for moment in (earliest, latest) if moment]
    if not said or max(said) > actor.at:
        raise WrongStep(_("This moment is still to come, or no moment was given."), case_id=case.pk)
    if earliest and latest and earliest > latest:
        raise WrongStep(_("This is before the earliest moment."), case_id=case.pk)


def next_kinds(watched: Watched) -> list[WindowStep.Kind]:
    """What can be noted of a window now, in the order of the page."""
    if watched.state == State.NOT_APPLICABLE:
        return [WindowStep.Kind.APPLIES] if watched.by_fact else []
    offer = watched.offer.kind if watched.offer else ""
    kinds = [kind for kind in WindowStep.Kind if kind in NEXT_OFFER[offer]]
    judgeable = offer in {"", WindowStep.Kind.OFFERED}
    return [*kinds, WindowStep.Kind.NOT_APPLICABLE] if judgeable else kinds


def must_follow(watched: Watched | None, kind: WindowStep.Kind, case: Case) -> None:
    """A step is noted on a window that there is, after what was noted of it before."""
    if watched is None:
        raise WrongStep(_("It is not known when it happened."), case_id=case.pk)
    if kind not in next_kinds(watched):
        raise WrongStep(
            _("This cannot be noted of this window now."),
            instead=_("Look at what was noted last; take that back if it is wrong."),
            case_id=case.pk,
        )


def must_have_reason(kind: WindowStep.Kind, reason: str, case: Case) -> None:
    """That something does, or does not, apply is a person's judgement: with why."""
    if kind in JUDGED and not reason.strip():
        raise WrongStep(_("Write why."), case_id=case.pk)


def must_have_been(at: datetime, actor: Actor, case: Case) -> None:
    """What is noted has happened already."""
    if at > actor.at:
        raise WrongStep(_("This moment is still to come."), case_id=case.pk)


def may_take_back(step: WindowStep, last: WindowStep | None, actor: Actor, case: Case) -> None:
    """Only the organisation that noted it takes it back, and only what was noted last of that window."""
    if step.organisation_id != actor.organisation_id:
        raise Denied(_("Only the organisation that noted this can take it back."), case_id=case.pk)
    if last is None or last.pk != step.pk:
        raise WrongStep(
            _("Something was noted after this."), instead=_("Take that back first."), case_id=case.pk
        )
