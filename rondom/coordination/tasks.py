"""What the worker does for coordinators."""

from django.utils import timezone

from rondom.coordination.actions import covers, vacancies
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
