"""Turn the epoch of the key store: run it once a day, and after a case was destroyed."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from rondom.core.kms import KmsError
from rondom.keys import rotation, store


class Command(BaseCommand):
    """Wrap every keyset with a new master key and destroy the old one, so that older copies cannot be read."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            number = rotation.rotate(self.stdout.write)
        except (KmsError, store.KeysError) as error:
            message = f"{error} Nothing is lost; run it again when that is mended."
            raise CommandError(message) from error
        self.stdout.write(f"The key store is in epoch {number}; no older copy of it can be read.")
