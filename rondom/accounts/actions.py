"""Sign in and out, prove who one is. Whoever signs in acts for themselves: the organisation comes with the next request."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.webauthn.internal.auth import WebAuthn
from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings
from django.contrib.auth import login, logout, update_session_auth_hash
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from rondom.accounts import door, second_factor
from rondom.accounts.models import User
from rondom.accounts.verbs import AccountVerb
from rondom.audit.log import record
from rondom.audit.models import Event
from rondom.core.db import acting, confirmed
from rondom.core.errors import WrongStep

DOOR = "door"  # what the policies of the tables that signing in needs ask for


@dataclass(frozen=True)
class AtTheDoor:
    """Someone at the door: an account, or nobody known."""

    at: datetime
    user_id: UUID | None = None
    organisation_id: None = None

    @property
    def kind(self) -> str:
        return Event.ActorKind.PROFESSIONAL if self.user_id else Event.ActorKind.ANONYMOUS


def sign_in(*, actor: User, request: HttpRequest, how: list[str], second: bool = False) -> None:
    """Start a session for `actor`, who gave the proofs in `how`; `second` says whether these were two."""
    with transaction.atomic(), acting(actor.pk) as at, confirmed(DOOR, actor.pk):
        login(request, actor, backend=settings.PROFESSIONAL_BACKEND)
        actor.signed_in_at = at
        actor.save(update_fields=["signed_in_at"])
        door.note_signed_in(request, how, second=second)
        record(AtTheDoor(at, actor.pk), AccountVerb.SIGNED_IN, data={"how": how})


def refuse(*, actor: None = None, why: str = "") -> None:
    """Note that someone could not sign in; not who they said they were, as that may be a password."""
    with transaction.atomic():
        data = {"why": why} if why else {}
        record(AtTheDoor(timezone.now()), AccountVerb.REFUSED, outcome=Event.Outcome.REFUSED, data=data)


def sign_out(*, actor: User, request: HttpRequest) -> None:
    """End the session."""
    with transaction.atomic(), acting(actor.pk) as at:
        record(AtTheDoor(at, actor.pk), AccountVerb.SIGNED_OUT)
    logout(request)


def prove(
    *, actor: User, request: HttpRequest, password: str = "", code: str = "", credential: Any = None
) -> str:
    """Check one proof of who someone is; gives which it was, or nothing for a wrong one, which counts as a guess."""
    with transaction.atomic(), acting(actor.pk) as at, confirmed(DOOR, actor.pk):
        found = ""
        if not door.may_try(request, actor):
            found = ""
        elif credential:
            found = "webauthn" if second_factor.passkey_fits(actor, credential) else ""
        elif code:
            found = second_factor.code_fits(actor, code)
        elif password:
            found = "password" if actor.check_password(password) else ""
        if not found:
            guess = {"username": actor.username}
            AxesProxyHandler.user_login_failed(sender=__name__, credentials=guess, request=request)
        record(
            AtTheDoor(at, actor.pk),
            AccountVerb.PROVED if found else AccountVerb.NOT_PROVED,
            outcome=Event.Outcome.DONE if found else Event.Outcome.REFUSED,
            data={"how": found},
        )
    return found


def add_code_app(*, actor: User, request: HttpRequest, secret: str) -> None:
    """From now on the codes of an app with this secret are a second factor; an earlier app no longer is."""
    with transaction.atomic(), acting(actor.pk) as at, confirmed(DOOR, actor.pk):
        Authenticator.objects.filter(user=actor, type=second_factor.Type.TOTP).delete()
        TOTP.activate(actor, secret)
        RecoveryCodes.activate(actor)
        record(AtTheDoor(at, actor.pk), AccountVerb.FACTOR_ADDED, data={"kind": "totp"})
    door.note_second_factor(request)


def add_passkey(*, actor: User, request: HttpRequest, name: str, credential: Any) -> None:
    """From now on this passkey is a second factor, beside the others."""
    with transaction.atomic(), acting(actor.pk) as at, confirmed(DOOR, actor.pk):
        WebAuthn.add(actor, name, credential)
        RecoveryCodes.activate(actor)
        record(AtTheDoor(at, actor.pk), AccountVerb.FACTOR_ADDED, data={"kind": "webauthn"})
    door.note_second_factor(request)


def remove_factor(*, actor: User, factor: Authenticator) -> None:
    """A passkey or code app of their own no longer counts; without any, the recovery codes go too."""
    with transaction.atomic(), acting(actor.pk) as at, confirmed(DOOR, actor.pk):
        kind = str(factor.type)
        factor.delete()
        if second_factor.ways(actor) == {"recovery_codes"}:
            Authenticator.objects.filter(user=actor).delete()
        record(AtTheDoor(at, actor.pk), AccountVerb.FACTOR_REMOVED, data={"kind": kind})


def renew_codes(*, actor: User) -> None:
    """Ten new recovery codes; the old ones no longer work."""
    with transaction.atomic(), acting(actor.pk) as at, confirmed(DOOR, actor.pk):
        if not second_factor.ways(actor):
            raise WrongStep(
                _("Without a second step there are no recovery codes."), instead=_("Set one up first.")
            )
        Authenticator.objects.filter(user=actor, type=second_factor.Type.RECOVERY_CODES).delete()
        RecoveryCodes.activate(actor)
        record(AtTheDoor(at, actor.pk), AccountVerb.CODES_MADE)


def change_password(*, actor: User, request: HttpRequest, password: str) -> None:
    """A new password; their other sessions end."""
    with transaction.atomic(), acting(actor.pk) as at:
        actor.set_password(password)
        actor.save(update_fields=["password"])
        record(AtTheDoor(at, actor.pk), AccountVerb.PASSWORD_CHANGED)
    update_session_auth_hash(request, actor)
