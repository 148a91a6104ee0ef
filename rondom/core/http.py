"""Small agreements between views and middleware."""

from collections.abc import Callable
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])


def public(view: View) -> View:
    """Mark a view that needs no signed-in person; every other view has one, or is not run."""
    view.public = True  # type: ignore[attr-defined]
    return view
