"""Files of a case: brought, made safe, sealed, opened with a purpose, withdrawn; and seen by nobody who should not."""

from collections.abc import Iterator
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.utils import translation
from PIL import Image

from rondom.audit.models import Event
from rondom.cases import policies
from rondom.cases.actions import documents, dossier
from rondom.cases.models import Category, Document, Regime, Teller
from rondom.core.errors import Denied, WrongStep
from rondom.core.uploads import BY_NAME, MOST_BYTES, Brought
from tests.browse import field, markup, nothing_changed, signed_in, title, words
from tests.proof import refused
from tests.statements import few

PLACE = "Kerkstraat"
Shareable = Document.Shareable


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


def photograph() -> bytes:
    """A photograph that tells where it was taken."""
    exif, out = Image.Exif(), BytesIO()
    exif[0x010E] = PLACE
    Image.new("RGB", (30, 20), (10, 120, 90)).save(out, "JPEG", exif=exif)
    assert PLACE.encode() in out.getvalue()
    return out.getvalue()


def _at(case, document=None, what=""):
    return f"/zaken/{case.pk}/bestanden/" + (f"{document.pk}/{what}" if document else "")


def _sent(content=None, name="Foto.jpg", **changes):
    file = SimpleUploadedFile(name, photograph() if content is None else content)
    told = {"category": "4", "given_by": "victim", "shareable": "yes", "description": "De deur van het huis."}
    return {**told, "file": file, **changes}


def _add(
    world, case, by=None, category=Category.STORY, shareable=Shareable.YES, content=b"%PDF-1.4 een brief"
):
    with world.acting(by or world.alice) as actor:
        brought = Brought("Brief.pdf", BY_NAME["PDF"], content)
        about = documents.About(category, Teller.VICTIM, shareable, "Wat erop staat.")
        return documents.add(actor=actor, case=dossier.locked(actor, case.pk), brought=brought, about=about)


def test_a_photograph_is_added_without_where_it_was_taken_and_opened_with_a_purpose(world):
    case = world.report()
    alice = signed_in(world.alice)
    added = alice.post(_at(case) + "nieuw/", _sent(), follow=True)
    assert "The file is added." in words(added)
    assert "Foto.jpg De deur van het huis. Photograph," in words(added)
    with world.acting(world.alice):
        document = Document.objects.get(case=case)
        assert (document.kind, document.media, document.category, document.regime) == (
            "photo",
            "JPEG",
            4,
            Regime.AVG,
        )
        assert document.size == len(document.content)
        assert PLACE.encode() not in document.content
    page = alice.get(_at(case, document))
    assert "Why do you open this file?" in words(page)
    assert title(page) == f"File {world.code(case)} – Rondom"
    given = alice.post(_at(case, document), {"purpose": "help"})
    assert given.content == document.content
    assert given["Content-Type"] == "image/jpeg"
    assert given["Content-Disposition"] == 'attachment; filename="Foto.jpg"'
    assert "sandbox" in given["Content-Security-Policy"]
    assert given["Cache-Control"] == "no-store"
    log = words(alice.get(f"/zaken/{case.pk}/logboek/"))
    assert "Alice opened a file Organisatie csg purpose: to give help" in log
    assert "Foto.jpg" not in log


def test_without_a_purpose_it_is_not_opened(world):
    case = world.report()
    document = _add(world, case)
    answer = signed_in(world.alice).post(_at(case, document))
    assert answer.status_code == 422
    assert "Choose one." in words(answer)
    with world.acting(world.alice):
        assert not Event.objects.filter(verb="case:document:read").exists()


def test_withdrawn_its_content_is_destroyed_and_that_it_was_there_stays(world, owner):
    case = world.report()
    document = _add(world, case)
    alice = signed_in(world.alice)
    with nothing_changed():
        assert "cannot be brought back" in words(alice.get(_at(case, document, "intrekken/")))
    said = words(alice.post(_at(case, document, "intrekken/"), follow=True))
    assert "The file is withdrawn. Its content is destroyed." in said
    assert "Brief.pdf" in said
    assert "Withdrawn Alice, today" in said
    assert "Wat erop staat." not in said
    with world.acting(world.alice) as actor:
        gone = Document.objects.get(pk=document.pk)
        assert (gone.content, gone.description, gone.withdrawn_by) == (b"", "", world.alice)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT content IS NULL AND description IS NULL FROM cases_document WHERE id = %s", [gone.pk]
            )
            assert cursor.fetchone() == (True,)
        with refused(WrongStep, "was withdrawn"):
            documents.read(actor=actor, case=dossier.locked(actor, case.pk), document=gone, purpose="help")
    for what in ("", "delen/", "intrekken/"):
        assert alice.get(_at(case, document, what)).status_code == 409
        assert (
            alice.post(_at(case, document, what), {"purpose": "help", "shareable": "yes"}).status_code == 409
        )


