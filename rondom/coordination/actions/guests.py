"""Ask a partner without an account one question, and take that back."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from rondom.audit.log import record
from rondom.cases.models import Case, Category
from rondom.coordination import guests, policies
from rondom.coordination.models import GuestQuestion
from rondom.coordination.verbs import CoordinationVerb
from rondom.core import mail as sending
from rondom.organisations.actor import Actor
from rondom.organisations.models import Organisation
from rondom.sharing import policies as sharing_policies
from rondom.sharing.actions import grants
from rondom.sharing.terms import Purpose


@dataclass(frozen=True)
class Receiver:
    """Who is asked: of what kind, the name and place as typed, and how to reach them."""

    kind: Organisation.Kind
    name: str
    place: str
    phone: str
    email: str = ""


@transaction.atomic
def ask(
    *,
    actor: Actor,
    case: Case,
    receiver: Receiver,
    category: Category,
    text: str,
    purpose: Purpose = Purpose.COORDINATION,
    stated: Iterable[str] = (),
    hours: int = guests.USUAL,
) -> tuple[GuestQuestion, str, str]:
    """Ask one question of someone without an account; gives it with what stands in the link, and the code, this once.

    What such a receiver may be asked and told is for the privacy protocol. The case must be locked. Raises Denied with
    its reason, WrongStep in a closed or restricted case.
    """
    policies.may_ask_a_guest(actor, case, category)
    stated = list(stated)
    sharing_policies.may_state(stated, "", case)
    stranger = Organisation(kind=receiver.kind, name=receiver.place)  # no row: the protocol speaks of kinds
    proposal = grants.proposed(actor, case, stranger, [category], purpose, stated)
    token, code = guests.new_token(), guests.new_code()
    ends_at = guests.ends(actor.at, hours)
    question = GuestQuestion(
        case=case,
        category=category,
        receiver_kind=receiver.kind,
        receiver=receiver.name,
        receiver_place=receiver.place,
        email=receiver.email,
        phone=receiver.phone,
        question=text,
        purpose=purpose,
        rows=sorted(proposal.rows),
        consent_id=proposal.consent_id,
        asked_by=actor.user,
        asked_for=actor.organisation,
        asked_at=actor.at,
        ends_at=min(ends_at, proposal.until or ends_at),
        token_digest=guests.digest(token),
        code_hash=guests.hashed(code),
    )
    question.save(force_insert=True)
    record(
        actor,
        CoordinationVerb.GUEST_ASKED,
        case_id=case.pk,
        subject=("guest_question", question.pk),
        purpose=purpose,
        basis=proposal.basis,
        data={"kind": receiver.kind.value, "rows": question.rows, "stated": sorted(stated)},
    )
    return question, token, code


@transaction.atomic
def mail(*, actor: Actor, case: Case, question: GuestQuestion, link: str) -> bool:
    """Mail the link to whoever is asked, without content; gives whether it was sent. The link itself is kept nowhere.

    In the request that made the link, as only then it is known (docs/adr/0029-mail.md).
    """
    sent = sending.send(question.email, *guests.invitation(question, link))
    record(
        actor,
        CoordinationVerb.GUEST_MAILED,
        case_id=case.pk,
        subject=("guest_question", question.pk),
        data={"sent": sent},
    )
    return sent


@transaction.atomic
def withdraw(*, actor: Actor, case: Case, question: GuestQuestion) -> None:
    """The link opens nothing any more, at once. The case must be locked. Raises Denied or WrongStep."""
    policies.must_coordinate(actor, case)
    question.move_to(GuestQuestion.State.WITHDRAWN)
    question.withdrawn_at, question.withdrawn_by = actor.at, actor.user
    question.save(update_fields=["state", "withdrawn_at", "withdrawn_by"])
    record(
        actor,
        CoordinationVerb.GUEST_WITHDRAWN,
        case_id=case.pk,
        subject=("guest_question", question.pk),
    )


@transaction.atomic
def note(*, actor: Actor, case: Case, lines: Iterable[guests.Line]) -> None:
    """Note which questions, and so which answers, someone read."""
    data = {"questions": sorted(str(line.question.pk) for line in lines)}
    record(actor, CoordinationVerb.GUESTS_READ, case_id=case.pk, purpose="coordination", data=data)
