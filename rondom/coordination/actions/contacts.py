"""Contact with the person: safely, noted, and as often as was agreed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from rondom.audit.log import record
from rondom.cases.models import Case, Person
from rondom.coordination import policies, safe
from rondom.coordination.models import Contact, Rhythm
from rondom.coordination.verbs import CoordinationVerb
from rondom.organisations.actor import Actor


@dataclass(frozen=True)
class Meant:
    """A contact as someone means to have it, or had it: with whom, how, when, and whether that is within what was agreed."""

    person: Person
    way: Contact.Way
    at: datetime
    in_hours: bool = True
    agreed: bool = False
    danger: str = ""

    @property
    def against(self) -> Sequence[Contact.Rule]:
        """The rules of safe contact that it goes against."""
        return safe.against(self.person, self.way, in_hours=self.in_hours, agreed=self.agreed)


@dataclass(frozen=True)
class Went:
    """How a contact went."""

    result: Contact.Result
    note: str = ""


@transaction.atomic
def begin(*, actor: Actor, case: Case, meant: Meant, went: Went | None = None) -> Contact:
    """Note that someone is about to contact the person, or did (`went`). What is not safe needs a danger that cannot wait.

    The case must be locked. Raises Denied, or WrongStep with what to do instead.
    """
    policies.must_know_how_to_contact(actor, case)
    policies.must_be_safe(meant.against, meant.danger, case)
    contact = Contact(
        case=case,
        person=meant.person,
        way=meant.way,
        at=meant.at,
        user=actor.user,
        organisation=actor.organisation,
        against=list(meant.against),
        danger=meant.danger.strip() or None if meant.against else None,
        result=went.result if went else "",
        note=(went.note or None) if went else None,
        noted_at=actor.at if went else None,
    )
    contact.save(force_insert=True)
    data = {"against": [str(rule.value) for rule in meant.against]} if meant.against else None
    record(actor, CoordinationVerb.CONTACT_BEGUN, case_id=case.pk, subject=("contact", contact.pk), data=data)
    return contact


@transaction.atomic
def stop(*, actor: Actor, case: Case, meant: Meant) -> None:
    """Record that someone was about to contact the person in a way that is not safe, and was stopped."""
    data = {"way": meant.way.value, "against": [rule.value for rule in meant.against]}
    record(actor, CoordinationVerb.CONTACT_STOPPED, case_id=case.pk, data=data)


@transaction.atomic
def note(*, actor: Actor, case: Case, contact: Contact, went: Went) -> None:
    """Note how a contact went, once: the organisation whose it was. Raises Denied or WrongStep."""
    policies.may_note_contact(actor, case, contact)
    contact.result, contact.note, contact.noted_at = went.result, went.note or None, actor.at
    contact.save(update_fields=["result", "note", "noted_at"])
    data = {"result": went.result.value}
    record(actor, CoordinationVerb.CONTACT_NOTED, case_id=case.pk, subject=("contact", contact.pk), data=data)


@transaction.atomic
def look(*, actor: Actor, case: Case) -> None:
    """Looking at the contacts with the person is a read like any other."""
    record(actor, CoordinationVerb.CONTACTS_READ, case_id=case.pk, purpose="coordination")


@transaction.atomic
def agree(*, actor: Actor, case: Case, every_days: int, until: date) -> Rhythm:
    """Note how often the person wants to hear something, until a day; the latest holds. Only the coordinator.

    The case must be locked. Raises Denied.
    """
    policies.must_coordinate(actor, case)
    policies.must_know_how_to_contact(actor, case)
    agreed = Rhythm(case=case, every_days=every_days, until=until, agreed_at=actor.at, agreed_by=actor.user)
    agreed.save(force_insert=True)
    record(actor, CoordinationVerb.RHYTHM_AGREED, case_id=case.pk, subject=("rhythm", agreed.pk))
    return agreed
