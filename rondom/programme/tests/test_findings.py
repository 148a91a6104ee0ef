"""Everyone with an account notes what they found; it is settled, or taken back with its words."""

import pytest
from django.db import ProgrammingError, connection, transaction
from django.urls import reverse

from rondom.core.errors import WrongStep
from rondom.programme.actions import findings
from rondom.programme.models import Finding
from rondom.programme.tests.seen import happened, turned_away
from tests.browse import nothing_changed, signed_in, words
from tests.proof import refused

NOTED = {"kind": "bottleneck", "text": "Niemand is er op vrijdag."}


def address(name, finding):
    return reverse(f"programme:{name}", args=[finding.pk])


@pytest.fixture
def noted(world):
    with world.acting(world.bob) as actor:
        return findings.note(actor=actor, kind=Finding.Kind.BOTTLENECK, text="Niemand is er op vrijdag.")


def test_anyone_notes_one_about_all_or_about_an_initiative(world, boat):
    client = signed_in(world.bob)
    assert client.post("/programma/bevindingen/nieuw/", NOTED).status_code == 302
    about = reverse("programme:note_about", args=[boat.pk])
    assert client.post(about, {"kind": "lesson", "text": "Begin klein."}).status_code == 302
    with world.acting(world.bob):
        assert [one.initiative for one in Finding.objects.order_by("pk")] == [None, boat]
    assert happened(world, world.bob, "programme:finding:noted").data == {"kind": "lesson"}
    said = words(signed_in(world.sam).get("/programma/bevindingen/"))
    assert "Bottleneck Still open Niemand is er op vrijdag. Organisatie police, Bob" in said
    assert "Begin klein." in words(signed_in(world.sam).get(reverse("programme:initiative", args=[boat.pk])))


@pytest.mark.parametrize(
    "wrong", [{"kind": ""}, {"kind": "victim"}, {"text": ""}, {"text": "x" * 601}, {"text": "a\x00"}]
)
def test_what_is_missing_is_said(world, wrong):
    with nothing_changed():
        assert signed_in(world.bob).post("/programma/bevindingen/nieuw/", NOTED | wrong).status_code == 422


def test_anyone_says_how_it_was_settled_once(world, noted):
    client = signed_in(world.sam)
    assert "Niemand is er op vrijdag." in words(client.get(address("settle", noted)))
    assert client.post(address("settle", noted), {"answer": "Er is een rooster."}).status_code == 302
    assert happened(world, world.sam, "programme:finding:settled").subject_id == noted.pk
    assert "Settled Niemand is er op vrijdag. Er is een rooster." in words(
        client.get("/programma/bevindingen/")
    )
    turned_away(world, world.sam, address("settle", noted), {"answer": "Nog eens."}, status=409)


def test_there_is_nothing_to_settle_about_a_lesson(world):
    with world.acting(world.bob) as actor:
        lesson = findings.note(actor=actor, kind=Finding.Kind.LESSON, text="Begin klein.")
        with refused(WrongStep):
            findings.settle(actor=actor, finding=lesson, answer="Klaar.")
    turned_away(world, world.bob, address("settle", lesson), {"answer": "Klaar."}, status=409)


@pytest.mark.parametrize("who", ["bob", "dave"])
def test_who_wrote_it_or_the_programme_takes_it_back_and_the_words_are_gone(world, dave, noted, who):
    client = signed_in(getattr(world, who))
    assert "for good" in words(client.get(address("take_back", noted)))
    assert client.post(address("take_back", noted)).status_code == 302
    with world.acting(world.bob):
        noted.refresh_from_db()
        assert (noted.text, noted.answer) == ("", "")
    assert happened(world, getattr(world, who), "programme:finding:taken_back").subject_id == noted.pk
    assert "Bottleneck Still open" not in words(client.get("/programma/bevindingen/"))
    turned_away(world, getattr(world, who), address("take_back", noted), status=404)


def test_nobody_else_takes_it_back(world, noted):
    turned_away(world, world.alice, address("take_back", noted), status=403)
    with world.acting(world.bob) as actor:
        findings.take_back(actor=actor, finding=noted)
        with refused(WrongStep):
            findings.take_back(actor=actor, finding=noted)


def test_one_chooses_by_kind_and_by_what_is_open(world, noted):
    client = signed_in(world.sam)
    for query, seen in [
        ("soort=bottleneck", True),
        ("soort=lesson", False),
        ("open=1", True),
        ("soort=%00", True),
    ]:
        assert ("op vrijdag" in words(client.get(f"/programma/bevindingen/?{query}"))) is seen, query
    client.post(address("settle", noted), {"answer": "Er is een rooster."})
    assert "Nothing fits this choice." in words(client.get("/programma/bevindingen/?open=1"))


def test_they_come_by_page(world):
    with world.acting(world.bob) as actor:
        for n in range(21):
            findings.note(actor=actor, kind=Finding.Kind.LESSON, text=f"Les nummer {n}.")
    client = signed_in(world.bob)
    first = client.get("/programma/bevindingen/")
    assert "Les nummer 20." in words(first)
    assert "Les nummer 0." not in words(first)
    assert "Les nummer 0." in words(client.get("/programma/bevindingen/?pagina=2"))
    for odd in ("0", "-1", "x", "9" * 40, "٣", "501"):
        assert client.get(f"/programma/bevindingen/?pagina={odd}").status_code == 200


@pytest.mark.parametrize(
    "what", ["text = 'Iets anders.'", "taken_back_at = now()", "answer = 'Klaar.', settled_by_id = NULL"]
)
def test_nobody_changes_what_someone_wrote_past_the_pages_either(world, noted, what):
    query = f"UPDATE programme_finding SET {what} WHERE id = %s"
    with world.acting(world.sam), pytest.raises(ProgrammingError), transaction.atomic():
        connection.cursor().execute(query, [noted.pk])


def test_the_words_of_another_do_not_go_past_the_pages_either(world, noted):
    with world.acting(world.sam), connection.cursor() as cursor:
        cursor.execute("SELECT take_back_finding(%s)", [noted.pk])
        assert cursor.fetchone() == (False,)
    with world.acting(world.bob):
        assert Finding.objects.get(pk=noted.pk).text == "Niemand is er op vrijdag."
