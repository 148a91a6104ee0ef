"""Tokens of other systems: how they look, how long they last, how often they may be shown.

A token is "rondom_", eight signs by which people recognise it, "_" and 256 random bits. Those are not to be guessed, so
that a plain digest keeps them (as with invitations), and the word in front lets a scanner find one that leaked.
"""

import base64
import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from rondom.accounts.models import User
from rondom.organisations.models import Membership, Organisation, Role, Token

LONGEST = timedelta(days=365)
_SHAPE = re.compile(r"rondom_([a-z2-7]{8})_([a-z2-7]{52})")


def random() -> tuple[str, str]:
    """A new prefix and the whole token."""
    prefix = base64.b32encode(secrets.token_bytes(5)).decode().lower()
    secret = base64.b32encode(secrets.token_bytes(32)).decode().lower().rstrip("=")
    return prefix, f"rondom_{prefix}_{secret}"


def prefix_of(secret: str) -> str:
    """The signs by which a token is found; empty for what is no token."""
    found = _SHAPE.fullmatch(secret)
    return found[1] if found else ""


def digest(secret: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True)
class Shown:
    """A token as its manager sees it."""

    token: Token
    open: bool


def of(organisation: Organisation, at: datetime) -> list[Shown]:
    """The tokens of an organisation: what still opens first, then the newest."""
    found = Token.objects.filter(organisation=organisation).select_related("user", "made_by", "revoked_by")
    shown = [Shown(token, token.holds(at)) for token in found.order_by("-made_at")]
    return sorted(shown, key=lambda one: not one.open)


def accounts(organisation: Organisation, at: datetime) -> list[User]:
    """The accounts through which a system can register reports."""
    members = Membership.objects.in_force(at).filter(
        organisation=organisation, role__in=[Role.PROFESSIONAL, Role.COORDINATOR], user__is_active=True
    )
    return list(User.objects.filter(pk__in=members.values("user")).order_by("display_name"))
