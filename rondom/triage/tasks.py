"""What the worker does for the MDT."""

from django.utils import timezone

from rondom.core.background import every
from rondom.organisations.actor import Actor
from rondom.triage.actions import escalations, inquiries


@every("* * * * *")
def escalate() -> None:
    """See, every minute, which cases come near to their last moment, or pass it."""
    escalations.raise_reached(actor=Actor.service(timezone.now()))


@every("* * * * *")
def inquire() -> None:
    """Ask each organisation for its view of what waits, and remind who is late, every minute."""
    inquiries.inquire(actor=Actor.service(timezone.now()))
