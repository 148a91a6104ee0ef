"""The chair goes through the agenda: what the meeting discusses, for how long, and who may know it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from rondom.audit.models import Event
from rondom.cases.actions import dossier
from rondom.cases.models import Shield
from rondom.core.errors import Denied, NotThere, WrongStep
from rondom.sharing.actions import shields
from rondom.triage import actions, timing
from rondom.triage.agenda import agenda
from rondom.triage.models import ItemTime, Meeting
from rondom.triage.now import Now
from tests.proof import nothing_written, refused


@pytest.fixture
def case(world):
    found = world.report()
    world.open_mdt()
    return found


def _now(world, user):
    with world.acting(user) as actor:
        return agenda(actor, "north").now


def _periods(world, by=None):
    with world.acting(by or world.carol):
        return list(ItemTime.objects.order_by("started_at"))


def test_the_chair_lets_the_meeting_discuss_a_case_and_everyone_at_the_table_finds_it(world, case):
    world.discuss(case)
    code = world.code(case)
    for person in (world.carol, world.alice, world.victor):
        found = _now(world, person)
        assert (found.case_id, found.code, found.hidden) == (case.pk, code, False)
    assert _now(world, world.alice).minutes == 0


def test_before_the_first_case_the_meeting_discusses_nothing(world, case):
    assert _now(world, world.alice) == Now()


def test_going_on_ends_what_was_discussed(world, case):
    other = world.report()
    world.discuss(case)
    world.discuss(other)
    first, second = _periods(world)
    assert (first.case_id, second.case_id) == (case.pk, other.pk)
    assert first.ended_at == second.started_at
    assert second.ended_at is None


def test_asked_again_of_the_same_case_its_clock_runs_on(world, case):
    world.discuss(case)
    (before,) = _periods(world)
    world.discuss(case)
    (after,) = _periods(world)
    assert (after.pk, after.started_at, after.ended_at) == (before.pk, before.started_at, None)


def test_periods_do_not_overlap_when_requests_come_in_another_order_than_their_moments(world, case):
    other = world.report()
    with world.acting(world.carol) as actor:
        late, early = actor.at + timedelta(minutes=3), actor.at
    world.discuss(case, at=late)
    world.discuss(other, at=early)
    first, second = _periods(world)
    assert first.started_at == first.ended_at == second.started_at == late


def test_a_decision_ends_it_and_the_chair_who_decides_goes_on_to_the_next(world, case):
    other = world.report()
    world.discuss(case)
    with world.acting(world.carol) as actor:
        seen, following = dossier.locked(actor, case.pk), dossier.locked(actor, other.pk)
        actions.decide(actor=actor, case=seen, outcome=world.outcome(actor), following=following)
    assert _now(world, world.alice).case_id == other.pk
    assert [period.ended_at is None for period in _periods(world)] == [False, True]


def test_another_member_who_decides_ends_it_and_the_chair_chooses_what_comes_next(world, case):
    other = world.report()
    world.discuss(case)
    with world.acting(world.alice) as actor:
        seen, following = dossier.locked(actor, case.pk), dossier.locked(actor, other.pk)
        actions.decide(actor=actor, case=seen, outcome=world.outcome(actor), following=following)
    assert _now(world, world.carol) == Now()
    assert len(_periods(world)) == 1


def test_a_decision_on_another_case_leaves_it(world, case):
    other = world.report()
    world.discuss(case)
    world.decide(other)
    assert _now(world, world.alice).case_id == case.pk


def test_closing_the_meeting_ends_it(world, case):
    world.discuss(case)
    world.close_mdt()
    (period,) = _periods(world, world.alice)
    assert period.ended_at is not None


def test_minutes_of_a_case_are_those_of_all_its_periods(world, case):
    other = world.report()
    with world.acting(world.carol) as actor:
        start = actor.at
    for minutes, each in [(0, case), (4, other), (6, case)]:
        world.discuss(each, at=start + timedelta(minutes=minutes))
    with world.acting(world.alice):
        meeting = Meeting.objects.get(region=world.north)
        found = timing.item_minutes(start + timedelta(minutes=9), meeting=meeting)
    assert found == {
        (meeting.pk, case.pk): timing.Spent(7.0, planned=8),
        (meeting.pk, other.pk): timing.Spent(2.0, planned=8),
    }


def _shielded(world, case, from_whom):
    with world.acting(world.alice) as actor:
        seen = dossier.locked(actor, case.pk)
        shields.from_person(actor=actor, case=seen, user=from_whom, reason=Shield.Reason.RELATIVE)


def test_who_may_not_see_the_case_learns_only_that_one_is_discussed(world, case):
    _shielded(world, case, world.victor)
    world.discuss(case)
    assert _now(world, world.victor) == Now(hidden=True)
    assert _periods(world, world.victor) == []
    with world.acting(world.victor) as actor:
        assert timing.item_minutes(actor.at) == {}


def test_a_case_that_is_kept_from_the_chair_meanwhile_still_ends_when_they_go_on(world, case):
    other = world.report()
    world.discuss(case)
    _shielded(world, case, world.carol)
    assert _now(world, world.carol) == Now(hidden=True)
    world.discuss(other)
    assert _now(world, world.carol).case_id == other.pk
    assert _now(world, world.alice).case_id == other.pk


def test_who_has_no_seat_is_not_told_that_anything_is_discussed(world, case):
    world.discuss(case)
    with world.acting(world.dave), connection.cursor() as cursor:
        cursor.execute("SELECT meeting_discusses(id) FROM triage_meeting")
        assert cursor.fetchall() == [(False,)]


@pytest.mark.parametrize("name", ["alice", "victor"])
def test_only_the_chair_goes_through_the_agenda(world, case, name):
    with world.acting(getattr(world, name)) as actor:
        seen = dossier.locked(actor, case.pk)
        with refused(Denied, "Only the chair|Alleen de voorzitter"):
            actions.discuss(actor=actor, case=seen)


def test_the_chair_of_another_region_does_not_see_it(world, case):
    with pytest.raises(NotThere):
        world.discuss(case, by=world.celia)


def test_nothing_is_discussed_while_the_mdt_is_not_open(world, case):
    world.close_mdt()
    with world.acting(world.carol) as actor:
        seen = dossier.locked(actor, case.pk)
        with refused(WrongStep):
            actions.discuss(actor=actor, case=seen)


def test_a_decided_case_is_not_discussed_again(world, case):
    world.decide(case)
    with world.acting(world.carol) as actor:
        seen = dossier.locked(actor, case.pk)
        with refused(WrongStep):
            actions.discuss(actor=actor, case=seen)


def _begin_by_hand(case, who, at):
    meeting = Meeting.objects.get(closed_at__isnull=True)
    ItemTime(meeting=meeting, case=case, started_at=at, started_by=who).save(force_insert=True)


@pytest.mark.parametrize(
    ("name", "error", "words"),
    [("alice", ProgrammingError, "row-level security"), ("carol", IntegrityError, "one_item_at_a_time")],
)
def test_the_database_lets_only_the_chair_begin_and_one_case_at_a_time(world, case, name, error, words):
    world.discuss(case)
    who = getattr(world, name)
    with world.acting(who) as actor, refused(error, words), transaction.atomic():
        _begin_by_hand(case, who, actor.at)


def test_nobody_writes_an_end_by_hand(world, case):
    world.discuss(case)
    with world.acting(world.carol), refused(ProgrammingError, "permission denied"), transaction.atomic():
        ItemTime.objects.update(ended_at=None)


def test_who_does_not_see_the_case_does_not_end_it(world, case):
    _shielded(world, case, world.victor)
    world.discuss(case)
    with world.acting(world.victor) as actor, nothing_written(), connection.cursor() as cursor:
        cursor.execute("SELECT item_ends(id, %s, %s) FROM triage_meeting", [case.pk, actor.at])


def test_it_is_an_event_of_the_case(world, case):
    world.discuss(case)
    with world.acting(world.alice):
        found = Event.objects.filter(case_id=case.pk, verb="mdt:discussed")
        assert [event.actor_id for event in found] == [world.carol.pk]
