"""Small agreements between addresses, views and forms."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.http import HttpRequest, QueryDict
from django.views.decorators.http import require_http_methods, require_POST, require_safe

View = TypeVar("View", bound=Callable[..., Any])

reads = require_safe  # a page to read
fills_in = require_http_methods(["GET", "HEAD", "POST"])  # a page with a form
does = require_POST  # a button


def public(view: View) -> View:
    """Mark a view that needs no signed-in person; every other view has one, or is not run."""
    view.public = True  # type: ignore[attr-defined]
    return view


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form was sent with, be it nothing at all; None while it is still to be filled in."""
    return request.POST if request.method == "POST" else None


def status_of(request: HttpRequest) -> int:
    """The status of a page with a form: 422 when it comes back because something is missing."""
    return 422 if request.method == "POST" else 200
