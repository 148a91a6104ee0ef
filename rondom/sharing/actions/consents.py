"""Note what the person says about sharing, and withdraw it."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from rondom.audit.log import record
from rondom.cases.actions import dossier
from rondom.cases.models import Case, Category, Entry, Grant, Naming
from rondom.organisations.actor import Actor
from rondom.sharing import policies
from rondom.sharing.actions import grants
from rondom.sharing.models import Consent, Notice
from rondom.sharing.verbs import SharingVerb


@dataclass(frozen=True)
class Answer:
    """What the person said about one receiver: an organisation kind, or someone else by name."""

    receiver_kind: str
    receiver_other: str
    categories: int
    given: bool
    words: str = ""
    given_at: datetime | None = None
    ends_at: datetime | None = None
    how: str = Consent.How.SPOKEN
    given_by: str = Consent.By.PERSON
    representative: str = ""
    explained: bool = False
    purposes: tuple[str, ...] = ()


def noted(actor: Actor, case: Case, answer: Answer) -> Consent:
    """The answer as a row, not yet written; saying nothing of the moment means now."""
    more = {"purposes": list(answer.purposes)} if answer.purposes else {}
    return Consent(
        case=case,
        receiver_kind=answer.receiver_kind,
        receiver_other=answer.receiver_other,
        categories=answer.categories,
        given=answer.given,
        given_at=answer.given_at or actor.at,
        given_by=answer.given_by,
        representative=answer.representative,
        how=answer.how,
        explained=answer.explained,
        ends_at=answer.ends_at,
        recorded_at=actor.at,
        recorded_by=actor.user,
        **more,
    )


@transaction.atomic
def ask(*, actor: Actor, case: Case, answer: Answer) -> Consent:
    """Note an answer that the person gave later. The case must be locked.

    It takes the place of an earlier answer: a no ends at once all that was shared there, a narrower yes what rested on a
    wider one. Raises Denied for who does not know who the person is, WrongStep for a moment in the future, an end in the
    past, or a child under twelve without representative.
    """
    policies.may_answer_for(actor, case)
    policies.must_have_been_said(answer.given_at, actor, case)
    policies.must_end_later(answer.ends_at, actor, case)
    policies.must_be_represented(answer, case, actor.at)
    before = list(
        Consent.objects.filter(case=case, receiver_kind=answer.receiver_kind).exclude(receiver_kind="")
    )
    consent = noted(actor, case, answer)
    consent.save(force_insert=True)
    if answer.words.strip():
        _words(actor, case, consent, answer.words)
    if not answer.given:
        grants.end_all(actor, case, Grant.objects.filter(case=case, organisation__kind=answer.receiver_kind))
    else:
        wider = [grant.pk for grant in _resting_on(case, before) if _beyond(grant, before, consent)]
        grants.end_all(actor, case, Grant.objects.filter(pk__in=wider))
    record(
        actor,
        SharingVerb.CONSENT_RECORDED,
        case_id=case.pk,
        subject=("consent", consent.pk),
        data={
            "receiver": answer.receiver_kind or "other",
            "categories": answer.categories,
            "given": answer.given,
        },
    )
    return consent


def _resting_on(case: Case, consents: list[Consent]) -> QuerySet[Grant]:
    return Grant.objects.filter(case=case, consent_id__in=[consent.pk for consent in consents])


def _beyond(grant: Grant, before: list[Consent], now: Consent) -> bool:
    """Whether a grant that rests on an earlier yes shows what the new one no longer allows."""
    earlier = next(consent for consent in before if consent.pk == grant.consent_id)
    return bool(earlier.categories & ~now.categories & grant.categories) or grant.purpose not in now.purposes


def _words(actor: Actor, case: Case, consent: Consent, text: str) -> None:
    dossier.write(
        actor=actor,
        case=case,
        kind=Entry.Kind.CONSENT_WORDS,
        category=Category.IDENTITY,
        text=text,
        about_id=consent.pk,
    )


@transaction.atomic
def withdraw(*, actor: Actor, case: Case, consent: Consent, words: str = "") -> None:
    """The person withdraws consent: everything that rests on it ends in this same transaction. The case must be locked.

    Whoever coordinates is told, and whoever registered the case when nobody does. Raises Denied, WrongStep.
    """
    policies.may_answer_for(actor, case)
    policies.must_hold_still(consent, case)
    consent.withdrawn_at, consent.withdrawn_by = actor.at, actor.user
    consent.save(update_fields=["withdrawn_at", "withdrawn_by"])
    if words.strip():
        _words(actor, case, consent, words)
    coordinator = case.coordinator_id or case.registered_by_id
    if Naming.objects.filter(case=case, user_id=coordinator, ends_at__isnull=True).exists():
        grants.tell(actor, case, coordinator, Notice.Kind.WITHDRAWN)
    ended = grants.end_all(actor, case, Grant.objects.filter(case=case, consent_id=consent.pk))
    record(
        actor,
        SharingVerb.CONSENT_WITHDRAWN,
        case_id=case.pk,
        subject=("consent", consent.pk),
        data={"grants": [str(key) for key in ended]},
    )
