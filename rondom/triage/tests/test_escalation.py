"""The last moment for the MDT comes near, and passes: the worker raises it, once, whatever happened to it."""

import threading
from datetime import timedelta

import psycopg
import pytest
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app

from rondom.audit.models import Event
from rondom.cases.actions import dossier
from rondom.cases.models import Shield
from rondom.organisations.actor import Actor
from rondom.sharing.actions import shields
from rondom.triage.actions import escalations
from rondom.triage.models import Escalation
from tests.browse import signed_in, words
from tests.sealing import as_role

pytestmark = pytest.mark.usefixtures("own_database")


def _lapses(owner, case, minutes):
    """So much time is left of a case; below nothing it is late."""
    owner.execute("DELETE FROM triage_escalation WHERE case_id <> %s", [case.pk])
    owner.execute("UPDATE cases_case SET mdt_due_at = now() + interval '3 days' WHERE id <> %s", [case.pk])
    owner.execute(
        "UPDATE cases_case SET mdt_due_at = now() + %s, mdt_at = now() - interval '1 minute' WHERE id = %s",
        [timedelta(minutes=minutes), case.pk],
    )


def _run():
    with as_role("rondom_worker"):
        return escalations.raise_reached(actor=Actor.service(timezone.now()))


def _raised(owner, case):
    found = owner.execute("SELECT level FROM triage_escalation WHERE case_id = %s ORDER BY level", [case.pk])
    return [level for (level,) in found]


def test_each_level_is_raised_when_it_is_reached_and_once(world, owner):
    case = world.report()
    found = []
    for minutes in (5 * 60, 3 * 60, 3 * 60, 30, -5, -5):
        _lapses(owner, case, minutes)
        found.append((_run(), _raised(owner, case)))
    assert found == [
        (0, []), (1, ["4h"]), (0, ["4h"]), (1, ["1h", "4h"]), (1, ["0", "1h", "4h"]), (0, ["0", "1h", "4h"])
    ]  # fmt: skip
    with world.acting(world.alice):
        said = Event.objects.filter(verb="mdt:escalated", case_id=case.pk).order_by("pk")
        assert [(event.data, event.actor_kind) for event in said] == [
            ({"level": level}, "service") for level in ("4h", "1h", "0")
        ]


def test_after_the_worker_was_down_all_that_was_reached_is_raised_at_once(world, owner):
    case = world.report()
    _lapses(owner, case, -60)
    assert _run() == 3
    assert _raised(owner, case) == ["0", "1h", "4h"]


def test_a_clock_that_jumped_raises_nothing_twice_and_what_came_too_early_does_not_show(world, owner):
    case = world.report()
    _lapses(owner, case, -5)
    _run()
    _lapses(owner, case, 120)  # the clock is put right: there are two hours left
    assert _run() == 0
    assert "not discussed within 24 hours" not in words(signed_in(world.carol).get("/mdt/north/"))
    assert "less than 4 hours left" in words(signed_in(world.carol).get("/mdt/north/"))
    assert "Nothing was late." in words(signed_in(world.carol).get("/mdt/north/te-laat/"))


def test_less_than_four_hours_is_told_to_the_chair_and_the_last_hour_to_everyone(world, owner):
    case = world.report()
    _lapses(owner, case, 120)
    _run()
    for path in ("/mdt/north/", "/vandaag/"):
        assert "less than 4 hours left" in words(signed_in(world.carol).get(path))
        assert "less than 4 hours left" not in words(signed_in(world.sam).get(path))
    _lapses(owner, case, 30)
    _run()
    for who in (world.carol, world.sam):
        assert "less than 1 hour left" in words(signed_in(who).get("/mdt/north/"))
        assert "less than 1 hour left" in words(signed_in(who).get("/vandaag/"))


def test_two_workers_at_once_raise_each_level_once(world, owner):
    case = world.report()
    _lapses(owner, case, -5)
    place = connection.settings_dict
    where = {"host": place["HOST"], "port": place["PORT"], "dbname": place["NAME"], "user": "rondom_worker"}
    counted: list[int] = []

    def run(session) -> None:
        counted.append(len(session.execute("SELECT * FROM raise_escalations()").fetchall()))

    with psycopg.connect(**where) as first, psycopg.connect(**where) as second:
        run(first)
        other = threading.Thread(target=run, args=(second,))
        other.start()
        other.join(0.3)
        assert other.is_alive(), "it waits for what the first has not committed yet"
        first.commit()
        other.join()
    assert counted == [3, 0]
    assert _raised(owner, case) == ["0", "1h", "4h"]


def test_a_new_round_has_levels_of_its_own_and_what_was_decided_raises_none(world, owner):
    case = world.weighed()
    _lapses(owner, case, -5)
    assert _run() == 0
    assert _raised(owner, case) == []


def test_a_decision_after_the_last_moment_is_a_breach_though_nobody_ran(world, owner):
    case = world.report()
    _lapses(owner, case, -5)
    world.open_mdt()
    world.decide(case)
    assert _raised(owner, case) == ["0"]
    world.close_mdt()
    assert _run() == 0


def test_from_whom_a_case_is_shielded_sees_nothing_of_its_escalation(world, owner):
    case = world.report()
    _lapses(owner, case, -5)
    _run()
    with world.acting(world.carol) as actor:
        assert Escalation.objects.filter(case=case).count() == 3
    with world.acting(world.alice) as actor:
        seen = dossier.locked(actor, case.pk)
        shields.from_person(actor=actor, case=seen, user=world.carol, reason=Shield.Reason.RELATIVE)
    with world.acting(world.carol):
        assert not Escalation.objects.filter(case=case).exists()
    with world.acting(world.bob):  # the police, to whom the person said no
        assert not Escalation.objects.filter(case=case).exists()


def test_the_worker_raises_and_sees_nothing(world):
    place = connection.settings_dict
    refused = pytest.raises(psycopg.errors.InsufficientPrivilege)
    with (
        psycopg.connect(
            host=place["HOST"], port=place["PORT"], dbname=place["NAME"], user="rondom_worker"
        ) as session,
        refused,
    ):
        session.execute("SELECT * FROM triage_escalation")


def test_who_serves_raises_no_level_and_cannot_run_what_the_worker_runs(world, owner):
    case = world.report()
    _lapses(owner, case, 30)
    row = (
        "INSERT INTO triage_escalation (id, case_id, round, region_id, level, due_at, raised_at, reason)"
        " SELECT gen_random_uuid(), id, mdt_round, mdt_region_id, '4h', mdt_due_at, now(), '' FROM cases_case WHERE id = %s"
    )
    for statement, values in ((row, [case.pk]), ("SELECT raise_escalations()", [])):
        refused = pytest.raises(psycopg.errors.InsufficientPrivilege)
        with world.acting(world.alice), refused:
            connection.connection.execute(statement, values)


def test_the_worker_looks_every_minute():
    known = {task.task.name: task.cron for task in app.periodic_registry.periodic_tasks.values()}
    assert known["rondom.triage.tasks.escalate"] == "* * * * *"
