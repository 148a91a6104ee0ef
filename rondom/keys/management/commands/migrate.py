"""The key store is made first: migrations that seal what stands there need it."""

from typing import Any

from django.core.management.base import CommandError

from rondom.core.kms import KmsError
from rondom.core.management.commands import migrate
from rondom.keys import store


class Command(migrate.Command):
    """Make the key store where it is missing, then migrate."""

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["check_unapplied"] and not options["plan"]:
            try:
                store.lay()
            except (KmsError, store.KeysError) as error:
                raise CommandError(str(error)) from error
        super().handle(*args, **options)
