"""What a rule says when it says no. Raised by policies and actions, answered by the middleware, never by a view."""

import re
from collections.abc import Sequence
from typing import Any, Self
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext


class Denied(Exception):  # noqa: N818 - the word of the house: "Denied", not "DeniedError"
    """This actor may not do this; `reason` is a sentence the person reads."""

    def __init__(self, reason: Any, *, case_id: UUID | None = None) -> None:
        super().__init__(reason)
        self.reason = str(reason)
        self.case_id = case_id


class WrongStep(Exception):  # noqa: N818
    """This cannot happen now; `instead` says what can, `beside` shows texts side by side, each list under its title."""

    def __init__(
        self,
        reason: Any,
        *,
        instead: Any = "",
        case_id: UUID | None = None,
        beside: Sequence[tuple[str, Sequence[str]]] = (),
    ) -> None:
        super().__init__(reason)
        self.reason = str(reason)
        self.instead = str(instead)
        self.beside = [(str(title), [str(text) for text in texts]) for title, texts in beside]
        self.case_id = case_id


class Collided(WrongStep):
    """Someone else did the same at this moment, so that it did not show yet; done once more, it does or never will."""


class ConfirmFirst(Exception):  # noqa: N818
    """This asks that someone shows, just now, that it is really them; what was typed is kept meanwhile."""


class Fault(str):
    """What is wrong with one field of what was sent, or with all of it: a line "field: sentence"."""

    __slots__ = ("field", "sentence")
    field: str
    sentence: str

    def __new__(cls, field: str, sentence: str) -> Self:
        fault = str.__new__(cls, " ".join(f"{field or gettext('file')}: {sentence}".split()))
        fault.field, fault.sentence = field, sentence
        return fault

    @property
    def pointer(self) -> str:
        """Where it is, as a fragment that holds a JSON pointer (RFC 6901, section 6)."""
        steps = re.findall(r"[^.\[\]]+", self.field)
        return "#" + "".join(f"/{step}" for step in steps)


class Faulty(Exception):  # noqa: N818
    """What another system sent cannot be used; `faults` has one entry a fault."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("\n".join(faults))
        self.faults = list(faults)


class NotThere(Http404):
    """Not there, or not yours: the answer is the same, and the attempt is recorded."""

    def __init__(
        self, kind: str, requested: UUID | str | None = None, *, case_id: UUID | None = None
    ) -> None:
        super().__init__(kind)
        self.kind = kind
        self.requested = requested
        self.case_id = case_id
