"""Makes a stranger's file safe, in a process of its own: it knows no secret, no database and no folder of ours.

`python -m rondom.core.cleaning KIND` reads the file and writes it anew: a picture from its pixels alone, a recording
from its sound alone, a letter without what it tells of its maker. The exit status says why not, see `Reason`.
"""

import resource
import sys
import zlib
from enum import IntEnum
from io import BytesIO
from typing import Any

import pikepdf
from PIL import Image, ImageOps

MOST_PIXELS = 50_000_000
MOST_PAGES = 200
MOST_MEMORY = 1_500_000_000
MOST_SECONDS = 10
MOST_MINUTES = 10  # of a recording
MOST_SECONDS_OF_SOUND = (
    25  # to make one anew; twice that by the clock stays under what the database waits for
)
QUALITY = 90
SOUNDS = {"WAV", "FLAC", "OGG", "MP3"}
_BLOCK = 65_536  # frames at a time: the encoder of Vorbis cannot take a whole recording at once
_FINEST, _FASTEST = 8, 192_000  # channels, and samples a second

# What does something by itself, asks for something, or hides another file.
ACTIVE = {
    "/JS", "/JavaScript", "/Launch", "/AA", "/EmbeddedFile", "/EmbeddedFiles", "/EF", "/RichMedia", "/XFA", "/Movie",
    "/Sound", "/Rendition", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/3D",
}  # fmt: skip
# What tells who made it, when, where and with what.
TELLING = ["/Metadata", "/PieceInfo", "/LastModified", "/Thumb"]
_OF_A_REMARK = ["/T", "/M", "/NM", "/CreationDate"]
_OPENED = [["/DCTDecode"], ["/FlateDecode", "/DCTDecode"]]
_SEGMENT = 0xFF
_START_OF_SCAN = 0xDA
_ADOBE = 0xEE  # says how colours are meant; without it they come out wrong
_TOLD = {0xFE, *range(0xE1, 0xF0)} - {_ADOBE}


class Reason(IntEnum):
    """Why a file was not made safe, as an exit status."""

    UNREADABLE = 10
    TOO_MANY_PIXELS = 11
    MOVES = 12
    ACTIVE = 13
    LOCKED = 14
    TOO_MANY_PAGES = 15
    CANNOT_BE_CLEANED = 16
    TOO_LONG = 17


