"""What every page knows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def page(request: HttpRequest) -> dict[str, Any]:
    """The one who acts (or None), the moment of this request, and whether this is the demo."""
    actor = getattr(request, "actor", None)
    return {"actor": actor, "now": actor.at if actor else None, "demo": settings.DEMO}
