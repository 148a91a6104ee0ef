"""Whoever an action is asked of is reminded: by the worker before and after its last moment, by the coordinator by hand."""

from datetime import timedelta

import psycopg
import pytest
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app

from rondom.audit.models import Event
from rondom.cases.actions import dossier
from rondom.cases.models import Step
from rondom.coordination import day
from rondom.coordination.actions import nudges, plan
from rondom.coordination.models import Nudge
from rondom.core.errors import Denied, WrongStep
from rondom.organisations.actor import Actor
from tests.browse import signed_in, words
from tests.proof import refused
from tests.sealing import as_role

pytestmark = pytest.mark.usefixtures("own_database")


@pytest.fixture
def case(world):
    """A case that Anna coordinates; Victor of Veilig Thuis was asked for one action, for safety."""
    return world.coordinated()


def _due_in(owner, step, hours):
    """So many hours are left of an action that was asked three days ago; below nothing it is late."""
    owner.execute(
        "UPDATE cases_step SET due_at = now() + %s, asked_at = now() - interval '3 days' WHERE id = %s",
        [timedelta(hours=hours), step.pk],
    )
    owner.execute(
        "UPDATE cases_case SET next_due_at = (SELECT due_at FROM cases_step WHERE id = %s) WHERE id = %s",
        [step.pk, step.case_id],
    )


def _work():
    with as_role("rondom_worker"):
        return nudges.nudge_all_due(actor=Actor.service(timezone.now()))


def _kinds(world, step):
    with world.acting(world.victor):
        return sorted(Nudge.objects.filter(step=step).values_list("kind", flat=True))


def _nudge(world, case, by, step, sentence="Lukt het?"):
    with world.acting(by) as actor:
        found = dossier.locked(actor, case.pk)
        return nudges.nudge(actor=actor, case=found, step=Step.objects.get(pk=step.pk), sentence=sentence)


def test_the_coordinators_sentence_stands_at_the_action_and_that_it_is_there_in_the_day(world, case):
    (action,) = world.steps(case, kind="action")
    _nudge(world, case, world.anna, action)
    today = words(signed_in(world.victor).get("/vandaag/"))
    assert "the coordinator asks: today" in today
    assert "Lukt het?" not in today
    assert "Lukt het?" in words(signed_in(world.victor).get(f"/zaken/{case.pk}/actie/{action.pk}/"))


def test_only_the_coordinator_reminds_and_only_of_what_is_open(world, case):
    (action,) = world.steps(case, kind="action")
    with refused(Denied):
        _nudge(world, case, world.alice, action)
    with world.acting(world.victor) as actor:
        found, step = dossier.locked(actor, case.pk), Step.objects.get(pk=action.pk)
        plan.advance(actor=actor, case=found, step=step, state=Step.State.DONE)
    with refused(WrongStep):
        _nudge(world, case, world.anna, action)


def test_the_worker_reminds_once_before_and_once_after_the_last_moment_and_tells_the_log(world, case, owner):
    (action,) = world.steps(case, kind="action")
    _due_in(owner, action, 48)
    _work()
    assert _kinds(world, action) == []
    _due_in(owner, action, 23)
    assert (_work(), _work()) == (1, 0)
    assert _kinds(world, action) == ["before"]
    _due_in(owner, action, -1)
    assert (_work(), _work()) == (1, 0)
    assert _kinds(world, action) == ["after", "before"]
    assert "the last moment has passed: today" in words(signed_in(world.victor).get("/vandaag/"))
    with world.acting(world.alice):
        said = Event.objects.filter(verb="coordination:nudged", case_id=case.pk).order_by("pk")
        assert [(one.data, one.actor_kind) for one in said] == [
            ({"kind": "before"}, "service"), ({"kind": "after"}, "service"),
        ]  # fmt: skip


def test_who_moves_the_last_moment_is_reminded_of_the_new_one(world, case, owner):
    (action,) = world.steps(case, kind="action")
    _due_in(owner, action, -1)
    _work()
    with world.acting(world.victor) as actor:
        found, step = dossier.locked(actor, case.pk), Step.objects.get(pk=action.pk)
        later = actor.at + timedelta(hours=20)
        plan.postpone(actor=actor, case=found, step=step, due_at=later, reason="Zij is er dan.")
    with world.acting(world.victor) as actor:
        (mine,) = [todo for todo in day.day(actor).mine if todo.step.pk == action.pk]
        assert mine.reminded == {}
    assert _work() == 1
    assert _kinds(world, action) == ["after", "before"]


def test_what_was_asked_for_today_is_not_reminded_of_before_it_is_late(world, case):
    (action,) = world.steps(case, kind="action")
    _work()
    assert _kinds(world, action) == []


def test_who_serves_lays_no_reminder_of_the_worker_and_cannot_run_what_it_runs(world, case):
    (action,) = world.steps(case, kind="action")
    row = (
        "INSERT INTO coordination_nudge (id, case_id, category, step_id, kind, due_at, at)"
        " VALUES (gen_random_uuid(), %s, 1, %s, 'after', now(), now())"
    )
    for statement, values in ((row, [case.pk, action.pk]), ("SELECT nudge_due(24)", [])):
        denied = pytest.raises(psycopg.errors.InsufficientPrivilege)
        with world.acting(world.alice), denied:
            connection.connection.execute(statement, values)


def test_the_worker_looks_every_minute():
    known = {task.task.name: task.cron for task in app.periodic_registry.periodic_tasks.values()}
    assert known["rondom.coordination.tasks.nudge"] == "* * * * *"
