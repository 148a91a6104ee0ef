"""What goes by mail: a question to confirm an address, the titles of what is new, and that a gathering is cancelled or moved."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.core import signing
from django.db import connection
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from rondom.core.moments import absolute
from rondom.core.sealed import unseal
from rondom.programme.models import Gathering

DOOR = "programme mail"  # what sql/programme.sql asks of the application
CONFIRM, STOP = "programme.confirm", "programme.stop"
CONFIRM_WITHIN = timedelta(days=7)  # Our own choice; an address that is not confirmed is forgotten then.


def token(purpose: str, subscription: UUID) -> str:
    """What stands in a link: signed for one purpose, and of no use for another. Nothing of it is kept."""
    return signing.TimestampSigner(salt=purpose).sign(str(subscription))


def subscription_of(purpose: str, given: str) -> UUID | None:
    """The subscription that a link is about; None for what was not signed here, or to confirm too late."""
    within = CONFIRM_WITHIN if purpose == CONFIRM else None
    try:
        return UUID(signing.TimestampSigner(salt=purpose).unsign(given, max_age=within))
    except (signing.BadSignature, ValueError):
        return None


def question(origin: str, subscription: UUID, language: str) -> tuple[str, str]:
    """Subject and text of the mail that asks whether an address is right."""
    with translation.override(language):
        link = origin + reverse("programme:confirm", args=[token(CONFIRM, subscription)])
        lines = [
            _("Someone gave this address to get news of the programme. Was it you? Then confirm it here:"),
            link,
            _("Was it not you? Then do nothing. The address is forgotten within a week."),
        ]
        return _("Rondom: is this your address?"), "\n\n".join(lines) + "\n"


@dataclass(frozen=True)
class Reader:
    """Someone who is told what is new since a moment."""

    key: UUID
    address: str
    language: str
    origin: str
    since: datetime


def next_reader(before: datetime, tried: list[UUID]) -> Reader | None:
    """Who is to be told next of what was published before a moment, kept for this transaction; None when all were."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM next_digest(%s, %s::uuid[])", [before, tried])
        row = cursor.fetchone()
    if row is None:
        return None
    key, sealed, language, origin, since = row
    return Reader(key, unseal(sealed, f"subscription {key}") or "", language, origin, since)


def digest(reader: Reader, before: datetime) -> tuple[str, str]:
    """Subject and text of the mail with what is new: titles and links, no more."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM news_between(%s, %s)", [reader.since, before])
        news = cursor.fetchall()
    with translation.override(reader.language):
        lines = [_("What is new in the programme:")]
        lines += [f"{title}\n{reader.origin}{reverse('programme:update', args=[key])}" for key, title in news]
        stop = reader.origin + reverse("programme:stop", args=[token(STOP, reader.key)])
        lines.append(_("No more of these mails? You need no account to stop them:") + f"\n{stop}")
        return _("Rondom: news of the programme"), "\n\n".join(lines) + "\n"


def cancelled(gathering: Gathering) -> tuple[str, str]:
    """Subject and text of the mail that says that a gathering does not go on."""
    return _about_gathering(
        gathering,
        lambda: (
            _("Rondom: a gathering is cancelled"),
            _("A gathering that you registered for does not go on:"),
        ),
    )


def moved(gathering: Gathering) -> tuple[str, str]:
    """Subject and text of the mail that says when and where a gathering is now."""
    return _about_gathering(
        gathering,
        lambda: (
            _("Rondom: a gathering is moved"),
            _("A gathering that you registered for is now at this moment and place:"),
        ),
    )


def _about_gathering(gathering: Gathering, said: Callable[[], tuple[str, str]]) -> tuple[str, str]:
    """In Dutch and English, as nobody asked in which: title, moment and place, which are no secret, and nothing else."""
    subjects, parts = [], []
    for language in ("nl", "en"):
        with translation.override(language):
            subject, begins = said()
            why = _(
                "You get this mail because you registered and gave this address for it. It is used for nothing else."
            )
            what = "\n".join([gathering.title, absolute(gathering.starts_at), gathering.place])
            subjects.append(subject)
            parts.append(f"{begins}\n\n{what}\n\n{why}\n")
    return " / ".join(subjects), "\n---\n\n".join(parts)
