"""What the worker does for coordinators and the plan."""

from django.utils import timezone

from rondom.coordination.actions import covers, nudges, vacancies
from rondom.core.background import every
from rondom.organisations.actor import Actor


@every("* * * * *")
def lapse() -> None:
    """See, every minute, which questions to coordinate lapsed, and which cases nobody was found for."""
    vacancies.lapse(actor=Actor.service(timezone.now()))


@every("* * * * *")
def tend_covers() -> None:
    """Let covering begin and end, every minute."""
    covers.tend(actor=Actor.service(timezone.now()))


@every("* * * * *")
def nudge() -> None:
    """Remind, every minute, of actions whose last moment comes near or passed."""
    nudges.nudge_all_due(actor=Actor.service(timezone.now()))
