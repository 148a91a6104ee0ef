"""Turn the epoch: every keyset gets a new master key and the old one is destroyed, and with it all older copies."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import psycopg

from rondom.core.kms import Kind, kms
from rondom.keys import store

BATCH = 1000
_ALONE = 24_003  # the advisory lock of whoever turns the epoch


def rotate(said: Callable[[str], object] = lambda _: None) -> int:
    """Begin a new epoch and end all before it; gives its number. As the worker, while pages go on.

    May be killed at any point and run again: a run wraps whatever is older than its own epoch, and destroys a master
    key only when the store holds nothing of its epoch and can be given nothing of it any more. Raises KeysError when
    it already runs, KmsError when a master key cannot be used.
    """
    with _alone():
        number = store.current_epoch() + 1
        kms().make(store.epoch_name(number), Kind.WRAP)
        store.ask(lambda db: db.execute("INSERT INTO epoch (number) VALUES (%s)", [number]))
        said(f"Epoch {number} has begun.")
        while not _ended(number):
            done = 0
            for moved in _rewrap(number):
                done += moved
                said(f"{done} keysets wrapped anew.")
        for name in kms().names():
            if name in _older(number):
                kms().destroy(name)
                said(f"The master key {name} is destroyed.")
    return number


def _rewrap(number: int) -> Iterator[int]:
    """Go once through the store and wrap what is older with the new master key; gives how many, batch by batch."""
    # "+ 0" keeps the planner, which may have no statistics yet, to the primary key.
    query = """
        SELECT case_id, part, epoch, wrapped FROM keyset
        WHERE (case_id, part) > (%s, %s) AND epoch + 0 < %s ORDER BY case_id, part LIMIT %s
    """
    last = store.Keyset(UUID(int=0), 0, None, None)
    while rows := store.ask(_rows(query, [last.case_id, last.part, number, BATCH])):
        found = [store.Keyset(*row) for row in rows]
        for epoch in {keyset.epoch for keyset in found}:
            _rewrap_epoch(number, epoch or 0, [keyset for keyset in found if keyset.epoch == epoch])
        last = found[-1]
        yield len(found)


def _rows(query: str, values: list[Any]) -> Callable[[psycopg.Connection[Any]], list[Any]]:
    return lambda db: db.execute(query, values).fetchall()


def _rewrap_epoch(number: int, epoch: int, found: list[store.Keyset]) -> None:
    abouts = [store.about(keyset.case_id, keyset.part) for keyset in found]
    wrapped = [keyset.wrapped or b"" for keyset in found]
    plain = kms().unwraps(store.epoch_name(epoch), list(zip(wrapped, abouts, strict=True)))
    new = kms().wraps(store.epoch_name(number), list(zip(plain, abouts, strict=True)))
    # What was destroyed in the meantime stays destroyed.
    query = """
        UPDATE keyset SET epoch = %s, wrapped = new.wrapped
        FROM unnest(%s::uuid[], %s::smallint[], %s::bytea[]) AS new (case_id, part, wrapped)
        WHERE keyset.case_id = new.case_id AND keyset.part = new.part AND keyset.wrapped IS NOT NULL
    """
    values = [number, [keyset.case_id for keyset in found], [keyset.part for keyset in found], new]
    store.ask(lambda db: db.execute(query, values))


def _ended(number: int) -> bool:
    """Take the older epochs away; not while a keyset of one is left, or was added just now."""
    try:
        store.ask(lambda db: db.execute("DELETE FROM epoch WHERE number < %s", [number]))
    except psycopg.errors.ForeignKeyViolation:
        return False
    return True


def _older(number: int) -> set[str]:
    return {store.epoch_name(older) for older in range(1, number)}


@contextmanager
def _alone() -> Iterator[None]:
    """Be the only one who turns the epoch.

    Waits a moment, as the database notices only a little later that a run before this one was killed.
    """
    with store.connect() as lock:
        lock.execute("SET lock_timeout = '2s'")
        try:
            lock.execute("SELECT pg_advisory_lock(%s)", [_ALONE])
        except psycopg.errors.LockNotAvailable as error:
            message = "The epoch is being turned already; wait until that is done."
            raise store.KeysError(message) from error
        yield
