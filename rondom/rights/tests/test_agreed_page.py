"""The page before the sheet: the professional asks the person first, and without a yes there is text to read out."""

import io

import pikepdf
from django.urls import reverse

from rondom.audit.models import Event
from rondom.cases.actions import dossier
from rondom.cases.models import Category
from rondom.coordination import entitlements
from rondom.coordination.actions import criminal_route
from rondom.coordination.models import Contact, ContactCode, RightSaid
from tests.browse import field, nothing_changed, signed_in, words
from tests.world import World, yes


def url(case) -> str:
    return reverse("rights:agreed", args=[case.pk])


def sent(**more) -> dict:
    return {
        "safe": "yes",
        "asked": "on",
        "names": "neutral",
        "phone": "070 1",
        "language": "nl",
        "kind": "sheet",
        **more,
    }


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


def told(client, case, **more) -> str:
    """What would stand on the paper, read out: the same sheet."""
    return words(client.post(url(case), sent(safe="no", asked="", language="en", **more)))


def tagged(answer) -> bool:
    with pikepdf.open(io.BytesIO(answer.content)) as found:
        return bool(found.Root.MarkInfo.Marked and found.Root.StructTreeRoot and len(found.pages) == 1)


def explained(world, case, key: str) -> None:
    with world.acting(world.anna) as actor:
        seen = dossier.locked(actor, case.pk)
        right = entitlements.right(key)
        criminal_route.say(actor=actor, case=seen, right=right, state=RightSaid.Stand.EXPLAINED)


def test_rights_and_the_code_stand_on_it_when_chosen(world):
    case = world.coordinated()
    anna = signed_in(world.anna)
    page = anna.get(url(case))
    assert 'name="rights"' not in page.content.decode(), "none was spoken of"
    assert 'name="code"' not in page.content.decode()
    explained(world, case, "treatment")
    anna.post(reverse("contact_code", args=[case.pk]), {"asked": "on"})
    with world.acting(world.anna):
        code = ContactCode.objects.get(case=case).code
    assert tagged(anna.post(url(case), sent(rights=["treatment"], code="on", language="en")))
    said = told(anna, case, rights=["treatment"], code="on")
    for sentence in ("Being treated correctly", code, "A lawyer has not confirmed these sentences yet."):
        assert sentence in said
    assert "Good day" not in said
    without = told(anna, case)
    assert code not in without
    assert "Being treated correctly" not in without


def test_a_right_that_says_too_much_is_kept_off_until_organisations_may_be_named(world):
    case = world.coordinated()
    explained(world, case, "protection")
    anna = signed_in(world.anna)
    refused = anna.post(url(case), sent(rights=["protection"]))
    assert refused.status_code == 422
    assert "say too much" in words(refused)
    assert anna.post(url(case), sent(rights=["protection"], names="names")).status_code == 200
    assert anna.post(url(case), sent(rights=["x"])).status_code == 422


def test_a_letter_has_a_beginning_and_an_end_and_by_post_it_is_a_contact(world):
    case = world.coordinated()
    anna = signed_in(world.anna)
    letter = anna.post(url(case), sent(kind="letter", language="en"))
    assert tagged(letter)
    assert letter.headers["Content-Disposition"] == 'attachment; filename="brief.pdf"'
    said = told(anna, case, kind="letter")
    for sentence in ("Good day,", "Kind regards,", "Are you in danger? Call 112."):
        assert sentence in said
    with world.acting(world.anna):
        assert not Contact.objects.filter(case=case).exists()
    posted = anna.post(url(case), sent(kind="post", language="nl"))
    assert tagged(posted)
    with world.acting(world.anna):
        (contact,) = Contact.objects.filter(case=case)
        assert (contact.way, contact.against, contact.result) == ("letter", [], "")
    with nothing_changed():
        assert anna.post(url(case), sent(kind="post", asked="")).status_code == 422
