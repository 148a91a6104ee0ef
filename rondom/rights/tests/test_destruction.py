"""What is due goes for good: refused by the database before its time, gone from every table and file after it."""

from datetime import timedelta

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import translation

from rondom.cases.actions import documents, dossier, telling
from rondom.cases.models import Case, Category, Document, Entry, Person, Retelling, Step, Teller
from rondom.coordination.actions import closing, plan
from rondom.core import embedded
from rondom.core.errors import Denied, WrongStep
from rondom.core.kms import kms
from rondom.core.uploads import BY_NAME, Brought
from rondom.keys import ring, store
from rondom.sharing.actions import retention
from rondom.sharing.models import Due, Hold
from tests.on_disk import files
from tests.opened import opened
from tests.proof import refused
from tests.seen_to import SEEN_TO
from tests.world import World

YEAR = timedelta(days=365)
STORY = "kanariewoord van het verhaal"
NAME = "Kanarienaam"
FILE = "kanariebestand"
ALL = {"story", "name", "file", "presence", "asked"}
PRESENCE = "kanarie van wie erbij was"


@pytest.fixture(autouse=True)
def english():
    """What is refused is said in the language of the code."""
    with translation.override("en"):
        yield


def closed(world: World, **changes) -> Case:
    """A case that Anna closed just now."""
    changes = {"story": STORY, "people": [{"roles": ["victim"], "name": NAME}], **changes}
    case = world.weighed(**changes)
    world.accept(case)
    _told_again(world, case)
    with world.acting(world.victor) as actor:
        step = Step.objects.get(case=case, kind=Case.NextKind.ACTION)
        plan.advance(actor=actor, case=dossier.locked(actor, case.pk), step=step, state=Step.State.DONE)
    with world.acting(world.anna) as actor:
        closing.close(
            actor=actor,
            case=dossier.locked(actor, case.pk),
            reason=Case.ClosingReason.DONE,
            checklist=SEEN_TO,
        )
    return case


def _told_again(world: World, case: Case) -> None:
    """What was told later, that it was asked for again, and a file."""
    with world.acting(world.anna) as actor:
        seen = dossier.locked(actor, case.pk)
        told = telling.Told(by=Teller.VICTIM, at=actor.at, presence=PRESENCE)
        telling.add(actor=actor, case=seen, kind=Entry.Kind.ADDITION, text="Meer.", told=told)
        asked = {"asked_by": "de school", "at": actor.at, "day_only": False, "need": Retelling.Need.NEEDED}
        telling.note_retelling(actor=actor, case=seen, why=PRESENCE, **asked)
        brought = Brought("Brief.pdf", BY_NAME["PDF"], FILE.encode() * 2_000)
        documents.add(
            actor=actor, case=seen, brought=brought, about=documents.About(Category.STORY, Teller.VICTIM)
        )


def age(owner: psycopg.Connection, case: Case, days: int = 366) -> None:
    """As if so many days went by since the case was closed."""
    owner.execute("UPDATE sharing_due SET closed_at = closed_at - %s * interval '1 day', due_at = due_at - %s * interval '1 day' WHERE case_id = %s", [days, days, case.pk])  # fmt: skip


def as_worker(name: str) -> psycopg.Connection:
    place = embedded.database("rondom_worker", name=name)
    return psycopg.connect(
        host=place["HOST"], port=place["PORT"], user="rondom_worker", dbname=name, autocommit=True
    )


def test_closing_lays_down_when_each_category_goes(world):
    case = closed(world)
    with world.acting(world.eve):
        dues = list(Due.objects.filter(case_id=case.pk))
        assert {due.category for due in dues} == set(Category)
        assert {due.due_at - due.closed_at for due in dues} == {YEAR}
        assert not Case.objects.filter(pk=case.pk).exists(), "she sees the case nowhere else"


def test_reopening_takes_it_out_and_closing_again_begins_anew(world):
    case = closed(world)
    with world.acting(world.anna) as actor:
        closing.reopen(actor=actor, case=dossier.locked(actor, case.pk), reason="Er is iets veranderd.")
    with world.acting(world.eve):
        assert not Due.objects.filter(case_id=case.pk, ended_at__isnull=True).exists()


def test_an_organisation_keeps_shorter_never_longer(world):
    with world.acting(world.eve) as actor:
        retention.shorten(actor=actor, organisation=world.csg, category=Category.MEDICAL, days=90)
        with refused(WrongStep, "30 to 365"):
            retention.shorten(actor=actor, organisation=world.csg, category=Category.MEDICAL, days=366)
    with world.acting(world.anna) as actor, refused(Denied):
        retention.shorten(actor=actor, organisation=world.csg, category=Category.MEDICAL, days=90)
    case = closed(world)
    with world.acting(world.eve):
        days = dict(Due.objects.filter(case_id=case.pk).values_list("category", "days"))
    assert days[Category.MEDICAL] == 90
    assert days[Category.STORY] == 365


