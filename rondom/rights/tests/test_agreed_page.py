"""The page before the sheet: the professional asks the person first, and without a yes there is text to read out."""

from django.urls import reverse

from rondom.audit.models import Event
from rondom.cases.models import Category
from tests.browse import field, signed_in, words
from tests.world import World, yes


def url(case) -> str:
    return reverse("rights:agreed", args=[case.pk])


def sent(**more) -> dict:
    return {"safe": "yes", "asked": "on", "names": "neutral", "phone": "070 1", "language": "nl", **more}


def events(world: World, case) -> list[str]:
    with world.acting(world.alice):
        found = Event.objects.filter(case_id=case.pk, verb__startswith="case:agreed").order_by("pk")
        return [event.verb for event in found]


def test_with_a_yes_of_the_person_there_is_a_paper_under_a_neutral_name(world):
    case = world.coordinated()
    alice = signed_in(world.alice)
    assert url(case) in alice.get(reverse("case", args=[case.pk])).content.decode()
    assert "Be careful" not in words(alice.get(url(case)))
    answer = alice.post(url(case), sent())
    assert answer.status_code == 200
    assert answer.content.startswith(b"%PDF")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="afspraken.pdf"'
    assert "no-store" in answer.headers["Cache-Control"]
    assert events(world, case) == ["case:agreed:printed"]


def test_without_a_yes_there_is_no_paper_but_text_to_read_out(world):
    case = world.coordinated()
    for safe in ("no", "unknown"):
        answer = signed_in(world.alice).post(url(case), sent(safe=safe, asked="", language="en"))
        assert answer.status_code == 200
        assert answer.headers["Content-Type"].startswith("text/html")
        said = words(answer)
        for sentence in (
            "nothing is printed",
            "someone the person trusts",
            "at the desk",
            "Police: no.",
            "Anna, csg",
        ):
            assert sentence in said
        assert "Henk" not in said
    assert events(world, case) == ["case:agreed:read_out"] * 2


def test_what_is_missing_is_said_and_what_was_typed_stays(world):
    case = world.coordinated()
    alice = signed_in(world.alice)
    empty = alice.post(url(case), {})
    assert empty.status_code == 422
    assert "Ask the person, and choose an answer." in words(empty)
    alone = alice.post(url(case), sent(asked="", more="Neem uw brief mee."))
    assert alone.status_code == 422
    assert "Neem uw brief mee." in field(alone, "more")
    named = alice.post(url(case), sent(more="Henk komt niet."))
    assert named.status_code == 422
    assert "say too much" in words(named)
    assert alice.post(url(case), sent(steps=["x"])).status_code == 422
    assert events(world, case) == []


def test_it_warns_for_what_was_recorded(world):
    people = [
        {"roles": ["victim"], "name": "Lotte", "shared_device": True, "needs": ["childcare"]},
        {"roles": ["possible_perpetrator"], "name": "Henk", "relation": "husband"},
    ]
    said = words(signed_in(world.alice).get(url(world.report(people=people))))
    for sentence in ("may live in the same home", "uses the person's telephone", "children at home"):
        assert sentence in said
    assert "Henk" not in said


def test_who_may_not_know_who_it_is_and_a_case_that_is_closed(world):
    case = world.report(answers=[yes("victim_support", Category.RECOVERY)])
    sam = signed_in(world.sam)
    assert (sam.get(url(case)).status_code, sam.post(url(case), sent()).status_code) == (403, 403)
    assert url(case) not in sam.get(reverse("case", args=[case.pk])).content.decode()
    assert signed_in(world.celia).post(url(case), sent()).status_code == 404
    assert events(world, case) == []
