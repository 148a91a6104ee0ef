"""Django's migrate, and then the key of the actor is laid down: only the owner may write it."""

from typing import Any

from django.conf import settings
from django.core.management.commands import migrate

from rondom.core.db import key_pads
from rondom.core.models import ActorKey


class Command(migrate.Command):
    """Migrate the database as its owner."""

    def handle(self, *args: Any, **options: Any) -> None:
        super().handle(*args, **options)
        if not options["check_unapplied"] and not options["plan"]:
            inner, outer = key_pads(settings.ACTOR_KEY)
            ActorKey.objects.update_or_create(id=1, defaults={"inner_pad": inner, "outer_pad": outer})