class Unsafe(Exception):  # noqa: N818 - the word of the house
    """The file cannot be made safe."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.name)
        self.reason = reason


def picture(content: bytes, kind: str) -> bytes:
    """The same picture, upright, from its pixels alone: no place, no maker, no comment, no colour profile."""
    Image.MAX_IMAGE_PIXELS = None  # counted here, before a pixel is read
    with Image.open(BytesIO(content), formats=[kind]) as found:
        if found.width * found.height > MOST_PIXELS:
            raise Unsafe(Reason.TOO_MANY_PIXELS)
        if kind == "PNG" and getattr(found, "n_frames", 1) > 1:
            raise Unsafe(Reason.MOVES)
        upright = ImageOps.exif_transpose(found)
    clear = kind == "PNG" and (upright.mode in {"RGBA", "LA", "PA"} or "transparency" in upright.info)
    pixels = upright.convert("RGBA" if clear else "L" if upright.mode in {"1", "L"} else "RGB")
    bare = Image.frombytes(pixels.mode, pixels.size, pixels.tobytes())
    out = BytesIO()
    bare.save(out, kind, **({"quality": QUALITY} if kind == "JPEG" else {}))
    return out.getvalue()


def recording(content: bytes, kind: str) -> bytes:
    """The same sound, encoded anew: no place, no maker, no title, no picture."""
    import soundfile  # noqa: PLC0415 - with numpy: only the process that cleans a recording pays for it

    out = BytesIO()
    with soundfile.SoundFile(BytesIO(content)) as found:
        if found.format not in {kind, f"{kind}EX"} or found.channels > _FINEST or found.samplerate > _FASTEST:
            raise Unsafe(Reason.UNREADABLE)
        most = MOST_MINUTES * 60 * found.samplerate
        if found.frames > most:
            raise Unsafe(Reason.TOO_LONG)
        with soundfile.SoundFile(
            out, "w", found.samplerate, found.channels, found.subtype, format=kind
        ) as made:
            heard = 0
            while len(block := found.read(_BLOCK, dtype="float32")):
                heard += len(block)
                if heard > most:  # whatever its beginning said
                    raise Unsafe(Reason.TOO_LONG)
                made.write(block)
    if not heard:
        raise Unsafe(Reason.UNREADABLE)
    return out.getvalue()


def letter(content: bytes) -> bytes:
    """The same pages, written anew: only what they show, nothing of earlier versions, nothing of who made it."""
    try:
        found = pikepdf.open(BytesIO(content))
    except pikepdf.PasswordError:
        raise Unsafe(Reason.LOCKED) from None
    with found as pdf:
        if pdf.is_encrypted:
            raise Unsafe(Reason.LOCKED)
        if not 1 <= len(pdf.pages) <= MOST_PAGES:
            raise Unsafe(Reason.TOO_MANY_PAGES if pdf.pages else Reason.UNREADABLE)
        for one in pdf.objects:
            _bare(one)
        _take(pdf.Root, ["/OpenAction"])
        _take(pdf.trailer, ["/Info", "/ID"])
        out = BytesIO()
        pdf.save(out, deterministic_id=True, fix_metadata_version=False)
    return out.getvalue()


def _bare(one: Any) -> None:
    """Take what tells from an object and from everything in it; raises Unsafe for what acts."""
    parts = list(one) if isinstance(one, pikepdf.Array) else []
    if isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
        if ACTIVE & ({*one.keys()} | {str(one.get(key, "")) for key in ("/S", "/Type", "/Subtype")}):
            raise Unsafe(Reason.ACTIVE)
        is_remark = "/Rect" in one and one.get("/Subtype") != "/Widget"
        _take(one, [*TELLING, *(_OF_A_REMARK if is_remark else [])])
        parts = [one[key] for key in one.keys()]  # noqa: SIM118 - not a dict, it is walked by its keys alone
    if isinstance(one, pikepdf.Stream):
        _bare_stream(one)
    for part in parts:
        if isinstance(part, pikepdf.Array | pikepdf.Dictionary) and not part.is_indirect:
            _bare(part)


def _take(one: Any, keys: list[str]) -> None:
    for key in keys:
        if key in one:
            del one[key]


def _bare_stream(one: Any) -> None:
    """A photograph inside a letter keeps its pixels and nothing else."""
    filters = one.get("/Filter", [])
    names = (
        [str(name) for name in (filters if isinstance(filters, pikepdf.Array) else [filters])]
        if filters
        else []
    )
    if "/JPXDecode" in names or ("/DCTDecode" in names and names not in _OPENED):
        raise Unsafe(Reason.CANNOT_BE_CLEANED)
    if "/DCTDecode" in names:
        raw = one.read_raw_bytes()
        if len(names) > 1:
            raw = zlib.decompressobj().decompress(raw, MOST_PIXELS)
        parameters = one.get("/DecodeParms") if len(names) == 1 else None
        one.write(bare_photograph(raw), filter=pikepdf.Name.DCTDecode, decode_parms=parameters)


def bare_photograph(raw: bytes) -> bytes:
    """A JPEG without the segments that tell of it; its pixels are untouched. Raises Unsafe when it is none."""
    kept, at = bytearray(raw[:2]), 2
    while at + 4 <= len(raw) and raw[at] == _SEGMENT:
        marker, length = raw[at + 1], int.from_bytes(raw[at + 2 : at + 4], "big")
        if marker == _START_OF_SCAN:
            end = raw.rfind(b"\xff\xd9")
            if end < at:
                break
            return bytes(kept + raw[at : end + 2])
        if marker not in _TOLD:
            kept += raw[at : at + 2 + length]
        at += 2 + length
    raise Unsafe(Reason.UNREADABLE)


def main(kind: str) -> int:
    """Read, make safe, write; the exit status says why not."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    seconds = MOST_SECONDS_OF_SOUND if kind in SOUNDS else MOST_SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # it writes no file, wherever it is led
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    content = sys.stdin.buffer.read()
    try:
        made = (
            recording(content, kind)
            if kind in SOUNDS
            else letter(content)
            if kind == "PDF"
            else picture(content, kind)
        )
    except Unsafe as unsafe:
        return unsafe.reason
    except Exception:  # noqa: BLE001 - whatever goes wrong in reading what a stranger made: it cannot be read
        return Reason.UNREADABLE
    sys.stdout.buffer.write(made)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
