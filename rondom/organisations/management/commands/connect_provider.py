"""Connect where the people of an organisation sign in."""

import getpass
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse

from rondom.organisations.actions import providers
from rondom.organisations.management.as_someone import acting_as, add_as
from rondom.organisations.models import Organisation


class Command(BaseCommand):
    """Connect an OpenID Connect provider to an organisation; the secret is asked for, or read from standard input."""

    help = "Connect an organisation's own OpenID Connect provider."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("organisation", help="its short name in addresses, such as csg-dh")
        parser.add_argument("--issuer", required=True, help="exactly as the provider's tokens say it")
        parser.add_argument("--client-id", required=True)
        parser.add_argument(
            "--acr", nargs="*", default=[], help="values that mean: two proofs were asked for"
        )
        parser.add_argument("--amr", nargs="*", default=[], help="the same, for amr")
        add_as(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        organisation = Organisation.objects.filter(slug=options["organisation"]).first()
        if organisation is None:
            message = f"There is no organisation “{options['organisation']}”."
            raise CommandError(message, returncode=2)
        secret = getpass.getpass("Secret: ") if sys.stdin.isatty() else sys.stdin.readline().strip()
        with acting_as(options["by"]) as actor:
            provider = providers.connect_provider(
                actor=actor,
                organisation=organisation,
                slug=organisation.slug,
                issuer=options["issuer"],
                client_id=options["client_id"],
                secret=secret,
                second_factor={"acr": options["acr"], "amr": options["amr"]},
            )
        self.stdout.write(
            f"Connected. Let the provider send people back to {_back(provider.slug)} of Rondom."
        )


def _back(slug: str) -> str:
    return reverse("provider_back", args=[slug])
