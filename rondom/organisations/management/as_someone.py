"""Commands that someone gives: as the serving role, acting as the account they name."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management.base import CommandError, CommandParser
from django.db import transaction

from rondom.accounts.models import User
from rondom.core.db import acting
from rondom.core.errors import Denied, WrongStep
from rondom.organisations.actor import Actor


def add_as(parser: CommandParser) -> None:
    """Who gives the command."""
    parser.add_argument(
        "--as", dest="by", required=True, help="the administrator: the name they sign in with"
    )


def account(name: str) -> User:
    """The account of this name. Raises CommandError."""
    found = User.objects.filter(username__iexact=name).first()
    if found is None:
        message = f"There is no account “{name}”."
        raise CommandError(message, returncode=2)
    return found


@contextmanager
def acting_as(name: str) -> Iterator[Actor]:
    """Act as someone in one transaction; a refusal becomes a sentence. Raises CommandError."""
    user = account(name)
    try:
        with transaction.atomic(), acting(user.pk) as at:
            yield Actor.of(user, at)
    except (Denied, WrongStep) as refusal:
        raise CommandError(refusal.reason, returncode=2) from refusal
