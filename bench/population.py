"""A fictional country of cases, loaded in bulk: the same for the same seed and day, and kept between runs."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from psycopg import Connection, sql

from bench import cluster
from rondom.core import embedded

SEED = 2026
FIRST = ("plan.sql", "people.sql", "cases.sql")
# Events are as many as all other rows together, so they go beside them.
BESIDE = ("rows.sql", "events.sql")
_PLAIN_INDEXES = """
    SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid)
    FROM pg_index JOIN pg_class ON pg_class.oid = indrelid
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND NOT indisunique
        AND relname ~ '^(audit|cases|coordination|first_contact|sharing|triage)_'
    ORDER BY 1
"""
_ACCESS = """
    INSERT INTO cases_access (user_id, case_id, categories, by_regime, starts_at, ends_at)
    SELECT user_id, case_id, categories, by_regime, starts_at, ends_at FROM case_access ORDER BY starts_at, user_id
"""
_TABLES_OF_CASES = """
    SELECT table_name FROM information_schema.columns JOIN pg_class ON relname = table_name AND relkind = 'r'
    WHERE table_schema = 'public' AND column_name = 'case_id'
"""


def ready(size: int) -> float:
    """Load the population of `size` cases where it is missing or out of date; gives the seconds that took."""
    began, key = time.monotonic(), cluster.fingerprint(SEED)
    found = _comment(size).split()
    if found[:1] == [key]:
        forget_runs(size)
        return 0.0
    embedded.drop_database(cluster.name(size))
    embedded.create_database(cluster.name(size))
    cluster.migrate(size)
    _load(size)
    with cluster.connect("postgres", "postgres") as connection:
        comment = sql.SQL("COMMENT ON DATABASE {} IS {}").format(
            sql.Identifier(cluster.name(size)), f"{key} {datetime.now(UTC).isoformat()}"
        )
        connection.execute(comment)
    return time.monotonic() - began


def forget_runs(size: int) -> None:
    """Take away what runs have added since the load, so that every run finds the same population."""
    _, loaded_at = _comment(size).split()
    with _loading(size) as connection:
        if not connection.execute("SELECT 1 FROM django_session LIMIT 1").fetchone():
            return
        for (table,) in connection.execute(_TABLES_OF_CASES).fetchall():
            added = sql.SQL("DELETE FROM {} WHERE case_id IN (SELECT id FROM cases_case WHERE number > %s)")
            connection.execute(added.format(sql.Identifier(table)), [size])
        connection.execute("DELETE FROM cases_case WHERE number > %s", [size])
        connection.execute("DELETE FROM audit_event WHERE at > %s", [loaded_at])
        connection.execute("TRUNCATE django_session")
        connection.execute("VACUUM (ANALYZE)")


def _comment(size: int) -> str:
    """What a whole population says about itself: its key, and when it was loaded."""
    with cluster.connect("postgres", "postgres") as connection:
        found = connection.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s",
            [cluster.name(size)],
        ).fetchone()
    return (found and found[0]) or ""


def _load(size: int) -> None:
    """Plain indexes go, rows come, indexes come back; then the access rule is worked out once for everybody."""
    with _loading(size) as connection:
        indexes = connection.execute(_PLAIN_INDEXES).fetchall()
        for index, _ in indexes:
            connection.execute(f"DROP INDEX {index}")
        for file in FIRST:
            connection.execute(_text(file, size))
        _beside(size, *([_text(file, size)] for file in BESIDE))
        made = [definition for _, definition in indexes]
        events = [each for each in made if " ON public.audit_event " in each]
        access = [
            each for each in made if " ON public.cases_naming " in each or " ON public.cases_grant " in each
        ]
        rest = [each for each in made if each not in events and each not in access]
        whole = [*access, "ANALYZE cases_grant", "ANALYZE cases_naming", _ACCESS, *rest]
        _beside(size, [each.encode() for each in events], [each.encode() for each in whole])
        connection.execute("DROP SCHEMA bench CASCADE")
        connection.execute("VACUUM (ANALYZE, PARALLEL 0)")
        connection.execute("CHECKPOINT")


@contextmanager
def _loading(size: int) -> Iterator[Connection[tuple[Any, ...]]]:
    """A connection with the triggers off, which only a superuser may ask for."""
    with cluster.connect(cluster.name(size), "postgres") as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute("SET synchronous_commit = off")
        connection.execute("SET maintenance_work_mem = '512MB'")
        connection.execute("SET work_mem = '256MB'")
        connection.execute("SET jit = off")
        yield connection


def _text(file: str, size: int) -> bytes:
    text = (cluster.HERE / "sql" / file).read_text()
    return text.replace("{size}", str(size)).replace("{seed}", str(SEED)).encode()


def _beside(size: int, *work: list[bytes]) -> None:
    """Run lists of statements beside each other, one connection a list."""
    failed: list[Exception] = []

    def each(statements: list[bytes]) -> None:
        try:
            with _loading(size) as connection:
                for statement in statements:
                    connection.execute(statement)
        except Exception as error:  # noqa: BLE001 - raised again below, in the thread that waits
            failed.append(error)

    threads = [threading.Thread(target=each, args=(statements,)) for statements in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]
