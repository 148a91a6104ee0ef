"""Add a file to a case, read it, say whether it may be shared, withdraw it."""

from dataclasses import dataclass

from django.db import transaction

from rondom.audit.log import record
from rondom.cases import policies
from rondom.cases.models import Case, Category, Document, Regime, Teller
from rondom.cases.verbs import CaseVerb
from rondom.core.uploads import Brought
from rondom.organisations.actor import Actor

KIND_OF = {"JPEG": Document.Kind.PHOTO, "PNG": Document.Kind.PHOTO, "PDF": Document.Kind.LETTER}


@dataclass(frozen=True)
class About:
    """What is said about a file: what it tells, who gave it, whether others may see it."""

    category: Category
    given_by: Teller
    shareable: Document.Shareable = Document.Shareable.NOT_ASKED
    description: str = ""


@transaction.atomic
def add(*, actor: Actor, case: Case, brought: Brought, about: About) -> Document:
    """Add a file that was made safe. Raises Denied for a category the actor does not hold, WrongStep when there are too many."""
    policies.must_hold(case.held, [about.category], case)
    policies.must_be_open(case)
    policies.may_add_document(actor, case)
    assert actor.organisation is not None
    document = Document(
        case=case,
        category=about.category,
        regime=Regime.of(actor.organisation.kind, about.category),
        kind=KIND_OF.get(brought.kind.name, Document.Kind.AUDIO),
        media=brought.kind.name,
        size=len(brought.content),
        name=brought.name,
        description=about.description,
        content=brought.content,
        given_by=about.given_by,
        shareable=about.shareable,
        added_by=actor.user,
        organisation=actor.organisation,
        added_at=actor.at,
    )
    document.save(force_insert=True)
    record(
        actor,
        CaseVerb.DOCUMENT_ADDED,
        case_id=case.pk,
        subject=("document", document.pk),
        data={"kind": document.kind, "category": int(about.category), "shareable": about.shareable.value},
    )
    return document


@transaction.atomic
def read(*, actor: Actor, case: Case, document: Document, purpose: str) -> Document:
    """The file with its content: a deliberate step, recorded with its purpose. Raises WrongStep once withdrawn."""
    policies.must_be_there(document, case)
    record(actor, CaseVerb.DOCUMENT_READ, case_id=case.pk, subject=("document", document.pk), purpose=purpose)
    return document


@transaction.atomic
def may_be_shared(*, actor: Actor, case: Case, document: Document, shareable: Document.Shareable) -> None:
    """Say whether others may see a file of the own organisation; what may not be shared they see no more, at once."""
    policies.must_be_own_document(document, actor, case)
    policies.must_be_there(document, case)
    document.shareable = shareable
    document.save(update_fields=["shareable"])
    record(
        actor,
        CaseVerb.DOCUMENT_SHAREABLE,
        case_id=case.pk,
        subject=("document", document.pk),
        data={"shareable": shareable.value},
    )


@transaction.atomic
def withdraw(*, actor: Actor, case: Case, document: Document) -> None:
    """Take a file of the own organisation back: its content is destroyed, and that it was there stays to be seen."""
    policies.must_be_own_document(document, actor, case)
    policies.must_be_there(document, case)
    document.content = b""
    document.description = ""
    document.withdrawn_at, document.withdrawn_by = actor.at, actor.user
    document.save(update_fields=["content", "description", "withdrawn_at", "withdrawn_by"])
    record(actor, CaseVerb.DOCUMENT_WITHDRAWN, case_id=case.pk, subject=("document", document.pk))
