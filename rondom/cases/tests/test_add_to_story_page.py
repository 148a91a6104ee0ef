"""What is told later, or by someone else, comes beside what stands there: with who told it, to whom and when."""

from datetime import timedelta

import psycopg
import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from rondom.audit.models import Event
from rondom.cases.actions import dossier, telling
from rondom.cases.models import Category, Entry, Regime, Teller
from rondom.core.errors import Denied, WrongStep
from tests.browse import field, markup, nothing_changed, signed_in, title, words
from tests.proof import refused
from tests.world import no, yes

TODAY = timezone.localdate


def _page(case):
    return f"/zaken/{case.pk}/verhaal/aanvullen/"


def _told(**changes):
    sent = {
        "kind": "addition", "told_by": "victim", "text": "Zij vertelde nog iets.", "day": TODAY().isoformat(), "time": "",
        "teller": "", "told_to": "", "presence": "", "language": "", "interpreter": "",
    }  # fmt: skip
    return sent | changes


def _story(client, case):
    return words(client.post(f"/zaken/{case.pk}/verhaal/", {"purpose": "help"}))


def test_it_comes_beside_what_stands_there_with_who_told_it_to_whom_and_when(world):
    case = world.report()
    alice = signed_in(world.alice)
    more = {"told_by": "relative", "teller": "haar broer", "presence": "haar moeder", "language": "Pools"}
    sent = _told(told_to="de huisarts", interpreter="professional", day="2026-01-05", time="14:30", **more)
    answer = alice.post(_page(case), sent, follow=True)
    assert "It is added. What stood there stays as it is." in words(answer)
    said = _story(alice, case)
    assert "Het verhaal zoals verteld." in said
    assert "Addition to the story Told by Someone close: haar broer Told to de huisarts" in said
    for told in [
        "14:30",
        "Also there haar moeder",
        "Language Pools, with a professional interpreter",
        "Written down by Alice",
    ]:
        assert told in said
    assert "Not the person's own account" in said
    assert "Alice added to the story" in words(alice.get(f"/zaken/{case.pk}/logboek/"))
    with world.acting(world.alice):
        (event,) = Event.objects.filter(verb="case:story:added")
        assert event.data == {"kind": "addition", "told_by": "relative"}


def test_what_two_people_say_stands_beside_each_other_each_with_its_source(world):
    case = world.report(reporter_role="bystander")
    alice = signed_in(world.alice)
    for who, text in [("de manager", "Er waren alleen vrouwen."), ("een collega", "Er was een invaller.")]:
        alice.post(_page(case), _told(told_by="professional", teller=who, text=text))
    said = _story(alice, case)
    first, second = said.index("A professional: de manager"), said.index("A professional: een collega")
    assert first < said.index("Er waren alleen vrouwen.") < second < said.index("Er was een invaller.")
    assert "Told by a bystander to Alice" in said
    assert said.count("Not the person's own account") >= 3, "also that of who reported"


def test_of_what_the_person_tells_it_does_not_say_that_it_is_anothers(world):
    case = world.report(reporter_note="")
    alice = signed_in(world.alice)
    alice.post(_page(case), _told(kind="wishes", text="Zij wil nu wel hulp."))
    said = _story(alice, case)
    assert "Zij wil nu wel hulp." in said
    assert "Rust en een dokter." in said
    assert "Not the person's own account" not in said


def test_on_the_case_page_stands_that_there_is_more_and_not_what_or_who_was_there(world):
    case = world.report()
    signed_in(world.alice).post(
        _page(case), _told(told_by="relative", teller="haar broer", presence="haar moeder")
    )
    said = words(signed_in(world.victor).get(f"/zaken/{case.pk}/"))
    assert "Told by someone close to Alice" in said
    assert "haar broer" not in said
    assert "haar moeder" not in said
    assert "Zij vertelde nog iets." not in said


def test_police_write_under_their_own_law_and_only_who_may_have_that_reads_it(world):
    case = world.report(by=world.bob, answers=[yes("csg", *Category)])
    with world.acting(world.bob) as actor:
        told = telling.Told(by=Teller.VICTIM, at=actor.at, presence="haar zus")
        seen = dossier.locked(actor, case.pk)
        entry = telling.add(actor=actor, case=seen, kind=Entry.Kind.ADDITION, text="Meer.", told=told)
        assert entry.regime == Regime.WPG_8
        dossier.relabel(actor=actor, case=seen, entry=entry, regime=Regime.WPG_9)
    with world.acting(world.alice):
        assert not Entry.objects.filter(pk=entry.pk).exists(), "who told it and who was there went with it"


