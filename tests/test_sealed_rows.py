"""A sealed column behaves as any other where a row is read and saved, and refuses whatever would need its content."""

import copy
import pickle

import pytest
from django.core.exceptions import FieldError
from django.db import connection, transaction
from django.db.models import F, Max

from rondom.cases.models import Case, Category, Entry, Person, Step, StepText
from rondom.keys.sealed import Closed, SealedError
from rondom.triage.models import DecisionLine, View

TEXT = "Zij wil eerst slapen. “Morgen”, zei ze. 💬"


@pytest.fixture
def case(world):
    """A case, with Alice at work on it."""
    found = world.report(story=TEXT)
    with world.acting(world.alice):
        yield found


def story():
    return Entry.objects.get(kind=Entry.Kind.STORY)


def note(case, **changes):
    fields = {"category": Category.STORY, "kind": "note", "text": TEXT, "author": case.registered_by}
    more = {"organisation": case.registered_for, "written_at": case.reported_at}
    return Entry(case=case, **{**fields, **more, **changes})


def stands(entry) -> bytes:
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM cases_entry WHERE id = %s", [entry.pk])
        return bytes(cursor.fetchone()[0])


def test_what_is_saved_is_read_back(case):
    entry = note(case)
    entry.save(force_insert=True)
    assert entry.text == TEXT
    assert TEXT[:5].encode() not in stands(entry)
    assert Entry.objects.get(pk=entry.pk).text == TEXT


def test_many_at_once(case):
    entries = [note(case, text=f"{number}. {TEXT}") for number in range(3)]
    Entry.objects.bulk_create(entries)
    assert {e.text for e in Entry.objects.filter(kind="note")} == {e.text for e in entries}


def test_the_same_text_is_sealed_otherwise_each_time(case):
    entries = [note(case), note(case)]
    Entry.objects.bulk_create(entries)
    assert stands(entries[0]) != stands(entries[1])


def test_nothing_is_nothing_in_the_database_too(case):
    henk = next(person for person in Person.objects.all() if person.name == "Henk")
    assert (henk.phone, henk.birth_year, henk.needs, henk.languages) == ("", None, [], [])
    nothing = Person.objects.filter(phone__isnull=True, birth_year__isnull=True, needs__isnull=True)
    assert henk in nothing


def test_a_number_and_a_list(case):
    person = Person(case=case, category=2, roles=["relative"], birth_year=1971, needs=["interpreter", "x"])
    person.save(force_insert=True)
    found = Person.objects.get(pk=person.pk)
    assert (found.birth_year, found.needs) == (1971, ["interpreter", "x"])


@pytest.mark.parametrize("wrong", [{"birth_year": 1066}, {"birth_year": 2101}, {"name": "x" * 121}])
def test_what_does_not_belong_there_is_refused(wrong, case):
    with pytest.raises(ValueError, match="Person"):
        Person(case=case, category=2, roles=["relative"], **wrong).save(force_insert=True)


def test_it_opens_when_it_is_read_and_no_sooner(case):
    entry = story()
    assert isinstance(vars(entry)["text"], Closed)
    assert entry.kind == "story"
    assert isinstance(vars(entry)["text"], Closed)
    assert entry.text == TEXT
    assert vars(entry)["text"] == TEXT


@pytest.mark.parametrize("rows", [lambda: Entry.objects.defer("text"), lambda: Entry.objects.only("kind")])
def test_left_behind_and_fetched_later(rows, case):
    assert rows().get(kind="story").text == TEXT


def test_fetched_again(case):
    entry = story()
    entry.text = "iets anders"
    entry.refresh_from_db()
    assert entry.text == TEXT


@pytest.mark.parametrize("read", [True, False])
@pytest.mark.parametrize("way", [copy.copy, copy.deepcopy, lambda row: pickle.loads(pickle.dumps(row))])  # noqa: S301
def test_a_copy_in_memory_opens_too(way, read, case):
    entry = story()
    if read:
        assert entry.text
    assert way(entry).text == TEXT


def test_a_row_reached_by_another_opens_too(world):
    case = world.coordinated()
    with world.acting(world.alice):
        step = Step.objects.select_related("words").get(case=case, kind="action")
        assert step.words.text == "Doe iets voor safety."
        found = Case.objects.prefetch_related("steptext_set").get(pk=case.pk)
        assert [words.text for words in found.steptext_set.all()] == ["Doe iets voor safety."]


def test_changing_one_column_leaves_the_others_as_they_are(world):
    case = world.coordinated()
    with world.acting(world.alice):
        words = StepText.objects.get(case=case)
        words.outcome = TEXT
        words.save(update_fields=["outcome"])
        found = StepText.objects.get(case=case)
        assert (found.text, found.outcome) == ("Doe iets voor safety.", TEXT)
        found.outcome = ""
        found.save(update_fields=["outcome"])
        assert StepText.objects.get(case=case, outcome__isnull=True).outcome == ""


def test_a_row_that_was_never_read_keeps_what_is_sealed_when_it_is_saved(world):
    case = world.coordinated()
    with world.acting(world.alice):
        words = StepText.objects.get(case=case)
        words.outcome = TEXT
        words.save(update_fields=["outcome"])
        closed = StepText.objects.get(case=case)
        closed.save(update_fields=["outcome"])
        assert StepText.objects.get(case=case).outcome == TEXT


def test_a_closed_value_does_not_go_along_to_a_new_row(case):
    entry = story()
    entry.pk = note(case).pk
    with pytest.raises(SealedError, match="cannot be opened"), transaction.atomic():
        entry.save(force_insert=True)


REFUSED = {
    "compared": lambda: Entry.objects.filter(text=TEXT),
    "compared to nothing": lambda: Entry.objects.filter(text=None),
    "searched": lambda: Entry.objects.filter(text__icontains="slapen"),
    "excluded": lambda: Entry.objects.exclude(text=""),
    "compared by another table": lambda: Step.objects.filter(words__text="x"),
    "ordered": lambda: Entry.objects.order_by("-text"),
    "ordered by another table": lambda: Step.objects.order_by("words__text"),
    "taken out": lambda: Entry.objects.values("kind", "text"),
    "taken out with all": lambda: list(Entry.objects.values()),
    "listed": lambda: Entry.objects.values_list("text", flat=True),
    "listed by another table": lambda: Step.objects.values_list("words__text"),
    "written for many": lambda: Entry.objects.update(text="x"),
    "written from another": lambda: StepText.objects.update(outcome=F("text")),
    "written for many, each its own": lambda: Entry.objects.bulk_update([_with(story(), "x")], ["text"]),
    "compared with one that is there": lambda: Entry.objects.get_or_create(text="x"),
    "annotated": lambda: str(Entry.objects.annotate(again=F("text")).first().again),
    "aggregated": lambda: f"{Entry.objects.aggregate(most=Max('text'))['most']}",
}


def _with(entry, text):
    entry.text = text
    return entry


@pytest.mark.parametrize("way", REFUSED)
def test_whatever_needs_its_content_in_the_database_is_refused(way, case):
    before = stands(story())
    with pytest.raises((FieldError, SealedError), match="sealed"), transaction.atomic():
        REFUSED[way]()
    assert stands(story()) == before


def test_rows_with_nothing_sealed_are_still_counted_ordered_and_compared(case):
    assert Entry.objects.order_by("kind").values_list("kind", flat=True).count() >= 3
    assert Entry.objects.filter(text__isnull=True).count() == 0
    assert View.objects.filter(facts__isnull=False).count() == 0
    assert DecisionLine.objects.values("domain", "need").count() == 0
