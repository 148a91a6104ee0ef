"""A log as a tree of hashes (RFC 6962, section 2): one hash stands for all of it, and short proofs for its parts."""

from collections.abc import Callable, Sequence
from hashlib import sha256

Node = Callable[[int, int], bytes]  # the hash of a whole subtree: its height, and its number from the left
EMPTY = sha256().digest()
SIZE = 32


def leaf_hash(record: bytes) -> bytes:
    """The hash of one record."""
    return sha256(b"\0" + record).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two subtrees beside each other."""
    return sha256(b"\1" + left + right).digest()


class Tree:
    """A tree that grows: it keeps one hash for each bit of its size, and so can say its root at any moment."""

    def __init__(self) -> None:
        self.size = 0
        self._whole: list[bytes | None] = []

    def add(self, leaves: Sequence[bytes]) -> None:
        """Put the hashes of these records at the end."""
        self.size += len(leaves)
        height, row = 0, list(leaves)
        while row:
            if height == len(self._whole):
                self._whole.append(None)
            waits = self._whole[height]
            if waits is not None:
                row.insert(0, waits)
            self._whole[height] = row.pop() if len(row) % 2 else None
            pairs = zip(row[::2], row[1::2], strict=True)
            row = [sha256(b"\1" + left + right).digest() for left, right in pairs]
            height += 1

    def root(self) -> bytes:
        """The hash that stands for everything in it."""
        found: bytes | None = None
        for part in self._whole:
            if part is not None:
                found = part if found is None else node_hash(part, found)
        return EMPTY if found is None else found


def root(size: int, node: Node) -> bytes:
    """The root of the first `size` records."""
    return _subtree(0, size, node) if size else EMPTY


def inclusion(number: int, size: int, node: Node) -> list[bytes]:
    """The proof that a record stands at this place among the first `size` (RFC 6962, 2.1.1)."""
    proof, start, end = [], 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if number < middle:
            proof.append(_subtree(middle, end, node))
            end = middle
        else:
            proof.append(_subtree(start, middle, node))
            start = middle
    return proof[::-1]


def consistency(first: int, second: int, node: Node) -> list[bytes]:
    """The proof that the first `first` of `second` records are what they were (RFC 6962, 2.1.2)."""
    proof, start, end, whole = [], 0, second, True
    while first != end:
        middle = start + _split(end - start)
        if first <= middle:
            proof.append(_subtree(middle, end, node))
            end = middle
        else:
            proof.append(_subtree(start, middle, node))
            start, whole = middle, False
    if not whole:
        proof.append(_subtree(start, end, node))
    return proof[::-1]


def included(leaf: bytes, number: int, size: int, proof: Sequence[bytes], whole: bytes) -> bool:
    """Whether the proof leads from the hash of a record to the root (RFC 9162, 2.1.3.2)."""
    if not 0 <= number < size:
        return False
    found, place, last = leaf, number, size - 1
    for step in proof:
        if last == 0:
            return False
        if place % 2 or place == last:
            found = node_hash(step, found)
            while place and not place % 2:
                place, last = place >> 1, last >> 1
        else:
            found = node_hash(found, step)
        place, last = place >> 1, last >> 1
    return last == 0 and found == whole


def consistent(first: int, second: int, before: bytes, after: bytes, proof: Sequence[bytes]) -> bool:
    """Whether the proof leads from the root at `first` to the root at `second` (RFC 9162, 2.1.4.2)."""
    if first == second:
        return not proof and before == after
    if first == 0:
        return not proof and before == EMPTY
    if not (0 < first < second and proof):
        return False
    steps = list(proof) if first & (first - 1) else [before, *proof]
    place, last = first - 1, second - 1
    while place % 2:
        place, last = place >> 1, last >> 1
    old = new = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if place % 2 or place == last:
            old, new = node_hash(step, old), node_hash(step, new)
            while place and not place % 2:
                place, last = place >> 1, last >> 1
        else:
            new = node_hash(new, step)
        place, last = place >> 1, last >> 1
    return last == 0 and old == before and new == after


def _split(size: int) -> int:
    """The largest power of two below `size`."""
    return 1 << (size - 1).bit_length() - 1


def _subtree(start: int, end: int, node: Node) -> bytes:
    size = end - start
    if not size & (size - 1):
        height = size.bit_length() - 1
        return node(height, start >> height)
    middle = start + _split(size)
    return node_hash(_subtree(start, middle, node), _subtree(middle, end, node))
