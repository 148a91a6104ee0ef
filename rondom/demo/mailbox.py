"""The mailbox of the demo: every mail that Rondom sends there stays on this machine, and can be read."""

import email
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import default
from email.utils import parsedate_to_datetime
from pathlib import Path

from django.conf import settings

_BETWEEN = b"-" * 79 + b"\n"  # what Django's backend for files writes after each mail
MOST = 50


@dataclass(frozen=True)
class Mail:
    """One mail as its receiver reads it."""

    at: datetime
    to: str
    subject: str
    text: str


def mails() -> list[Mail]:
    """What was sent, the newest first."""
    folder = Path(settings.EMAIL_FILE_PATH)
    found = [
        _read(part)
        for file in folder.glob("*.log")
        for part in file.read_bytes().split(_BETWEEN)
        if part.strip()
    ]
    return sorted(found, key=lambda one: one.at, reverse=True)[:MOST]


def _read(part: bytes) -> Mail:
    message = email.message_from_bytes(part, policy=default)
    assert isinstance(message, EmailMessage)
    sent = parsedate_to_datetime(message["date"])
    at = sent if sent.tzinfo else sent.replace(tzinfo=UTC)
    return Mail(at, message["to"], message["subject"], message.get_content())
