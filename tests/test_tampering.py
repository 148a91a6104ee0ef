"""Whoever can write everywhere in the database cannot change the log unseen: ten thousand ways, in memory and quickly.

The same code as `rondom verify` (rondom/audit/check.py) goes over a log of two hundred records, and so does the verifier
for others (scripts/verify_log.py), which shares no line with it. A witness kept the last checkpoint.
"""

import importlib.util
import random
from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from rondom.audit import check, merkle, record
from rondom.audit.checkpoint import Checkpoint, Key, Untrue
from rondom.audit.models import Event
from rondom.core import embedded

SIZE, EVERY, CASES = 200, 100, 10_000
START = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
SIGNER = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
KEY = Key(SIGNER.public_key().public_bytes_raw())
specification = importlib.util.spec_from_file_location(
    "verify_log", embedded.ROOT / "scripts" / "verify_log.py"
)
verify_log = importlib.util.module_from_spec(specification)
specification.loader.exec_module(verify_log)


@dataclass(frozen=True)
class Log:
    """All that stands in the database, and what a witness kept."""

    records: list[bytes]
    hashes: list[bytes]
    notes: list[tuple[int, str]]
    witness: str

    def seen_by_us(self) -> bool:
        """Whether `rondom verify` says that something is wrong."""
        try:
            kept = Checkpoint.read(self.witness, KEY)
            due = sorted([*check.read(self.notes, KEY), kept], key=lambda each: each.size)
            list(check.examine([check.Block(self.records, b"".join(self.hashes))], due))
        except (check.Broken, Untrue):
            return True
        return False

    def seen_by_others(self) -> bool:
        """Whether the verifier for others says so, of what it is given: it knows no hashes but its own."""
        try:
            notes = [note for _, note in self.notes]
            verify_log.check_log(self.records, [*notes, self.witness], verify_log.key_of(str(KEY)))
        except verify_log.Untrue:
            return True
        return False


def _record(place: int, verb: str = "case:viewed") -> bytes:
    return record.canonical(
        Event(
            pk=UUID(int=place + 1), at=START + timedelta(seconds=place), verb=verb, action="R",
            actor_kind="professional", actor_id=UUID(int=place % 7), case_id=UUID(int=place % 11), data={"nth": place},
        )
    )  # fmt: skip


def _signed(records: list[bytes], signer: Ed25519PrivateKey = SIGNER) -> list[tuple[int, str]]:
    tree, notes = merkle.Tree(), []
    for start in range(0, len(records), EVERY):
        tree.add([merkle.leaf_hash(each) for each in records[start : start + EVERY]])
        at = START + timedelta(minutes=start)
        notes.append((tree.size, Checkpoint(tree.size, tree.root(), at).signed(KEY, signer.sign)))
    return notes


def _log(records: list[bytes]) -> Log:
    notes = _signed(records)
    return Log(records, [merkle.leaf_hash(each) for each in records], notes, notes[-1][1])


RECORDS = [_record(place) for place in range(SIZE)]
WHOLE = _log(RECORDS)


def _with(records: list[bytes], *, rehashed: bool) -> Log:
    """These records instead; their hashes made anew too, or left as they were as far as they go."""
    anew = [merkle.leaf_hash(each) for each in records]
    return replace(WHOLE, records=records, hashes=anew if rehashed else WHOLE.hashes)


def flipped(chance: random.Random) -> Log:
    place, records = chance.randrange(SIZE), list(RECORDS)
    old = bytearray(records[place])
    old[chance.randrange(len(old))] ^= 1 << chance.randrange(8)
    records[place] = bytes(old)
    return _with(records, rehashed=chance.random() < 0.5)


def deleted(chance: random.Random) -> Log:
    records = list(RECORDS)
    del records[chance.randrange(SIZE)]
    return _with(records, rehashed=chance.random() < 0.5)


def inserted(chance: random.Random) -> Log:
    records, place = list(RECORDS), chance.randrange(SIZE + 1)
    forged = (
        _record(chance.randrange(10**6), "mdt:decided") if chance.random() < 0.5 else chance.choice(RECORDS)
    )
    records.insert(place, forged)
    return _with(records, rehashed=chance.random() < 0.5)


def reordered(chance: random.Random) -> Log:
    records = list(RECORDS)
    one, other = chance.sample(range(SIZE), 2)
    records[one], records[other] = records[other], records[one]
    return _with(records, rehashed=chance.random() < 0.5)


