"""For what is sensitive: it must have been shown, in the last five minutes, that it is really them.

    fresh = must_have_just_authenticated(request)     # in a view, on the page with the form too
    action(actor=request.actor, fresh=fresh, ...)     # an action that asks for `Fresh` cannot be called without
    with saying(fresh, "break glass"): ...            # in the action, around what a policy guards with
                                                      # rondom_confirmed('break glass')

When it is too long ago the person goes to the page that asks for a proof, and comes back to where they were; a form that
was sent comes back filled in.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from rondom.accounts import door
from rondom.core.db import confirmed
from rondom.core.errors import ConfirmFirst


@dataclass(frozen=True)
class Fresh:
    """That the application saw a proof of who someone is, at most five minutes ago."""

    user_id: UUID


def must_have_just_authenticated(request: Any) -> Fresh:
    """That it is really them. Raises ConfirmFirst when that was shown too long ago."""
    if not door.is_fresh(request):
        raise ConfirmFirst
    return Fresh(request.user.pk)


@contextmanager
def saying(fresh: Fresh, what: str) -> Iterator[None]:
    """Inside the transaction of whoever acts, let the database know that `what` is asked by who they say they are."""
    with confirmed(what, fresh.user_id):
        yield
