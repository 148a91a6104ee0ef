"""Someone moves an item of the agenda to another meeting, with a reason."""

from datetime import timedelta

import pytest

from rondom.audit.models import Event
from rondom.cases.actions import dossier
from rondom.core.errors import Denied, NotThere, WrongStep
from rondom.triage import actions
from rondom.triage.models import Escalation, Move
from tests.browse import field, nothing_changed, signed_in, words
from tests.proof import refused

WORDS = "Zij kan er dan bij zijn."


def _move(world, case, by=None, hours=3, **more):
    with world.acting(by or world.alice) as actor:
        seen, to_at = dossier.locked(actor, case.pk), actor.at + timedelta(hours=hours)
        actions.move(actor=actor, case=seen, to_at=to_at, reason=WORDS, **more)
    return to_at


def test_an_item_goes_to_another_meeting_with_why_and_who(world):
    case = world.report()
    was_at = world.seen(world.alice, case).mdt_at
    to_at = _move(world, case)
    seen = world.seen(world.victor, case)
    assert (seen.mdt_at, seen.mdt_due_at) == (to_at, case.mdt_due_at)
    with world.acting(world.victor):
        moved = Move.objects.get(case=case)
        assert (moved.was_at, moved.to_at, moved.reason, moved.moved_by) == (
            was_at,
            to_at,
            WORDS,
            world.alice,
        )
        assert not moved.past_due
        assert not Escalation.objects.filter(case=case).exists()


def test_past_the_last_moment_it_is_late_at_once_and_a_reason_is_asked(world):
    case = world.report()
    _move(world, case, hours=30, late_is_meant=True)
    with world.acting(world.carol) as actor:
        breach = Escalation.objects.get(case=case)
        assert (breach.level, breach.reason, breach.region) == ("moved", "", world.north)
        actions.explain(
            actor=actor,
            case=dossier.locked(actor, case.pk),
            reason=Escalation.Reason.PERSON,
            note="Zij wil dat.",
        )
        breach.refresh_from_db()
        assert (breach.reason, breach.note, breach.explained_by) == ("person", "Zij wil dat.", world.carol)


def test_moving_twice_past_the_last_moment_is_one_breach(world):
    case = world.report()
    _move(world, case, hours=30, late_is_meant=True)
    _move(world, case, hours=40, late_is_meant=True)
    with world.acting(world.alice):
        assert Escalation.objects.filter(case=case).count() == 1
        assert Move.objects.filter(case=case).count() == 2


def test_never_past_the_last_moment_without_meaning_it(world):
    case = world.report()
    with refused(WrongStep, words="past the last moment|na de uiterste tijd"):
        _move(world, case, hours=30)


@pytest.mark.parametrize("hours", [-1, 24 * 15])
def test_only_to_a_meeting_that_is_still_to_come_and_near(world, hours):
    case = world.report()
    with refused(WrongStep):
        _move(world, case, hours=hours, late_is_meant=True)


def test_who_has_no_seat_does_not_move_it_and_who_does_not_see_it_finds_nothing(world):
    case = world.coordinated()
    with world.acting(world.anna) as actor:
        actions.bring_back(actor=actor, case=dossier.locked(actor, case.pk), reason="Er is iets veranderd.")
    with refused(Denied):
        _move(world, case, world.anna)
    with refused(NotThere):
        _move(world, case, world.bob)


def test_what_does_not_wait_is_not_moved_and_what_was_in_time_needs_no_reason(world):
    case = world.weighed()
    with refused(WrongStep):
        _move(world, case)
    with refused(WrongStep), world.acting(world.alice) as actor:
        seen = dossier.locked(actor, case.pk)
        actions.explain(actor=actor, case=seen, reason=Escalation.Reason.ROOM)


def test_the_page_asks_to_confirm_what_is_past_the_last_moment(world):
    case = world.report()
    alice, path = signed_in(world.alice), f"/mdt/north/zaak/{case.pk}/verplaatsen/"
    page = alice.get(path)
    assert "The clock of the case runs on." in words(page)
    with world.acting(world.alice) as actor:
        late = (actor.at + timedelta(days=3)).strftime("%Y-%m-%dT%H:%M")
    sent = {"to": "extra", "extra_at": late, "reason": WORDS}
    with nothing_changed():
        again = alice.post(path, sent)
    assert again.status_code == 422
    assert "This is past the last moment for the case." in words(again)
    assert WORDS in field(again, "reason")
    done = alice.post(path, {**sent, "late": "on"}, follow=True)
    assert done.redirect_chain == [(f"/mdt/north/zaak/{case.pk}/", 302)]
    said = words(alice.get("/mdt/north/"))
    assert "moved past the last moment" in said
    assert "extraordinary meeting" in said
    with world.acting(world.alice):
        event = Event.objects.get(verb="mdt:item:moved")
        assert event.case_id == case.pk
        assert WORDS not in str(event.data)


def test_an_item_can_be_moved_to_a_meeting_of_the_calendar(world):
    case = world.report()
    alice, path = signed_in(world.alice), f"/mdt/north/zaak/{case.pk}/verplaatsen/"
    chosen = field(alice.get(path), "to").partition('value="')[2].partition('"')[0]
    done = alice.post(path, {"to": chosen, "reason": WORDS, "late": "on"})
    assert done.status_code == 302
    assert world.seen(world.alice, case).mdt_at.isoformat() == chosen
