"""Take the log out: as lines of the Logboek dataverwerkingen, or sealed, for whoever checks it."""

import csv
import json
from argparse import ArgumentTypeError
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from rondom.audit import export
from rondom.audit.check import Broken
from rondom.audit.log import House, record
from rondom.audit.seal import public_key
from rondom.audit.verbs import LogVerb


def _day(text: str) -> datetime:
    try:
        return timezone.make_aware(datetime.combine(date.fromisoformat(text), time.min))
    except ValueError as error:
        raise ArgumentTypeError(f"{text!r} is no day; write 2026-11-24.") from error


class Command(BaseCommand):
    """Write events to the screen, or the sealed log to a folder; that it was taken out is an event too."""

    help = "Writes the log as JSON lines or CSV (Logboek dataverwerkingen), or sealed into a folder."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--format", choices=["jsonl", "csv"], default="jsonl")
        parser.add_argument("--from", dest="start", type=_day, help="the first day, 2026-11-24")
        parser.add_argument("--to", dest="end", type=_day, help="the day after the last")
        parser.add_argument("--case", type=UUID, help="only what happened to this case")
        parser.add_argument(
            "--sealed", type=Path, metavar="FOLDER", help="the sealed log, for scripts/verify_log.py"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        about = {"format": "sealed" if options["sealed"] else options["format"]}
        about |= {name: str(value.date()) for name in ("start", "end") if (value := options[name])}
        with transaction.atomic():
            about |= {"case": str(options["case"])} if options["case"] else {}
            record(House(timezone.now()), LogVerb.EXPORTED, purpose="accountability", data=about)
        if options["sealed"]:
            self._sealed(options["sealed"])
            return
        lines = export.lines(export.chosen(options["start"], options["end"], options["case"]))
        with transaction.atomic():
            if options["format"] == "csv":
                table = csv.DictWriter(self.stdout, export.COLUMNS, restval="")
                table.writeheader()
                table.writerows(map(export.flat, lines))
            else:
                for line in lines:
                    self.stdout.write(json.dumps(line, ensure_ascii=False))

    def _sealed(self, folder: Path) -> None:
        try:
            number = export.sealed(folder, public_key())
        except (Broken, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{number} records in {folder}; check them with scripts/verify_log.py {folder}.")
