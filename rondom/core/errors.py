"""What a rule says when it says no. Raised by policies and actions, answered by the middleware, never by a view."""

from typing import Any
from uuid import UUID

from django.http import Http404


class Denied(Exception):  # noqa: N818 - the word of the house: "Denied", not "DeniedError"
    """This actor may not do this; `reason` is a sentence the person reads."""

    def __init__(self, reason: Any, *, case_id: UUID | None = None) -> None:
        super().__init__(reason)
        self.reason = str(reason)
        self.case_id = case_id


class WrongStep(Exception):  # noqa: N818
    """This cannot happen now; `instead` says what can."""

    def __init__(self, reason: Any, *, instead: Any = "", case_id: UUID | None = None) -> None:
        super().__init__(reason)
        self.reason = str(reason)
        self.instead = str(instead)
        self.case_id = case_id


class ConfirmFirst(Exception):  # noqa: N818
    """This asks that someone shows, just now, that it is really them; what was typed is kept meanwhile."""


class NotThere(Http404):
    """Not there, or not yours: the answer is the same, and the attempt is recorded."""

    def __init__(
        self, kind: str, requested: UUID | str | None = None, *, case_id: UUID | None = None
    ) -> None:
        super().__init__(kind)
        self.kind = kind
        self.requested = requested
        self.case_id = case_id
