"""Sign in and out. Whoever signs in acts for themselves: the organisation comes with the next request."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.contrib.auth import login, logout
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from rondom.accounts.models import User
from rondom.accounts.verbs import AccountVerb
from rondom.audit.log import record
from rondom.audit.models import Event
from rondom.core.db import acting


@dataclass(frozen=True)
class AtTheDoor:
    """Someone at the door: an account, or nobody known."""

    at: datetime
    user_id: UUID | None = None
    organisation_id: None = None

    @property
    def kind(self) -> str:
        return Event.ActorKind.PROFESSIONAL if self.user_id else Event.ActorKind.ANONYMOUS


def sign_in(*, actor: User, request: HttpRequest) -> None:
    """Start a session for `actor`, whose password (or demo choice) was checked."""
    with transaction.atomic(), acting(actor.pk) as at:
        login(request, actor, backend=settings.AUTHENTICATION_BACKENDS[0])
        record(AtTheDoor(at, actor.pk), AccountVerb.SIGNED_IN)


def refuse(*, actor: None = None) -> None:
    """Note that someone could not sign in; not who they said they were, as that may be a password."""
    with transaction.atomic():
        record(AtTheDoor(timezone.now()), AccountVerb.REFUSED, outcome=Event.Outcome.REFUSED)


def sign_out(*, actor: User, request: HttpRequest) -> None:
    """End the session."""
    with transaction.atomic(), acting(actor.pk) as at:
        record(AtTheDoor(at, actor.pk), AccountVerb.SIGNED_OUT)
    logout(request)
