"""How many statements a page costs."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.test.utils import CaptureQueriesContext

# What a transaction itself says, and what `acting` says only inside the transaction of a test.
_ASIDE = (
    "BEGIN",
    "COMMIT",
    "SAVEPOINT",
    "RELEASE",
    "ROLLBACK",
    "SELECT current_setting(",
    "SELECT set_config(",
)
MOST = 12
ON_TODAY = 15  # what needs me comes from every room; who chairs has minutes to sign too
AT_AN_ITEM = 20  # the whole table, a case as everyone sees it, and all that a decision is chosen from
DECIDING = 38  # everything that a decision is chosen from and rests on, and all that it lays down, the next case included
ON_A_CASE = 16  # a case is looked at from more sides than any other page


@contextmanager
def few(most: int = MOST) -> Iterator[None]:
    """Whatever is asked in the block costs no more statements than a page may: session, actor and event included."""
    with CaptureQueriesContext(connection) as captured:
        yield
    said = [query["sql"] for query in captured.captured_queries if not query["sql"].startswith(_ASIDE)]
    assert len(said) + 1 <= most, "\n".join(said)  # one for saying who acts
