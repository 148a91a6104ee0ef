"""Load the fictional regions and the eighteen cases."""

import os
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from rondom.accounts.models import User
from rondom.core.db import acting
from rondom.demo import improved, region
from rondom.demo.history import History
from rondom.organisations.actor import Actor
from rondom.organisations.models import Region

_SET_UP = timedelta(days=60)


class Command(BaseCommand):
    """Load the demo in one transaction, so that a run that was cut off leaves nothing half done."""

    help = "Load the fictional regions, people and cases of the demo; does nothing when they are there."

    def handle(self, *args: Any, **options: Any) -> None:
        if Region.objects.exists():
            self.stdout.write("The demo is loaded already.")
            return
        if not User.objects.filter(username="beheerder").exists():
            self._first_administrator()
        now = timezone.now()
        with transaction.atomic():
            administrator = User.objects.get(username="beheerder")
            with transaction.atomic(), acting(administrator.pk):
                actor = Actor.of(administrator, now)
                people = region.build(replace(actor, at=now - _SET_UP))
            history = History(people, now)
            cases = history.play()
            improved.improve(history, now)
        self.stdout.write(f"{len(people)} people, {cases} cases.")

    @staticmethod
    def _first_administrator() -> None:
        """Only the owner of the database can make the first administrator."""
        command = ["first_administrator", "beheerder", "--name", "Ivo Bakker", "--no-password"]
        subprocess.run(
            [sys.executable, "-m", "rondom.config.command", *command],
            env={**os.environ, "RONDOM_ROLE": "owner"},
            check=True,
            capture_output=True,
        )
