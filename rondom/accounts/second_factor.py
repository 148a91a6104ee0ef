"""Codes, recovery codes and passkeys, as django-allauth keeps them; asked and changed at the confirmed door alone.

The rows are seen and changed by whoever they belong to, and only while the application says that it checked the door
(`confirmed`, core/db.py). Secrets in them are sealed.
"""

from typing import Any

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.webauthn.internal import auth as webauthn
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from rondom.accounts.models import User
from rondom.core.sealed import seal, unseal

Type = Authenticator.Type
_ABOUT = "second factor"


class Adapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Names and seals for allauth; named by MFA_ADAPTER."""

    def encrypt(self, text: str) -> str:
        return seal(text, _ABOUT)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text, _ABOUT) or ""

    def _get_site_name(self) -> str:
        return "Rondom"

    def _get_user_identifier(self, user: Any) -> str:
        return str(user.username)

    def get_public_key_credential_user_entity(self, user: Any) -> dict[str, Any]:
        return {"id": user.pk.bytes, "display_name": user.username, "name": user.username}


def of(user: User) -> list[Authenticator]:
    """What someone laid down, oldest first."""
    return list(Authenticator.objects.filter(user=user).order_by("pk"))


def ways(user: User) -> set[str]:
    """The kinds of second factor that someone has: "totp" and "webauthn", with "recovery_codes" beside them."""
    return set(Authenticator.objects.filter(user=user).values_list("type", flat=True))


def code_fits(user: User, code: str) -> str:
    """Which kind a code is of: "totp", "recovery_codes", or nothing; each code works once."""
    rows = Authenticator.objects.select_for_update().filter(user=user).order_by("pk")
    for row in rows.filter(type=Type.TOTP):
        if _totp_fits(row, code):
            return str(row.type)
    for row in rows.filter(type=Type.RECOVERY_CODES):
        if RecoveryCodes(row).validate_code(code.replace(" ", "")):
            return str(row.type)
    return ""


def _totp_fits(row: Authenticator, code: str) -> bool:
    secret = Adapter().decrypt(row.data["secret"])
    last = row.data.get("counter", 0)
    for counter in totp.yield_hotp_counters_from_time():
        fits = compare_user_code(
            actual=code, expected=totp.format_hotp_value(totp.hotp_value(secret, counter))
        )
        if fits and secret and counter > last:
            row.data["counter"] = counter
            row.last_used_at = timezone.now()
            row.save(update_fields=["data", "last_used_at"])
            return True
    return False


def passkey_fits(user: User, answer: dict[str, Any]) -> bool:
    """Whether a passkey of theirs gave this answer to the question that their session holds."""
    try:
        row = webauthn.complete_authentication(user, answer)
    except (ValidationError, ValueError, TypeError, KeyError, AttributeError):  # whatever a browser may send
        return False
    row.record_usage()
    return True


def passkey_question(user: User) -> dict[str, Any]:
    """What their browser must ask a passkey; the session remembers it."""
    return dict(webauthn.begin_authentication(user))


def new_passkey_question(user: User) -> dict[str, Any]:
    """What their browser must ask to make a passkey; the session remembers it."""
    return dict(webauthn.begin_registration(user, passwordless=False))


def is_new_passkey(credential: Any) -> bool:
    """Whether this is a new passkey, made for the question that the session holds."""
    try:
        webauthn.parse_registration_response(credential)
        webauthn.complete_registration(credential)
    except (ValidationError, ValueError, TypeError, KeyError, AttributeError):
        return False
    return True


def new_secret(*, again: bool) -> str:
    """The secret of a code app that is being set up, kept in the session; `again` starts afresh."""
    return str(totp.get_totp_secret(regenerate=again))


def fits_secret(secret: str, code: str) -> bool:
    """Whether a code app with this secret gives this code now."""
    return bool(totp.validate_totp_code(secret, code))


def square(user: User, secret: str) -> SafeString:
    """The square to scan with a code app."""
    drawing = str(Adapter().build_totp_svg(Adapter().build_totp_url(user, secret)))
    return mark_safe(drawing[drawing.index("<svg") :])  # nosec # noqa: S308 - made of numbers by the library


def codes_left(user: User) -> list[str]:
    """The recovery codes that were not used."""
    row = Authenticator.objects.filter(user=user, type=Type.RECOVERY_CODES).first()
    return RecoveryCodes(row).get_unused_codes() if row else []
