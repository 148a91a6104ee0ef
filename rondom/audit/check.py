"""Whether the log is what was signed: every record again to its hash, to the tree, to every checkpoint."""

from collections import deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from hashlib import sha256
from itertools import count

import psycopg
from django.db import connection, transaction

from rondom.audit import record
from rondom.audit.checkpoint import Checkpoint, Key, Untrue
from rondom.audit.merkle import SIZE, Tree

_BLOCK = 4096
_BETWEEN = b"\x1e"  # stands in no JSON text, and COPY leaves it alone
_RECORDS = f"""
COPY (
    SELECT block.* FROM generate_series(0, :last, {_BLOCK}) AS start, LATERAL (
        SELECT string_agg(CASE WHEN id IS NULL THEN '' ELSE {record.SQL} END, E'\x1e' ORDER BY number),
            encode(string_agg(hash, ''::bytea ORDER BY number), 'hex'), count(*)
        FROM audit_leaf LEFT JOIN audit_event ON id = event_id WHERE number >= start AND number < start + {_BLOCK}
    ) AS block
) TO STDOUT
"""  # noqa: S608


class Broken(Exception):  # noqa: N818 - what the log is
    """The log is not what was signed; the sentence says where first. `number` is the place of the record."""

    def __init__(self, sentence: str, number: int | None = None) -> None:
        super().__init__(sentence)
        self.number = number


@dataclass(frozen=True)
class Block:
    """Some records in their order, as they are now, and the hashes that were sealed, one after another."""

    records: list[bytes]
    hashes: bytes


def read(notes: Iterable[tuple[int, str]], key: Key) -> list[Checkpoint]:
    """The checkpoints, each signed by the key and of the size it is kept under. Raises Broken."""
    found = []
    for size, note in notes:
        try:
            checkpoint = Checkpoint.read(note, key)
        except Untrue as error:
            raise Broken(f"{error} (It is kept as the one at {size}.)") from error
        if checkpoint.size != size:
            raise Broken(f"The checkpoint kept as the one at {size} is of {checkpoint.size} records.")
        found.append(checkpoint)
    return sorted(found, key=lambda each: each.size)


def examine(blocks: Iterable[Block], checkpoints: Iterable[Checkpoint]) -> Iterator[int]:
    """Go through the whole log, and say after every block how many records are in order. Raises Broken."""
    tree, due = Tree(), deque(checkpoints)
    last = due[-1].size if due else 0
    for block in blocks:
        leaves = [sha256(b"\0" + one).digest() for one in block.records]
        if b"".join(leaves) != block.hashes:
            _name(leaves, block, tree.size)
        start = tree.size
        while due and due[0].size <= start + len(leaves):
            checkpoint = due.popleft()
            tree.add(leaves[tree.size - start : checkpoint.size - start])
            if tree.root() != checkpoint.root:
                raise Broken(
                    f"The first {tree.size} records are not those that were signed: all hashes fit their records, "
                    f"but do not lead to the checkpoint at {checkpoint.size}."
                )
        tree.add(leaves[tree.size - start :])
        yield tree.size
    if due:
        raise Broken(f"{due[0].size} records were signed, and there are {tree.size}.", tree.size)
    if tree.size != last:
        raise Broken(f"There are {tree.size} records, and only {last} were signed.", last)


def _name(leaves: list[bytes], block: Block, start: int) -> None:
    """Raise Broken for the first record that is not the one that was sealed."""
    for place, leaf in enumerate(leaves):
        if leaf != block.hashes[place * SIZE : (place + 1) * SIZE]:
            what = "is not what was sealed" if block.records[place] else "is gone"
            raise Broken(f"Record {start + place} {what}.", start + place)
    raise Broken(f"Record {start + len(leaves)} is missing.", start + len(leaves))


def database(checkpoints: Sequence[Checkpoint], size: int) -> Iterator[int]:
    """Examine the log in the database, where `size` records were signed. Raises Broken."""
    with closing(
        stored(size)
    ) as blocks:  # a COPY that is left half read would hold up the connection for ever
        done = 0
        for done in examine(blocks, sorted(checkpoints, key=lambda each: each.size)):
            yield done
    if done != size:
        raise Broken(f"There are {done} records, and the last checkpoint that is kept is of {size}.", size)


def stored(size: int) -> Generator[Block, None, None]:
    """The sealed records as they stand in the database now, at least `size` of them; past the ORM, many at a time."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(number) + 1, 0) FROM audit_leaf")
        last = max(cursor.fetchone()[0], size) - 1
    if last < 0:
        return
    try:
        with connection.connection.cursor().copy(_RECORDS.replace(":last", str(last))) as copy:
            for start, row in zip(count(0, _BLOCK), copy, strict=False):
                yield _block(bytes(row), start, min(_BLOCK, last + 1 - start))
    except psycopg.DataError as error:
        raise Broken(f"A record cannot be read: {error}") from error


def _block(row: bytes, start: int, expected: int) -> Block:
    """A row as COPY writes it, in which only the backslash stands for something else. Raises Broken for a gap."""
    texts, hashes, number = row.rstrip(b"\n").split(b"\t")
    if int(number) != expected:
        lacking = expected - int(number)
        raise Broken(f"{lacking} records are missing between {start} and {start + expected - 1}.")
    if b"\\" in texts:
        texts = texts.replace(b"\\\\", b"\\")
    return Block(texts.split(_BETWEEN), bytes.fromhex(hashes.decode()))


def notes() -> list[tuple[int, str]]:
    """The checkpoints that are kept, by size."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT size, note FROM audit_checkpoint ORDER BY size")
        return list(cursor.fetchall())


def unsealed() -> int:
    """How many events have no place in the log yet."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM audit_event"
            " WHERE NOT EXISTS (SELECT 1 FROM audit_leaf WHERE event_id = audit_event.id)"
        )
        return int(cursor.fetchone()[0])


@contextmanager
def one_moment() -> Iterator[None]:
    """Read all of it as it is at one moment."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SET LOCAL jit = off")
        yield
