"""The code with which a person says "I have a coordinator": how it looks, what is kept of it, and who asked with it.

Eight random signs of those of a case code and a check sign: long enough not to be guessed by who may try five times a
quarter of an hour, short enough to stand on a card. Of it a keyed digest is kept, so that who reads the database cannot
try them all.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.utils.crypto import salted_hmac

from rondom.cases.code import SIGNS, check_sign
from rondom.cases.models import Case
from rondom.coordination import guests
from rondom.coordination.models import ContactCode, ContactRequest
from rondom.core import sealed
from rondom.core.db import confirmed

_RANDOM = 8
PARTS = ("name", "place", "phone")


def new_code() -> str:
    """A code as it stands on a card: "R7K-42M-9CD"."""
    signs = "".join(secrets.choice(SIGNS) for _ in range(_RANDOM))
    return _shown(signs + check_sign(signs))


def clean(text: str) -> str:
    """The code someone typed, in its own form; empty when it cannot be one, which says nothing of whether it exists.

    Spaces, dashes and small letters do not matter; a wrong sign and two that changed places are found.
    """
    typed = "".join(sign for sign in text.upper() if sign.isalnum())
    if len(typed) != _RANDOM + 1 or any(sign not in SIGNS for sign in typed):
        return ""
    return _shown(typed) if check_sign(typed[:_RANDOM]) == typed[_RANDOM] else ""


def digest(code: str) -> str:
    """What finds a code; only who has the secret key can make it."""
    return salted_hmac("rondom.contact_code", code, algorithm="sha256").hexdigest()


def about(request_id: object, part: str) -> str:
    """What a text of a request is sealed for."""
    return f"contact_request|{request_id}|{part}"


@dataclass(frozen=True)
class Line:
    """A request as the coordinator reads it."""

    request: ContactRequest
    name: str
    place: str
    phone: str
    waits: bool


@dataclass(frozen=True)
class Contact:
    """Who coordinates, as who asked may know it."""

    who: str
    place: str
    phone: str


def current(case: Case) -> ContactCode | None:
    """The code of a case that works now, for who may know who the person is."""
    return ContactCode.objects.filter(case=case, ended_at__isnull=True).first()


def requests(case: Case, at: datetime) -> list[Line]:
    """Who asked for contact: what waits first, then the newest."""
    found = ContactRequest.objects.filter(case=case).select_related("decided_by")
    lines = [_line(one, at) for one in found]
    return sorted(lines, key=lambda line: (not line.waits, -line.request.asked_at.timestamp()))


def answer(receipt: str) -> Contact | None:
    """Who coordinates, for who holds this receipt and got a yes; nothing for every other reason."""
    with transaction.atomic(), confirmed(guests.DOOR, None), connection.cursor() as cursor:
        cursor.execute("SELECT who, place, phone FROM contact_answered(%s)", [guests.digest(receipt)])
        found = cursor.fetchone()
    return Contact(*found) if found else None


def _line(one: ContactRequest, at: datetime) -> Line:
    name, place, phone = (
        sealed.unseal(getattr(one, f"{part}_sealed"), about(one.pk, part)) or "" for part in PARTS
    )
    return Line(one, name, place, phone, one.waits(at))


def _shown(signs: str) -> str:
    return "-".join(signs[start : start + 3] for start in range(0, len(signs), 3))
