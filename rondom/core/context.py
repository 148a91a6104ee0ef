"""What every page knows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def page(request: HttpRequest) -> dict[str, Any]:
    """The one who acts (or None), the moment of this request, whether this is the demo, and how long the session lasts."""
    actor = getattr(request, "actor", None)
    return {
        "actor": actor,
        "now": actor.at if actor else None,
        "demo": settings.DEMO,
        "session_left": _session_left(request) if actor else 0,
    }


def _session_left(request: HttpRequest) -> int:
    """How many seconds the session lasts from now, as this request renews it."""
    left: int = request.session.seconds_left()  # type: ignore[attr-defined]
    return left
