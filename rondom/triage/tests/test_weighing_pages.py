"""Weighing on the page: routes to read and choose, questions, dissent, wishes beside, quorum, and what came in."""

from datetime import timedelta

import pytest
from django.utils import timezone

from rondom.cases.actions import dossier
from rondom.cases.models import Category
from rondom.triage import actions, routes
from rondom.triage.models import Decision, Inquiry, Question
from tests.attack import weighed
from tests.browse import field, markup, nothing_changed, signed_in, words
from tests.statements import DECIDING, few
from tests.world import no

ASKS = {f"ask-{row}-{name}": "" for row in range(3) for name in ("text", "domain", "who", "due_at")}


@pytest.fixture
def case(world):
    """Alice's report, which Veilig Thuis and Victim Support see in part."""
    return world.report()


def _at(case, after=""):
    return f"/mdt/north/zaak/{case.pk}/{after}"


def _sent(world, **more):
    lines = {f"line-{domain}-need": "not" for domain in ("safety", "law", "care", "recovery")}
    coordinator = f"{world.csg.pk}:{world.anna.pk}"
    return {**lines, **ASKS, "coordinator": coordinator, "no_quorum": "De anderen zijn gebeld.", **more}


def test_the_help_routes_are_there_to_read_with_for_against_and_source(world):
    page = signed_in(world.bob).get("/mdt/routes/")
    said = words(page)
    for route in routes.ROUTES.values():
        assert str(route.names["en"]) in said
    assert said.count("Not yet confirmed.") == len(routes.ROUTES)
    assert "Not possible here yet: no covenant with police and schools is recorded." in said


def test_a_decision_with_everything_is_recorded_from_the_page_and_read_there_and_on_the_case(world, case):
    world.open_mdt()
    alice = signed_in(world.alice)
    page = alice.get(_at(case))
    assert "At the report Rust en een dokter." in words(page)
    assert "1 of 3 who must be there" in words(page)
    assert "Handle with Care" not in words(page)
    sent = _sent(
        world,
        **{
            "line-care-need": "now", "line-care-text": "Vandaag.", "line-care-routes": ["csg_acute"],
            "wish": "Rust.", "wish_weighed": "Eerst rust.", "reason": "Zij vraagt hulp.",
            "dissent-0-organisation": str(world.vt.pk), "dissent-0-category": str(Category.SAFETY.value),
            "dissent-0-text": "Wij zien dit anders.", "party-0-organisation": str(world.shn.pk), "party-0-purpose": "help",
            "look_again_on": "2099-01-02", "look_again_where": "coordinator",
        },
    )  # fmt: skip
    assert alice.post(_at(case, "besluit/"), sent).status_code == 302
    for path in (_at(case), f"/zaken/{case.pk}/"):
        said = words(alice.get(path))
        for word in (
            "Zij vraagt hulp.", "Acute care at the Sexual Assault Centre", "How it was weighed Eerst rust.",
            "Organisatie vt thinks otherwise Wij zien dit anders.", "To invite Organisatie shn", "De anderen zijn gebeld.",
        ):  # fmt: skip
            assert word in said, (path, word)
    assert "with the coordinator" in words(alice.get(_at(case)))
    said = words(signed_in(world.sam).get(_at(case)))
    assert "Eerst rust." not in said
    assert "Wij zien dit anders." not in said


def test_recording_a_decision_stays_within_its_budget(world, case):
    world.report()
    world.open_mdt()
    world.discuss(case)
    carol = signed_in(world.carol)
    carol.get(_at(case))
    with few(DECIDING):
        assert carol.post(_at(case, "besluit/"), _sent(world)).status_code == 302


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"no_quorum": ""}, "Not everyone is there who must be. Wait for them, or say why it cannot wait."),
        ({"coordinator": ""}, "Choose who will be asked."),
        ({"no_coordinator": "nobody"}, "You chose someone. Empty one of the two."),
        ({"wish_weighed": "Wel."}, "Fill this in too."),
        ({"dissent-0-text": "Anders."}, "Fill this in too."),
        (
            {"line-safety-need": "now", "line-safety-text": "Nu.", "line-recovery-need": "now", "line-recovery-text": "x",
             "line-recovery-routes": ["mediation"]},
            "Restorative mediation is not offered while help for safety is needed now.",
        ),
    ],
    ids=str,
)  # fmt: skip
def test_what_is_missing_is_said_at_its_place_and_nothing_typed_is_lost(world, case, wrong, sentence):
    world.open_mdt()
    with nothing_changed():
        page = signed_in(world.alice).post(
            _at(case, "besluit/"), _sent(world, reason="Zij wil rust.", **wrong)
        )
    assert page.status_code == 422
    assert sentence in words(page)
    assert "Zij wil rust." in field(page, "reason")