def test_nobody_adds_a_file_to_a_part_that_they_may_not_see(world):
    case = world.report()
    sam = signed_in(world.sam)
    page = markup(sam.get(_at(case) + "nieuw/"))
    assert '<option value="64"' in page
    assert '<option value="4"' not in page
    with nothing_changed():
        assert sam.post(_at(case) + "nieuw/", _sent(category="4")).status_code == 422
    with pytest.raises(Denied), transaction.atomic():
        _add(world, case, by=world.sam)


FAULTS = {
    "nothing": (_sent, {"file": ""}, "Choose a file."),
    "an empty file": (_sent, {"content": b""}, "This file is empty."),
    "too large": (_sent, {"content": b"\xff\xd8\xff" + bytes(MOST_BYTES)}, "larger than 20 MB"),
    "a video": (
        _sent,
        {"content": b"\x00\x00\x00\x18ftypisom", "name": "film.mp4"},
        "Rondom takes no videos",
    ),
    "a program called a photograph": (_sent, {"content": b"MZ\x90\x00"}, "another kind of file"),
    "a letter called a photograph": (_sent, {"content": b"%PDF-1.4"}, "does not fit what is in it"),
    "a photograph that is none": (_sent, {"content": b"\xff\xd8\xff<script>"}, "damaged or incomplete"),
    "no part": (_sent, {"category": ""}, "Choose one."),
    "no giver": (_sent, {"given_by": ""}, "Choose one."),
    "no answer": (_sent, {"shareable": ""}, "Choose one."),
}


@pytest.mark.parametrize("what", FAULTS)
def test_what_is_not_right_is_said_at_the_field_and_nothing_else_is_lost(world, what):
    make, changes, sentence = FAULTS[what]
    case = world.report()
    alice = signed_in(world.alice)
    with nothing_changed():
        answer = alice.post(_at(case) + "nieuw/", make(**changes))
    assert answer.status_code == 422
    assert sentence in words(answer)
    assert "De deur van het huis." in field(answer, "description")


def test_a_picture_that_unpacks_to_gigabytes_is_refused_with_a_sentence(world):
    out = BytesIO()
    Image.new("1", (8_000, 8_000)).save(out, "PNG")
    case = world.report()
    with nothing_changed():
        answer = signed_in(world.alice).post(_at(case) + "nieuw/", _sent(out.getvalue(), "x.png"))
    assert "more than 50 million points" in words(answer)


def test_a_file_of_100_mb_is_refused_at_the_field_and_nothing_else_is_lost(world):
    """Larger than any other request may be: of the file no more is kept than one may be, the form is read whole."""
    case = world.report()
    large = _sent(b"\xff\xd8\xff" + bytes(100_000_000))
    with nothing_changed():
        answer = signed_in(world.alice).post(_at(case) + "nieuw/", large)
    assert answer.status_code == 422
    assert "This file is larger than 20 MB." in words(answer)
    assert "De deur van het huis." in field(answer, "description")


def test_what_is_larger_still_or_sent_to_another_page_is_not_read(world, client):
    case = world.report()
    alice = signed_in(world.alice)
    for path, length in [
        (_at(case) + "nieuw/", 150_000_001),
        (_at(case), 21_000_001),
        ("/nergens/", 21_000_001),
    ]:
        assert alice.generic("POST", path, b"", headers={"content-length": str(length)}).status_code == 413
    answer = client.generic("POST", _at(case) + "nieuw/", b"", headers={"content-length": "21000001"})
    assert answer.status_code == 413, "nor from who is not signed in"


def test_an_organisation_keeps_a_bounded_number_of_files_in_a_case(world):
    case = world.report()
    for _number in range(policies.MOST_DOCUMENTS):
        last = _add(world, case)
    alice = signed_in(world.alice)
    with nothing_changed():
        assert alice.get(_at(case) + "nieuw/").status_code == 409
        assert alice.post(_at(case) + "nieuw/", _sent()).status_code == 409
    alice.post(_at(case, last, "intrekken/"))
    assert alice.get(_at(case) + "nieuw/").status_code == 200
    with few():
        alice.get(_at(case))


def test_nothing_is_added_to_a_case_that_is_closed(world):
    case = world.report()
    with world.acting(world.alice) as actor:
        seen = dossier.locked(actor, case.pk)
        seen.status = "closed"
        brought = Brought("Brief.pdf", BY_NAME["PDF"], b"%PDF-")
        with refused(WrongStep, "closed"):
            documents.add(
                actor=actor, case=seen, brought=brought, about=documents.About(Category.STORY, Teller.VICTIM)
            )
