"""Small agreements between addresses, views and forms."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.http import HttpRequest, QueryDict
from django.views.decorators.http import require_http_methods, require_POST, require_safe

View = TypeVar("View", bound=Callable[..., Any])

reads = require_safe  # a page to read
fills_in = require_http_methods(["GET", "HEAD", "POST"])  # a page with a form


@dataclass
class Kept:
    """What someone sent to `path` when they first had to sign in again or confirm; `filled` once a form shows it."""

    path: str
    text: str
    filled: bool = False

    @property
    def data(self) -> QueryDict:
        return QueryDict(self.text)

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Every name and value."""
        return [(name, str(value)) for name, values in self.data.lists() for value in values]


def does(view: View) -> View:
    """A button: a view without a page of its own."""
    found = require_POST(view)
    found.button = True  # type: ignore[attr-defined]
    return found


def public(view: View) -> View:
    """Mark a view that needs no signed-in person; every other view has one, or is not run."""
    view.public = True  # type: ignore[attr-defined]
    return view


def early(view: View) -> View:
    """Mark a view for who is signed in and still has to lay down a second factor."""
    view.early = True  # type: ignore[attr-defined]
    return view


def by_itself(view: View) -> View:
    """Mark a view that a page asks for by itself: that nobody touched anything, so the session does not go on for it."""
    view.by_itself = True  # type: ignore[attr-defined]
    return view


def by_token(scope: str, method: str = "POST") -> Callable[[View], View]:
    """Mark a view for other systems: only a token with this scope opens it, and no session (organisations/systems.py)."""

    def mark(view: View) -> View:
        view.scope, view.method = scope, method  # type: ignore[attr-defined]
        # No cookie counts there, so that there is nothing to forge.
        view.csrf_exempt = True  # type: ignore[attr-defined]
        return view

    return mark


def brings_files(view: View) -> View:
    """Mark a view whose form takes files: one that is too large is answered on the form (core/middleware.py)."""
    view.brings_files = True  # type: ignore[attr-defined]
    return view


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form was sent with, be it nothing at all; None while it is still to be filled in.

    On the way back from signing in again or confirming it is what was typed before (rondom/accounts/door.py).
    """
    if request.method == "POST":
        return request.POST
    kept: Kept | None = getattr(request, "kept", None)
    if kept is None or kept.path != request.path:
        return None
    kept.filled = True
    return kept.data


def status_of(request: HttpRequest) -> int:
    """The status of a page with a form: 422 when it comes back because something is missing."""
    return 422 if request.method == "POST" else 200
