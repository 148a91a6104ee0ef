"""Take in a sheet of services, row by row."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from rondom.landscape import directory, importing
from rondom.landscape.actions import facts
from rondom.organisations.management.as_someone import acting_as, add_as


class Command(BaseCommand):
    """Say what each row of a sheet would do, and do it."""

    help = (
        "Take in a sheet of services (CSV, as the open data gives it); --as names an editor of the landscape."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("sheet", type=Path)
        parser.add_argument("--check", action="store_true", help="only say what each row would do")
        add_as(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            content = options["sheet"].read_bytes()
            rows = importing.read(content, directory.current(), timezone.localdate())
        except (OSError, importing.Unreadable) as fault:
            raise CommandError(str(fault), returncode=2) from fault
        for row in rows:
            self.stdout.write(f"{row.line}\t{row.slug}\t{_said(row)}")
        if not options["check"]:
            with acting_as(options["by"]) as actor:
                facts.take_in(actor=actor, rows=rows)


def _said(row: importing.Row) -> str:
    if row.fault:
        return f"left out: {row.fault}"
    if row.new:
        return "new"
    return "changed: " + ", ".join(row.fields) if row.fields else "nothing new"
