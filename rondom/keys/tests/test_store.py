"""The key store: apart, in nobody's hands but those that need it, and loud when something is wrong with it."""

from uuid import uuid4

import psycopg
import pytest

from rondom.core import embedded
from rondom.core.db import keeping
from rondom.core.kms import FileKms, Kind, kms
from rondom.keys import ring, sealed, store

pytestmark = pytest.mark.usefixtures("apart")


@pytest.fixture
def told():
    """A case, and something sealed in it."""
    case = uuid4()
    return case, sealed.seal(case, 4, b"het verhaal", b"here")


def unsealed(told, **changes):
    place = {"case_id": told[0], "part": 4, "sealed": told[1], "bound": b"here"} | changes
    with keeping():
        return sealed.unseal(**place)


def test_what_is_sealed_opens_in_its_place_alone(told):
    other = uuid4()
    ring.ring().prepare([other], make=True)
    assert unsealed(told) == b"het verhaal"
    assert b"verhaal" not in told[1]
    for elsewhere in (
        {"bound": b"there"},
        {"part": 8},
        {"case_id": other},
        {"sealed": told[1][:-1]},
        {"sealed": told[1][:40]},
        {"sealed": b""},
        {"sealed": b"\x00" * 65},
    ):
        with pytest.raises(sealed.SealedError, match="not what was written there"):
            unsealed(told, **elsewhere)


@pytest.mark.parametrize("length", [0, 1, 30, 31, 32, 33, 1000])
def test_length_is_hidden_up_to_a_block(length):
    case, text = uuid4(), b"\x80\x00" * length
    closed = sealed.seal(case, 4, text[:length], b"here")
    assert len(closed) % sealed.BLOCK == sealed.SHORTEST % sealed.BLOCK
    assert len(closed) >= sealed.SHORTEST
    assert sealed.unseal(case, 4, closed, b"here") == text[:length]


def test_the_keys_of_several_cases_come_at_once(told, monkeypatch, tmp_path):
    cases = [uuid4() for _ in range(20)]
    with keeping():
        ring.ring().prepare(cases, make=True)
    with keeping():
        ring.prepare(cases)
        store.close()
        monkeypatch.setenv("RONDOM_DATA", str(tmp_path))  # from here on there is no key store
        assert all(ring.ring().key(case, part) for case in cases for part in ring.PARTS)
        with pytest.raises(store.KeysError, match="does not answer"):
            ring.ring().key(told[0], 4)


def test_keys_are_kept_no_longer_than_someone_acts(told, keeper):
    with keeping():
        assert unsealed(told) == b"het verhaal"
        first = ring.ring()
        assert ring.ring() is first
    with keeping():
        assert ring.ring() is not first
    assert ring.ring() is not ring.ring()


def test_a_keyset_cannot_be_put_in_the_place_of_another(told, keeper):
    other = uuid4()
    mine = sealed.seal(other, 4, b"x", b"here")
    keeper.execute(
        "UPDATE keyset SET wrapped = (SELECT wrapped FROM keyset WHERE case_id = %s AND part = 4)"
        " WHERE case_id = %s AND part = 4",
        [other, told[0]],
    )
    with pytest.raises(sealed.SealedError, match="does not fit the key epoch-1"):
        unsealed(told)
    with pytest.raises(sealed.SealedError, match="does not fit the key epoch-1"):
        unsealed(told, sealed=mine)
    assert unsealed((other, mine)) == b"x"


@pytest.mark.parametrize("change", ["'\\x00'", "substring(wrapped FOR 20)", "wrapped || '\\x00'"])
def test_a_broken_keyset_is_said_in_words(change, told, keeper):
    keeper.execute(f"UPDATE keyset SET wrapped = {change} WHERE case_id = %s", [told[0]])
    with pytest.raises(sealed.SealedError, match="does not fit the key epoch-1"):
        unsealed(told)


def test_a_keyset_that_was_wrapped_well_and_is_none_is_said_in_words(told, keeper):
    junk = kms().wrap("epoch-1", b"junk", store.about(told[0], 4))
    keeper.execute("UPDATE keyset SET wrapped = %s WHERE case_id = %s AND part = 4", [junk, told[0]])
    with pytest.raises(sealed.SealedError, match="A keyset is broken"):
        unsealed(told)


def test_a_stolen_key_store_opens_nothing_without_the_master_key(told, apart, tmp_path):
    thief = FileKms(tmp_path / "kms")
    thief.make("epoch-1", Kind.WRAP)
    (found,) = [one for one in store.keysets([told[0]]) if one.part == 4]
    with pytest.raises(Exception, match="does not fit the key epoch-1"):
        thief.unwrap("epoch-1", found.wrapped, store.about(told[0], 4))


def test_without_the_folder_of_master_keys_nothing_opens_and_nothing_is_lost(told, apart):
    (apart / "kms").rename(apart / "elsewhere")
    with pytest.raises(sealed.SealedError, match="There is no key epoch-1"):
        unsealed(told)
    (apart / "elsewhere").rename(apart / "kms")
    assert unsealed(told) == b"het verhaal"


def test_a_case_without_keys_is_no_destroyed_case(told, keeper):
    keeper.execute("DELETE FROM keyset WHERE case_id = %s", [told[0]])
    with pytest.raises(sealed.SealedError, match="There is no key for part 4"):
        unsealed(told)


def test_what_is_destroyed_is_known_as_such_and_gets_no_new_key(told, as_role):
    with as_role("worker"):
        store.destroy(told[0], [4])
        store.destroy(told[0], [4])
    with pytest.raises(ring.Destroyed):
        unsealed(told)
    with pytest.raises(sealed.SealedError, match="were destroyed"):
        sealed.seal(told[0], 4, b"again", b"here")
    assert sealed.seal(told[0], 8, b"the rest", b"here")


def test_a_part_that_never_had_a_key_can_be_destroyed(as_role):
    case = uuid4()
    with as_role("worker"):
        store.destroy(case, ring.PARTS)
    with pytest.raises(sealed.SealedError, match="were destroyed"):
        sealed.seal(case, 4, b"x", b"here")


@pytest.mark.parametrize(
    "attempt",
    [
        "UPDATE keyset SET wrapped = NULL, epoch = NULL, destroyed_at = now()",
        "DELETE FROM keyset",
        "TRUNCATE keyset",
        "INSERT INTO keyset (case_id, part, destroyed_at) VALUES (gen_random_uuid(), 4, now())",
        "INSERT INTO epoch VALUES (99)",
        "DELETE FROM epoch",
        "CREATE TABLE kept AS SELECT * FROM keyset",
    ],
)
def test_who_serves_pages_can_take_no_key_away(attempt, told):
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        store.ask(lambda db: db.execute(attempt))


def test_a_connection_that_was_cut_is_made_again(told, keeper):
    assert unsealed(told) == b"het verhaal"
    place = embedded.database()
    with psycopg.connect(
        host=place["HOST"], port=place["PORT"], user="postgres", dbname="postgres", autocommit=True
    ) as postgres:
        postgres.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'rondom_keys'"
        )
    assert unsealed(told) == b"het verhaal"


def test_a_key_store_that_does_not_answer_is_said_in_words(told, monkeypatch, tmp_path):
    store.close()
    monkeypatch.setenv("RONDOM_DATA", str(tmp_path))
    with pytest.raises(sealed.SealedError, match="The key store does not answer"):
        unsealed(told)
