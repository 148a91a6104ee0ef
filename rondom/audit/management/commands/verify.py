"""Is the log what was signed? And the proof that one line stands in it."""

import json
import sys
import time
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from rondom.audit import check, record, sealed
from rondom.audit.checkpoint import Checkpoint, Key, Untrue
from rondom.audit.log import House
from rondom.audit.log import record as write
from rondom.audit.models import Event, Leaf
from rondom.audit.seal import kept, public_key
from rondom.audit.verbs import LogVerb
from rondom.audit.witness import Witness

_BAR = 40


class Command(BaseCommand):
    """Check every record, the tree, and every checkpoint."""

    help = "Checks that no record of the log was changed, added, moved or taken out; exit 1 with the first that was."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--prove", type=UUID, metavar="EVENT_ID", help="print the proof of one record instead"
        )
        parser.add_argument(
            "--witness", type=Path, metavar="FILE", help="check against what a witness kept, too"
        )
        parser.add_argument("--key", help="the key of the log; left out, the one in the key store")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            key = Key.read(options["key"]) if options["key"] else public_key()
            if options["prove"]:
                self.stdout.write(json.dumps(_proof(options["prove"], key), ensure_ascii=False, indent=1))
            else:
                self._verify(key, options["witness"])
        except (check.Broken, Untrue) as error:
            raise CommandError(_named(error)) from error

    def _verify(self, key: Key, witness: Path | None) -> None:
        began, done = time.monotonic(), 0
        with check.one_moment():
            known = check.read(check.notes(), key)
            whole = known[-1].size if known else 0
            mine = kept()
            due = [
                *known,
                *([Checkpoint.read(mine, key)] if mine else []),
                *(_seen(witness, key) if witness else []),
            ]
            for done in check.database(due, whole):
                self._show(done, whole)
            waiting = check.unsealed()
        self._show(0, 0)
        took = time.monotonic() - began
        self.stdout.write(
            f"{done} records in order, {len(known)} checkpoints ({done / took:,.0f} records a second)."
        )
        if known:
            self.stdout.write(f"The last was signed at {known[-1].at:%Y-%m-%d %H:%M:%S} UTC.")
        self.stdout.write(f"Not yet sealed: {waiting}.")
        self.stdout.write(f"Key of this log: {key}")

    def _show(self, done: int, whole: int) -> None:
        """How far it is, to someone at a terminal."""
        if sys.stderr.isatty():
            filled = _BAR * done // whole if whole else 0
            bar = f"[{'#' * filled}{'.' * (_BAR - filled)}] {done}" if whole else " " * (_BAR + 20)
            sys.stderr.write(f"\r{bar}\r" if not whole else f"\r{bar}")


def _seen(file: Path, key: Key) -> list[Checkpoint]:
    witness = Witness(file)
    if witness.key() != key:
        raise Untrue(f"{file} is of a witness of another log.")
    return witness.seen()


def _named(error: Exception) -> str:
    """The sentence, with the identifier of the record where it is known."""
    number = getattr(error, "number", None)
    leaf = Leaf.objects.filter(number=number).first() if number is not None else None
    return f"{error} It is event {leaf.event_id}." if leaf else str(error)


@transaction.atomic
def _proof(event_id: UUID, key: Key) -> dict[str, Any]:
    """All that is needed to check, elsewhere and without us, that a record stands in the log. Raises Untrue."""
    event = Event.objects.filter(pk=event_id).first()
    leaf, last = Leaf.objects.filter(event_id=event_id).first(), sealed.latest()
    if not (event and leaf and last):
        raise Untrue("This event is not in the sealed log (yet).")
    write(House(timezone.now()), LogVerb.PROVED, subject=("event", event_id))
    return {
        "record": record.canonical(event).decode(),
        "number": leaf.number,
        "proof": sealed.inclusion(leaf.number, last.size),
        "checkpoint": last.note,
        "key": str(key),
    }
