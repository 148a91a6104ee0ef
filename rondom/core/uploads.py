"""Files that people bring, and how they are given back: photographs, letters and recordings.

Everything is made anew, so that nothing is left of what a file tells of its maker and place. Moving pictures are
refused: who shows them again, harms again.
"""

import os
import re
import subprocess
import sys
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _

from rondom.core import embedded
from rondom.core.cleaning import (
    MOST_MINUTES,
    MOST_PAGES,
    MOST_PIXELS,
    MOST_SECONDS,
    MOST_SECONDS_OF_SOUND,
    SOUNDS,
    Reason,
)

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
    Kind("WAV", b"RIFF....WAVE", (".wav",), "audio/wav"),
    Kind("FLAC", b"fLaC", (".flac",), "audio/flac"),
    Kind("OGG", b"OggS", (".ogg", ".oga", ".opus"), "audio/ogg"),
    Kind("MP3", b"ID3", (".mp3",), "audio/mpeg"),
]
BY_NAME = {kind.name: kind for kind in KINDS}
_ANY = ord(".")  # in the beginning of a kind
# Frames of MP3 without a label before them: eleven ones, and layer three.
_FRAME, _LAYER, _LAYER_3 = (0xFF, 0xE0), 0x06, 0x02
_ANOTHER = _("Rondom takes photographs (JPEG or PNG), letters (PDF) and recordings (MP3, OGG, WAV or FLAC). This is another kind of file.")  # fmt: skip
_VIDEO = _("This is a video. Rondom takes no videos: each time one is stored or looked at, it can harm the person again. Write down that there is one, and who has it. The police can secure it.")  # fmt: skip
_M4A = _("Rondom cannot take from an M4A recording what it tells of place and maker. Save it as MP3, OGG or WAV and add that one.")  # fmt: skip
_HEIC = _("This photograph is of a kind that Rondom does not take (HEIC). Save it as JPEG, or make a screenshot of it, and add that one.")  # fmt: skip
_MATROSKA, _MPEG, _ASF, _FLASH = b"\x1a\x45\xdf\xa3", b"\x00\x00\x01", b"\x30\x26\xb2\x75", b"FLV\x01"
_SOUND_ONLY, _STILL = {b"M4A ", b"M4B "}, {b"heic", b"heix", b"mif1", b"msf1", b"avif"}
_FIRST = 4096
_SAYS: Mapping[int, Any] = {
    Reason.UNREADABLE: _("This file is damaged or incomplete, so Rondom cannot take it. Make it again, or take a photograph of it."),
    Reason.TOO_MANY_PIXELS: _("This picture is too large: more than %(pixels)s million points. Make it smaller and try again."),
    Reason.MOVES: _("This picture moves. Rondom takes pictures that stand still."),
    Reason.ACTIVE: _("This letter holds a form, a program or another file. Print it to a new PDF and add that one."),
    Reason.LOCKED: _("This letter is locked with a password. Save it without one and try again."),
    Reason.TOO_MANY_PAGES: _("This letter has more than %(pages)s pages. Split it and try again."),
    Reason.TOO_LONG: _("This recording is longer than %(minutes)s minutes. Split it and try again."),
    Reason.CANNOT_BE_CLEANED: _("Rondom cannot take from this letter what it tells of who made it. Print it to a new PDF and add that one."),
}  # fmt: skip
_FILLED_IN = {
    "pixels": MOST_PIXELS // 1_000_000,
    "pages": MOST_PAGES,
    "minutes": MOST_MINUTES,
    "megabytes": MOST_BYTES // 1_000_000,
}


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
    kind = look(name, content)
    return Brought(safe_name(name, kind), kind, _made_safe(content, kind))


def look(name: str, content: bytes) -> Kind:
    """What a file is, from how it begins; quick, and without making it safe. Raises ValidationError as `take` does."""
    if not content:
        raise ValidationError(_("This file is empty."))
    if len(content) > MOST_BYTES:
        raise ValidationError(
            _("This file is larger than %(megabytes)s MB. Make it smaller and try again."), params=_FILLED_IN
        )
    refusal = _of_no_kind(name, content)
    if refusal:
        raise ValidationError(refusal)
    kind = next((kind for kind in KINDS if _begins(content, kind)), None)
    if kind is None:
        raise ValidationError(_ANOTHER)
    if not name.lower().endswith(kind.endings):
        raise ValidationError(
            _("The name of this file does not fit what is in it. Save it again as %(ending)s and try again."),
            params={"ending": kind.endings[0]},
        )
    return kind


def _begins(content: bytes, kind: Kind) -> bool:
    pairs = zip(kind.begins, content, strict=False)
    if len(content) >= len(kind.begins) and all(mark in (_ANY, sign) for mark, sign in pairs):
        return True
    ones, more = _FRAME
    return (
        kind.name == "MP3" and content[0] == ones and content[1:2] >= bytes([more]) and _is_layer_3(content)
    )


def _is_layer_3(content: bytes) -> bool:
    return content[1] & _LAYER == _LAYER_3


def _of_no_kind(name: str, content: bytes) -> Any:
    """The sentence for what people bring often and Rondom does not take."""
    if content[4:8] == b"ftyp":
        brand = content[8:12]
        if brand in _STILL:
            return _HEIC
        return _M4A if brand in _SOUND_ONLY or name.lower().endswith((".m4a", ".m4b")) else _VIDEO
    moving = content.startswith((_MATROSKA, _ASF, _FLASH)) or (
        content.startswith(_MPEG) and content[3:4] in {b"\xba", b"\xb3"}
    )
    old = content.startswith(b"RIFF") and content[8:11] == b"AVI"
    in_ogg = content.startswith(b"OggS") and b"\x80theora" in content[:_FIRST]
    return _VIDEO if moving or old or in_ogg else ""


def _made_safe(content: bytes, kind: Kind) -> bytes:
    """Ask a process of its own, that is given nothing of ours, a bounded time and 1.5 GB."""
    most = MOST_SECONDS_OF_SOUND if kind.name in SOUNDS else MOST_SECONDS
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-m", "rondom.core.cleaning", kind.name],
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # may quote what stands in the file
            env={"PYTHONPATH": str(embedded.ROOT), "PATH": os.defpath, "OPENBLAS_NUM_THREADS": "1"},
            timeout=most * 2,
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


class InMemory(FileUploadHandler):
    """Keeps what is sent in memory, never in a file on the server, and no more of it than one file may be.

    What comes after that is read and thrown away, so that the rest of the form is not lost and the page can say that
    the file is too large.
    """

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self._kept = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._file = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        part = raw_data[: MOST_BYTES + 1 - self._kept]
        self._kept += len(part)
        self._file.write(part)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        size = self._file.tell()
        self._file.seek(0)
        return InMemoryUploadedFile(
            self._file,
            self.field_name,
            str(self.file_name),
            str(self.content_type),
            size,
            self.charset,
            self.content_type_extra,
        )
