"""The only writer of events."""

from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol, Self
from uuid import UUID

from rondom.audit.models import Event


class Verb(StrEnum):
    """The closed list of what can happen in a room: a code, and the sentence for the case's log.

    Each room has its own in `verbs.py`. The sentence follows the name of whoever acted: "... read the story".
    """

    sentence: Any

    def __new__(cls, code: str, sentence: Any = "") -> Self:
        verb = str.__new__(cls, code)
        verb._value_ = code
        verb.sentence = sentence
        return verb


class Acts(Protocol):
    """Whoever acts: all that an event needs to know about them."""

    @property
    def kind(self) -> str: ...
    @property
    def user_id(self) -> UUID | None: ...
    @property
    def organisation_id(self) -> UUID | None: ...
    @property
    def at(self) -> datetime: ...


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
) -> None:
    """Write that `actor` did `verb`, in the transaction of what was done: if this fails, the change fails."""
    kind, subject_id = subject or ("", None)
    Event.objects.create(
        at=actor.at,
        verb=verb.value,
        outcome=outcome,
        actor_kind=actor.kind,
        actor_id=actor.user_id,
        organisation_id=actor.organisation_id,
        purpose=purpose,
        basis=basis,
        case_id=case_id,
        subject_kind=kind,
        subject_id=subject_id,
        data=data or {},
    )


def sentence_of(code: str) -> Any:
    """The sentence for a verb's code, in the words of its room; the code itself when no room knows it."""
    return _sentences().get(code, code)


def _sentences() -> dict[str, Any]:
    return {verb.value: verb.sentence for family in Verb.__subclasses__() for verb in family}