def test_a_hold_is_set_once_and_lifted_once_by_who_watches_over_privacy(world):
    case = closed(world)
    more = {"reason": Hold.Reason.PROCEEDINGS, "ordered_by": "De rechtbank"}
    with world.acting(world.eve) as actor:
        due = Due.objects.filter(case_id=case.pk).first()
        with refused(WrongStep, "after today"):
            retention.hold(actor=actor, due=due, until=actor.at, **more)
        held = retention.hold(actor=actor, due=due, until=actor.at + YEAR, **more)
        with refused(WrongStep, "stopped already"):
            retention.hold(actor=actor, due=due, until=actor.at + YEAR, **more)
        assert Hold.objects.get(pk=held.pk).ordered_by == "De rechtbank"
    with world.acting(world.anna) as actor, refused(Denied):
        retention.lift(actor=actor, held=held)
    with world.acting(world.eve) as actor:
        retention.lift(actor=actor, held=held)
        with refused(WrongStep, "lifted already"):
            retention.lift(actor=actor, held=held)


@pytest.mark.parametrize("statement", [
    "UPDATE sharing_due SET due_at = now()",
    "UPDATE sharing_due SET destroyed_at = now()",
    "DELETE FROM cases_entry",
    "DELETE FROM sharing_hold",
    "SELECT destroy_due(gen_random_uuid(), gen_random_uuid())",
    "SELECT left_of(gen_random_uuid(), 255)",
])  # fmt: skip
def test_the_serving_role_destroys_nothing(world, statement):
    closed(world)
    with (
        world.acting(world.anna),
        connection.cursor() as cursor,
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
    ):
        cursor.execute(statement)


def test_nothing_is_laid_down_that_would_go_at_once(world):
    case = closed(world)
    insert = """INSERT INTO sharing_due SELECT gen_random_uuid(), code, category, rule, days, closed_at, now() + interval '1 day',
        NULL, NULL, case_id, organisation_id FROM sharing_due WHERE case_id = %s LIMIT 1"""
    with (
        world.acting(world.anna),
        connection.cursor() as cursor,
        pytest.raises(DatabaseError, match="row-level security"),
        transaction.atomic(),
    ):
        cursor.execute(insert, [case.pk])


