"""Files that people bring, and how they are given back. No page takes any yet; the rooms that will, build on this.

Photographs and letters only. Sound is refused: no well-kept library takes from a recording what it tells of its
maker and place without making the recording anew.
"""

import os
import re
import subprocess
import sys
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _

from rondom.core import embedded
from rondom.core.cleaning import MOST_PAGES, MOST_PIXELS, MOST_SECONDS, Reason

MOST_BYTES = 20_000_000
_LONGEST_NAME = 80


@dataclass(frozen=True)
class Kind:
    """A kind of file: what its content begins with, how its name may end, and how it is given back."""

    name: str
    begins: bytes
    endings: tuple[str, ...]
    media_type: str


KINDS = [
    Kind("JPEG", b"\xff\xd8\xff", (".jpg", ".jpeg"), "image/jpeg"),
    Kind("PNG", b"\x89PNG\r\n\x1a\n", (".png",), "image/png"),
    Kind("PDF", b"%PDF-", (".pdf",), "application/pdf"),
]
_ANOTHER = _("Rondom takes photographs (JPEG or PNG) and letters (PDF). This is another kind of file.")
_SAYS: Mapping[int, Any] = {
    Reason.UNREADABLE: _("This file is damaged or incomplete, so Rondom cannot take it. Make it again, or take a photograph of it."),
    Reason.TOO_MANY_PIXELS: _("This picture is too large: more than %(pixels)s million points. Make it smaller and try again."),
    Reason.MOVES: _("This picture moves. Rondom takes pictures that stand still."),
    Reason.ACTIVE: _("This letter holds a form, a program or another file. Print it to a new PDF and add that one."),
    Reason.LOCKED: _("This letter is locked with a password. Save it without one and try again."),
    Reason.TOO_MANY_PAGES: _("This letter has more than %(pages)s pages. Split it and try again."),
    Reason.CANNOT_BE_CLEANED: _("Rondom cannot take from this letter what it tells of who made it. Print it to a new PDF and add that one."),
}  # fmt: skip
_FILLED_IN = {"pixels": MOST_PIXELS // 1_000_000, "pages": MOST_PAGES, "megabytes": MOST_BYTES // 1_000_000}


@dataclass(frozen=True)
class Brought:
    """A file that was made safe: its content, its kind, and a name that is safe to write down."""

    name: str
    kind: Kind
    content: bytes


def take(name: str, content: bytes) -> Brought:
    """Make a file safe: its content decides what it is, and tells afterwards only what it shows.

    At most 20 MB. Raises ValidationError with a sentence for who brought it.
    """
    if not content:
        raise ValidationError(_("This file is empty."))
    if len(content) > MOST_BYTES:
        raise ValidationError(
            _("This file is larger than %(megabytes)s MB. Make it smaller and try again."), params=_FILLED_IN
        )
    kind = next((kind for kind in KINDS if content.startswith(kind.begins)), None)
    if kind is None:
        raise ValidationError(_ANOTHER)
    if not name.lower().endswith(kind.endings):
        raise ValidationError(
            _("The name of this file does not fit what is in it. Save it again as %(ending)s and try again."),
            params={"ending": kind.endings[0]},
        )
    return Brought(safe_name(name, kind), kind, _made_safe(content, kind))


def _made_safe(content: bytes, kind: Kind) -> bytes:
    """Ask a process of its own, that is given nothing of ours, and at most 10 seconds and 1.5 GB."""
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-m", "rondom.core.cleaning", kind.name],
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # may quote what stands in the file
            env={"PYTHONPATH": str(embedded.ROOT), "PATH": os.defpath},
            timeout=MOST_SECONDS * 2,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise ValidationError(_SAYS[Reason.UNREADABLE]) from None
    if done.returncode:
        raise ValidationError(_SAYS.get(done.returncode, _SAYS[Reason.UNREADABLE]), params=_FILLED_IN)
    return done.stdout


def safe_name(name: str, kind: Kind) -> str:
    """The name alone, without folders, signs that steer, or a second ending; never empty."""
    alone = PurePosixPath(PureWindowsPath(unicodedata.normalize("NFC", name)).name).name
    stem = alone[: -len(alone.split(".")[-1]) - 1] if "." in alone else alone
    plain = "".join(sign if sign.isalnum() or sign in " -_()" else " " for sign in stem)
    short = re.sub(r"\s+", " ", plain).strip()[:_LONGEST_NAME].strip()
    return (short or str(_("file"))) + kind.endings[0]


def given_back(brought: Brought) -> HttpResponse:
    """A file to keep, never to show: the browser saves it, and runs nothing of it."""
    response = HttpResponse(brought.content, content_type=brought.kind.media_type)
    response.headers["Content-Disposition"] = str(
        content_disposition_header(as_attachment=True, filename=brought.name)
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox; frame-ancestors 'none'"
    return response
