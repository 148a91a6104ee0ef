"""What the application checked, the database believes; what slipped-in SQL says about it, not."""

import time
from contextlib import contextmanager
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from rondom.core.db import acting, confirmed, signed_actor, signed_confirmed

WHAT = "break glass"


def believed(what=WHAT):
    with connection.cursor() as cursor:
        cursor.execute("SELECT rondom_confirmed(%s)", [what])
        return cursor.fetchone()[0]


@contextmanager
def said(value):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('rondom.confirmed', %s, true)", [value])
        yield
        transaction.set_rollback(True)


@pytest.fixture
def alice(world):
    with transaction.atomic(), acting(world.alice.pk):
        yield world.alice


def backend():
    return connection.connection.info.backend_pid


def test_what_was_checked_holds_for_that_alone_and_while_the_block_runs(alice):
    assert not believed()
    with confirmed(WHAT, alice.pk):
        assert believed()
        assert not believed("export")
        with confirmed("export", alice.pk):
            assert believed("export")
            assert not believed()
        assert believed()
    assert not believed()


def test_it_holds_for_whoever_acts_and_nobody_else(alice, world):
    with confirmed(WHAT, world.bob.pk):
        assert not believed()
    with confirmed(WHAT, None):
        assert not believed()


def test_at_the_door_nobody_acts_yet(db):
    with transaction.atomic(), confirmed("door", None):
        assert believed("door")
    with transaction.atomic(), confirmed("door", uuid4()):
        assert not believed("door")


def test_it_needs_a_transaction(own_database):
    with pytest.raises(RuntimeError, match="transaction"), confirmed(WHAT, None):
        pass


@pytest.mark.parametrize(
    "forged",
    [
        lambda who: f"confirmed|{who}|{backend()}|{int(time.time())}|{WHAT}|{'0' * 64}",
        lambda who: signed_confirmed("export", who, backend(), int(time.time())).replace("export", WHAT),
        lambda who: signed_confirmed(WHAT, who, backend() + 1, int(time.time())),
        lambda who: signed_confirmed(WHAT, who, backend(), int(time.time()) - 400),
        lambda who: signed_actor(who, backend(), int(time.time())),
        lambda who: "x",
    ],
    ids=["made up", "for something else", "of another connection", "too old", "of the actor", "nonsense"],
)
def test_what_is_not_signed_is_an_error(alice, forged):
    with said(forged(alice.pk)), pytest.raises(ProgrammingError, match="not signed"):
        believed()
