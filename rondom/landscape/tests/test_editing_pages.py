"""Proposing, deciding, looking up again and taking in, as people see it."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from rondom.audit.models import Event
from rondom.landscape import directory
from rondom.landscape.models import Proposal
from rondom.landscape.terms import Field
from tests.browse import field, markup, signed_in, words

TODAY = timezone.localdate()


@pytest.fixture(autouse=True)
def quiet(caplog):
    caplog.set_level("CRITICAL", logger="django")


def proposed(world):
    """The proposals as Bob of the police sees them."""
    with world.acting(world.bob):
        return list(Proposal.objects.all())


def filled(browser, slug, **changes):
    """Everything that stands in the form, as a browser sends it, with some of it changed."""
    page = browser.get(f"/landschap/diensten/{slug}/wijzigen/")
    data = {}
    form = page.context["form"]
    for bound in form:
        value = bound.value()
        data[bound.name] = "" if value is None else value
    return {**data, "source": "De website", "checked_on": str(TODAY), **changes}


def test_someone_of_a_partner_proposes_and_the_editor_takes_it_over(world, editor):
    bob, dave = signed_in(world.bob), signed_in(editor)
    answer = bob.post(
        "/landschap/diensten/shn/wijzigen/",
        filled(bob, "shn", phone="0900-1234", why="Nieuw nummer."),
        follow=True,
    )
    assert "Proposed. The editor looks at it; until then nothing changes." in words(answer)
    assert "Waits for the editor." in words(answer)
    (proposal,) = proposed(world)
    assert proposal.changes == {"phone": {"number": "0900-1234"}}
    seen = words(bob.get(f"/landschap/voorstellen/{proposal.pk}/"))
    assert "Phone number 0900-0101 0900-1234" in seen
    assert "The editor of the landscape decides." in seen
    refused = bob.post(f"/landschap/voorstellen/{proposal.pk}/", {"accepted": "yes"})
    assert refused.status_code == 403
    assert directory.current().by_slug["shn"].value(Field.PHONE) == {"number": "0900-0101"}
    empty = dave.post(f"/landschap/voorstellen/{proposal.pk}/", {"accepted": "no", "answer": " "})
    assert empty.status_code == 422
    assert "Say why you refuse it." in words(empty)
    assert "Decided." in words(
        dave.post(f"/landschap/voorstellen/{proposal.pk}/", {"accepted": "yes"}, follow=True)
    )
    assert directory.current().by_slug["shn"].value(Field.PHONE) == {"number": "0900-1234"}
    again = dave.post(f"/landschap/voorstellen/{proposal.pk}/", {"accepted": "no", "answer": "Toch niet."})
    assert again.status_code == 409
    history = words(bob.get("/landschap/diensten/shn/geschiedenis/"))
    assert "0900-1234" in history
    assert "0900-0101" in history
    assert "Dave" in history


def test_a_faulty_proposal_comes_back_with_all_that_was_typed_and_a_sentence_at_the_field(world):
    bob = signed_in(world.bob)
    answer = bob.post(
        "/landschap/diensten/shn/wijzigen/",
        filled(bob, "shn", phone="bel maar", phone_hours="laat", target_groups=[], source=""),
    )
    assert answer.status_code == 422
    said = words(answer)
    assert "A number has digits, spaces and dashes" in said
    assert "Write hours like this" in said
    assert "This must be filled in." in said
    assert "Say where this was found." in said
    assert 'value="bel maar"' in field(answer, "phone")
    assert 'aria-invalid="true"' in field(answer, "phone")
    assert proposed(world) == []


@pytest.mark.parametrize(
    "text", ["🦊", "\0", "x" * 10_000, "<script>alert(1)</script>", "0900-0101; DROP TABLE"]
)
def test_strange_words_are_refused_and_never_run(world, text):
    bob = signed_in(world.bob)
    answer = bob.post("/landschap/diensten/shn/wijzigen/", filled(bob, "shn", phone=text))
    assert answer.status_code == 422
    assert "<script>alert" not in markup(answer)
    assert proposed(world) == []


def test_nothing_changed_is_said(world):
    bob = signed_in(world.bob)
    assert "Nothing was changed." in words(bob.post("/landschap/diensten/csg/wijzigen/", filled(bob, "csg")))


def test_a_new_service_is_proposed_with_all_that_is_needed(world):
    bob = signed_in(world.bob)
    assert bob.post("/landschap/nieuwe-dienst/", {}).status_code == 422
    said = {
        "id": "het-huis", "name_nl": "Het Huis", "name_en": "The House", "target_groups": ["other"], "audiences": ["victim"],
        "violence": ["honour"], "phases": ["P2"], "reach": "municipalities", "municipalities": "Den Haag; Delft",
        "source": "hethuis.example", "checked_on": str(TODAY),
    }  # fmt: skip
    wrong = bob.post("/landschap/nieuwe-dienst/", {**said, "municipalities": "Atlantis"})
    assert "There is no municipality called Atlantis." in words(wrong)
    assert bob.post("/landschap/nieuwe-dienst/", said).status_code == 302
    assert proposed(world)[0].changes["reach"] == {
        "kind": "municipalities",
        "municipalities": ["GM0503", "GM0518"],
    }


def test_the_editor_changes_at_once(world, editor):
    dave = signed_in(editor)
    answer = dave.post(
        "/landschap/diensten/shn/wijzigen/", filled(dave, "shn", phone="0900-1234"), follow=True
    )
    assert "Changed. This holds from now on." in words(answer)
    assert directory.current().by_slug["shn"].shown(Field.PHONE, TODAY) == {"number": "0900-1234"}


def test_proposals_of_others_are_not_there(world):
    bob, paul = signed_in(world.bob), signed_in(world.paul)
    bob.post("/landschap/diensten/shn/wijzigen/", filled(bob, "shn", phone="0900-1234"))
    (proposal,) = proposed(world)
    assert paul.get(f"/landschap/voorstellen/{proposal.pk}/").status_code == 404
    assert "Nothing was proposed yet." in words(paul.get("/landschap/voorstellen/"))


@pytest.mark.parametrize(
    "path", ["/landschap/verloopt/", "/landschap/inlezen/", "/landschap/diensten/csg/nagekeken/"]
)
def test_only_the_editor_looks_up_again_and_takes_in_and_a_refusal_is_recorded(world, path):
    answer = signed_in(world.bob).get(path)
    assert answer.status_code == 403
    assert "Only the editor of the landscape can do this." in words(answer)
    with world.acting(world.bob):
        assert Event.objects.filter(outcome="refused", actor_id=world.bob.pk).count() == 1


def test_who_is_of_no_partner_reads_the_open_pages_alone(world):
    eve = signed_in(world.eve)
    assert eve.get("/landschap/diensten/csg/geschiedenis/").status_code == 403
    assert eve.get("/landschap/diensten/csg/").status_code == 200


def test_what_expires_is_listed_and_what_was_looked_up_goes_away(world, editor):
    dave = signed_in(editor)
    said = words(dave.get("/landschap/verloopt/"))
    assert re.search(r"Slachtofferhulp Nederland|Victim Support Netherlands", said)
    assert "facts were never checked." in said
    assert dave.post("/landschap/diensten/shn/nagekeken/", {}).status_code == 422
    known = directory.current().by_slug["shn"].facts
    answer = dave.post(
        "/landschap/diensten/shn/nagekeken/",
        {"fields_that_hold": list(known), "checked_on": str(TODAY)},
        follow=True,
    )
    assert "Noted: these facts were checked." in words(answer)
    assert "Victim Support Netherlands" not in words(answer)


SHEET = f"id,phone,source,verified_on\r\nshn,0900-1234,site,{TODAY}\r\nfier,bel maar,site,{TODAY}\r\ncsg,,site,{TODAY}\r\n"


def test_a_sheet_is_first_checked_then_taken_in_with_a_report_of_every_row(world, editor):
    dave = signed_in(editor)
    first = words(
        dave.post("/landschap/inlezen/", {"sheet": SimpleUploadedFile("x.csv", SHEET.encode()), "check": ""})
    )
    assert "Nothing was changed yet" in first
    assert "2 shn Changes or checks again: phone" in first
    assert "3 fier Left out. phone: A number has digits" in first
    assert "4 csg Says nothing new." in first
    assert directory.current().by_slug["shn"].value(Field.PHONE) == {"number": "0900-0101"}
    done = words(
        dave.post(
            "/landschap/inlezen/", {"sheet": SimpleUploadedFile("x.csv", SHEET.encode()), "take_in": ""}
        )
    )
    assert "Taken in. The rows with a fault were left out." in done
    assert directory.current().by_slug["shn"].value(Field.PHONE) == {"number": "0900-1234"}


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"a,b\r\n1,2", b"id\0", b"%PDF-1.4"])
def test_a_file_that_is_no_sheet_is_refused_at_the_field(world, editor, content):
    answer = signed_in(editor).post(
        "/landschap/inlezen/", {"sheet": SimpleUploadedFile("x.csv", content), "take_in": ""}
    )
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in field(answer, "sheet")
