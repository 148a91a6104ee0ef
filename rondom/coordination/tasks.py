"""What the worker does for the plan."""

from django.utils import timezone

from rondom.coordination.actions import nudges
from rondom.core.background import every
from rondom.organisations.actor import Actor


@every("* * * * *")
def nudge() -> None:
    """Remind, every minute, of actions whose last moment comes near or passed."""
    nudges.nudge_all_due(actor=Actor.service(timezone.now()))
