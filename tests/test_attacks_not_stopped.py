"""What someone who can run SQL as the serving role can do today (docs/threats.md).

None of it shows or changes what stands in a case. A test that fails here is good news: then the page of threats and
this file say too much.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import psycopg
import pytest

from tests.attack import add, attack, connect, ids_of, rows_of, sign_in


@contextmanager
def undone() -> Iterator[psycopg.Connection]:
    """A session of the serving role whose work is rolled back, so that the next test finds nothing of it."""
    with connect() as session:
        yield session
        session.rollback()


def test_sessions_of_others_can_be_ended(attacked):
    """Their browsers must sign in again; what stands in a session cannot be read."""
    with undone() as session:
        session.execute("INSERT INTO django_session VALUES ('hers', 'x', now() + interval '1 hour')")
        assert session.execute("DELETE FROM django_session").rowcount >= 1


def test_whoever_acts_can_be_locked_out_of_their_own_account(attacked):
    """With a password of the past, or nonsense; never with one that the attacker made."""
    with undone() as session:
        sign_in(session, attacked.world.alice)
        assert session.execute("UPDATE accounts_user SET password = 'mine'").rowcount == 1


def test_everyone_can_read_who_works_where(attacked):
    with undone() as session:
        assert session.execute("SELECT count(*) FROM organisations_membership").fetchone()[0] > 10


def test_an_event_in_the_own_name_can_say_anything(attacked):
    """About another's case, for another organisation, at another moment: the log shows who wrote it."""
    with undone() as session:
        sign_in(session, attacked.world.bob)
        added = session.execute(
            "INSERT INTO audit_event (id, at, verb, outcome, actor_kind, actor_id, organisation_id, purpose, basis,"
            " case_id, subject_kind, data) VALUES (gen_random_uuid(), '2001-01-01', 'x', 'done', 'professional', %s, %s,"
            " '', '', %s, '', '{}')",
            [attacked.world.bob.pk, attacked.world.csg.pk, attacked.case.pk],
        )
        assert added.rowcount == 1


@pytest.mark.parametrize(
    "number",
    [
        "SELECT reltuples FROM pg_class WHERE relname = 'cases_entry'",
        "SELECT n_live_tup + n_dead_tup + n_tup_ins FROM pg_stat_all_tables WHERE relname = 'cases_entry'",
        "SELECT pg_relation_size('cases_entry')",
    ],
)
def test_how_much_there_is_can_be_read(number, attacked, owner):
    owner.execute("ANALYZE cases_entry")
    with undone() as session:
        assert session.execute(number).fetchone()[0] > 0


def test_a_query_plan_counts_hidden_rows(attacked, owner):
    hidden = owner.execute("SELECT count(*) FROM cases_entry").fetchone()[0]
    with undone() as session:
        session.execute("SET LOCAL enable_bitmapscan = off; SET LOCAL enable_indexscan = off")
        plan = session.execute("EXPLAIN (ANALYZE, COSTS OFF) SELECT * FROM cases_entry").fetchall()
        assert f"Rows Removed by Filter: {hidden}" in str(plan)


def test_a_known_identifier_of_a_hidden_row_can_be_confirmed(attacked, owner):
    """Identifiers are random (74 bits), so there is nothing to guess."""
    (row, *_) = rows_of(owner, "cases_steptext", attacked.case)
    with attack(attacked.world.paul) as session, pytest.raises(psycopg.errors.UniqueViolation):
        add(session, "cases_steptext", row, case_id=attacked.other.pk)
    (own, *_) = rows_of(owner, "cases_person", attacked.other)
    (taken, *_) = ids_of(owner, "cases_person", attacked.case)
    with attack(attacked.world.paul) as session, pytest.raises(psycopg.errors.UniqueViolation):
        add(session, "cases_person", own, id=taken)


def test_every_change_of_access_can_be_held_up(attacked, owner):
    with connect() as session:
        session.execute("SELECT pg_advisory_xact_lock(24001)")
        owner.execute("SET lock_timeout = '20ms'")
        with pytest.raises(psycopg.errors.LockNotAvailable):
            owner.execute("UPDATE organisations_seat SET ends_at = NULL")
        session.rollback()
    owner.execute("UPDATE organisations_seat SET ends_at = ends_at")


def test_other_sessions_of_the_same_role_can_be_ended(attacked):
    with connect() as hers, undone() as session:
        sign_in(hers, attacked.world.alice)
        assert session.execute(
            "SELECT pg_terminate_backend(%s, 2000)", [hers.info.backend_pid]
        ).fetchone() == (True,)
        with pytest.raises(psycopg.OperationalError):
            hers.execute("SELECT 1")
        hers.close()


def test_the_serving_role_can_change_its_own_harmless_settings(attacked):
    with undone() as session:
        session.execute("ALTER ROLE rondom_app SET work_mem = '1MB'")
        session.execute(f"ALTER ROLE rondom_app PASSWORD '{uuid4()}'")


def test_messages_between_sessions_are_open_to_all(attacked):
    with connect() as hers, connect() as session:
        session.autocommit = hers.autocommit = True
        session.execute("LISTEN anything")
        hers.execute("NOTIFY anything, 'never put content in a message'")
        (message, *_) = session.notifies(timeout=5, stop_after=1)
        assert message.channel == "anything"
