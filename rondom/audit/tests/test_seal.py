"""The sealer: every committed event gets one place, whoever commits late, however often and whenever it runs."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import ProgrammingError, connection, transaction

from rondom.audit import check, merkle, record, seal, sealed
from rondom.audit.checkpoint import Checkpoint, Untrue
from rondom.audit.log import record as write
from rondom.audit.models import Event
from rondom.audit.verbs import Door
from rondom.core.db import uuid7
from tests.attack import connect, sign_in
from tests.sealing import as_role, own_keys, superuser

EVENT = (
    "INSERT INTO audit_event (id, at, verb, outcome, actor_kind, actor_id, purpose, basis, subject_kind, data)"
    " VALUES (%s, now(), 'x', 'done', 'professional', %s, '', '', '', '{}')"
)


@pytest.fixture(scope="module")
def _keys(own_database, tmp_path_factory):
    with own_keys(tmp_path_factory.mktemp("keys")) as folder:
        yield folder


@pytest.fixture
def place(_keys, world):
    """A sealed log, with keys of its own."""
    with as_role("rondom_worker"):
        seal.seal(everywhere=True)
    return _keys


def sealing(**how):
    with as_role("rondom_worker"):
        return seal.seal(**how)


def verified():
    """How many records are in order, and how many are not sealed yet. Raises Broken."""
    with as_role("rondom_worker"), check.one_moment():
        known = check.read(check.notes(), seal.public_key())
        whole = known[-1].size
        return [*check.database(known, whole)][-1], check.unsealed()


def doing(world, times=1):
    for _ in range(times):
        with world.acting(world.alice) as actor:
            write(actor, Door.DENIED)


def test_what_was_written_is_sealed_once_in_order_and_signed(place, world, owner):
    before, _ = verified()
    doing(world, 5)
    assert verified() == (before, 5)
    assert sealing() == 5
    assert sealing() == 0
    assert verified() == (before + 5, 0)
    rows = owner.execute("SELECT number, event_id FROM audit_leaf ORDER BY number").fetchall()
    assert [number for number, _ in rows] == list(range(before + 5))
    assert len({event for _, event in rows}) == before + 5
    last = Checkpoint.read(sealed.latest().note, seal.public_key())
    assert last.size == before + 5
    assert last.root == sealed.root(last.size)
    assert seal.kept() == sealed.latest().note


def test_a_record_that_is_committed_late_is_sealed_all_the_same(place, world):
    before, _ = verified()
    with connect() as slow:
        sign_in(slow, world.bob)
        slow.execute(EVENT, [uuid7(), world.bob.pk])  # older than all that follows, and not committed yet
        doing(world, 3)
        assert sealing() == 3
        assert verified() == (before + 3, 0)
        slow.commit()
    assert verified() == (before + 3, 1)
    assert sealing() == 1
    assert verified() == (before + 4, 0)


def test_a_record_with_an_old_identifier_is_found_on_the_hour(place, world):
    before, _ = verified()
    with connect() as session:
        sign_in(session, world.bob)
        session.execute(EVENT, ["00000000-0000-4000-8000-000000000001", world.bob.pk])
    assert sealing() == 0
    assert sealing(everywhere=True) == 1
    assert verified() == (before + 1, 0)


@pytest.mark.parametrize("jump", [timedelta(days=-400), timedelta(days=400)])
def test_it_catches_up_after_the_clock_jumped_or_it_was_down_for_long(place, world, monkeypatch, jump):
    before, _ = verified()
    now = datetime.now(UTC)
    doing(world)
    with monkeypatch.context() as clock:
        clock.setattr(seal.timezone, "now", lambda: now + jump)
        assert sealing(everywhere=True) == 1
    doing(world, 2)
    assert sealing() == (0 if jump > timedelta(0) else 2)  # the last checkpoint says it is next year
    assert sealing(everywhere=True) == (2 if jump > timedelta(0) else 0)
    assert verified() == (before + 3, 0)


def test_many_sealers_at_once_seal_each_record_once(place, world):
    before, _ = verified()
    doing(world, 20)
    failed = []
    with as_role("rondom_worker"):
        database = dict(connection.settings_dict)

        def run():
            connection.settings_dict.update(database)
            try:
                seal.seal()
            except Exception as error:  # noqa: BLE001 - asserted below
                failed.append(error)
            finally:
                connection.close()

        threads = [threading.Thread(target=run) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert failed == []
    sealing()
    assert verified() == (before + 20, 0)


def test_whole_subtrees_are_kept_and_every_earlier_root_can_be_made_again(place, world, owner):
    with superuser() as administrator:
        administrator.execute(
            "INSERT INTO audit_event (id, at, verb, outcome, actor_kind, purpose, basis, subject_kind, data)"
            " SELECT gen_random_uuid(), now(), 'x', 'done', 'service', '', '', '', '{}' FROM generate_series(1, 700)"
        )
    sealing(everywhere=True)
    size = sealed.latest().size
    assert owner.execute("SELECT count(*) FROM audit_branch WHERE height = 8").fetchone() == (size // 256,)
    key = seal.public_key()
    for _, note in check.notes():
        checkpoint = Checkpoint.read(note, key)
        assert sealed.root(checkpoint.size) == checkpoint.root
    doing(world)
    sealing()
    assert verified()[1] == 0


def test_the_proof_of_a_record_leads_to_what_was_signed(place, world):
    doing(world)
    sealing()
    last = Checkpoint.read(sealed.latest().note, seal.public_key())
    with as_role("rondom_worker"):
        event = Event.objects.order_by("-pk")[0]
        with connection.cursor() as cursor:
            cursor.execute("SELECT number FROM audit_leaf WHERE event_id = %s", [event.pk])
            (number,) = cursor.fetchone()
    proof = sealed.steps(sealed.inclusion(number, last.size))
    leaf = merkle.leaf_hash(record.canonical(event))
    assert merkle.included(leaf, number, last.size, proof, last.root)
    event.purpose = "another"
    assert not merkle.included(merkle.leaf_hash(record.canonical(event)), number, last.size, proof, last.root)


@pytest.mark.parametrize(
    "change",
    [
        "INSERT INTO audit_leaf VALUES (1000000, gen_random_uuid(), '')",
        "UPDATE audit_leaf SET hash = ''",
        "DELETE FROM audit_leaf",
        "INSERT INTO audit_branch VALUES (8, 1000, '')",
        "INSERT INTO audit_checkpoint VALUES (1000000, '')",
        "UPDATE audit_checkpoint SET note = ''",
        "DELETE FROM audit_checkpoint",
        "SELECT event_id FROM audit_leaf",
        "SELECT * FROM procrastinate_jobs",
        "SELECT procrastinate_register_worker_v1()",
    ],
)
def test_who_serves_cannot_write_the_seal(place, change):
    with connection.cursor() as cursor, pytest.raises(ProgrammingError, match="permission denied"):
        cursor.execute(change)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE audit_event SET verb = 'x'",
        "DELETE FROM audit_event",
        "UPDATE audit_leaf SET hash = ''",
        "DELETE FROM audit_leaf",
        "DELETE FROM audit_branch",
        "UPDATE audit_checkpoint SET note = ''",
        "DELETE FROM audit_checkpoint",
        "SELECT * FROM cases_entry",
        "SELECT * FROM accounts_user",
    ],
)
def test_the_worker_changes_nothing_and_reads_no_case(place, change):
    refused = pytest.raises(ProgrammingError, match="permission denied")
    with as_role("rondom_worker"), connection.cursor() as cursor, refused:
        cursor.execute(change)


def test_the_worker_writes_events_of_the_house_alone(place, world):
    with as_role("rondom_worker"), connection.cursor() as cursor:
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            cursor.execute(EVENT, [uuid7(), world.bob.pk])
        cursor.execute(EVENT.replace("'professional'", "'service'"), [uuid7(), None])


def test_what_was_sealed_again_from_the_start_is_not_signed_on(place, world, owner):
    """An administrator of the database who throws the seal away and lets the worker make another is found by it."""
    with superuser() as administrator:
        kept = [
            administrator.execute(f"SELECT * FROM {table}").fetchall()
            for table in ("audit_leaf", "audit_branch", "audit_checkpoint")
        ]
        administrator.execute("TRUNCATE audit_leaf, audit_branch, audit_checkpoint")
        with pytest.raises(Untrue, match="does not hold what was signed"):
            sealing()
        for table, rows in zip(("audit_leaf", "audit_branch", "audit_checkpoint"), kept, strict=True):
            for row in rows:
                values = ", ".join(["%s"] * len(row))
                administrator.execute(f"INSERT INTO {table} VALUES ({values})", row)
    assert sealing() >= 0
    assert verified()[1] == 0
