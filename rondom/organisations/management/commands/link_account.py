"""Link an account to where its owner signs in."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from rondom.organisations.actions import providers
from rondom.organisations.management.as_someone import account, acting_as, add_as


class Command(BaseCommand):
    """Say that an account is this subject at this issuer; e-mail addresses play no part."""

    help = "Link an account to a subject at an issuer."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--issuer", required=True)
        parser.add_argument("--subject", required=True, help="the `sub` of its tokens")
        add_as(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        user = account(options["username"])
        with acting_as(options["by"]) as actor:
            providers.link(actor=actor, user=user, issuer=options["issuer"], subject=options["subject"])
        self.stdout.write("Linked.")
