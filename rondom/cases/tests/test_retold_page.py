"""Each time that someone tells it again is counted: of a case in words, of organisations as a figure."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from rondom.audit.models import Event
from rondom.cases import retellings
from rondom.cases.actions import dossier, telling
from rondom.cases.models import Retelling
from rondom.core.errors import WrongStep
from tests.browse import field, nothing_changed, signed_in, words
from tests.proof import refused
from tests.statements import few

Need = Retelling.Need


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


def _page(case):
    return f"/zaken/{case.pk}/opnieuw-gevraagd/"


def _sent(world, **changes):
    sent = {
        "asked_by": str(world.police.pk), "asked_by_other": "", "day": timezone.localdate().isoformat(), "time": "",
        "need": "needed", "why": "Voor de aangifte.",
    }  # fmt: skip
    return sent | changes


def _note(world, case, need=Need.NEEDED, place=None, by=None):
    with world.acting(by or world.alice) as actor:
        seen = dossier.locked(actor, case.pk)
        asked_by = place or world.police
        return telling.note_retelling(
            actor=actor, case=seen, asked_by=asked_by, at=actor.at, day_only=False, need=need, why=""
        )


def _count(world, case, by=None):
    return str(retellings.of_case(world.seen(by or world.alice, case)))


def test_it_is_noted_in_one_step_from_the_case_and_counted_there(world):
    case = world.report()
    alice = signed_in(world.alice)
    assert "Told 1 time." in words(alice.get(f"/zaken/{case.pk}/"))
    assert _page(case) in alice.get(f"/zaken/{case.pk}/").content.decode()
    answer = alice.post(_page(case), _sent(world), follow=True)
    assert "It is noted. Told 2 times." in words(answer)
    other = _sent(
        world, asked_by="other", asked_by_other="de school", need="not_needed", why="", time="00:00"
    )
    assert "Told 3 times, 1 of them not needed." in words(alice.post(_page(case), other, follow=True))
    for page in (f"/zaken/{case.pk}/", f"/zaken/{case.pk}/verhaal/", _page(case)):
        assert "Told 3 times, 1 of them not needed." in words(alice.get(page)), page
    assert "Alice noted that the story was told again" in words(alice.get(f"/zaken/{case.pk}/logboek/"))
    with world.acting(world.alice):
        needed, not_needed = Retelling.objects.filter(case=case).exclude(need=Need.FIRST).order_by("pk")
        assert (needed.asked_by, needed.asked_by_other, needed.why) == (world.police, "", "Voor de aangifte.")
        assert (not_needed.asked_by, not_needed.asked_by_other) == (None, "de school")
        assert (needed.day_only, not_needed.day_only) == (True, False)
        told = [event.data for event in Event.objects.filter(verb="case:story:retold").order_by("pk")]
        assert told == [
            {"need": "needed", "asked_by": str(world.police.pk)}, {"need": "not_needed", "asked_by": "outside"}
        ]  # fmt: skip


def test_before_one_asks_the_story_page_says_how_often_it_was_told(world):
    case = world.report()
    said = words(signed_in(world.alice).get(f"/zaken/{case.pk}/verhaal/"))
    assert "Told 1 time. Read it here before you ask for it." in said


def test_what_someone_else_reports_was_told_by_the_person_to_nobody(world):
    case = world.report(reporter_role="bystander")
    assert _count(world, case) == "The person has not told it to anyone yet, as far as we know."


def test_whoever_knows_of_the_case_sees_and_notes_it_also_without_the_story(world):
    case = world.report()
    sam = signed_in(world.sam)
    answer = sam.post(_page(case), _sent(world, asked_by=str(world.shn.pk)), follow=True)
    assert "Told 2 times." in words(answer)
    assert _count(world, case) == "Told 2 times."


FAULTS = {
    "nobody": ({"asked_by": ""}, "Choose one."),
    "an organisation of another region": ({"asked_by": "elsewhere"}, "Select a valid choice"),
    "someone else without who": ({"asked_by": "other"}, "Write who it is."),
    "needed without why": ({"why": " "}, "Write why it was needed."),
    "not said whether it was needed": ({"need": ""}, "Choose one."),
    "the first time again": ({"need": "first"}, "Select a valid choice"),
    "tomorrow": ({"day": (timezone.localdate() + timedelta(days=1)).isoformat()}, "still to come"),
    "too long ago": ({"day": "1850-01-01"}, "too long ago"),
}


@pytest.mark.parametrize("what", FAULTS)
def test_what_is_not_right_is_said_at_the_field_and_what_was_typed_stays(world, what):
    changes, sentence = FAULTS[what]
    changes = {
        key: str(world.police_south.pk) if value == "elsewhere" else value for key, value in changes.items()
    }
    case = world.report()
    alice = signed_in(world.alice)
    with nothing_changed():
        answer = alice.post(_page(case), _sent(world, **{"asked_by_other": "", **changes}))
    assert answer.status_code == 422
    assert sentence in words(answer)
    assert "why" in changes or "Voor de aangifte." in field(answer, "why")


def test_who_sees_nothing_of_the_case_notes_nothing(world):
    case = world.report()
    bob = signed_in(world.bob)
    with nothing_changed():
        assert bob.get(_page(case)).status_code == 404
        assert bob.post(_page(case), _sent(world)).status_code == 404
    with world.acting(world.alice):
        assert Event.objects.filter(case_id=case.pk, outcome="refused", actor_id=world.bob.pk).count() == 2


def test_nothing_is_noted_in_a_case_that_is_closed(world):
    case = world.report()
    with world.acting(world.alice) as actor:
        seen = dossier.locked(actor, case.pk)
        seen.status = "closed"
        more = {"asked_by": world.police, "at": actor.at, "day_only": True, "need": Need.NEEDED}
        with refused(WrongStep):
            telling.note_retelling(actor=actor, case=seen, **more)


def test_the_database_holds_to_it_too(world):
    case = world.report()
    with world.acting(world.alice) as actor:
        seen = dossier.locked(actor, case.pk)
        for at, by, rule in [
            (actor.at + timedelta(days=1), world.police, "retelling_has_been"),
            (actor.at, "", "retelling_asked_by_one"),
        ]:
            with pytest.raises(IntegrityError, match=rule), transaction.atomic():
                telling.note_retelling(
                    actor=actor, case=seen, asked_by=by, at=at, day_only=False, need=Need.NEEDED
                )


def _figures(world, by=None):
    with world.acting(by or world.alice) as actor:
        found = retellings.by_organisation(actor.at - timedelta(days=1), actor.at + timedelta(days=1))
        return {one.organisation.slug: one for one in found}


def test_by_organisation_it_is_counted_by_need_in_cases_that_one_may_see(world):
    cases = [world.report() for _number in range(6)]
    for case in cases:
        _note(world, case, Need.NEEDED)
        _note(world, case, Need.NOT_NEEDED)
    for case in cases[:5]:
        _note(world, case, Need.CHOSEN)
    police = _figures(world)["police"]
    assert police.cases == 6
    assert police.times == {Need.NEEDED: 6, Need.NOT_NEEDED: 6, Need.CHOSEN: 5}
    assert police.total == 17
    assert police.mean == pytest.approx(17 / 6)
    assert set(_figures(world)) == {"police"}, "the first time is told to someone, and is no retelling"
    assert _figures(world, by=world.bob) == {}, "who sees no case counts none"


def test_small_figures_are_hidden_and_cannot_be_worked_out_from_the_rest(world):
    cases = [world.report() for _number in range(5)]
    for case in cases[:4]:
        _note(world, case, Need.NEEDED, world.vt)
    for case in cases:
        _note(world, case, Need.NEEDED)
    _note(world, cases[0], Need.NOT_NEEDED)
    figures = _figures(world)
    few_cases = figures["vt"]
    assert (few_cases.cases, few_cases.total, few_cases.mean) == (None, None, None)
    assert set(few_cases.times.values()) == {None}
    police = figures["police"]
    assert police.times == {Need.NEEDED: 5, Need.NOT_NEEDED: None, Need.CHOSEN: 0}
    assert (police.total, police.mean) == (None, None)


def test_only_what_was_asked_within_the_period_counts(world):
    for _number in range(5):
        _note(world, world.report())
    with world.acting(world.alice) as actor:
        day = timedelta(days=1)
        assert retellings.by_organisation(actor.at + day, actor.at + 2 * day) == []
        assert retellings.by_organisation(actor.at - day, actor.at - day / 2) == []


def test_the_page_costs_few_statements(world):
    case = world.report()
    client = signed_in(world.alice)
    with few():
        client.get(_page(case))
