"""An initiative is begun, changed and moved on by who works for the programme; everyone with an account reads it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from rondom.core.errors import Denied, WrongStep
from rondom.programme.actions import initiatives
from rondom.programme.initiatives import of_cell, per_cell
from rondom.programme.models import NEXT, Initiative, Move, Stage
from rondom.programme.tests.conftest import CELL, parts
from rondom.programme.tests.seen import happened, turned_away
from tests.browse import field, nothing_changed, signed_in, words
from tests.proof import refused

TODAY = timezone.localdate()
SENT = {
    "title": "Hulproutes", "goal": "Samen zien wat er is.", "impact": "Uitleg over alle routes.", "groups": ["child_abuse", "other"],
    "phases": ["P2"], "others": "Wijkteam", "starts_on": "2026-12-01", "ends_on": "2027-02-01",
}  # fmt: skip


def address(name, initiative):
    return reverse(f"programme:{name}", args=[initiative.pk])


def test_who_works_for_the_programme_begins_one_and_it_stands_on_the_roadmap(world, dave):
    answer = signed_in(dave).post("/programma/speedboten/nieuw/", SENT | {"parties": [str(world.csg.pk)]})
    made = Initiative.objects.get()
    assert answer.headers["Location"] == address("initiative", made)
    assert made.cells == ["child_abuse:P2", "other:P2"]
    assert (made.stage, made.parties) == ("idea", [world.csg.pk])
    assert happened(world, dave, "programme:initiative:begun").subject_id == made.pk
    assert "Hulproutes" in words(signed_in(world.bob).get("/programma/speedboten/"))
    said = words(signed_in(world.bob).get(address("initiative", made)))
    for word in (
        "Samen zien wat er is.",
        "Uitleg over alle routes.",
        "Organisatie csg, Wijkteam",
        "Child abuse",
    ):
        assert word in said


def test_nobody_else_begins_one(world, dave):
    for user in (world.alice, world.carol, world.eve, world.administrator):
        turned_away(world, user, "/programma/speedboten/nieuw/", SENT, status=403)
    with world.acting(world.alice) as actor, refused(Denied):
        initiatives.begin(actor=actor, parts=parts(world))


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("title", "", "This field is required."), ("groups", [], "Choose at least one."), ("groups", ["men"], "Choose from the list."),
        ("ends_on", "2026-11-01", "This is before the beginning."), ("starts_on", "0012-01-01", "This year cannot be right."),
        ("others", "", "Choose at least one, or name another party."), ("goal", "x" * 1001, "at most 1000 characters"),
        ("parties", ["00000000-0000-0000-0000-000000000000"], "Choose from the list."), ("follows", "nergens", "Choose from the list."),
        ("title", "a\x00b", "Null characters are not allowed."),
    ],
)  # fmt: skip
def test_what_is_not_right_is_said_at_the_field_and_nothing_is_lost(dave, name, value, sentence):
    with nothing_changed():
        answer = signed_in(dave).post("/programma/speedboten/nieuw/", SENT | {name: value})
    assert answer.status_code == 422
    assert sentence in words(answer)
    if name != "goal":
        assert "Samen zien wat er is." in field(answer, "goal")


def test_it_is_changed(world, dave, boat):
    client = signed_in(dave)
    page = client.get(address("change", boat))
    assert 'value="Eén entree"' in field(page, "title")
    sent = SENT | {"seen": page.context["form"].initial["seen"]}
    assert client.post(address("change", boat), sent).status_code == 302
    boat.refresh_from_db()
    assert (boat.title, boat.parties, boat.others) == ("Hulproutes", [], "Wijkteam")
    assert happened(world, dave, "programme:initiative:changed").subject_id == boat.pk


def test_two_who_change_it_both_keep_their_words(world, dave, boat):
    seen = boat.version
    with world.acting(dave, timezone.now() + timedelta(seconds=1)) as actor:
        initiatives.change(actor=actor, initiative=boat, parts=parts(world, title="Ander"), seen=seen)
    answer = turned_away(world, dave, address("change", boat), SENT | {"seen": seen}, status=409)
    assert "Hulproutes" in words(answer)
    assert "Ander" in words(answer)


def test_it_moves_on_with_what_was_learned_and_back_again(world, dave, boat):
    client = signed_in(dave)
    for stage in ("sharpen", "make", "sharpen"):
        learned = {"stage": stage, "learned": f"Geleerd voor {stage}."}
        assert client.post(address("move", boat), learned).status_code == 302
    boat.refresh_from_db()
    assert boat.stage == "sharpen"
    assert [move.stage for move in boat.moves.order_by("at", "pk")] == ["idea", "sharpen", "make", "sharpen"]
    assert happened(world, dave, "programme:initiative:moved").data == {"stage": "sharpen"}
    assert "Geleerd voor make." in words(client.get(address("initiative", boat)))


def test_a_step_that_cannot_follow_is_not_offered_and_not_taken(world, dave, boat):
    with nothing_changed():
        answer = signed_in(dave).post(address("move", boat), {"stage": "test", "learned": "Snel."})
    assert answer.status_code == 422
    with world.acting(dave) as actor, refused(WrongStep, "cannot go to"):
        initiatives.move(actor=actor, initiative=boat, stage=Stage.TEST, learned="Snel.")


@pytest.mark.parametrize("stage", [Stage.PROPOSED, Stage.ADOPTED])
def test_what_the_steering_group_decides_is_no_step_of_the_programme(world, dave, tested, stage):
    with world.acting(dave) as actor, refused(WrongStep, "steering group"):
        initiatives.move(actor=actor, initiative=tested, stage=stage, learned="Zelf besloten.")


def test_while_it_waits_for_the_steering_group_it_does_not_move(world, dave, proposed):
    turned_away(world, dave, address("move", proposed), {"stage": "stopped", "learned": "Klaar."}, status=409)


def test_what_has_ended_stays_as_it_was(world, dave, boat):
    with world.acting(dave) as actor:
        initiatives.move(actor=actor, initiative=boat, stage=Stage.STOPPED, learned="Iemand anders doet dit.")
    turned_away(world, dave, address("change", boat), SENT, status=409)
    turned_away(world, dave, address("move", boat), {"stage": "sharpen", "learned": "Toch."}, status=409)
    page = signed_in(dave).get(address("initiative", boat))
    assert "Begin one that follows on" in words(page)
    client = signed_in(dave)
    begun = client.get(f"/programma/speedboten/nieuw/?na={boat.pk}")
    assert begun.context["form"].initial["follows"] == str(boat.pk)
    client.post("/programma/speedboten/nieuw/", SENT | {"follows": str(boat.pk)})
    assert Initiative.objects.get(follows=boat).title == "Hulproutes"


def test_nobody_else_changes_or_moves_it(world, dave, boat):
    for name, data in [("change", SENT), ("move", {"stage": "sharpen", "learned": "x"})]:
        turned_away(world, world.alice, address(name, boat), data, status=403)


def test_what_is_nowhere_is_not_there(world, dave):
    url = reverse("programme:initiative", args=["00000000-0000-4000-8000-000000000000"])
    turned_away(world, dave, url, status=404, method="get")


def test_the_cells_are_counted_and_chosen_from(world, dave, boat):
    with world.acting(dave) as actor:
        initiatives.begin(actor=actor, parts=parts(world, title="Twee", cells=[CELL, "other:P2"]))
        ended = initiatives.begin(actor=actor, parts=parts(world, title="Drie"))
        initiatives.move(actor=actor, initiative=ended, stage=Stage.STOPPED, learned="Niet nodig.")
    counts = {
        (row.group.value, phase.value): n
        for row in per_cell(Initiative.objects.all())
        for phase, n in row.counts
    }
    assert counts["sexual_violence", "P4"] == 2
    assert counts["other", "P2"] == 1
    assert sum(counts.values()) == 3
    assert {one.title for one in of_cell("other", "P2")} == {"Twee"}
    assert of_cell("", "").count() == 3
    said = words(signed_in(world.bob).get("/programma/speedboten/?groep=other&fase=P2"))
    assert "Twee" in said
    assert "Drie" not in said
    assert "Nothing is going on for this choice." in words(
        signed_in(world.bob).get("/programma/speedboten/?groep=child_abuse")
    )


def test_every_step_in_the_map_of_steps_says_who_takes_it():
    assert set(NEXT) == set(Stage)
    assert {then for several in NEXT.values() for then in several} == set(Stage) - {Stage.IDEA}


@pytest.mark.parametrize("wrong", [{"cells": []}, {"cells": ["men:always"]}, {"ends_on": TODAY - timedelta(days=9)}, {"title": ""}, {"parties": [], "others": ""}])  # fmt: skip
def test_the_database_keeps_to_it_too(world, dave, wrong):
    with world.acting(dave) as actor, pytest.raises(IntegrityError), transaction.atomic():
        initiatives.begin(actor=actor, parts=parts(world, **wrong))
    with world.acting(dave):
        assert not Move.objects.exists()


def test_an_organisation_that_is_not_there_takes_no_part(world, dave):
    with world.acting(dave) as actor, refused(WrongStep, "not there"):
        initiatives.begin(actor=actor, parts=parts(world, parties=[dave.pk]))


def test_what_has_ended_comes_by_page_the_latest_first(world, dave):
    with world.acting(dave) as actor:
        for n in range(21):
            one = initiatives.begin(actor=actor, parts=parts(world, title=f"Nummer {n}."))
            at = actor.at + timedelta(seconds=n)
            initiatives.move(
                actor=replace(actor, at=at), initiative=one, stage=Stage.STOPPED, learned="Klaar."
            )
    for url in ("/programma/speedboten/", "/programma/"):
        client = signed_in(world.bob)
        assert "Nummer 20." in words(client.get(url))
        assert "Nummer 0." not in words(client.get(url))
        assert "Nummer 0." in words(client.get(f"{url}?pagina=2"))


def test_what_goes_on_comes_by_page_too_beside_what_has_ended(world, dave):
    with world.acting(dave) as actor:
        for n in range(21):
            day = actor.at.date() + timedelta(days=n)
            initiatives.begin(
                actor=actor, parts=parts(world, title=f"Lopend {n}.", starts_on=day, ends_on=day)
            )
    for url in ("/programma/speedboten/", "/programma/"):
        client = signed_in(world.bob)
        first = client.get(f"{url}?groep=sexual_violence&pagina=1")
        assert "Lopend 0." in words(first)
        assert "Lopend 20." not in words(first)
        assert "?groep=sexual_violence&amp;pagina=1&amp;lopend=2" in first.content.decode()
        assert "Lopend 20." in words(client.get(f"{url}?lopend=2"))
        assert "Page before" in words(client.get(f"{url}?lopend=2"))
        assert client.get(f"{url}?lopend=zoveel").status_code == 200
