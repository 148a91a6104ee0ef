"""A fictional country of cases, loaded in bulk: the same for the same seed and day, and kept between runs."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from psycopg import Connection, sql

from bench import cluster
from rondom.core import embedded

SEED = 2026
# The rows of the load, in order; events are as many as all others together and go beside them.
FIRST = ("plan", "people", "cases")
BESIDE = (("rows",), ("events",))
_PLAIN_INDEXES = """
    SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid)
    FROM pg_index JOIN pg_class ON pg_class.oid = indrelid
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND NOT indisunique
        AND relname ~ '^(audit|cases|coordination|first_contact|triage)_'
    ORDER BY relname = 'audit_event' DESC, 1
"""
_LEFT_BY_RUNS = """
    SELECT format('DELETE FROM %I WHERE case_id IN (SELECT id FROM cases_case WHERE number > %s)', table_name, {size})
    FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'case_id'
        AND table_name IN (SELECT relname FROM pg_class WHERE relkind = 'r')
"""


def ready(size: int) -> float:
    """Load the population of `size` cases where it is missing or out of date; gives the seconds that took."""
    began, key = time.monotonic(), f"{cluster.fingerprint(SEED)}"
    if _key_of(size) == key:
        return 0.0
    embedded.drop_database(cluster.name(size))
    embedded.create_database(cluster.name(size))
    cluster.migrate(size)
    _load(size)
    with cluster.connect("postgres", "postgres") as connection:
        connection.execute(
            sql.SQL("COMMENT ON DATABASE {} IS {}").format(sql.Identifier(cluster.name(size)), sql.Literal(key))
        )
    return time.monotonic() - began


def forget_run(size: int, since: Any) -> None:
    """Take away what a run has added, so that the next run finds the same population."""
    with _loading(size) as connection:
        left = connection.execute(sql.SQL(_LEFT_BY_RUNS).format(size=sql.Literal(size))).fetchall()
        for (statement,) in left:
            connection.execute(statement)
        connection.execute("DELETE FROM cases_case WHERE number > %s", [size])
        connection.execute("DELETE FROM audit_event WHERE at >= %s", [since])
        connection.execute("TRUNCATE django_session")
        connection.execute("VACUUM (ANALYZE)")


def _key_of(size: int) -> str | None:
    with cluster.connect("postgres", "postgres") as connection:
        found = connection.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [cluster.name(size)]
        ).fetchone()
    return found[0] if found else None


def _load(size: int) -> None:
    """Plain indexes go, rows come, indexes come back; then the access rule is worked out once for everybody."""
    with _loading(size) as connection:
        indexes = connection.execute(_PLAIN_INDEXES).fetchall()
        for index, _ in indexes:
            connection.execute(f"DROP INDEX {index}")
        for file in FIRST:
            _run(connection, file, size)
        _beside([[f"{file}.sql" for file in files] for files in BESIDE], size)
        half = sum("ON public.audit_event" in definition for _, definition in indexes)
        statements = [definition for _, definition in indexes]
        access = (
            "INSERT INTO cases_access (user_id, case_id, categories, starts_at, ends_at) "
            "SELECT user_id, case_id, categories, starts_at, ends_at FROM case_access ORDER BY starts_at, user_id"
        )
        grants = [each for each in statements if "cases_grant" in each or "cases_naming" in each]
        rest = [each for each in statements if each not in grants]
        _beside([rest[:half], [*grants, "ANALYZE cases_grant", "ANALYZE cases_naming", access, *rest[half:]]], size)
        connection.execute("DROP SCHEMA bench CASCADE")
        connection.execute("VACUUM (ANALYZE, PARALLEL 0)")
        connection.execute("CHECKPOINT")


@contextmanager
def _loading(size: int) -> Iterator[Connection[tuple[Any, ...]]]:
    """A connection as the owner with the triggers off, which only a superuser may ask for."""
    with cluster.connect(cluster.name(size), "postgres") as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute("SET synchronous_commit = off")
        connection.execute("SET maintenance_work_mem = '512MB'")
        connection.execute("SET work_mem = '256MB'")
        connection.execute("SET jit = off")
        yield connection


def _run(connection: Connection[tuple[Any, ...]], file: str, size: int) -> None:
    text = (cluster.HERE / "sql" / f"{file}.sql").read_text()
    if file == "plan":
        text = text.replace("{size}", str(size)).replace("{seed}", str(SEED))
    connection.execute(text.encode())


def _beside(work: list[list[str]], size: int) -> None:
    """Run lists of statements (or files) beside each other, one connection a list."""
    failed: list[BaseException] = []

    def each(statements: list[str]) -> None:
        try:
            with _loading(size) as connection:
                for statement in statements:
                    if statement.endswith(".sql"):
                        _run(connection, statement.removesuffix(".sql"), size)
                    else:
                        connection.execute(statement.encode())
        except BaseException as error:  # noqa: BLE001 - raised again below, in the thread that waits
            failed.append(error)

    threads = [threading.Thread(target=each, args=(statements,)) for statements in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]