def test_a_party_that_may_not_be_told_is_refused_at_its_field(world):
    case = world.report(answers=[no("police")])
    world.open_mdt()
    with nothing_changed():
        sent = _sent(world, **{"party-0-organisation": str(world.police.pk), "party-0-purpose": "mdt"})
        page = signed_in(world.alice).post(_at(case, "besluit/"), sent)
    assert "The person does not want this to be shared with this organisation." in words(page)


def test_nobody_yet_is_a_decision_with_a_reason(world, case):
    world.open_mdt()
    sent = _sent(world, coordinator="", no_coordinator="person", no_coordinator_why="Zij denkt na.")
    alice = signed_in(world.alice)
    assert alice.post(_at(case, "besluit/"), sent).status_code == 302
    assert "the person wants to think, or to choose themselves: Zij denkt na." in words(alice.get(_at(case)))


def test_a_case_decided_meanwhile_answers_so_and_shows_what_was_typed(world, case):
    world.open_mdt()
    world.decide(case)
    with nothing_changed():
        page = signed_in(world.victor).post(_at(case, "besluit/"), _sent(world, reason="Mijn eigen woorden."))
    assert page.status_code == 409
    assert "Mijn eigen woorden." in words(page)
    with world.acting(world.alice):
        assert Decision.objects.filter(case=case).count() == 1


def test_a_question_is_asked_and_answered_on_the_page(world, case):
    alice = signed_in(world.alice)
    sent = {
        "question-text": "Kan zij daar blijven?",
        "question-of": str(world.vt.pk),
        "question-category": "8",
    }
    asked = alice.post(_at(case, "vraag/"), sent, follow=True)
    assert "Kan zij daar blijven?" in words(asked)
    assert "for Organisatie vt" in words(asked)
    with world.acting(world.alice):
        question = Question.objects.get(case=case)
    with nothing_changed():
        assert (
            signed_in(world.sam).post(_at(case, f"vraag/{question.pk}/"), {"answer": "x"}).status_code == 404
        )
        assert alice.post(_at(case, f"vraag/{question.pk}/"), {"answer": "Ja."}).status_code == 403
        assert (
            signed_in(world.victor).post(_at(case, f"vraag/{question.pk}/"), {"answer": ""}).status_code
            == 422
        )
        empty = alice.post(_at(case, "vraag/"), {**sent, "question-of": str(world.shn.pk)})
    assert "This organisation may not see this part. Choose another part." in words(empty)
    answered = signed_in(world.victor).post(
        _at(case, f"vraag/{question.pk}/"), {"answer": "Ja, veilig."}, follow=True
    )
    assert "Ja, veilig." in words(answered)


def test_a_seat_notes_on_the_page_that_it_thinks_otherwise(world, case):
    world.open_mdt()
    victor = signed_in(world.victor)
    sent = {"own-text": "Wij zien dit anders.", "own-category": str(Category.SAFETY.value)}
    with nothing_changed():
        assert victor.post(_at(case, "anders/"), sent).status_code == 409
    world.decide(case)
    with nothing_changed():
        assert victor.post(_at(case, "anders/"), {**sent, "own-text": ""}).status_code == 422
    assert "Organisatie vt thinks otherwise Wij zien dit anders." in words(
        victor.post(_at(case, "anders/"), sent, follow=True)
    )


def test_it_shows_who_answered_what_came_in_and_under_today_that_one_was_reminded(world, case, owner):
    with world.acting(world.victor, timezone.now() + timedelta(minutes=5)) as actor:
        seen = dossier.locked(actor, case.pk)
        actions.write_view(
            actor=actor, case=seen, category=Category.CASE, doing="Wij bellen.", advice="Wacht even."
        )
    with world.acting(world.sam) as actor:
        actor_at = actor.at
        mine = Inquiry(case=case, round=1, organisation=world.shn, asked_at=actor_at, answer_before=actor_at)
        mine.chased_at = actor_at
        mine.save(force_insert=True)
    carol = signed_in(world.carol)
    said = words(carol.get(_at(case)))
    assert "1 of 2 organisations answered" in said
    assert "Organisatie shn reminded" in said
    assert "Wij bellen." not in said, "own view first"
    world.open_mdt()
    said = words(carol.get(_at(case)))
    assert "Does already Wij bellen." in said
    assert "Advises Wacht even." in said
    assert "New Organisatie vt: view of the organisation" in said
    assert "Ground: Veilig Thuis" in said
    assert "Your view is still missing reminded" in words(signed_in(world.sam).get("/vandaag/"))


def test_the_item_of_a_whole_decision_has_no_sensitive_word_in_its_address_or_title(world, case):
    world.open_mdt()
    world.decide(case, **weighed(world))
    page = markup(signed_in(world.alice).get(_at(case)))
    assert "Rust." in page
    assert "Rust." not in page.split("</title>")[0]
