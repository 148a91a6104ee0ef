"""Seal the log now, without waiting for the worker."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from rondom.audit.checkpoint import Untrue
from rondom.audit.seal import seal


class Command(BaseCommand):
    """Seal everything that is not sealed yet."""

    help = "Seals what was written since the last checkpoint (the worker does so every minute)."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            number = seal(everywhere=True)
        except Untrue as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{number} records sealed.")
