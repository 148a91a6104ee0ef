"""The key store is made first: migrations that seal what stands there need it."""

from typing import Any

from rondom.core.management.commands import migrate
from rondom.keys import store


class Command(migrate.Command):
    """Make the key store where it is missing, then migrate."""

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["check_unapplied"] and not options["plan"]:
            store.lay()
        super().handle(*args, **options)
