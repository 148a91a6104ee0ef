"""What a page asks of the database: its statements, counted, and the same statements again without the page."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any
from unittest.mock import patch
from uuid import UUID

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection
from django.db.backends.postgresql.psycopg_any import get_adapters_template
from django.test import Client
from psycopg import ClientCursor, Cursor

from bench import cluster
from bench.pages import Page, Visit, report
from rondom.accounts.models import User
from rondom.core.db import signed_actor

_TRANSACTION = re.compile(r"^(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE)\b")
ACTOR = "set_config('rondom.actor'"
Statement = tuple[str, tuple[Any, ...] | dict[str, Any]]


@contextmanager
def population(size: int) -> Iterator[None]:
    """Let Django in this process work on the population of `size` cases, as the serving role."""
    connection.close()
    connection.settings_dict["NAME"] = cluster.name(size)
    try:
        yield
    finally:
        connection.close()


def sign_in(people: set[UUID]) -> dict[UUID, dict[str, str]]:
    """A session for each of these people, as signing in would make it; gives their cookies."""
    store = import_module(settings.SESSION_ENGINE).SessionStore
    cookies = {}
    for user in User.objects.filter(pk__in=people):
        session = store()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = settings.PROFESSIONAL_BACKEND
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.create()
        cookies[user.pk] = {settings.SESSION_COOKIE_NAME: session.session_key}
    return cookies


def statements(page: Page, visit: Visit, cookies: dict[str, str]) -> list[Statement]:
    """The statements of one visit as the server sends them; what the visit writes is rolled back.

    Left out are transaction control and savepoints, and the `SELECT 1` with which Django asks, once a request,
    whether its kept connection still lives.
    """
    browser = Client(HTTP_HOST="127.0.0.1", headers={"accept-language": "nl"})
    browser.cookies.load(cookies)
    before = browser.get(visit.path)  # who comes to an open MDT is noted once
    form = report(before.content.decode()) if visit.fills else None
    found: list[Statement] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001
        if not _TRANSACTION.match(sql):
            found.append((sql, dict(params) if isinstance(params, dict) else tuple(params or ())))
        return execute(sql, params, many, context)

    connection.ensure_connection()
    with patch.object(connection, "commit", connection.rollback), connection.execute_wrapper(note):
        response = browser.post(visit.path, form) if visit.fills else browser.get(visit.path)
    if not page.good(response.status_code, response.content.decode()):
        raise RuntimeError(f"{visit.path} gave status {response.status_code}, and not the page it should be.")
    return found


class Bare:
    """One warm connection of the serving role that runs recorded statements as Django does, and keeps nothing."""

    def __init__(self, size: int) -> None:
        options = settings.DATABASES["default"].get("OPTIONS", {})
        self.connection = cluster.connect(
            cluster.name(size),
            "rondom_app",
            context=get_adapters_template(settings.USE_TZ, connection.timezone),
            cursor_factory=Cursor if options.get("server_side_binding") else ClientCursor,
            prepare_threshold=options.get("prepare_threshold"),
        )

    def run(
        self, user_id: UUID, statements: list[Statement], times: dict[str, list[float]] | None = None
    ) -> float:
        """Run the statements in one transaction as this person; gives the milliseconds, and notes each one's."""
        ready = [self._mine(user_id, statement) for statement in statements]
        cursor = self.connection.cursor()
        began = time.perf_counter()
        cursor.execute("BEGIN")
        for sql, params in ready:
            start = time.perf_counter()
            cursor.execute(sql.encode(), params or None)
            if cursor.description:
                cursor.fetchall()
            if times is not None:
                times[sql].append((time.perf_counter() - start) * 1000)
        took = (time.perf_counter() - began) * 1000
        # Past psycopg, which would take a rollback as a reason to forget what it has prepared.
        self.connection.pgconn.exec_(b"ROLLBACK")
        return took

    def explain(self, user_id: UUID, statement: Statement) -> list[str]:
        """How the database goes about a statement of this person."""
        cursor = ClientCursor(self.connection)
        cursor.execute("BEGIN")
        cursor.execute(*self._mine(user_id, (f"SELECT {ACTOR}, %s, true)", ())))
        lines = [
            line for (line,) in cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS) {statement[0]}", statement[1])
        ]
        cursor.execute("ROLLBACK")
        return lines

    def _mine(self, user_id: UUID, statement: Statement) -> Statement:
        """The statement itself; the one that tells the database who acts, signed for this connection."""
        if ACTOR not in statement[0]:
            return statement
        return statement[0], (signed_actor(user_id, self.connection.info.backend_pid, int(time.time())),)
