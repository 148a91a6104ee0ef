"""Minutes are laid down when the MDT closes, signed once by the chair, and added to."""

from datetime import timedelta

import pytest
from django.db import connection

from rondom.cases.actions import dossier
from rondom.cases.models import Category, Shield
from rondom.core.errors import Denied, NotThere, WrongStep
from rondom.organisations import actions as organisations
from rondom.sharing.actions import shields
from rondom.triage import actions, minutes
from rondom.triage.models import Addition, Minutes, NotDiscussed
from tests.browse import signed_in
from tests.proof import nothing_written, refused


def _closed(world, at=None):
    with world.acting(world.carol, at) as actor:
        return actions.close_meeting(actor=actor, region=world.north)


def _meeting(world, case):
    """The case is decided in a meeting that closes."""
    world.open_mdt()
    world.decide(case)
    return _closed(world)


def _late(world, **changes):
    """A case that was planned in a meeting before now."""
    with world.acting(world.alice) as actor:
        moment = actor.at - timedelta(days=2)
    return world.report(at=moment, **changes)


def _sign(world, meeting, by="carol"):
    with world.acting(getattr(world, by)) as actor:
        return actions.sign(actor=actor, meeting=meeting)


def _add(world, case, meeting, by="alice", category=Category.SAFETY, **changes):
    with world.acting(getattr(world, by)) as actor:
        return actions.add_to_minutes(
            actor=actor, case=dossier.locked(actor, case.pk), meeting=meeting, category=category,
            **{"kind": Addition.Kind.CORRECTION, "text": "Het was dinsdag.", **changes},
        )  # fmt: skip


def test_when_the_mdt_closes_its_minutes_are_there_and_the_chair_signs_them(world):
    meeting = _meeting(world, world.report())
    with world.acting(world.carol):
        laid = Minutes.objects.get(meeting=meeting)
    assert (laid.made_at, laid.signed_at) == (meeting.closed_at, None)
    assert _sign(world, meeting).signed_by == world.carol


def test_what_was_decided_stands_in_them_as_it_was_decided(world):
    case = world.report()
    world.open_mdt()
    signed_in(world.alice).get(f"/mdt/north/zaak/{case.pk}/")
    world.decide(case)
    meeting = _closed(world)
    with world.acting(world.alice) as actor:
        found = minutes.of_meeting(actor, "north", meeting.pk)
        (one,) = found.rounds
        assert (one.case, one.summary) == (case, "Een vrouw vraagt hulp.")
        assert [line.text for line in one.lines] == ["Veilige plek vannacht.", "", "Vandaag naar het CSG."]
        assert [(step.words.text, step.user) for step in one.actions] == [
            ("Doe iets voor safety.", world.victor)
        ]
    assert [user for _place, user in found.present] == [world.alice]


def test_a_case_that_was_not_decided_is_noted_with_where_it_goes_also_when_the_chair_may_not_see_it(world):
    seen, unseen, later = _late(world), _late(world), world.report()
    with world.acting(world.alice) as actor:
        hidden = dossier.locked(actor, unseen.pk)
        shields.from_person(actor=actor, case=hidden, user=world.carol, reason=Shield.Reason.RELATIVE)
    world.open_mdt()
    meeting = _closed(world)
    with world.acting(world.alice) as actor:
        moved = {one.case_id: one for one in NotDiscussed.objects.filter(meeting=meeting)}
        assert set(moved) == {seen.pk, unseen.pk}
        assert all(one.moved_to > actor.at for one in moved.values())
        assert later.pk not in moved
    with world.acting(world.carol) as actor:
        assert [one.case for one in minutes.of_meeting(actor, "north", meeting.pk).rounds] == [seen]
    assert world.seen(world.alice, unseen).mdt_at == moved[unseen.pk].moved_to


def test_a_correction_stands_beside_what_was_written_also_once_it_is_signed(world):
    case = world.report()
    meeting = _meeting(world, case)
    _sign(world, meeting)
    added = _add(world, case, meeting)
    with world.acting(world.alice) as actor:
        (one,) = minutes.of_case(actor, case)
        assert [(addition, addition.text) for addition in one.additions] == [(added, "Het was dinsdag.")]
        assert one.lines[0].text == "Veilige plek vannacht."


@pytest.mark.parametrize("by", ["alice", "victor", "anna"])
def test_a_seat_and_who_works_on_the_case_add_to_them(world, by):
    case = world.report()
    assert _add(world, case, _meeting(world, case), by=by).author == getattr(world, by)


def test_who_sat_there_then_and_no_longer_does_still_reads_them_and_no_later_ones(world):
    with world.acting(world.alice) as now:
        earlier, later = now.at - timedelta(hours=2), now.at + timedelta(hours=2)
    meetings = []
    for moment in (earlier, later):
        with world.acting(world.carol, moment) as actor:
            actions.open_meeting(actor=actor, region=world.north)
        meetings.append(_closed(world, moment + timedelta(hours=1)))
    with world.acting(world.administrator) as actor:
        organisations.end_seat(actor=actor, seat=world.sam.seats.get(region=world.north))
    with world.acting(world.sam, later + timedelta(hours=2)) as actor:
        assert [one.pk for one in minutes.listed(actor, "north").meetings] == [meetings[0].pk]
        with pytest.raises(NotThere):
            minutes.listed(actor, "south")
    with world.acting(world.alice, later + timedelta(hours=2)) as actor:
        assert len(minutes.listed(actor, "north").meetings) == 2


@pytest.mark.parametrize("by", ["alice", "celia", "eve"])
def test_nobody_else_signs(world, by):
    meeting = _meeting(world, world.report())
    with refused(Denied):
        _sign(world, meeting, by)


def test_what_is_signed_is_not_signed_again(world):
    meeting = _meeting(world, world.report())
    _sign(world, meeting)
    with refused(WrongStep):
        _sign(world, meeting)


def test_what_is_still_open_is_not_signed(world):
    world.open_mdt()
    with world.acting(world.carol) as actor:
        (meeting,) = minutes.listed(actor, "north").meetings
    with refused(WrongStep):
        _sign(world, meeting)


def test_nobody_adds_what_they_may_not_see(world):
    case = world.report()
    meeting = _meeting(world, case)
    with refused(Denied):
        _add(world, case, meeting, by="victor", category=Category.MEDICAL)


def test_nobody_adds_to_a_meeting_that_did_not_speak_of_the_case(world):
    case, other = world.report(), world.report()
    meeting = _meeting(world, other)
    with refused(NotThere):
        _add(world, case, meeting)


def test_in_sql_nobody_signs_for_another_or_undoes_it_and_nobody_says_that_a_case_was_moved(world):
    waiting = _late(world)
    meeting = _meeting(world, world.report())
    _sign(world, meeting)
    for user in (world.carol, world.alice, world.celia):
        with world.acting(user), connection.cursor() as cursor, nothing_written():
            cursor.execute("UPDATE triage_minutes SET signed_at = NULL, signed_by_id = NULL")
            cursor.execute(
                "SELECT undiscussed_cases_noted(%s), undiscussed_cases_moved(%s)", [meeting.pk] * 2
            )
    assert world.seen(world.alice, waiting).mdt_at < meeting.closed_at + timedelta(days=2)
