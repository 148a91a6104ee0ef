"""The key store: a database of its own, on a connection of its own, so that keys never stand beside what they seal."""

import os
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

import psycopg
from django.conf import settings

from rondom.core import embedded
from rondom.core.kms import Kind, kms

SQL = Path(__file__).parent / "sql" / "store.sql"
_Found = TypeVar("_Found")
_own = threading.local()


class KeysError(Exception):
    """Keys cannot be read or made now; the sentence says why. Nothing is lost by it."""


@dataclass(frozen=True)
class Keyset:
    """The key of one part of a case, wrapped by the master key of an epoch; without either once it is destroyed."""

    case_id: UUID
    part: int
    epoch: int | None
    wrapped: bytes | None


def epoch_name(number: int) -> str:
    """The master key of an epoch, by the name that the Kms knows."""
    return f"epoch-{number}"


def about(case_id: UUID, part: int) -> bytes:
    """What a wrapped keyset is bound to, so that it cannot be put in the place of another."""
    return f"keyset|{case_id}|{part}".encode()


def connect() -> psycopg.Connection[tuple[Any, ...]]:
    """A connection to the key store, in the role of this process; every statement stands by itself."""
    place = embedded.database(f"rondom_{settings.ROLE}", base="rondom_keys")
    try:
        return psycopg.connect(
            host=place["HOST"],
            port=place["PORT"],
            user=place["USER"],
            dbname=place["NAME"],
            password=place.get("PASSWORD") or None,
            autocommit=True,
            connect_timeout=10,
            prepare_threshold=2,
            **place.get("OPTIONS", {}),
        )
    except psycopg.OperationalError as error:
        message = "The key store does not answer; nothing that is sealed can be read or written."
        raise KeysError(message) from error


def ask(question: Callable[[psycopg.Connection[tuple[Any, ...]]], _Found]) -> _Found:
    """Put a question on this thread's connection; on a new one when that turns out to be gone."""
    kept: tuple[int, psycopg.Connection[tuple[Any, ...]]] | None = getattr(_own, "kept", None)
    if kept and kept[0] == os.getpid() and not kept[1].closed:
        try:
            return question(kept[1])
        except psycopg.OperationalError:
            kept[1].close()
    _own.kept = (os.getpid(), connect())
    try:
        return question(_own.kept[1])
    except psycopg.errors.UndefinedTable as error:
        message = "The key store was not made; run `rondom migrate`."
        raise KeysError(message) from error
    except psycopg.OperationalError as error:
        message = "The key store does not answer; nothing that is sealed can be read or written."
        raise KeysError(message) from error


def close() -> None:
    """Let go of this thread's connection."""
    kept = getattr(_own, "kept", None)
    if kept:
        kept[1].close()
        del _own.kept


def keysets(case_ids: Iterable[UUID]) -> list[Keyset]:
    """Everything there is for these cases, in one query."""
    wanted = list(case_ids)
    query = "SELECT case_id, part, epoch, wrapped FROM keyset WHERE case_id = ANY (%s)"
    return [Keyset(*row) for row in ask(lambda store: store.execute(query, [wanted]).fetchall())]


def add(made: Sequence[tuple[UUID, int, bytes]]) -> None:
    """Add new keysets, (case, part, serialised key); where someone was first, theirs stays.

    Wrapped by the latest epoch. If that ends in between, the store refuses it and it is done again.
    """
    query = """
        INSERT INTO keyset (case_id, part, epoch, wrapped)
        SELECT case_id, part, %s, wrapped FROM unnest(%s::uuid[], %s::smallint[], %s::bytea[]) AS new (case_id, part, wrapped)
        ON CONFLICT DO NOTHING
    """
    for _ in range(3):
        number = current_epoch()
        wrapped = kms().wraps(epoch_name(number), [(key, about(case, part)) for case, part, key in made])
        values = [number, [case for case, _, _ in made], [part for _, part, _ in made], wrapped]
        try:
            ask(lambda store, values=values: store.execute(query, values))  # type: ignore[misc]
        except psycopg.errors.ForeignKeyViolation:
            continue
        return
    message = "The epoch of the key store changes all the time; try again."
    raise KeysError(message)


def current_epoch() -> int:
    """The epoch whose master key wraps what is made now."""
    (found,) = ask(lambda store: store.execute("SELECT max(number) FROM epoch").fetchone()) or (None,)
    if found is None:
        message = "The key store has no epoch; run `rondom migrate`."
        raise KeysError(message)
    return int(found)


def lay() -> None:
    """Make the key store and its first master key where they are missing; as the owner. Raises KeysError.

    A store whose master key is not there is not given a new one: whoever sees to it must first find the old.
    """
    ask(lambda store: store.execute(SQL.read_bytes()))
    kms().make("names", Kind.MAC)
    numbers = [
        number for (number,) in ask(lambda store: store.execute("SELECT number FROM epoch").fetchall())
    ]
    missing = [epoch_name(number) for number in numbers if epoch_name(number) not in kms().names()]
    if missing:
        message = (
            f"The key store needs {', '.join(missing)}, which the Kms does not have. Put its keys back first."
        )
        raise KeysError(message)
    if not numbers:
        kms().make(epoch_name(1), Kind.WRAP)
        ask(lambda store: store.execute("INSERT INTO epoch VALUES (1) ON CONFLICT DO NOTHING"))


def destroy(case_id: UUID, parts: Iterable[int]) -> None:
    """Destroy the keys of parts of a case, as the worker; what they seal can be read no more.

    Older copies of the key store can still be read until the epoch turns (rotation.py).
    """
    query = """
        INSERT INTO keyset (case_id, part, destroyed_at) SELECT %s, unnest(%s::smallint[]), now()
        ON CONFLICT (case_id, part) DO UPDATE SET wrapped = NULL, epoch = NULL, destroyed_at = now()
        WHERE keyset.destroyed_at IS NULL
    """
    wanted = list(parts)
    ask(lambda store: store.execute(query, [case_id, wanted]))
