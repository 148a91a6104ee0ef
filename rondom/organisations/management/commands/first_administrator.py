"""The first administrator: the one account that cannot be made by another."""

import getpass
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from rondom.accounts.models import User
from rondom.audit.log import record
from rondom.organisations.actor import Actor
from rondom.organisations.models import Membership, Organisation, Role
from rondom.organisations.verbs import OrganisationVerb


class Command(BaseCommand):
    """Make the first administrator, as owner of the database; later ones are made in the application."""

    help = "Make the first administrator (runs as the owner of the database)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--name", required=True, help="the name people see")
        parser.add_argument("--no-password", action="store_true", help="nobody can sign in with it (demo)")

    def handle(self, *args: Any, **options: Any) -> None:
        if Membership.objects.filter(role=Role.ADMINISTRATOR).exists():
            message = "There is an administrator already; ask them to add another."
            raise CommandError(message)
        password = None if options["no_password"] else getpass.getpass("Password: ")
        with transaction.atomic():
            actor = Actor.service(timezone.now())
            keeper = Organisation(
                slug="rondom", name="Rondom", short_name="Rondom", kind=Organisation.Kind.PLATFORM
            )
            keeper.save(force_insert=True)
            user = User(username=options["username"], display_name=options["name"])
            user.set_password(password)
            user.save(force_insert=True)
            Membership.objects.create(
                user=user, organisation=keeper, role=Role.ADMINISTRATOR, starts_at=actor.at
            )
            record(
                actor,
                OrganisationVerb.MEMBER_ADDED,
                subject=("user", user.pk),
                data={"role": "administrator"},
            )
        self.stdout.write(f"{user.username} is the administrator.")
