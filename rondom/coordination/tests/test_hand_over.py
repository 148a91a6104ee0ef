"""The coordinator hands a case over: with a warm note, and only once the other accepts."""

import pytest

from rondom.cases.actions import contact_wishes, dossier
from rondom.cases.models import Case, Entry, Status, Step
from rondom.coordination.actions import coordinator
from rondom.coordination.models import Assignment
from rondom.core.errors import Denied, NotThere, WrongStep
from tests.browse import nothing_changed, signed_in, words
from tests.proof import refused

NOTE = "Zij neemt op na zes uur. Vrijdag belt de politie terug."


@pytest.fixture
def case(world):
    """A case that Anna coordinates."""
    return world.coordinated()


def _hand_over(world, case, by=None, to="vera", place="vt", **more):
    with world.acting(by or world.anna) as actor:
        coordinator.hand_over(
            actor=actor, case=dossier.locked(actor, case.pk), user=getattr(world, to),
            organisation=getattr(world, place), note=NOTE, **more,
        )  # fmt: skip


def test_until_the_other_accepts_the_coordinator_stays_and_then_it_is_theirs(world, case):
    _hand_over(world, case)
    seen = world.seen(world.anna, case)
    assert (seen.status, seen.coordinator) == (Status.COORDINATED, world.anna)
    assert NOTE in words(signed_in(world.vera).get(f"/zaken/{case.pk}/regie/"))
    world.accept(case, by=world.vera)
    seen = world.seen(world.vera, case)
    assert (seen.coordinator, seen.coordinator_organisation) == (world.vera, world.vt)
    with world.acting(world.anna):
        (was,) = Assignment.objects.filter(case=case, user=world.anna)
    assert (was.state, was.end_why) == (Assignment.State.ENDED, Assignment.EndWhy.HANDED_OVER)


def test_who_declines_leaves_it_with_the_coordinator_who_decides(world, case):
    _hand_over(world, case)
    with world.acting(world.vera) as actor:
        coordinator.decline(actor=actor, case=dossier.locked(actor, case.pk), reason="Ik ben vol.")
    assert world.seen(world.anna, case).coordinator == world.anna
    assert [step.user for step in world.steps(case, kind=Case.NextKind.COORDINATE)] == [world.anna]
    assert world.steps(case, kind=Case.NextKind.PROPOSE) == []


def test_a_second_question_ends_the_first(world, case):
    _hand_over(world, case)
    _hand_over(world, case)
    asked = world.steps(case, by=world.anna, kind=Case.NextKind.ACCEPT, user=world.vera)
    assert sorted(step.state for step in asked) == [Step.State.PROPOSED, Step.State.WITHDRAWN]


def test_who_accepted_decides_what_the_other_had_to(world, case):
    _hand_over(world, case)
    with world.acting(world.vera) as actor:
        coordinator.decline(actor=actor, case=dossier.locked(actor, case.pk), reason="Nu niet.")
    _hand_over(world, case)
    world.accept(case, by=world.vera)
    assert world.steps(case, by=world.vera, user=world.anna, state=Step.State.PROPOSED) == []


@pytest.mark.parametrize("name", ["alice", "victor", "carol"])
def test_only_the_coordinator_hands_over(world, case, name):
    with refused((Denied, NotThere)):
        _hand_over(world, case, by=getattr(world, name))


@pytest.mark.parametrize(("to", "place"), [("alice", "csg"), ("bob", "police"), ("cora", "csg_south")])
def test_only_who_may_coordinate_is_asked(world, case, to, place):
    with refused(Denied):
        _hand_over(world, case, to=to, place=place)


def test_not_to_oneself_and_not_before_anyone_coordinates(world, case):
    with refused(WrongStep):
        _hand_over(world, case, to="anna", place="csg")
    weighed = world.weighed()
    with refused(Denied):
        _hand_over(world, weighed)


def test_the_wish_of_the_person_is_weighed(world, case):
    with world.acting(world.alice) as actor:
        contact_wishes.note(actor=actor, case=dossier.locked(actor, case.pk), text="Liever een vrouw.")
    with refused(WrongStep, "wishes something"):
        _hand_over(world, case)
    _hand_over(world, case, weighed="Vera is een vrouw.")
    with world.acting(world.vera):
        kinds = [Entry.Kind.CONTACT_WISH, Entry.Kind.WISH_WEIGHED]
        told = [
            one.text for one in Entry.objects.filter(case=case, kind__in=kinds).order_by("written_at", "pk")
        ]
    assert told == ["Liever een vrouw.", "Vera is een vrouw."]


def test_the_form_asks_for_a_note_and_the_history_tells_it_all(world, case):
    anna = signed_in(world.anna)
    at = f"/zaken/{case.pk}/regie/overdragen/"
    page = words(anna.get(at))
    assert "Vera, vt" in page
    assert "Open cases: 0. Their turn: 0, of which late: 0." in page
    assert "Anna, csg" not in page
    sent = {"coordinator": f"{world.vt.pk}:{world.vera.pk}"}
    with nothing_changed():
        assert anna.post(at, sent).status_code == 422
    assert "Vera is asked to take over." in words(anna.post(at, {**sent, "note": NOTE}, follow=True))
    world.accept(case, by=world.vera)
    said = words(anna.get(f"/zaken/{case.pk}/regiehouders/"))
    assert "Handed over to another coordinator." in said
    assert NOTE in said
    with nothing_changed():
        assert signed_in(world.bob).get(f"/zaken/{case.pk}/regiehouders/").status_code == 404
        assert anna.post(at, {**sent, "note": NOTE}).status_code == 403
