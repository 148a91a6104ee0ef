"""Register a case file from the command line."""

import json
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from rondom.accounts.models import User
from rondom.cases.actions.dossier import locked
from rondom.core.db import acting
from rondom.core.errors import Denied
from rondom.first_contact import casefile
from rondom.first_contact.actions import reports
from rondom.first_contact.outcome import told
from rondom.organisations.actor import Actor


class Command(BaseCommand):
    """Register a report from a case file (JSON, the form of the casuistry) as a person, and print what came of it."""

    help = (
        "Register a report from a case file and print code, region, status, moments, next actor, acute windows, how many"
        " people look alike, and what to mind as JSON."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--as", dest="username", required=True, help="who registers: the name they sign in with"
        )
        parser.add_argument(
            "--at",
            metavar="MOMENT",
            help="what “now” is for the hours in the file: 2026-11-28T14:30, with +01:00 or Z or in local time",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(username=options["username"], is_active=True).first()
        if user is None:
            message = f"--as: there is no account “{options['username']}”"
            raise CommandError(message, returncode=2)
        data = self._read(options["file"])
        moment = self._moment(options["at"])
        try:
            with transaction.atomic(), acting(user.pk) as at:
                actor = Actor.of(user, at)
                if moment and moment > at:
                    self._stop(["--at: this moment is still to come"])
                case = reports.register(actor=actor, intake=casefile.read(data, moment or at))
                answer = told(actor, locked(actor, case.pk), moment or at)
        except casefile.BrokenFile as broken:
            self._stop(broken.faults)
        except Denied as refusal:
            self._stop([f"region: {refusal.reason}"])
        else:
            self.stdout.write(json.dumps(answer, ensure_ascii=False))

    def _moment(self, text: str | None) -> datetime | None:
        """The moment after `--at`; without an offset, in the time zone of the house."""
        if text is None:
            return None
        try:
            moment = datetime.fromisoformat(text)
            return moment if moment.tzinfo else timezone.make_aware(moment)
        except (ValueError, OverflowError):
            self._stop(
                [f"--at: “{text}” is not a moment, such as 2026-11-28T14:30 or 2026-11-28T14:30:00+01:00"]
            )

    def _read(self, file: Path) -> Any:
        try:
            return json.loads(file.read_text(encoding="utf-8"))
        except OSError as error:
            self._stop([f"file: {error.strerror}"])
        except (ValueError, RecursionError) as error:
            self._stop([f"file: is not JSON that can be read ({error})"])

    def _stop(self, faults: Sequence[str]) -> NoReturn:
        for fault in faults:
            self.stderr.write(fault.encode("utf-8", "replace").decode())
        sys.exit(2)
