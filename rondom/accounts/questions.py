"""What the pages of the door ask about someone's second factors; each at the confirmed door, in a transaction of its own."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction

from rondom.accounts import second_factor
from rondom.accounts.actions import DOOR
from rondom.accounts.models import User
from rondom.core.db import acting, confirmed


@contextmanager
def _at_the_door(user: User) -> Iterator[None]:
    with transaction.atomic(), acting(user.pk), confirmed(DOOR, user.pk):
        yield


def _asked(user: User, question: Callable[[User], Any]) -> Any:
    with _at_the_door(user):
        return question(user)


def ways(user: User) -> set[str]:
    """The kinds of second factor that someone has."""
    found: set[str] = _asked(user, second_factor.ways)
    return found


def factors(user: User) -> list[Authenticator]:
    """What someone laid down, the recovery codes left out."""
    found = _asked(user, second_factor.of)
    return [one for one in found if one.type != second_factor.Type.RECOVERY_CODES]


def codes_left(user: User) -> list[str]:
    """The recovery codes that were not used."""
    found: list[str] = _asked(user, second_factor.codes_left)
    return found


def passkey(user: User) -> dict[str, Any]:
    """What a passkey of theirs is asked."""
    found: dict[str, Any] = _asked(user, second_factor.passkey_question)
    return found


def new_passkey(user: User) -> dict[str, Any]:
    """What is asked to make a passkey."""
    found: dict[str, Any] = _asked(user, second_factor.new_passkey_question)
    return found
