"""Be a witness of another's log: run it every hour, at an organisation that does not run that Rondom."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from rondom.audit.checkpoint import Key, Untrue
from rondom.audit.witness import Witness


class Command(BaseCommand):
    """Fetch what was signed, check it against what was seen before, and keep it."""

    help = "Checks that the log of a Rondom elsewhere only grew since the last time; exit 1 when it was rewritten."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("url", help="the address of that Rondom, such as https://rondom.example/")
        parser.add_argument("--file", type=Path, required=True, help="where this witness keeps what it saw")
        parser.add_argument("--key", help="the key of the log, the first time; `rondom verify` there says it")

    def handle(self, *args: Any, **options: Any) -> None:
        witness = Witness(options["file"])
        try:
            if options["key"]:
                witness.meet(Key.read(options["key"]))
            elif not witness.key():
                raise CommandError("The first time, give the key of the log with --key.")
            answer = witness.ask(options["url"])
            if answer is None:
                self.stdout.write("Nothing is sealed there yet.")
                return
            checkpoint, new = witness.look(answer)
        except Untrue as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"The log did not answer: {error}") from error
        what = "seen and kept" if new else "nothing new"
        self.stdout.write(
            f"{checkpoint.size} records, signed at {checkpoint.at:%Y-%m-%d %H:%M:%S} UTC: {what}."
        )
