"""Register a case file from the command line."""

import json
import sys
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from rondom.accounts.models import User
from rondom.cases.actions.dossier import locked
from rondom.cases.models import Case
from rondom.core.db import acting
from rondom.core.errors import Denied
from rondom.first_contact import casefile
from rondom.first_contact.actions import reports
from rondom.organisations.actor import Actor


class Command(BaseCommand):
    """Register a report from a case file (JSON, the form of the casuistry) as a person, and print what came of it."""

    help = (
        "Register a report from a case file and print code, region, status, moments and next actor as JSON."
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
                answer = described(locked(actor, case.pk))
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

    def _stop(self, faults: list[str]) -> NoReturn:
        for fault in faults:
            self.stderr.write(fault.encode("utf-8", "replace").decode())
        sys.exit(2)


def described(case: Case) -> dict[str, Any]:
    """What a report came to: code, region, status, the two moments of the MDT and who is next."""
    assert case.next_organisation is not None
    return {
        "code": case.code,
        "region": case.region.slug,
        "status": case.status,
        "reported_at": case.reported_at.isoformat(),
        "mdt_due_at": case.mdt_due_at.isoformat(),
        "mdt_meeting": case.mdt_at.isoformat() if case.mdt_at else None,
        "next_actor": {
            "organisation": case.next_organisation.name,
            "person": case.next_user.display_name if case.next_user else None,
            "action": case.next_kind,
            "due_at": case.next_due_at.isoformat() if case.next_due_at else None,
        },
    }
