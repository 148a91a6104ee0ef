"""Nothing that was told can be read without its key: words that stand nowhere else are told everywhere, and looked for."""

from collections.abc import Iterator
from datetime import timedelta

import psycopg
import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from rondom.cases.actions import documents, dossier, reading, steps, telling
from rondom.cases.models import OPEN_STATES, Case, Category, Document, Domain, Entry, Retelling, Step, Teller
from rondom.coordination.actions import closing, coordinator, plan
from rondom.core import embedded
from rondom.core.uploads import BY_NAME, Brought
from rondom.keys.sealed import Sealed, SealedBytes
from rondom.sharing.actions import grants
from rondom.sharing.actions.consents import Answer
from rondom.triage import actions as triage
from rondom.triage.models import Addition, Decision, DecisionLine, Escalation
from tests.on_disk import files
from tests.opened import opened
from tests.planned import PLANNED, plan_of
from tests.seen_to import SEEN_TO
from tests.world import World, yes


def _locked(actor, case):
    return dossier.locked(actor, case.pk)


# Words that stand nowhere else, one for every place where someone can write.
WORDS = [
    "sentence", "reporter_note", "story", "wishes", "name", "perpetrator", "phone", "hours", "code_word", "receiver",
    "consent", "facts", "opinion", "offer", "line", "ask", "outcome", "decline", "again", "note", "closing", "reopened",
    "addition", "minuted", "teller", "told_to", "presence", "language", "asked_by", "why", "file_name", "file_about", "file",
    "moved", "late", *PLANNED,
]  # fmt: skip
CANARY = {word: f"kanarie{place:02d}vogel" for place, word in enumerate(WORDS)}


def _whole_story(world: World) -> Case:
    """Everything that can be written, read and refused, from the report to reopening."""
    victim = {
        "roles": ["victim"],
        "name": CANARY["name"],
        "phone": CANARY["phone"],
        "contact_hours": CANARY["hours"],
    }
    case = world.report(
        sentence=CANARY["sentence"],
        reporter_note=CANARY["reporter_note"],
        story=CANARY["story"],
        wishes=CANARY["wishes"],
        people=[
            victim | {"code_word": CANARY["code_word"]},
            {"roles": ["possible_perpetrator"], "name": CANARY["perpetrator"]},
        ],
        answers=[
            yes("veilig_thuis", Category.IDENTITY, Category.STORY, Category.SAFETY, words=CANARY["consent"]),
            Answer("", CANARY["receiver"], Category.IDENTITY, given=True),
        ],
    )
    with world.acting(world.victor) as actor:
        words = {name: CANARY[name] for name in ("facts", "opinion", "offer")}
        triage.write_view(actor=actor, case=_locked(actor, case), category=Category.SAFETY, **words)
    with world.acting(world.carol) as actor:
        seen, later = _locked(actor, case), actor.at + timedelta(days=3)
        triage.move(actor=actor, case=seen, to_at=later, reason=CANARY["moved"], late_is_meant=True)
        triage.explain(actor=actor, case=seen, reason=Escalation.Reason.PERSON, note=CANARY["late"])
    world.open_mdt()
    _decide(world, case)
    world.close_mdt()
    with world.acting(world.anna) as actor:
        coordinator.decline(actor=actor, case=_locked(actor, case), reason=CANARY["decline"])
    with world.acting(world.carol) as actor:
        seen = _locked(actor, case)
        coordinator.propose(actor=actor, case=seen, user=world.anna, organisation=world.csg)
    world.accept(case)
    _minuted(world, case)
    plan_of(world, case, {word: CANARY[word] for word in PLANNED}, goes_on=False)
    _go_on(world, case)
    return case


def _minuted(world: World, case: Case) -> None:
    with world.acting(world.anna) as actor:
        seen = _locked(actor, case)
        triage.add_to_minutes(
            actor=actor, case=seen, meeting=Decision.objects.get(case=case).meeting, kind=Addition.Kind.CORRECTION,
            category=Category.SAFETY, text=CANARY["minuted"],
        )  # fmt: skip


def _go_on(world: World, case: Case) -> None:
    world.consent(case, "prosecution", Category.LEGAL)
    with world.acting(world.victor) as actor:
        action = Step.objects.get(case=case, kind=Case.NextKind.ACTION, state__in=OPEN_STATES)
        done = {"state": Step.State.DONE, "outcome": CANARY["outcome"]}
        plan.advance(actor=actor, case=_locked(actor, case), step=action, **done)
    with world.acting(world.anna) as actor:
        seen = _locked(actor, case)
        dossier.write(
            actor=actor, case=seen, kind=Entry.Kind.NOTE, category=Category.STORY, text=CANARY["note"]
        )
        dossier.read_story(actor=actor, case=seen, purpose="help")
        reading.note_list(actor=actor, cases=[seen])
        grants.give(
            actor=actor,
            case=seen,
            organisation=world.om,
            categories=[Category.LEGAL],
        )
        triage.bring_back(actor=actor, case=seen, reason=CANARY["again"])
    _told_again(world, case)
    world.open_mdt()
    world.decide(case, asks=[])
    with world.acting(world.anna) as actor:
        closing.close(
            actor=actor,
            case=_locked(actor, case),
            reason=Case.ClosingReason.DONE,
            checklist=SEEN_TO,
            note=CANARY["closing"],
        )
        closing.reopen(actor=actor, case=_locked(actor, case), reason=CANARY["reopened"])


