"""The worker: does what is listed, at its moment, once, and says so when it may not."""

import time

import pytest
from django.db import connection
from procrastinate.contrib.django import app

from rondom.core.tasks import forget_old_work
from tests.sealing import as_role, own_keys

PATIENCE = 90  # seconds: the work of this minute is done at the start


@pytest.fixture(scope="module")
def _keys(own_database, tmp_path_factory):
    with own_keys(tmp_path_factory.mktemp("keys")):
        yield


def test_what_the_rooms_list_is_known_with_its_moment():
    known = {task.task.name: task.cron for task in app.periodic_registry.periodic_tasks.values()}
    assert known["rondom.audit.tasks.seal_log"] == "* * * * *"
    assert known["rondom.core.tasks.forget_old_work"] == "10 3 * * *"


@pytest.mark.usefixtures("_keys")
def test_two_workers_seal_each_record_once_keep_no_work_that_went_well_and_stop_when_told(
    world, started, owner
):
    world.report()
    events = owner.execute("SELECT count(*) FROM audit_event").fetchone()[0]
    workers = [started("worker") for _ in range(2)]
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and owner.execute("SELECT count(*) FROM audit_checkpoint").fetchone() == (
        0,
    ):
        time.sleep(0.2)
    counted = "SELECT count(*), count(DISTINCT event_id) FROM audit_leaf"
    sealed, different = owner.execute(counted).fetchone()
    assert sealed == different >= events  # the other work that a worker does is recorded, and so sealed, too
    time.sleep(1)
    for worker in workers:
        worker.terminate()
    for worker in workers:
        assert worker.communicate(timeout=PATIENCE)[1] == ""
        assert worker.returncode == 0
    assert owner.execute("SELECT count(*) FROM procrastinate_jobs WHERE status <> 'todo'").fetchone() == (0,)


@pytest.mark.usefixtures("_keys")
def test_work_that_failed_is_kept_for_a_month(owner):
    owner.execute(
        "INSERT INTO procrastinate_jobs (queue_name, task_name, status) SELECT 'default', nth, 'todo'"
        " FROM (VALUES ('old'), ('new')) AS made (nth)"
    )
    owner.execute("UPDATE procrastinate_jobs SET status = 'failed'")
    owner.execute(
        "UPDATE procrastinate_events SET at = now() - interval '31 days' FROM procrastinate_jobs job"
        " WHERE job.id = job_id AND task_name = 'old'"
    )
    with as_role("rondom_worker"):
        forget_old_work()
    left = owner.execute(
        "SELECT task_name FROM procrastinate_jobs WHERE task_name IN ('old', 'new')"
    ).fetchall()
    assert left == [("new",)]


def test_who_serves_has_no_part_in_the_queue(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege('procrastinate_jobs', 'INSERT')")
        assert cursor.fetchone() == (False,)