def _in(**later):
    """A moment still to come, reckoned when the test runs: it may run past midnight."""
    at = timezone.localtime() + timedelta(**later)
    return {"day": at.date().isoformat(), "time": f"{at:%H:%M}"}


FAULTS = {
    "nothing told": ({"text": "  "}, "Write what was told."),
    "nobody": ({"told_by": ""}, "Choose one."),
    "no day": ({"day": ""}, "Choose a day."),
    "a day that is none": ({"day": "31-02-2026"}, "Choose a day."),
    "the day after tomorrow": (lambda: _in(days=2) | {"time": ""}, "This day is still to come."),
    "in a moment": (lambda: _in(minutes=5), "is still to come."),
    "before the person was born": ({"day": "1997-12-31"}, "too long ago"),
    "long ago": ({"day": "1850-01-01"}, "too long ago"),
    "a time that is none": ({"time": "half drie"}, "Write a time"),
    "too much": ({"text": "x" * 20_001}, "20000"),
}


@pytest.mark.parametrize("what", FAULTS)
def test_what_is_not_right_is_said_at_the_field_and_what_was_typed_stays(world, what):
    changes, sentence = FAULTS[what]
    case = world.report()
    alice = signed_in(world.alice)
    sent = changes() if callable(changes) else changes
    with nothing_changed():
        answer = alice.post(_page(case), _told(presence="haar moeder", **sent))
    assert answer.status_code == 422
    assert sentence in words(answer)
    assert 'value="haar moeder"' in field(answer, "presence")
    assert title(answer) == f"Add {world.code(case)} – Rondom"


def test_what_was_typed_stays_text(world):
    case = world.report()
    alice = signed_in(world.alice)
    alice.post(_page(case), _told(text="<b>Tweede</b> \u202eomgekeerd", teller="<i>x</i>"))
    page = markup(alice.post(f"/zaken/{case.pk}/verhaal/", {"purpose": "mdt"}))
    assert "&lt;b&gt;Tweede&lt;/b&gt;" in page
    assert "&lt;i&gt;x&lt;/i&gt;" in page


def test_who_may_not_read_the_story_cannot_add_to_it(world):
    case = world.report()
    sam = signed_in(world.sam)
    with nothing_changed():
        assert sam.get(_page(case)).status_code == 403
        assert sam.post(_page(case), _told()).status_code == 403
    with world.acting(world.sam) as actor, refused(Denied):
        told = telling.Told(by=Teller.VICTIM, at=actor.at)
        seen = dossier.locked(actor, case.pk)
        telling.add(actor=actor, case=seen, kind=Entry.Kind.ADDITION, text="x", told=told)
    with world.acting(world.alice):
        assert Event.objects.filter(case_id=case.pk, outcome="refused", actor_id=world.sam.pk).count() == 2


def test_nothing_is_added_to_a_case_that_is_closed(world):
    case = world.report()
    with world.acting(world.alice) as actor:
        seen = dossier.locked(actor, case.pk)
        seen.status = "closed"
        told = telling.Told(by=Teller.VICTIM, at=actor.at)
        with refused(WrongStep):
            telling.add(actor=actor, case=seen, kind=Entry.Kind.ADDITION, text="x", told=told)


def test_the_database_holds_to_it_too(world):
    case = world.report(answers=[no("police")])
    with world.acting(world.alice) as actor:
        seen = dossier.locked(actor, case.pk)
        later = telling.Told(by=Teller.VICTIM, at=actor.at + timedelta(days=1))
        with pytest.raises(IntegrityError, match="entry_told_before_written"), transaction.atomic():
            telling.add(actor=actor, case=seen, kind=Entry.Kind.ADDITION, text="x", told=later)
        with pytest.raises(IntegrityError, match="entry_addition_says_who_and_when"), transaction.atomic():
            dossier.write(actor=actor, case=seen, kind=Entry.Kind.ADDITION, category=Category.STORY, text="x")
        with connection.cursor() as cursor:
            for column in ("text", "told_by", "told_at", "teller", "presence", "kind"):
                with (
                    pytest.raises(Exception, match="permission denied") as wrong,
                    transaction.atomic(),
                ):
                    cursor.execute(f"UPDATE cases_entry SET {column} = {column}")
                assert isinstance(wrong.value.__cause__, psycopg.errors.InsufficientPrivilege)
