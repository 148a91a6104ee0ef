"""A file that people bring is what it says, tells only what it shows, and is given back to keep, not to run."""

import os
import struct
import subprocess
import sys
import zlib
from io import BytesIO

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from rondom.core import cleaning, uploads
from rondom.core.uploads import KINDS, Brought, given_back, safe_name, take

JPEG, PNG, PDF, *_SOUND = KINDS
TOLD = "kanarie"
RED, BLUE = (200, 20, 20), (20, 20, 200)


def drawn(mode="RGB") -> Image.Image:
    """Four wide and two high: red on the left, blue on the right."""
    image = Image.new(mode, (40, 20), RED if mode == "RGB" else (*RED, 255))
    image.paste(BLUE if mode == "RGB" else (*BLUE, 0), (20, 0, 40, 20))
    return image


def photograph(*, orientation=1, **more) -> bytes:
    """A photograph of a phone: where, when, with what and by whom it was taken."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F], exif[0x013B], exif[0x9286] = f"{TOLD} phone", TOLD, TOLD
    exif.get_ifd(0x8825).update({1: "N", 2: (52.0, 4.0, 41.4), 3: "E", 4: (4.0, 18.0, 1.2)})
    out = BytesIO()
    drawn().save(
        out, "JPEG", exif=exif, comment=TOLD.encode(), xmp=TOLD.encode(), icc_profile=TOLD.encode(), **more
    )
    return out.getvalue()


def drawing(mode="RGB", **more) -> bytes:
    out, told = BytesIO(), PngImagePlugin.PngInfo()
    told.add_text("Author", TOLD)
    told.add_itxt("XML:com.adobe.xmp", TOLD)
    drawn(mode).save(out, "PNG", pnginfo=told, **more)
    return out.getvalue()


def letter(prepare=None, *, pages=1, **more) -> bytes:
    """A letter of one page that says hello, made by someone with something."""
    pdf = pikepdf.new()
    for _page in range(pages):
        pdf.add_blank_page(page_size=(200, 100))
    page = pdf.pages[0]
    page.Contents = pdf.make_stream(b"BT /M 12 Tf 10 50 Td (hello) Tj ET")
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
    )
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(M=font))
    page.obj["/PieceInfo"] = pikepdf.Dictionary(Maker=pikepdf.String(TOLD))
    pdf.docinfo["/Author"], pdf.docinfo["/Title"] = TOLD, TOLD
    with pdf.open_metadata() as metadata:
        metadata["dc:creator"] = [TOLD]
    if prepare:
        prepare(pdf, page)
    out = BytesIO()
    pdf.save(out, **more)
    return out.getvalue()


def opened(stream: pikepdf.Stream) -> bytes:
    """What is in a stream, unpacked where it is packed; of a photograph, as it is."""
    picture = "/Filter" in stream and stream.Filter == pikepdf.Name.DCTDecode
    return bytes(stream.read_raw_bytes() if picture else stream.read_bytes())


def told(content: bytes) -> bool:
    """Whether the word still stands somewhere, also where it is packed."""
    if content.startswith(PDF.begins):
        with pikepdf.open(BytesIO(content)) as pdf:
            found = [opened(one) for one in pdf.objects if isinstance(one, pikepdf.Stream)]
            found += [one.unparse(resolved=True) for one in pdf.objects] + [pdf.trailer.unparse()]
            return any(TOLD.encode() in one for one in found)
    return TOLD.encode() in content


def refusal(name: str, content: bytes) -> str:
    with pytest.raises(ValidationError) as refused:
        take(name, content)
    (sentence,) = refused.value.messages
    assert sentence.endswith("."), sentence
    return sentence


@pytest.fixture(autouse=True)
def english(settings):
    settings.LANGUAGE_CODE = "en"


def test_a_photograph_no_longer_tells_where_when_and_by_whom_it_was_taken():
    before = photograph()
    assert told(before)
    assert Image.open(BytesIO(before)).getexif().get_ifd(0x8825), "the place stands in it"
    brought = take("Foto van thuis.JPG", before)
    assert (brought.name, brought.kind, told(brought.content)) == ("Foto van thuis.jpg", JPEG, False)
    after = Image.open(BytesIO(brought.content))
    assert dict(after.getexif()) == {}
    assert set(after.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert after.size == (40, 20)


@pytest.mark.parametrize(
    ("orientation", "size", "red"),
    [(1, (40, 20), (5, 10)), (3, (40, 20), (35, 10)), (6, (20, 40), (10, 5)), (8, (20, 40), (10, 35))],
)
def test_a_photograph_stays_upright(orientation, size, red):
    after = Image.open(BytesIO(take("x.jpg", photograph(orientation=orientation)).content))
    assert after.size == size
    assert after.getpixel(red)[0] > 150 > after.getpixel(red)[2]


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_a_picture_keeps_its_pixels_and_tells_nothing(mode):
    before = drawing(mode)
    assert told(before)
    after = take("scherm.png", before).content
    assert not told(after)
    found = Image.open(BytesIO(after))
    assert (found.mode, found.tobytes(), found.info) == (mode, drawn(mode).tobytes(), {})


def test_what_is_hidden_behind_a_picture_is_gone():
    assert not told(take("x.jpg", photograph() + b"PK\x03\x04 " + TOLD.encode()).content)
    assert not told(take("x.png", drawing() + b"<script>" + TOLD.encode()).content)


def test_a_letter_shows_the_same_and_no_longer_tells_who_made_it():
    before = letter()
    assert told(before)
    after = take("Brief.pdf", before).content
    assert not told(after)
    with pikepdf.open(BytesIO(after)) as pdf:
        assert len(pdf.pages) == 1
        assert b"(hello) Tj" in pdf.pages[0].Contents.read_bytes()
        assert "/M" in pdf.pages[0].Resources.Font, "a font may be called as a part of a remark"
        assert "/Info" not in pdf.trailer
        assert "/Metadata" not in pdf.Root


def test_what_stood_in_an_earlier_version_of_a_letter_is_gone():
    def prepare(pdf, page):
        pdf.make_stream(TOLD.encode() * 3)  # nothing leads to it any more

    before = letter(prepare, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    old = before[: before.rindex(b"%%EOF")] + b"%%EOF\n9 0 obj\n(" + TOLD.encode() + b")\nendobj\n" + before
    assert not told(take("x.pdf", before).content)
    assert TOLD.encode() not in take("x.pdf", PDF.begins + b"1.4\n" + old).content


def test_who_wrote_a_remark_on_a_letter_is_gone_and_the_remark_stays():
    def prepare(pdf, page):
        page.Annots = pikepdf.Array(
            [
                pikepdf.Dictionary(
                    Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9], T=TOLD, M="D:2026", Contents="hello"
                )
            ]
        )

    after = take("x.pdf", letter(prepare)).content
    with pikepdf.open(BytesIO(after)) as pdf:
        (remark,) = pdf.pages[0].Annots
        assert (str(remark.Contents), "/T" in remark, "/M" in remark) == ("hello", False, False)


@pytest.mark.parametrize("packed", [False, True])
def test_a_photograph_inside_a_letter_no_longer_tells_where_it_was_taken(packed):
    raw = photograph()

    def prepare(pdf, page):
        stream = pikepdf.Stream(pdf, zlib.compress(raw) if packed else raw)
        filters = [pikepdf.Name.FlateDecode, pikepdf.Name.DCTDecode] if packed else pikepdf.Name.DCTDecode
        stream.Type, stream.Subtype, stream.Width, stream.Height = (
            pikepdf.Name.XObject,
            pikepdf.Name.Image,
            40,
            20,
        )
        stream.ColorSpace, stream.BitsPerComponent, stream.Filter = pikepdf.Name.DeviceRGB, 8, filters
        page.Resources.XObject = pikepdf.Dictionary(Im0=pdf.make_indirect(stream))

    before = letter(prepare)
    after = take("x.pdf", before).content
    assert not told(after)
    with pikepdf.open(BytesIO(after)) as pdf:
        bare = pdf.pages[0].Resources.XObject.Im0.read_raw_bytes()
    found = Image.open(BytesIO(bare))
    assert found.tobytes() == Image.open(BytesIO(raw)).tobytes()
    assert dict(found.getexif()) == {}


def javascript(pdf, page):
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def inside(pdf, page):
    pdf.attachments["list.xlsx"] = b"PK"


def program(pdf, page):
    page.Annots = pikepdf.Array(
        [
            pikepdf.Dictionary(
                Subtype=pikepdf.Name.Link,
                Rect=[0, 0, 9, 9],
                A=pikepdf.Dictionary(S=pikepdf.Name.Launch, F="x.exe"),
            )
        ]
    )


def jpeg_2000(pdf, page):
    stream = pdf.make_stream(b"x")
    stream.Filter = pikepdf.Name.JPXDecode
    page.Resources.XObject = pikepdf.Dictionary(Im0=stream)


def noise(width, height) -> bytes:
    out = BytesIO()
    Image.new("1", (width, height)).save(out, "PNG")
    return out.getvalue()


def moving() -> bytes:
    out = BytesIO()
    drawn().save(out, "PNG", save_all=True, append_images=[drawn().rotate(180)])
    return out.getvalue()


def bomb() -> bytes:
    """A letter of some kilobytes that unpacks to gigabytes when it is read."""
    packer = zlib.compressobj(9)
    begin, part = (packer.compress(bytes(10_000_000)) + packer.flush(zlib.Z_FULL_FLUSH) for _part in range(2))
    packed = begin + part * 200
    body = b"1 0 obj\n<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>\nstream\n" % len(packed)
    return b"%PDF-1.5\n" + body + packed + b"\nendstream\nendobj\ntrailer<</Root 9 0 R/Size 10>>\n%%EOF"


LOCK = pikepdf.Encryption(owner="x", user="x")
REFUSED = {
    "nothing": ("x.jpg", lambda: b"", "empty"),
    "a program": ("x.exe", lambda: b"MZ\x90\x00", "another kind"),
    "a program called a photograph": ("x.jpg", lambda: b"MZ\x90\x00", "another kind"),
    "a page": ("x.html", lambda: b"<!doctype html><script>", "another kind"),
    "a page called a letter": ("x.pdf", lambda: b"<html>%PDF-1.4", "another kind"),
    "a drawing that can run": ("x.svg", lambda: b"<svg onload='x()'/>", "another kind"),
    "a drawing that can run called a picture": ("x.png", lambda: b"<?xml version='1.0'?><svg/>", "another kind"),
    "an archive": ("x.zip", lambda: b"PK\x03\x04", "another kind"),
    "a moving picture of an old kind": ("x.gif", lambda: b"GIF89a", "another kind"),
    "a photograph called a program": ("x.jpg.exe", photograph, "does not fit"),
    "a photograph called a page": ("x.html", photograph, "does not fit"),
    "a letter called a photograph": ("x.jpg", letter, "does not fit"),
    "a picture called a photograph": ("x.jpg", drawing, "does not fit"),
    "a name without ending": ("photograph", photograph, "does not fit"),
    "a photograph cut short": ("x.jpg", lambda: photograph()[:-200], "damaged"),
    "a picture cut short": ("x.png", lambda: drawing()[:-40], "damaged"),
    "a letter that is none": ("x.pdf", lambda: b"%PDF-1.7\n" + b"x" * 500, "damaged"),
    "a beginning and nothing": ("x.png", lambda: PNG.begins, "damaged"),
    "a page behind the beginning of a photograph": ("x.jpg", lambda: JPEG.begins + b"<script>", "damaged"),
    "more points than can be read": ("x.png", lambda: noise(8_000, 8_000), "more than 50 million"),
    "points beyond all measure": ("x.png", lambda: drawing().replace(struct.pack(">II", 40, 20), struct.pack(">II", 2**30, 2**30)), "damaged|million"),
    "a picture that moves": ("x.png", moving, "moves"),
    "too many bytes": ("x.jpg", lambda: photograph() + bytes(uploads.MOST_BYTES), "larger than 20 MB"),
    "a letter that runs something": ("x.pdf", lambda: letter(javascript), "holds a form"),
    "a letter with a file in it": ("x.pdf", lambda: letter(inside), "holds a form"),
    "a letter that starts a program": ("x.pdf", lambda: letter(program), "holds a form"),
    "a letter with a lock": ("x.pdf", lambda: letter(encryption=LOCK), "locked"),
    "a letter that lets nothing be changed": ("x.pdf", lambda: letter(encryption=pikepdf.Encryption(owner="x", user="")), "locked"),
    "a letter that is a book": ("x.pdf", lambda: letter(pages=201), "more than 200 pages"),
    "a letter with pictures that cannot be cleaned": ("x.pdf", lambda: letter(jpeg_2000), "what it tells"),
    "a letter that unpacks to gigabytes": ("x.pdf", bomb, "damaged"),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_refused_with_a_sentence(what):
    name, make, words = REFUSED[what]
    assert any(word in refusal(name, make()) for word in words.split("|"))


def test_the_process_that_reads_a_strangers_file_has_bounds_and_knows_nothing_of_ours(tmp_path):
    """Asked with its own settings to do what a file that broke into it would."""
    wanted = tmp_path / "left"
    code = (
        "import os, sys\nfrom rondom.core import cleaning\n"
        "sys.stdin = open(os.devnull)\ncleaning.main('JPEG')\n"
        "print(sorted(name for name in os.environ if name.startswith(('RONDOM', 'DJANGO'))))\n"
        f"try:\n    bytearray({cleaning.MOST_MEMORY})\nexcept MemoryError:\n    print('no memory')\n"
        f"try:\n    open({str(wanted)!r}, 'w').write('x' * 100000)\nexcept OSError:\n    print('no file')\n"
    )  # fmt: skip
    environment = {"PYTHONPATH": str(uploads.embedded.ROOT), "PATH": os.defpath}
    code = "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n" + code
    done = subprocess.run(
        [sys.executable, "-P", "-c", code], env=environment, capture_output=True, text=True, check=False
    )
    assert done.stdout.split("\n")[:3] == ["[]", "no memory", "no file"], done.stderr
    assert not wanted.exists() or wanted.stat().st_size == 0


@given(st.binary(max_size=400), st.integers(0, 2_000), st.sampled_from(["JPEG", "PNG", "PDF"]))
def test_whatever_is_spoiled_in_a_file_it_is_made_safe_or_refused(spoiled, at, kind):
    """In this process, as asking another a hundred times takes long; the same functions."""
    content = {"JPEG": photograph, "PNG": drawing, "PDF": letter}[kind]()
    content = content[:at] + spoiled + content[at + len(spoiled) :]
    try:
        made = cleaning.letter(content) if kind == "PDF" else cleaning.picture(content, kind)
    except Exception:  # noqa: BLE001 - answered with "damaged", or with another reason
        return
    if kind != "PDF":
        assert not told(made)


NAMES = {
    "Foto.jpg": "Foto.jpg",
    "C:\\Users\\jan\\geheim.pdf.jpg": "geheim pdf.jpg",
    "../../etc/passwd.jpg": "passwd.jpg",
    "a\u202egpj.exe.jpg": "a gpj exe.jpg",
    'x"; filename="y.html.jpg': "x filename y html.jpg",
    "regel\r\nSet-Cookie: a=b.jpg": "regel Set-Cookie a b.jpg",
    "<b>.jpg": "b.jpg",
    ".jpg": "file.jpg",
    "é" * 300 + ".JPEG": "é" * 80 + ".jpg",
    "\x00.jpg": "file.jpg",
    "письмо.jpg": "письмо.jpg",
}


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_only_a_name(name):
    assert safe_name(name, JPEG) == NAMES[name]


@given(st.text(max_size=200))
def test_whatever_a_file_is_called_its_name_is_one_line_with_one_ending(name):
    found = safe_name(name, PDF)
    assert found.endswith(".pdf")
    assert found.count(".") == 1
    assert found.isprintable()
    assert not set(found) & set("/\\\"'<>;:\r\n")
    assert str(given_back(Brought(found, PDF, b"x"))["Content-Disposition"]).isascii()


def test_a_file_is_given_back_to_keep_and_never_to_run():
    response = given_back(Brought("Brief é.pdf", PDF, b"%PDF-"))
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''Brief%20%C3%A9.pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