def _told_again(world: World, case: Case) -> None:
    """What was told later, that it was asked for again, and a file, opened and of another one withdrawn."""
    with world.acting(world.anna) as actor:
        seen = _locked(actor, case)
        names = {name: CANARY[name] for name in ("teller", "presence", "language")}
        told = telling.Told(by=Teller.RELATIVE, at=actor.at, to=CANARY["told_to"], **names)
        telling.add(actor=actor, case=seen, kind=Entry.Kind.ADDITION, text=CANARY["addition"], told=told)
        telling.note_retelling(
            actor=actor, case=seen, asked_by=CANARY["asked_by"], at=actor.at, day_only=False,
            need=Retelling.Need.CHOSEN, why=CANARY["why"],
        )  # fmt: skip
        brought = Brought(f"{CANARY['file_name']}.pdf", BY_NAME["PDF"], CANARY["file"].encode() * 2_000)
        about = documents.About(Category.STORY, Teller.VICTIM, Document.Shareable.YES, CANARY["file_about"])
        kept, gone = (documents.add(actor=actor, case=seen, brought=brought, about=about) for _file in "ab")
        documents.read(actor=actor, case=seen, document=kept, purpose="help")
        documents.withdraw(actor=actor, case=seen, document=gone)


def _decide(world: World, case: Case) -> None:
    with world.acting(world.alice) as actor:
        due_at = actor.at + timedelta(hours=3)
        ask = steps.Ask(Case.NextKind.ACTION, world.vt, world.victor, due_at, Domain.SAFETY, CANARY["ask"])
        line = triage.Line(Domain.SAFETY, DecisionLine.Need.NOW, CANARY["line"])
        outcome = world.outcome(actor, lines=[line], asks=[ask])
        triage.decide(actor=actor, case=_locked(actor, case), outcome=outcome)


def _told(owner) -> set[str]:
    """The words that the sealed columns hold, opened with their keys."""
    texts = {
        getattr(row, field.attname).decode()
        if isinstance(field, SealedBytes)
        else str(getattr(row, field.attname))
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, Sealed)
        for row in opened(owner, model)
    }
    return {word for word in CANARY.values() if any(word in text for text in texts)}


def _rows(owner) -> Iterator[tuple[str, bytes]]:
    """Every table, as a backup holds it."""
    for (table,) in owner.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall():
        with owner.cursor().copy(f"COPY {table} TO STDOUT") as copy:
            yield table, b"".join(bytes(block) for block in copy)


def _files() -> Iterator[tuple[str, bytes]]:
    """Every file of the cluster: tables, indexes, the write-ahead log, the server's own log."""
    for path, content in files("cluster"):
        yield path.name, content


@pytest.fixture(scope="module")
def story(own_database) -> tuple[World, Case]:
    """The whole story, committed, and on disk."""
    world = World()
    case = _whole_story(world)
    browser = Client()
    for someone in (world.anna, world.bob):
        browser.force_login(someone)
        for page in ("case", "cases:story", "cases:log", "cases:documents"):
            browser.get(reverse(page, args=[case.pk]), {"q": CANARY["name"]})
    return world, case


def test_every_word_was_written_and_can_be_read_with_its_key(story, owner):
    assert _told(owner) == set(CANARY.values())


def test_no_table_holds_a_word_of_what_was_told(story, owner):
    found = {
        (table, word)
        for table, rows in _rows(owner)
        for word in CANARY.values()
        if word.encode() in rows or word.encode().hex().encode() in rows
    }
    assert found == set()


def test_no_file_of_the_cluster_holds_a_word_of_what_was_told(story, owner):
    """Values travel apart from their statements, and sealed: neither the write-ahead log nor any other file has them."""
    place = embedded.database()
    with psycopg.connect(
        host=place["HOST"], port=place["PORT"], user="postgres", dbname="postgres"
    ) as postgres:
        postgres.execute("CHECKPOINT")
    found, names = set(), set()
    for name, content in _files():
        names.add(name)
        found |= {(name, word) for word in CANARY.values() if word.encode() in content}
    assert found == set()
    assert len(names) > 300, "tables, indexes and the log were looked at"


def test_no_event_holds_anyones_name(story, owner):
    world, _ = story
    events = dict(_rows(owner))["audit_event"]
    names = [*(user.display_name for user in world.people), world.csg.name, world.vt.name, world.north.name]
    assert [name for name in names if name.encode() in events] == []
