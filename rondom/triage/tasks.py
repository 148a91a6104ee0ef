"""What the worker does for the MDT."""

from django.utils import timezone

from rondom.core.background import every
from rondom.organisations.actor import Actor
from rondom.triage import actions


@every("* * * * *")
def inquire() -> None:
    """Ask each organisation for its view of what waits, and remind who is late, every minute."""
    actions.inquire(actor=Actor.service(timezone.now()))
