"""The coordinator closes a case with a reason, and whoever is on it may reopen it."""

import pytest

from rondom.cases.actions import dossier
from rondom.cases.models import Case, Category, Entry, Status, Step
from rondom.coordination.actions import closing, plan
from rondom.coordination.models import Assignment
from rondom.core.errors import Denied, NotThere, WrongStep
from rondom.triage import actions as triage
from rondom.triage.models import Addition, Decision
from tests.browse import signed_in
from tests.proof import refused
from tests.seen_to import SEEN_TO

DONE = Case.ClosingReason.DONE


@pytest.fixture
def case(world):
    """A case that Anna coordinates, in which all that was asked is done."""
    case = world.coordinated()
    (action,) = world.steps(case, kind=Case.NextKind.ACTION)
    with world.acting(world.victor) as actor:
        seen = dossier.locked(actor, case.pk)
        plan.advance(actor=actor, case=seen, step=Step.objects.get(pk=action.pk), state=Step.State.DONE)
    return case


def _close(world, case, by, note=""):
    with world.acting(by) as actor:
        closing.close(
            actor=actor, case=dossier.locked(actor, case.pk), reason=DONE, checklist=SEEN_TO, note=note
        )


def _reopen(world, case, by):
    with world.acting(by) as actor:
        closing.reopen(actor=actor, case=dossier.locked(actor, case.pk), reason="Zij belt opnieuw.")


def test_a_closed_case_has_its_reason_and_nobody_is_next(world, case):
    _close(world, case, world.anna)
    seen = world.seen(world.alice, case)
    assert (seen.status, seen.closing_reason, seen.closed_by) == (Status.CLOSED, DONE, world.anna)
    assert (seen.next_kind, seen.next_organisation, seen.next_user, seen.next_due_at) == (
        "",
        None,
        None,
        None,
    )


def test_coordination_ends_with_it(world, case):
    _close(world, case, world.anna)
    assert world.seen(world.alice, case).coordinator is None
    with world.acting(world.alice):
        assert [answer.state for answer in Assignment.objects.all()] == [Assignment.State.ENDED]


def test_a_note_is_read_by_who_may_read_the_story(world, case):
    _close(world, case, world.anna, note="Zij redt zich verder zelf.")
    with world.acting(world.victor):
        assert Entry.objects.get(kind=Entry.Kind.CLOSING).text == "Zij redt zich verder zelf."


def test_who_was_on_the_case_can_still_look_it_up(world, case):
    held = {name: world.held(getattr(world, name), case) for name in ("alice", "anna", "victor")}
    _close(world, case, world.anna)
    assert {name: world.held(getattr(world, name), case) for name in held} == held


@pytest.mark.parametrize("name", ["alice", "victor"])
def test_nobody_but_the_coordinator_closes(world, case, name):
    with refused(Denied):
        _close(world, case, getattr(world, name))


def test_a_case_with_an_open_action_is_not_closed(world):
    case = world.coordinated()
    with refused(WrongStep):
        _close(world, case, world.anna)


@pytest.mark.parametrize("begin", ["report", "weighed"])
def test_a_case_that_nobody_coordinates_is_not_closed(world, begin):
    case = getattr(world, begin)()
    with refused(Denied):
        _close(world, case, world.alice)


def test_a_closed_case_is_not_closed_again(world, case):
    _close(world, case, world.anna)
    with refused(Denied):
        _close(world, case, world.anna)


def test_reopened_the_mdt_weighs_it_again(world, case):
    _close(world, case, world.anna)
    _reopen(world, case, world.alice)
    seen = world.seen(world.alice, case)
    assert (seen.status, seen.mdt_region, seen.mdt_round) == (Status.RE_TRIAGE, world.north, 2)
    assert (seen.closed_at, seen.closed_by, seen.closing_reason) == (None, None, "")
    assert (seen.next_kind, seen.next_user) == (Case.NextKind.MDT, world.carol)


@pytest.mark.parametrize("name", ["carol", "sam", "bob", "dave"])
def test_who_is_not_on_the_case_does_not_reopen_it(world, case, name):
    _close(world, case, world.anna)
    with refused(NotThere):
        _reopen(world, case, getattr(world, name))


def test_a_case_that_is_open_is_not_reopened(world, case):
    with refused(WrongStep):
        _reopen(world, case, world.alice)


def test_nothing_is_added_to_the_minutes_of_a_closed_case(world, case):
    with world.acting(world.anna):
        meeting = Decision.objects.get(case=case).meeting
    _close(world, case, world.anna)
    with world.acting(world.anna) as actor, refused(WrongStep):
        triage.add_to_minutes(
            actor=actor, case=dossier.locked(actor, case.pk), meeting=meeting, kind=Addition.Kind.ADDITION,
            category=Category.SAFETY, text="Nog iets.",
        )  # fmt: skip


def test_who_cannot_close_yet_finds_the_way_back_to_the_case(world):
    case = world.coordinated()
    page = signed_in(world.anna).get(f"/zaken/{case.pk}/sluiten/")
    assert page.status_code == 409
    assert f'href="/zaken/{case.pk}/"' in page.content.decode()
    refusal = signed_in(world.victor).get(f"/zaken/{case.pk}/sluiten/")
    assert refusal.status_code == 403
    assert f'href="/zaken/{case.pk}/"' in refusal.content.decode()
