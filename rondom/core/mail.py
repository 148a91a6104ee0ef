"""Mail without content: that something waits, and where. Sent at once or not at all; no address stands in a log."""

import logging
from dataclasses import dataclass
from smtplib import SMTPException
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage

PATIENCE = 10  # seconds
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Server:
    """A mail server as Django's settings know it, and who mail comes from; without a sender nothing is sent."""

    host: str = "localhost"
    port: int = 25
    user: str = ""
    password: str = ""
    tls_at_once: bool = False
    starttls: bool = False
    sender: str = ""


def configured(url: str, sender: str) -> Server:
    """The mail server that is set up; one that sends nothing when nothing is.

    `url`: smtps://user:password@host:465 (TLS from the start) or smtp://user:password@host:587 (STARTTLS; on the machine
    itself without). Raises ImproperlyConfigured when only one of the two is set, or the address is no such address.
    """
    if not url and not sender:
        return Server()
    found = urlsplit(url)
    if found.scheme not in {"smtp", "smtps"} or not found.hostname:
        raise ImproperlyConfigured(
            "RONDOM_SMTP_URL must be smtps://user:password@host:465 or smtp://...:587."
        )
    if "@" not in sender:
        raise ImproperlyConfigured("RONDOM_MAIL_FROM must be the address that mail comes from.")
    at_once = found.scheme == "smtps"
    return Server(
        host=found.hostname,
        port=found.port or (465 if at_once else 587),
        user=unquote(found.username or ""),
        password=unquote(found.password or ""),
        tls_at_once=at_once,
        starttls=not at_once and found.hostname not in _LOOPBACK,
        sender=sender,
    )


def sends() -> bool:
    """Whether a mail server is set up."""
    return bool(settings.MAIL_FROM)


def send(to: str, subject: str, text: str) -> bool:
    """Send a mail; gives whether the server took it."""
    message = EmailMessage(subject, text, settings.MAIL_FROM, [to])
    try:
        return bool(message.send())
    except (SMTPException, OSError) as error:
        logger.warning("A mail could not be sent: %s.", type(error).__name__)
        return False
