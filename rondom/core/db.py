"""What every room needs of the database: identifiers, who acts, and what the serving role may touch."""

import hashlib
import hmac
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, models
from django.db.migrations.operations import RunSQL
from django.utils.encoding import force_str

_BLOCK = 64
_kept: ContextVar[dict[Any, Any] | None] = ContextVar("kept", default=None)
SERVING_ROLE = "rondom_app"


def uuid7() -> UUID:
    """A random identifier that sorts by time (RFC 9562), made here so that no insert needs to read its row back.

    The twelve bits after the milliseconds hold their fraction (method 3), so that what one process makes in one
    millisecond, such as the events of one action, sorts in the order in which it was made.
    """
    milliseconds, rest = divmod(time.time_ns(), 1_000_000)
    fraction = rest * 4096 // 1_000_000
    value = bytearray(milliseconds.to_bytes(6, "big") + fraction.to_bytes(2, "big") + os.urandom(8))
    value[6] |= 0x70
    value[8] = (value[8] & 0x3F) | 0x80
    return UUID(bytes=bytes(value))


class Noun(models.Model):
    """A row with an identifier made by the client."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)

    class Meta:
        abstract = True

    def _get_FIELD_display(self, field: "models.Field[Any, Any]") -> Any:  # noqa: N802 - Django's name
        """The label of a choice. Django translates all labels of the field, at every call, to find the one."""
        value = getattr(self, field.attname)
        return force_str(_labels(field).get(value, value), strings_only=True)


@cache
def _labels(field: "models.Field[Any, Any]") -> dict[Any, Any]:
    return dict(field.flatchoices)


class MadeByDatabase(models.CharField):
    """A text the database makes at insert and nobody can set or change; its column is laid in SQL."""

    generated = True

    def db_type(self, connection: Any) -> None:
        """No column of Django's making."""


def both_or_neither(*fields: str, name: str) -> models.CheckConstraint:
    """The fields are all filled or all empty, as `closed_at` and `closed_by`."""
    filled = models.Q(**{f"{field}__isnull": False for field in fields})
    empty = models.Q(**{f"{field}__isnull": True for field in fields})
    return models.CheckConstraint(condition=filled | empty, name=name)


def key_pads(key: str) -> tuple[bytes, bytes]:
    """The inner and outer pad of HMAC-SHA256 for the hexadecimal `key`, as the database keeps them."""
    raw = bytes.fromhex(key).ljust(_BLOCK, b"\0")
    return bytes(b ^ 0x36 for b in raw), bytes(b ^ 0x5C for b in raw)


def _signed(message: str) -> str:
    """The message with its code, which only who has the actor's key can make."""
    code = hmac.new(bytes.fromhex(settings.ACTOR_KEY), message.encode(), hashlib.sha256).hexdigest()
    return f"{message}|{code}"


def signed_actor(user_id: UUID, backend: int, issued: int) -> str:
    """The setting that tells the database who acts: bound to one connection and about one minute."""
    return _signed(f"{user_id}|{backend}|{issued}")


def signed_confirmed(what: str, user_id: UUID | None, backend: int, issued: int) -> str:
    """The setting that tells the database what was checked for whoever acts; bound as `signed_actor` is."""
    return _signed(f"confirmed|{user_id or ''}|{backend}|{issued}|{what}")


@contextmanager
def keeping() -> Iterator[None]:
    """Let `kept` hold on to things for the length of a block; what an outer block keeps is out of reach in it."""
    token = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(token)


def kept() -> dict[Any, Any]:
    """What may be kept for as long as someone acts, such as keys; elsewhere nothing stays."""
    found = _kept.get()
    return {} if found is None else found


@contextmanager
def acting(user_id: UUID | None) -> Iterator[datetime]:
    """Inside one transaction, let the database know who acts; yields the transaction's moment.

    The setting ends with the transaction (`is_local`), and is put back when the block ends, so that a test or a
    command that acts for several people in one transaction cannot carry one into the other.
    """
    if not connection.in_atomic_block:
        message = "acting() needs a transaction: the setting would be gone before the first query."
        raise RuntimeError(message)
    value = signed_actor(user_id, connection.connection.info.backend_pid, int(time.time())) if user_id else ""
    sql = "SELECT set_config('rondom.actor', %s, true), current_setting('rondom.actor', true), now()"
    with connection.cursor() as cursor:
        # The old value is read first: select lists run from left to right only by habit, so it is its own query
        # when, and only when, there can be one.
        before = ""
        if connection.savepoint_ids:
            cursor.execute("SELECT current_setting('rondom.actor', true)")
            before = cursor.fetchone()[0] or ""
        cursor.execute(sql, [value])
        moment = cursor.fetchone()[2]
    try:
        with keeping():
            yield moment
    finally:
        if connection.savepoint_ids and not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('rondom.actor', %s, true)", [before])


@contextmanager
def confirmed(what: str, user_id: UUID | None) -> Iterator[None]:
    """Inside a transaction in which `user_id` acts, tell the database that the application checked `what`.

    Policies ask it with `rondom_confirmed(what)`: SQL that is slipped in cannot say it. For "door" nobody need act.
    """
    if not connection.in_atomic_block:
        message = "confirmed() needs a transaction: the setting would be gone before the first query."
        raise RuntimeError(message)
    value = signed_confirmed(what, user_id, connection.connection.info.backend_pid, int(time.time()))
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('rondom.confirmed', true)")
        before = cursor.fetchone()[0] or ""
        cursor.execute("SELECT set_config('rondom.confirmed', %s, true)", [value])
    try:
        yield
    finally:
        if not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('rondom.confirmed', %s, true)", [before])


class Serve(RunSQL):
    """A migration step: what the serving role may do with a table that belongs to no case."""

    def __init__(self, table: str, privileges: str) -> None:
        self.table, self.privileges = table, privileges
        super().__init__(
            f"GRANT {privileges} ON {table} TO {SERVING_ROLE}",
            f"REVOKE {privileges} ON {table} FROM {SERVING_ROLE}",
        )

    def deconstruct(self) -> tuple[str, list[str], dict[str, str]]:
        return (self.__class__.__name__, [self.table, self.privileges], {})
