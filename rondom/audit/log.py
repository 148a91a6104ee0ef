"""The only writer of events."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any, Protocol, Self, TypedDict, Unpack
from uuid import UUID

import rfc8785
from django.conf import settings
from django.db import connection

from rondom.audit import trace
from rondom.audit.models import COLUMNS, Event
from rondom.core.db import uuid7

INSERT = f"INSERT INTO audit_event ({', '.join(COLUMNS)}) VALUES ({', '.join('%s' for _ in COLUMNS)})"  # noqa: S608
NOTHING = {column: None if field.null else "" for column, field in COLUMNS.items()}


class Verb(StrEnum):
    """The closed list of what can happen in a room: a code, the sentence for the case's log, and the kind of action.

    Each room has its own in `verbs.py`. The sentence follows the name of whoever acted: "... read the story". The
    action is that of NEN 7513: C(reate), R(ead), U(pdate), D(elete) or E(xecute).
    """

    sentence: Any
    action: str

    def __new__(cls, code: str, sentence: Any = "", action: str = "") -> Self:
        verb = str.__new__(cls, code)
        verb._value_ = code
        verb.sentence, verb.action = sentence, action
        return verb


class Acts(Protocol):
    """Whoever acts: all that an event needs to know about them. Who acts in roles has `roles` too."""

    @property
    def kind(self) -> str: ...
    @property
    def user_id(self) -> UUID | None: ...
    @property
    def organisation_id(self) -> UUID | None: ...
    @property
    def at(self) -> datetime: ...


@dataclass(frozen=True)
class House:
    """The house itself, at work without a person."""

    at: datetime
    kind: str = Event.ActorKind.SERVICE
    user_id: None = None
    organisation_id: None = None


class About(TypedDict, total=False):
    """What more can be said of an event, where it is known: codes and identifiers."""

    on_behalf_of: UUID
    pseudonym: UUID  # of the person concerned: one event a person
    category: str
    sensitivity: str
    decision: str  # the row of the privacy protocol
    relation: str  # of whoever acts to the case
    consent_id: UUID


def record(
    actor: Acts,
    verb: Verb,
    *,
    case_id: UUID | None = None,
    subject: tuple[str, UUID] | None = None,
    purpose: str = "",
    basis: str = "",
    outcome: Event.Outcome = Event.Outcome.DONE,
    data: dict[str, Any] | None = None,
    **about: Unpack[About],
) -> None:
    """Write that `actor` did `verb`, in the transaction of what was done: if this fails, the change fails.

    The action comes with the verb, the roles with the actor, access point and trace with the request. The order in
    which events are sealed is found afterwards, so that no row is waited for here.
    """
    here = trace.current()
    kind, subject_id = subject or ("", None)
    said: dict[str, Any] = {
        "id": uuid7(),
        "at": actor.at,
        "verb": verb.value,
        "action": verb.action,
        "outcome": str(outcome),
        "actor_kind": str(actor.kind),
        "actor_id": actor.user_id,
        "roles": " ".join(sorted(getattr(actor, "roles", ()))),
        "organisation_id": actor.organisation_id,
        "purpose": purpose,
        "basis": basis,
        "case_id": case_id,
        "subject_kind": kind,
        "subject_id": subject_id,
        "access_point": here.access_point,
        "trace_id": here.trace_id,
        "parent_span_id": here.parent,
        "data": rfc8785.dumps(data).decode() if data else "{}",
        **_source(),
        **about,
    }
    with connection.cursor() as cursor:
        cursor.execute(INSERT, [said.get(column, nothing) for column, nothing in NOTHING.items()])


def sentence_of(code: str) -> Any:
    """The sentence for a verb's code, in the words of its room; the code itself when no room knows it."""
    return _sentences().get(code, code)


def _sentences() -> dict[str, Any]:
    return {verb.value: verb.sentence for family in Verb.__subclasses__() for verb in family}


@cache
def _source() -> dict[str, str]:
    """Where events are made: the site, what runs there, and its version."""
    try:
        number = version("rondom")
    except PackageNotFoundError:
        number = "unknown"
    return {"site": settings.SITE, "component": f"rondom-{settings.ROLE}", "version": number}
