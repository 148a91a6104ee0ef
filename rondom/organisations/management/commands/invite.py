"""Invite someone to link their account to where they sign in."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from rondom.organisations.actions import providers
from rondom.organisations.management.as_someone import account, acting_as, add_as


class Command(BaseCommand):
    """Print a code with which someone links their account, once, within seven days."""

    help = "Make an invitation for an account; hand the code over in person or by a way you trust."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        add_as(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        user = account(options["username"])
        with acting_as(options["by"]) as actor:
            self.stdout.write(providers.invite(actor=actor, user=user))
