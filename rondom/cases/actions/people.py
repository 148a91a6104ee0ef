"""Who is in a case: someone is added later, or what is known of them changes."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from rondom.audit.log import record
from rondom.cases import policies
from rondom.cases.models import Case, Person, PersonChange, Teller
from rondom.cases.verbs import CaseVerb
from rondom.organisations.actor import Actor

# What can change of a person; the roles, which decide who sees them, cannot.
CHANGES = (
    "name", "birth_year", "gender", "relation", "languages", "needs", "phone", "phone_ok", "text_ok", "voicemail_ok",
    "shared_device", "contact_hours", "contact_others", "code_word", "municipality",
)  # fmt: skip


@transaction.atomic
def add(
    *, actor: Actor, case: Case, roles: Sequence[str], known: Mapping[str, Any], told_by: Teller
) -> Person:
    """Add someone to a case, with what is known of them (`CHANGES`). The case must be locked. Raises Denied or WrongStep."""
    category = Person.category_for(list(roles))
    policies.may_note_people(actor, case, category)
    policies.must_be_few_people(case)
    person = Person(case=case, category=category, roles=list(roles), **_only(known))
    person.save(force_insert=True)
    _keep(actor, person, told_by, None)
    record(actor, CaseVerb.PERSON_ADDED, case_id=case.pk, subject=("person", person.pk))
    return person


@transaction.atomic
def change(
    *, actor: Actor, case: Case, person: Person, known: Mapping[str, Any], told_by: Teller
) -> PersonChange | None:
    """Change what is known of someone; what stood there stays to be read. Gives nothing when nothing is different.

    The case must be locked. Raises Denied or WrongStep.
    """
    policies.may_note_people(actor, case, person.category)
    different = {name: value for name, value in _only(known).items() if _plain(person, name) != value}
    if not different:
        return None
    before = {name: _plain(person, name) for name in different}
    for name, value in different.items():
        setattr(person, name, value)
    person.save(update_fields=[*different, "codes"])
    kept = _keep(actor, person, told_by, before)
    record(actor, CaseVerb.PERSON_CHANGED, case_id=case.pk, subject=("person", person.pk))
    return kept


def _only(known: Mapping[str, Any]) -> dict[str, Any]:
    return {name: known[name] for name in CHANGES if name in known}


def _plain(person: Person, name: str) -> Any:
    """What stands there, as a form gives it: nothing is an empty text, or an empty list."""
    value = getattr(person, name)
    if name in {"languages", "needs"}:
        return list(value or [])
    return value


def _keep(actor: Actor, person: Person, told_by: Teller, before: Mapping[str, Any] | None) -> PersonChange:
    kept = PersonChange(
        case=person.case, category=person.category, person=person, told_by=told_by, changed_at=actor.at,
        changed_by=actor.user, organisation=actor.organisation,
        before=None if before is None else json.dumps(before, ensure_ascii=False),
    )  # fmt: skip
    kept.save(force_insert=True)
    return kept
