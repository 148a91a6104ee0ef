"""Who is at the door: asked where nobody acts yet, and nowhere else (core/db.py: confirmed)."""

import hashlib

from django.db import transaction
from django.utils import timezone

from rondom.accounts.actions import DOOR
from rondom.accounts.models import User
from rondom.core.db import confirmed
from rondom.organisations.models import Identity, Invitation, Provider


def digest(code: str) -> str:
    """What is kept of a code, which has a hundred and twenty random bits; hyphens and capitals do not matter."""
    plain = "".join(character for character in code.lower() if character.isalnum())
    return hashlib.sha256(plain.encode()).hexdigest()


def providers() -> list[Provider]:
    """Where one can sign in now, by the name of the organisation."""
    found = Provider.objects.in_force(timezone.now()).select_related("organisation")
    return list(found.order_by("organisation__name", "slug"))


def provider_of(slug: str) -> Provider | None:
    """The provider of this name, if one can sign in there now."""
    return next((one for one in providers() if one.slug == slug), None)


def who_is(issuer: str, subject: str) -> User | None:
    """The account that is this subject at this issuer, be it closed or not."""
    with transaction.atomic(), confirmed(DOOR, None):
        found = Identity.objects.in_force(timezone.now()).select_related("user")
        identity = found.filter(issuer=issuer, subject=subject).first()
        return identity.user if identity else None


def invitation_for(code: str) -> Invitation | None:
    """The invitation with this code, if it can still be used by who has an open account."""
    with transaction.atomic(), confirmed(DOOR, None):
        open_ones = Invitation.objects.filter(
            used_at__isnull=True, ends_at__gt=timezone.now(), user__is_active=True
        )
        return open_ones.select_related("user").filter(digest=digest(code)).first()