class TestForGood:
    """What is committed, and destroyed by the worker's own command."""

    @pytest.fixture(autouse=True)
    def _committed(self, own_database):
        self.name = own_database

    def _try(self, case: Case) -> str:
        with as_worker(self.name) as worker, pytest.raises(psycopg.Error) as refusal:
            worker.execute("SELECT destroy_due(%s, gen_random_uuid())", [case.pk])
        return str(refusal.value)

    def test_the_database_refuses_what_is_open_held_or_not_due(self, world, owner):
        case, running = closed(world), world.coordinated()
        assert "nothing of this case is due" in self._try(case)
        assert "not closed" in self._try(running)
        age(owner, case)
        with world.acting(world.eve) as actor:
            due = Due.objects.filter(case_id=case.pk).first()
            held = retention.hold(actor=actor, due=due, reason=Hold.Reason.COMPLAINT, ordered_by="OM", until=actor.at + YEAR)  # fmt: skip
        assert "on hold" in self._try(case)
        with world.acting(world.eve) as actor:
            retention.lift(actor=actor, held=held)
        with world.acting(world.anna) as actor:
            closing.reopen(actor=actor, case=dossier.locked(actor, case.pk), reason="Er is iets.")
        assert "not closed" in self._try(case)

    def test_a_case_is_gone_from_tables_files_and_older_keys_and_the_rest_stays(
        self, world, owner, rondom, client
    ):
        case, other = closed(world), closed(world, story="Iets anders.")
        code = world.code(case)
        older = [keyset for keyset in store.keysets([case.pk]) if keyset.wrapped]
        assert len(older) == len(Category)
        assert self._words(owner, case) == ALL, "it could be read before"
        age(owner, case)
        dry = rondom("destroy_due", "--dry-run")
        assert f"{code} is due." in dry.stdout
        assert self._words(owner, case) == ALL, "a dry run destroys nothing"
        done = rondom("destroy_due")
        assert done.returncode == 0, done.stderr
        proved = rondom("destroy_due", "--prove", code)
        assert proved.returncode == 0, proved.stdout + proved.stderr
        assert "NO " not in proved.stdout
        left = owner.execute("SELECT left_of(%s, 255)", [case.pk]).fetchone()[0]
        assert left == {}
        assert owner.execute("SELECT left_of(%s, 255)", [other.pk]).fetchone()[0]["cases_entry"] > 0
        # An older copy of the keys opens nothing: the master key that wrapped it is gone.
        names = kms().names()
        assert {store.epoch_name(keyset.epoch) for keyset in older} & set(names) == set()
        with pytest.raises(ring.Destroyed):
            ring.Ring().key(case.pk, 4)
        assert ring.Ring().key(other.pk, 4)
        self._look_everywhere(owner)
        with world.acting(world.anna) as actor, refused(WrongStep, "destroyed"):
            closing.reopen(actor=actor, case=dossier.locked(actor, case.pk), reason="Toch.")
        client.force_login(world.anna)
        page = client.get(reverse("case", args=[case.pk]))
        assert page.status_code == 200
        assert proved.stdout[:7] in page.content.decode()
        assert "vernietigd op" in page.content.decode() or "was destroyed on" in page.content.decode()
        assert client.get("/zaken/?status=closed").status_code == 200
        assert client.get("/vandaag/").status_code == 200
        client.force_login(world.eve)
        assert code in client.get(reverse("rights:calendar")).content.decode()
        again = rondom("destroy_due")
        assert "0 destructions are finished" in again.stdout
        said = owner.execute("SELECT count(*) FROM audit_event WHERE verb = 'case:destroyed' AND case_id = %s", [case.pk])  # fmt: skip
        assert said.fetchone() == (1,)

    def _words(self, owner, case) -> set[str]:
        texts = {entry.text for entry in opened(owner, Entry, case_id=case.pk)}
        names = {person.name for person in opened(owner, Person, case_id=case.pk)}
        files = {file.content for file in opened(owner, Document, case_id=case.pk)}
        present = {entry.presence for entry in opened(owner, Entry, case_id=case.pk)}
        asked = {one.why for one in opened(owner, Retelling, case_id=case.pk)}
        found = {
            "story": STORY in texts, "name": NAME in names, "file": FILE.encode() * 2_000 in files,
            "presence": PRESENCE in present, "asked": PRESENCE in asked,
        }  # fmt: skip
        return {word for word, there in found.items() if there}

    def _look_everywhere(self, owner) -> None:
        words = [word.encode() for word in (STORY, NAME, FILE, PRESENCE)]
        for (table,) in owner.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        ).fetchall():
            with owner.cursor().copy(f"COPY {table} TO STDOUT") as copy:
                rows = b"".join(bytes(block) for block in copy)
            assert not [w for w in words if w in rows or w.hex().encode() in rows], table
        place = embedded.database()
        with psycopg.connect(host=place["HOST"], port=place["PORT"], user="postgres", dbname="postgres", autocommit=True) as postgres:  # fmt: skip
            postgres.execute("CHECKPOINT")
        looked = 0
        for path, content in files("cluster"):
            looked += 1
            assert not [w for w in words if w in content], path
        assert looked > 300

    @pytest.mark.parametrize("point", ["rows", "keys"])
    def test_killed_between_two_steps_the_next_run_finishes(self, world, owner, rondom, point):
        case = closed(world)
        code = world.code(case)
        age(owner, case)
        with as_worker(self.name) as worker:  # as far as a run that was killed had come
            worker.execute("SELECT destroy_due(%s, gen_random_uuid())", [case.pk])
            if point == "keys":
                worker.execute("UPDATE sharing_destruction SET keys_destroyed_at = now() WHERE case_id = %s", [case.pk])  # fmt: skip
                owner_of_keys = (
                    "UPDATE keyset SET wrapped = NULL, epoch = NULL, destroyed_at = now() WHERE case_id = %s"
                )
                place = embedded.database("rondom_worker", base="rondom_keys")
                with psycopg.connect(host=place["HOST"], port=place["PORT"], user="rondom_worker", dbname=place["NAME"], autocommit=True) as keys:  # fmt: skip
                    keys.execute(owner_of_keys, [case.pk])
        assert rondom("destroy_due", "--prove", code).returncode == 1
        assert rondom("destroy_due").returncode == 0
        proved = rondom("destroy_due", "--prove", code)
        assert proved.returncode == 0, proved.stdout

    def test_a_category_with_a_shorter_term_goes_first_and_the_case_last(self, world, owner, rondom):
        with world.acting(world.eve) as actor:
            retention.shorten(actor=actor, organisation=world.csg, category=Category.STORY, days=90)
            retention.shorten(actor=actor, organisation=world.csg, category=Category.CASE, days=90)
        case = closed(world)
        age(owner, case, days=100)
        assert rondom("destroy_due").returncode == 0
        assert self._words(owner, case) == {"name", "asked"}
        gone = owner.execute(
            "SELECT categories FROM sharing_destruction WHERE case_id = %s", [case.pk]
        ).fetchall()
        assert gone == [(4,)]
        assert rondom("destroy_due", "--dry-run").stdout.startswith("0 cases")
