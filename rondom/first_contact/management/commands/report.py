"""Register a case file from the command line."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

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
        "Register a report from a case file and print code, region, status, moments, next actor, how many people look"
        " alike, and what to mind as JSON."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--as", dest="username", required=True, help="who registers: the name they sign in with"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(username=options["username"], is_active=True).first()
        if user is None:
            message = f"--as: there is no account “{options['username']}”"
            raise CommandError(message, returncode=2)
        data = self._read(options["file"])
        try:
            with transaction.atomic(), acting(user.pk) as at:
                actor = Actor.of(user, at)
                case = reports.register(actor=actor, intake=casefile.read(data, at))
                answer = told(actor, locked(actor, case.pk), at)
        except casefile.BrokenFile as broken:
            self._stop(broken.faults)
        except Denied as refusal:
            self._stop([f"region: {refusal.reason}"])
        else:
            self.stdout.write(json.dumps(answer, ensure_ascii=False))

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
