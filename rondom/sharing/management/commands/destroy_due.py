"""Destroy what closed cases held and is due; the worker does it every night."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from django.utils import timezone

from rondom.core.kms import KmsError
from rondom.keys.store import KeysError
from rondom.organisations.actor import Actor
from rondom.sharing import destroying
from rondom.sharing.actions import destruction
from rondom.sharing.models import Destruction


class Command(BaseCommand):
    """Destroy what is due, say what would be, or prove that a case is gone."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="say what is due, and destroy nothing")
        parser.add_argument(
            "--prove", metavar="CODE", help="try whether anything of a destroyed case still opens"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["prove"]:
            self._prove(options["prove"])
            return
        now = timezone.now()
        cases = destroying.due(now)
        if options["dry_run"]:
            for _case_id, code in cases:
                self.stdout.write(f"{code} is due.")
            self.stdout.write(f"{len(cases)} cases are due; nothing was destroyed.")
            return
        self._destroy(Actor.service(now), cases)

    def _destroy(self, actor: Actor, cases: list[Any]) -> None:
        refused = 0
        for case_id, code in cases:
            try:
                gone = destruction.destroy(actor=actor, case_id=case_id)
            except DatabaseError as error:
                refused += 1
                self.stderr.write(f"{code} was not destroyed: {str(error).splitlines()[0]}.")
            else:
                self.stdout.write(f"{code}: categories {gone} are gone.")
        try:
            finished = destruction.finish(actor)
        except (KeysError, KmsError) as error:
            message = f"{error} The keys that are left go the next time."
            raise CommandError(message) from error
        self.stdout.write(f"{finished} destructions are finished; no older copy of their keys opens.")
        if refused:
            message = f"{refused} of {len(cases)} were refused."
            raise CommandError(message)

    def _prove(self, code: str) -> None:
        proofs = list(Destruction.objects.filter(code=code).order_by("destroyed_at"))
        if not proofs:
            raise CommandError("There is no proof of destruction for this code.")
        holds = True
        for proof in proofs:
            self.stdout.write(
                f"{proof.code}, {proof.destroyed_at:%Y-%m-%d}, by {', '.join(proof.rules)}: {proof.rows}"
            )
            for well, sentence in destroying.prove(proof):
                holds = holds and well
                self.stdout.write(f"{'yes' if well else 'NO '}  {sentence}")
        if not holds:
            raise CommandError("Something can still be had.")