def truncated(chance: random.Random) -> Log:
    """The end taken off, in half of the cases with all that was signed of it: then only the witness knows."""
    records = RECORDS[: chance.randrange(SIZE)]
    cut = _with(records, rehashed=True)
    if chance.random() < 0.5:
        end = len(records) // EVERY * EVERY
        kept = [(size, note) for size, note in WHOLE.notes if size <= end]
        cut = replace(_with(RECORDS[:end], rehashed=True), notes=kept)
    return cut


def hash_changed(chance: random.Random) -> Log:
    hashes, place = list(WHOLE.hashes), chance.randrange(SIZE)
    hashes[place] = sha256(chance.randbytes(8)).digest()
    return replace(WHOLE, hashes=hashes)


def checkpoint_changed(chance: random.Random) -> Log:
    notes, place = list(WHOLE.notes), chance.randrange(len(WHOLE.notes))
    size, note = notes[place]
    match chance.randrange(4):
        case 0:
            at = chance.randrange(len(note))
            changed = note[:at] + chr(ord(note[at]) ^ 1 << chance.randrange(7)) + note[at + 1 :]
        case 1:
            changed = note.replace(f"\n{size}\n", f"\n{size + chance.randrange(1, 99)}\n")
        case 2:
            changed = Checkpoint(size, chance.randbytes(32), START).signed(KEY, SIGNER.sign)
        case _:
            other = Ed25519PrivateKey.generate()
            changed = Checkpoint(size, Checkpoint.read(note, KEY).root, START).signed(KEY, other.sign)
    notes[place] = (size, changed)
    return replace(WHOLE, notes=notes)


def checkpoints_exchanged(chance: random.Random) -> Log:
    notes = list(WHOLE.notes)
    one, other = chance.sample(range(len(notes)), 2)
    notes[one] = (notes[one][0], notes[other][1])
    return replace(WHOLE, notes=notes)


def rewritten(chance: random.Random) -> Log:
    """By someone who has the key too: all of it made anew. Only the witness knows."""
    records = flipped(chance).records
    return replace(_log(records), witness=WHOLE.witness)


WAYS = [
    flipped, deleted, inserted, reordered, truncated, hash_changed, checkpoint_changed, checkpoints_exchanged, rewritten,
]  # fmt: skip


def test_the_log_itself_is_in_order():
    assert not WHOLE.seen_by_us()
    assert not WHOLE.seen_by_others()


def test_ten_thousand_of_ten_thousand_are_found():
    chance = random.Random(20261124)  # noqa: S311 - the same every time
    missed: Counter[tuple[str, str]] = Counter()
    for nth in range(CASES):
        way = WAYS[nth % len(WAYS)]
        log = way(chance)
        missed[way.__name__, "us"] += not log.seen_by_us()
        # A hash that is kept beside the log is no part of what others get; a size beside a note neither.
        if way not in {hash_changed, checkpoints_exchanged} and nth % 4 == 0:
            missed[way.__name__, "others"] += not log.seen_by_others()
    assert sum(missed.values()) == 0, missed


@pytest.mark.parametrize("way", [flipped, deleted, inserted, reordered])
def test_the_first_bad_record_is_named(way):
    chance = random.Random(7)  # noqa: S311 - the same every time
    for _ in range(50):
        log = replace(way(chance), hashes=WHOLE.hashes)
        pairs = zip(log.records, RECORDS, strict=False)
        first = next((at for at, (now, then) in enumerate(pairs) if now != then), min(len(log.records), SIZE))
        with pytest.raises(check.Broken) as found:
            list(check.examine([check.Block(log.records, b"".join(log.hashes))], check.read(log.notes, KEY)))
        assert found.value.number == first


def test_signatures_are_checked_without_any_library_too():
    """RFC 8032, 7.1, the third test; and whatever the library signs, whole and tampered with."""
    key = bytes.fromhex("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025")
    signature = bytes.fromhex(
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
        "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
    )
    assert verify_log.signed_plain(key, bytes.fromhex("af82"), signature)
    assert not verify_log.signed_plain(key, bytes.fromhex("af83"), signature)
    chance = random.Random(8032)  # noqa: S311 - the same every time
    for length in range(20):
        message = chance.randbytes(length)
        good = SIGNER.sign(message)
        assert verify_log.signed_plain(KEY.raw, message, good)
        bad = bytearray(good)
        bad[chance.randrange(64)] ^= 1 << chance.randrange(8)
        assert not verify_log.signed_plain(KEY.raw, message, bytes(bad))
        assert not verify_log.signed_plain(KEY.raw, message + b"x", good)
    assert not verify_log.signed_plain(KEY.raw, b"", SIGNER.sign(b"")[:63])
