"""The pages of the minutes, on the screen and on paper."""

import io
import re
from datetime import timedelta

import pikepdf
import pytest
from django.urls import reverse

from rondom.audit.models import Event
from rondom.triage import minutes
from rondom.triage.models import Addition, Meeting
from tests.browse import markup, nothing_changed, signed_in, title, words
from tests.papers import read
from tests.statements import MOST, few

LIST = "/mdt/north/verslagen/"


@pytest.fixture
def case(world):
    """A case that Alice's MDT decided, in a meeting that closed."""
    return world.weighed()


@pytest.fixture
def path(world, case):
    with world.acting(world.alice):
        return f"{LIST}{Meeting.objects.get().pk}/"


def _code(world, case):
    with world.acting(world.alice):
        return case.code


def test_the_list_leads_to_the_minutes_and_says_that_they_are_a_concept(world, case, path):
    alice = signed_in(world.alice)
    page = alice.get(LIST)
    assert f'href="{path}"' in markup(page)
    assert "Concept chair: Carol" in words(page)
    assert title(page) == "Minutes Regio north – Rondom"
    assert title(alice.get(path)) == "Minutes Regio north – Rondom"
    assert f'href="{LIST}"' in markup(alice.get("/mdt/north/"))


def test_they_say_what_was_decided_who_does_what_and_when_the_chair_signed(world, case, path):
    said = words(signed_in(world.alice).get(path))
    for sentence in (
        "Concept: the chair has not signed yet.", "Een vrouw vraagt hulp.", "Veilige plek vannacht.",
        "Doe iets voor safety.", "Organisatie vt, Victor", "Coordinator asked Anna, Organisatie csg",
    ):  # fmt: skip
        assert sentence in said
    carol = signed_in(world.carol)
    carol.post(f"{path}tekenen/")
    assert re.search(r"Signed by Carol on \w{3} \d+ \w+ 2\d{3}, ", words(signed_in(world.alice).get(path)))


def test_they_say_how_long_it_took_where_the_chair_kept_the_time(world):
    case, other = world.report(), world.report()
    world.open_mdt()
    with world.acting(world.carol) as actor:
        began = actor.at
    world.discuss(case, at=began)
    world.discuss(other, at=began + timedelta(minutes=6, seconds=40))
    world.decide(case)
    world.close_mdt()
    alice = signed_in(world.alice)
    path = re.search(rf'href="({LIST}[^"]+/)"', markup(alice.get(LIST)))[1]
    assert "Discussed for 7 minutes" in words(alice.get(path))
    assert re.search(r"Discussed for:? 7 minutes", read(alice.get(f"{path}verslag.pdf").content))
    assert "Discussed for" not in words(alice.get(_of_another(world, alice)))


def _of_another(world, client):
    """The minutes of a meeting in which nobody kept the time."""
    world.weighed()
    return re.search(rf'href="({LIST}[^"]+/)"', markup(client.get(LIST)))[1]


def test_on_paper_they_are_tagged_and_say_for_whom_they_were_made(world, case, path):
    answer = signed_in(world.alice).get(f"{path}verslag.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Cache-Control"] == "no-store"
    with pikepdf.open(io.BytesIO(answer.content)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang).startswith("en")
        with pdf.open_metadata() as about:
            assert about["pdfuaid:part"] == "1"
            assert about["dc:title"].startswith("Minutes of the MDT Regio north, ")
        assert pdf.Root.StructTreeRoot is not None
    said = read(answer.content)
    for sentence in (
        "Made for Alice, Organisatie csg, on",
        "Concept: the chair",
        _code(world, case),
        "1 / 1",
    ):
        assert sentence in said


def test_reading_them_is_one_event_with_the_cases_that_were_seen(world, case, path):
    seen = {world.alice: [str(case.pk)], world.sam: []}
    for user, cases in seen.items():
        browser = signed_in(user)
        for page in (path, f"{path}verslag.pdf"):
            browser.get(page)
        with world.acting(user):
            events = Event.objects.filter(verb="mdt:minutes:read", actor_id=user.pk).order_by("pk")
            found = [(one.purpose, one.data["cases"], one.data["paper"]) for one in events]
        assert found == [("mdt", cases, False), ("mdt", cases, True)]


