"""Two people do something with one case at the same moment: one of them is told that it was done already."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from rondom.cases.actions import dossier
from rondom.cases.models import Case, Status
from rondom.coordination.actions import coordinator
from rondom.coordination.models import Assignment
from rondom.core.errors import Denied, WrongStep
from rondom.keys import store
from rondom.organisations.actor import Actor
from rondom.triage import actions as triage
from rondom.triage.models import Decision, Minutes, NotDiscussed

TWO_DAYS = timedelta(days=2)  # so long ago that it was planned before now
Do = Callable[[Actor, Case], object]


def _both(world, owner, case, names, do: Do) -> list[Exception]:
    """Both do something with one case, which they take first."""
    return _at_once(world, owner, names, lambda actor: do(actor, dossier.locked(actor, case.pk)))


def _at_once(world, owner, names, do: Callable[[Actor], object]) -> list[Exception]:
    """The second begins while the first is done and not yet committed; gives what the second was told."""
    told: list[Exception] = []
    begun = threading.Event()

    def second() -> None:
        try:
            with world.acting(getattr(world, names[1])) as actor:
                begun.set()
                do(actor)
        except (Denied, WrongStep) as refusal:
            told.append(refusal)
        finally:
            connection.close()
            store.close()

    with world.acting(getattr(world, names[0])) as actor:
        do(actor)
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
    assert [step.kind for step in world.steps(case)] == ["accept", "action"], "each step once"
    world.close_mdt()


def _close(world):
    return lambda actor: triage.close_meeting(actor=actor, region=world.north)


def test_the_chair_closes_in_two_windows_and_what_leaves_with_it_leaves_once(own_database, world, owner):
    world.open_mdt()
    decided, waiting = world.report(), world.report(at=timezone.now() - TWO_DAYS)
    world.decide(decided)
    before = [(step.pk, step.state) for step in world.steps(decided)]
    told = _at_once(world, owner, ["carol", "carol"], _close(world))
    assert [type(one) for one in told] == [WrongStep]
    assert [(step.pk, step.state) for step in world.steps(decided)] == before
    with world.acting(world.alice):
        (moved,) = NotDiscussed.objects.filter(case=waiting)
        assert Minutes.objects.filter(meeting=moved.meeting).count() == 1
        assert not NotDiscussed.objects.filter(case=decided).exists()


def test_who_decides_while_the_chair_closes_is_waited_for_and_counts_as_discussed(own_database, world, owner):
    world.open_mdt()
    case = world.report(at=timezone.now() - TWO_DAYS)

    def decide_or_close(actor: Actor) -> object:
        if actor.user == world.carol:
            return triage.close_meeting(actor=actor, region=world.north)
        seen = dossier.locked(actor, case.pk)
        return triage.decide(actor=actor, case=seen, outcome=world.outcome(actor))

    assert _at_once(world, owner, ["alice", "carol"], decide_or_close) == []
    assert world.seen(world.alice, case).mdt_region is None, "it left the agenda"
    with world.acting(world.alice):
        assert not NotDiscussed.objects.filter(case=case).exists()


def test_who_decides_just_after_the_chair_closed_is_told_so(own_database, world, owner):
    world.open_mdt()
    case = world.report(at=timezone.now() - TWO_DAYS)

    def close_or_decide(actor: Actor) -> object:
        if actor.user == world.carol:
            return triage.close_meeting(actor=actor, region=world.north)
        seen = dossier.locked(actor, case.pk)
        return triage.decide(actor=actor, case=seen, outcome=world.outcome(actor))

    told = _at_once(world, owner, ["carol", "alice"], close_or_decide)
    assert [type(one) for one in told] == [WrongStep]
    assert [step.kind for step in world.steps(case)] == []
    with world.acting(world.alice):
        assert NotDiscussed.objects.filter(case=case).count() == 1


def test_the_chair_signs_in_two_windows_and_signs_once(own_database, world, owner):
    world.open_mdt()
    with world.acting(world.carol) as actor:
        meeting = triage.close_meeting(actor=actor, region=world.north)
    told = _at_once(world, owner, ["carol", "carol"], lambda actor: triage.sign(actor=actor, meeting=meeting))
    assert [type(one) for one in told] == [WrongStep]


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
