"""The sealed log as it stands in the database: its latest checkpoint, its tree, and proofs from them."""

import base64
from functools import cache
from typing import Any

from django.db import connection

from rondom.audit import merkle
from rondom.audit.checkpoint import Untrue
from rondom.audit.models import Checkpoint as Row

STEP = 8  # heights between the rows of branches that are kept


def latest() -> Row | None:
    """The last checkpoint; None while nothing is sealed."""
    return Row.objects.order_by("-size").first()


def node(height: int, number: int) -> bytes:
    """The hash of a whole subtree. Raises Untrue when rows of it are missing."""
    return whole(height % STEP, height - height % STEP, number)


def whole(more: int, below: int, number: int) -> bytes:
    """The hash of a subtree, worked out from what is kept so many heights below it. Raises Untrue."""
    width = 1 << more
    found = hashes(below, number * width, (number + 1) * width)
    if len(found) != width:
        raise Untrue(f"The tree misses hashes at height {below}, from {number * width} on.")
    tree = merkle.Tree()
    tree.add(found)
    return tree.root()


def hashes(height: int, start: int, end: int) -> list[bytes]:
    """The hashes that are kept at a height, of leaves or of branches."""
    place = "audit_leaf WHERE" if height == 0 else f"audit_branch WHERE height = {int(height)} AND"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT hash FROM {place} number >= %s AND number < %s ORDER BY number",  # noqa: S608
            [start, end],
        )
        return [bytes(found) for (found,) in cursor.fetchall()]


def root(size: int) -> bytes:
    """The root at an earlier size, or at this one. Raises Untrue."""
    return merkle.root(size, cache(node))


def consistency(first: int, second: int) -> list[str]:
    """The proof that the log only grew between two sizes, in base64. Raises Untrue."""
    return _texts(merkle.consistency(first, second, node) if first else [])


def inclusion(number: int, size: int) -> list[str]:
    """The proof that a record stands in the log, in base64. Raises Untrue."""
    return _texts(merkle.inclusion(number, size, node))


def steps(texts: Any) -> list[bytes]:
    """A proof from its texts. Raises Untrue."""
    try:
        return [base64.b64decode(text, validate=True) for text in texts]
    except (ValueError, TypeError) as error:
        raise Untrue("The proof cannot be read.") from error


def _texts(proof: list[bytes]) -> list[str]:
    return [base64.b64encode(step).decode() for step in proof]
