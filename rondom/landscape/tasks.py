"""What the worker does for the landscape."""

from django.utils import timezone

from rondom.core.background import every
from rondom.landscape.actions import reminders
from rondom.organisations.actor import Actor


@every("15 3 * * *")
def remind() -> None:
    """Remind the editor, every night, of what expires within a month."""
    reminders.remind_of_all(actor=Actor.service(timezone.now()))
