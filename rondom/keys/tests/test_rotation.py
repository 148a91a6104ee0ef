"""The epoch turns: at any moment, killed at any point, while pages go on; and then no older copy can be read."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from uuid import UUID, uuid4

import pytest

from rondom.core import embedded
from rondom.core.db import keeping
from rondom.core.kms import Kind, KmsError, kms
from rondom.keys import ring, rotation, sealed, store

pytestmark = pytest.mark.usefixtures("apart")


class Killed(BaseException):
    """Stands for the end of the process."""


def written(number: int = 3) -> dict[UUID, bytes]:
    """Some cases with something sealed in each."""
    with keeping():
        cases = [uuid4() for _ in range(number)]
        ring.ring().prepare(cases, make=True)
        return {case: sealed.seal(case, 4, str(case).encode(), b"here") for case in cases}


def must_open(told: dict[UUID, bytes]) -> None:
    with keeping():
        assert all(sealed.unseal(case, 4, text, b"here") == str(case).encode() for case, text in told.items())


def epochs(keeper) -> set[int]:
    return {number for (number,) in keeper.execute("SELECT number FROM epoch UNION SELECT epoch FROM keyset")}


def test_everything_is_wrapped_anew_and_the_old_key_is_gone(keeper, as_role):
    told = written(rotation.BATCH // 8 + 5)
    before = keeper.execute("SELECT wrapped FROM keyset").fetchall()
    said = []
    with as_role("worker"):
        number = rotation.rotate(said.append)
    assert epochs(keeper) == {number}
    assert [name for name in kms().names() if name.startswith("epoch")] == [f"epoch-{number}"]
    assert not set(before) & set(keeper.execute("SELECT wrapped FROM keyset"))
    assert len(said) >= 4, "it says how far it is"
    must_open(told)


def test_an_older_copy_of_the_key_store_cannot_be_read_any_more(keeper, as_role):
    told = written()
    case = next(iter(told))
    copy = keeper.execute("SELECT case_id, part, wrapped FROM keyset WHERE case_id = %s", [case]).fetchall()
    with as_role("worker"):
        old = store.current_epoch()
        store.destroy(case, ring.PARTS)
        rotation.rotate()
    keeper.execute("DELETE FROM keyset WHERE case_id = %s", [case])
    keeper.execute("INSERT INTO epoch VALUES (%s)", [old])
    query = "INSERT INTO keyset (case_id, part, epoch, wrapped) VALUES (%s, %s, %s, %s)"
    keeper.cursor().executemany(query, [(case, part, old, wrapped) for case, part, wrapped in copy])
    with pytest.raises(sealed.SealedError, match=f"There is no key epoch-{old}"):
        must_open({case: told[case]})
    keeper.execute("DELETE FROM keyset WHERE case_id = %s", [case])
    keeper.execute("DELETE FROM epoch WHERE number = %s", [old])


@pytest.mark.parametrize("point", range(4))
def test_killed_at_a_point_and_run_again_loses_nothing(point, keeper, as_role):
    told, said = written(rotation.BATCH // 8 + 1), []

    def say(sentence: str) -> None:
        said.append(sentence)
        if len(said) > point:
            raise Killed

    with as_role("worker"), pytest.raises(Killed):
        rotation.rotate(say)
    must_open(told)
    told |= written()
    with as_role("worker"):
        number = rotation.rotate()
    must_open(told)
    assert epochs(keeper) == {number}
    assert [name for name in kms().names() if name.startswith("epoch")] == [f"epoch-{number}"]


def test_killed_after_its_master_key_was_made_it_uses_that_key(keeper, as_role):
    told = written()
    kms().make(store.epoch_name(store.current_epoch() + 1), Kind.WRAP)
    with as_role("worker"):
        rotation.rotate()
    must_open(told)


def test_killed_by_the_machine_again_and_again_it_loses_nothing(apart, as_role, keeper):
    told = written(600)
    chance = random.Random(12)  # noqa: S311 - moments, not secrets
    command = [sys.executable, "-P", "-m", "rondom.config.command", "rotate_epoch"]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "rondom.config.settings.test", "RONDOM_KEPT": "1"}
    environment["RONDOM_DATA"] = str(apart)
    killed = 0
    for _ in range(6):
        process = subprocess.Popen(command, env=environment, cwd=embedded.ROOT, stdout=subprocess.PIPE)
        assert process.stdout
        process.stdout.readline()
        time.sleep(chance.random() * 0.15)
        process.send_signal(signal.SIGKILL)
        killed += process.wait() != 0
        process.stdout.close()
    assert killed >= 3
    must_open(told)
    done = subprocess.run(
        command, env=environment, cwd=embedded.ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "no older copy" in done.stdout
    must_open(told)
    assert len(epochs(keeper)) == 1


def test_pages_read_and_write_while_the_epoch_turns(as_role, keeper):
    told, wrong, over = written(20), [], threading.Event()

    def page(seed: int) -> None:
        chance, mine = random.Random(seed), dict(told)  # noqa: S311 - as above
        try:
            while not over.is_set():
                must_open(dict(chance.sample(sorted(mine.items()), 3)))
                mine |= written(1)
                time.sleep(0.01)
            must_open(mine)
        except Exception as error:  # noqa: BLE001 - whatever goes wrong, of any kind
            wrong.append(error)
        finally:
            store.close()

    threads = [threading.Thread(target=page, args=(seed,)) for seed in range(3)]
    for thread in threads:
        thread.start()
    time.sleep(0.2)
    command = [sys.executable, "-P", "-m", "rondom.config.command", "rotate_epoch"]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "rondom.config.settings.test", "RONDOM_KEPT": "1"}
    codes = [
        subprocess.run(command, env=environment, cwd=embedded.ROOT, check=False).returncode for _ in range(4)
    ]
    over.set()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert codes == [0] * 4
    must_open(told)


def test_two_do_not_turn_the_epoch_at_once(as_role):
    with as_role("worker"), store.connect() as other:
        other.execute("SELECT pg_advisory_lock(24003)")
        with pytest.raises(store.KeysError, match="already"):
            rotation.rotate()


def test_nothing_can_be_added_to_an_epoch_that_has_ended(keeper, as_role):
    with as_role("worker"):
        ended = store.current_epoch()
        rotation.rotate()
    with pytest.raises(Exception, match="foreign key"):
        store.ask(
            lambda db: db.execute(
                "INSERT INTO keyset (case_id, part, epoch, wrapped) VALUES (%s, 4, %s, 'x')", [uuid4(), ended]
            )
        )


def test_what_is_destroyed_stays_destroyed_when_the_epoch_turns(as_role):
    told = written()
    gone = next(iter(told))
    with as_role("worker"):
        store.destroy(gone, ring.PARTS)
        rotation.rotate()
    with keeping(), pytest.raises(ring.Destroyed):
        sealed.unseal(gone, 4, told.pop(gone), b"here")
    must_open(told)


def test_a_master_key_that_is_gone_stops_it_and_nothing_is_lost(apart, keeper, as_role):
    told = written()
    path = apart / "kms" / store.epoch_name(store.current_epoch())
    kept = path.read_bytes()
    path.unlink()
    with as_role("worker"), pytest.raises(KmsError, match="There is no key epoch"):
        rotation.rotate()
    path.write_bytes(kept)
    with as_role("worker"):
        rotation.rotate()
    must_open(told)


def test_a_store_whose_master_key_is_gone_is_not_given_a_new_one(apart, as_role):
    path = apart / "kms" / store.epoch_name(store.current_epoch())
    kept = path.read_bytes()
    path.unlink()
    with as_role("owner"), pytest.raises(store.KeysError, match="Put its keys back first"):
        store.lay()
    path.write_bytes(kept)
    with as_role("owner"):
        store.lay()