def test_the_case_leads_to_all_that_the_mdt_said_of_it(world, case):
    anna = signed_in(world.anna)
    assert f'href="/zaken/{case.pk}/mdt/"' in markup(anna.get(reverse("case", args=[case.pk])))
    page = anna.get(f"/zaken/{case.pk}/mdt/")
    assert "Veilige plek vannacht." in words(page)
    assert title(page) == f"MDT {_code(world, case)} – Rondom"
    assert "Veilige plek vannacht." in read(anna.get(f"/zaken/{case.pk}/mdt/verslag.pdf").content)


def test_a_case_that_waits_says_that_it_was_not_discussed_yet(world):
    case = world.report()
    assert "The MDT has not discussed this case yet." in words(
        signed_in(world.alice).get(f"/zaken/{case.pk}/mdt/")
    )


def test_something_is_added_and_stands_there_with_name_and_date(world, case, path):
    alice = signed_in(world.alice)
    add = re.search(r'href="(/zaken/[^"]*/aanvullen/)"', markup(alice.get(path)))[1]
    assert alice.get(add).status_code == 200
    empty = alice.post(add, {"kind": "correction", "text": " ", "category": "8"})
    assert empty.status_code == 422
    alice.post(add, {"kind": "correction", "text": "Het was dinsdag.", "category": "8"})
    for page in (words(alice.get(path)), words(alice.get(f"/zaken/{case.pk}/mdt/"))):
        assert "Het was dinsdag. Correction: Alice, Organisatie csg, " in page
    with world.acting(world.alice):
        assert Addition.objects.get().category == 8


def test_the_chair_is_asked_first_then_signs_once_and_today_no_longer_asks(world, case, path):
    carol = signed_in(world.carol)
    assert f'href="{path}"' in markup(carol.get("/vandaag/"))
    assert "It cannot be undone." in words(carol.get(f"{path}tekenen/"))
    assert carol.post(f"{path}tekenen/", follow=True).redirect_chain == [(path, 302)]
    with nothing_changed():
        again = carol.post(f"{path}tekenen/")
    assert again.status_code == 409
    assert "Minutes to sign" not in words(carol.get("/vandaag/"))
    assert f"{path}tekenen/" not in markup(carol.get(path))


def test_who_saw_a_case_only_at_the_table_no_longer_reads_it_in_the_minutes(world, case, path):
    code = _code(world, case)
    for user in (world.sam, world.carol, world.bob):
        page = signed_in(user).get(path)
        assert code not in words(page)
        assert "There is no case in these minutes that you may see." in words(page)


def test_the_meeting_that_is_open_shows_what_was_written_down_so_far(world):
    world.open_mdt()
    case = world.report()
    world.decide(case)
    carol = signed_in(world.carol)
    found = re.search(rf'href="({LIST}[^"]+/)"', markup(carol.get("/mdt/north/")))[1]
    said = words(carol.get(found))
    assert "This MDT is still open: this is what was written down so far." in said
    assert _code(world, case) in said
    with nothing_changed():
        assert carol.get(f"{found}tekenen/").status_code == 409


@pytest.mark.parametrize(("who", "status"), [("celia", 404), ("dave", 403), ("eve", 403)])
def test_the_minutes_of_another_region_are_not_there(world, path, who, status):
    browser = signed_in(getattr(world, who))
    for page in (LIST, path, f"{path}verslag.pdf", f"{path}tekenen/"):
        with nothing_changed():
            assert browser.get(page).status_code == status


def test_nobody_else_signs(world, path):
    alice = signed_in(world.alice)
    with nothing_changed():
        assert alice.post(f"{path}tekenen/").status_code == 403


def test_a_long_list_goes_on_on_a_next_page(world, monkeypatch):
    monkeypatch.setattr(minutes, "PAGE", 2)
    for _time in range(3):
        world.open_mdt()
        world.close_mdt()
    alice = signed_in(world.alice)
    first = markup(alice.get(LIST))
    following = re.search(r'href="(\?na=[^"]*)"', first)[1].replace("&amp;", "&")
    both = [
        re.findall(rf'href="{LIST}([^"]+)/"', page) for page in (first, markup(alice.get(LIST + following)))
    ]
    assert [len(page) for page in both] == [2, 1]
    assert len({*both[0], *both[1]}) == 3


def test_the_minutes_cost_as_few_statements_with_many_cases_as_with_one(world):
    world.open_mdt()
    for _time in range(4):
        world.decide(world.report())
    alice = signed_in(world.alice)
    path = re.search(rf'href="({LIST}[^"]+/)"', markup(alice.get(LIST)))[1]
    with few(MOST + 7):
        assert alice.get(path).status_code == 200
