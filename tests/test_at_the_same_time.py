"""Two people do something with one case at the same moment: one of them is told that it was done already."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from rondom.cases.actions import dossier
from rondom.cases.models import Case, Status
from rondom.coordination.actions import coordinator
from rondom.coordination.models import Assignment
from rondom.core.errors import Denied, WrongStep
from rondom.keys import store
from rondom.organisations.actor import Actor
from rondom.triage import actions as triage
from rondom.triage.models import Decision

Do = Callable[[Actor, Case], object]


def _both(world, owner, case, names, do: Do) -> list[Exception]:
    """The second begins while the first is done and not yet committed; gives what the second was told."""
    told: list[Exception] = []
    begun = threading.Event()

    def second() -> None:
        try:
            with world.acting(getattr(world, names[1])) as actor:
                begun.set()
                do(actor, dossier.locked(actor, case.pk))
        except (Denied, WrongStep) as refusal:
            told.append(refusal)
        finally:
            connection.close()
            store.close()

    with world.acting(getattr(world, names[0])) as actor:
        do(actor, dossier.locked(actor, case.pk))
        other = threading.Thread(target=second)
        other.start()
        assert begun.wait(10)
        while other.is_alive() and not _someone_waits(owner):
            other.join(0.005)
    other.join()
    return told


def _someone_waits(owner) -> bool:
    query = "SELECT EXISTS (SELECT 1 FROM pg_locks WHERE NOT granted AND pid <> pg_backend_pid())"
    return owner.execute(query).fetchone()[0]


def test_two_members_of_the_mdt_write_the_decision_down_and_one_decision_stands(own_database, world, owner):
    world.open_mdt()
    case = world.report()
    told = _both(
        world, owner, case, ["alice", "alice"],
        lambda actor, seen: triage.decide(actor=actor, case=seen, outcome=world.outcome(actor)),
    )  # fmt: skip
    assert [type(one) for one in told] == [WrongStep]
    with world.acting(world.alice):
        assert Decision.objects.filter(case=case).count() == 1
    world.close_mdt()


@pytest.mark.parametrize("second", ["accept", "decline"])
def test_someone_answers_in_two_windows_and_one_answer_stands(own_database, world, owner, second):
    case = world.weighed()
    answers = iter(["accept", second])

    def answer(actor: Actor, seen: Case) -> object:
        if next(answers) == "accept":
            return coordinator.accept(actor=actor, case=seen)
        return coordinator.decline(actor=actor, case=seen, reason="Toch niet.")

    told = _both(world, owner, case, ["anna", "anna"], answer)
    assert [type(one) for one in told] == [Denied]
    with world.acting(world.alice):
        (stands,) = Assignment.objects.filter(case=case)
    assert stands.state == Assignment.State.ACCEPTED


def test_who_declines_while_the_mdt_takes_the_case_back_is_told_so(own_database, world, owner):
    case = world.weighed()

    def one_or_the_other(actor: Actor, seen: Case) -> object:
        if actor.user == world.alice:
            return triage.bring_back(actor=actor, case=seen, reason="Er is iets veranderd.")
        return coordinator.decline(actor=actor, case=seen, reason="Vol.")

    told = _both(world, owner, case, ["alice", "anna"], one_or_the_other)
    assert [type(one) for one in told] == [Denied]
    assert world.seen(world.alice, case).status == Status.RE_TRIAGE
    with world.acting(world.alice):
        assert not Assignment.objects.filter(case=case).exists()
