"""A question to coordinate lapses, and an open case that nobody coordinates cannot be overlooked: the worker sees to it."""

from datetime import timedelta

import pytest
from django.db import ProgrammingError, connection
from django.utils import timezone

from rondom.audit.models import Event
from rondom.cases import turn
from rondom.cases.actions import dossier
from rondom.cases.models import Case, Shield, Status, Step
from rondom.coordination.actions import coordinator, vacancies
from rondom.coordination.models import Vacancy
from rondom.core.errors import Denied
from rondom.organisations.actor import Actor
from rondom.sharing.actions import shields
from tests.browse import signed_in, words
from tests.proof import refused
from tests.sealing import as_role
from tests.world import World

pytestmark = pytest.mark.usefixtures("own_database")
HELD = "The chair holds this case until there is a coordinator."


@pytest.fixture(autouse=True)
def _alone(owner):
    """What earlier tests of this module left behind is not due."""
    owner.execute("UPDATE cases_step SET due_at = now() + interval '9 days' WHERE ended_at IS NULL")


def _due(owner, case, kind, ago=timedelta(minutes=1)):
    owner.execute(
        "UPDATE cases_step SET due_at = now() - %s WHERE case_id = %s AND kind = %s AND ended_at IS NULL",
        [ago, case.pk, kind],
    )


def _run():
    with as_role("rondom_worker"):
        return vacancies.lapse(actor=Actor.service(timezone.now()))


def _lapsed(world, owner):
    """A case for which Anna was asked, who did not answer in time."""
    case = world.weighed()
    _due(owner, case, "accept")
    assert _run() == 1
    return case


def _lead(owner, world, name="sam"):
    owner.execute("UPDATE organisations_seat SET lead = (user_id = %s)", [getattr(world, name).pk])


def test_the_question_ends_and_the_chair_must_find_someone(world, owner):
    case = _lapsed(world, owner)
    seen = world.seen(world.carol, case)
    assert (seen.status, seen.coordinator, seen.next_kind, seen.next_user) == (
        Status.WEIGHED, None, Case.NextKind.PROPOSE, world.carol
    )  # fmt: skip
    (asked,) = world.steps(case, kind=Case.NextKind.ACCEPT)
    assert (asked.state, asked.ended_by) == (Step.State.LAPSED, None)
    with world.acting(world.carol) as actor:
        again = dossier.locked(actor, case.pk)
        turn.settle(again, actor.at)
        kept = [seen.next_kind, seen.next_organisation, seen.next_user, seen.next_due_at]
        assert [again.next_kind, again.next_organisation, again.next_user, again.next_due_at] == kept
    assert _events(world, case, "question:lapsed") == [Event.ActorKind.SERVICE]


def _events(world: World, case: Case, verb: str) -> list[object]:
    with world.acting(world.alice):
        found = Event.objects.filter(verb=f"coordination:{verb}", case_id=case.pk)
        return list(found.values_list("actor_kind", flat=True))


def test_nothing_lapses_before_its_time_nor_twice(world, owner):
    case = world.weighed()
    assert _run() == 0
    _due(owner, case, "accept", timedelta(days=3))  # nothing ran for days
    assert (_run(), _run()) == (1, 0)
    assert len(world.steps(case, kind=Case.NextKind.PROPOSE)) == 1
    assert len(_events(world, case, "question:lapsed")) == 1


def test_it_stands_out_in_today_of_the_chair_and_on_the_case_page(world, owner):
    case = _lapsed(world, owner)
    carol = signed_in(world.carol)
    assert f"{world.code(case)}: nobody coordinates {HELD}" in words(carol.get("/vandaag/"))
    page = words(carol.get(f"/zaken/{case.pk}/"))
    assert HELD in page
    assert "Carol, Organisatie csg" in page
    assert "Who was asked did not answer in time." in page


def test_who_was_asked_cannot_accept_any_more_but_can_be_asked_again(world, owner):
    case = _lapsed(world, owner)
    with refused(Denied):
        world.accept(case)
    with world.acting(world.carol) as actor:
        seen = dossier.locked(actor, case.pk)
        coordinator.propose(actor=actor, case=seen, user=world.anna, organisation=world.csg)
    world.accept(case)
    assert f"{world.code(case)}: nobody" not in words(signed_in(world.carol).get("/vandaag/"))
    assert world.seen(world.carol, case).coordinator == world.anna


def test_when_the_chair_finds_nobody_in_time_the_regional_lead_is_told_once(world, owner):
    case = _lapsed(world, owner)
    _lead(owner, world)
    assert not world.held(world.sam, case)
    _due(owner, case, "propose")
    assert (_run(), _run()) == (1, 0)
    assert world.held(world.sam, case)
    told = "No coordinator was found in time; the regional lead knows."
    for who in (world.sam, world.carol):
        assert told in words(signed_in(who).get("/vandaag/"))
    assert len(_events(world, case, "vacancy:lead")) == 1


def test_a_lead_whose_organisation_may_not_see_the_case_is_not_let_in(world, owner):
    case = _lapsed(world, owner)
    _lead(owner, world, "bob")
    _due(owner, case, "propose")
    assert _run() == 1
    assert not world.held(world.bob, case)
    assert "no regional lead may see this case" in words(signed_in(world.carol).get("/vandaag/"))
    assert len(_events(world, case, "vacancy:untold")) == 1
    assert world.code(case) not in words(signed_in(world.bob).get("/vandaag/"))


def test_a_chair_from_whom_it_is_shielded_does_not_get_it(world, owner):
    case = world.weighed()
    with world.acting(world.alice) as actor:
        seen = dossier.locked(actor, case.pk)
        shields.from_person(actor=actor, case=seen, user=world.carol, reason=Shield.Reason.RELATIVE)
    _due(owner, case, "accept")
    assert _run() == 1
    assert world.seen(world.alice, case).next_user == world.alice


def test_a_case_that_was_being_handed_over_stays_with_its_coordinator(world, owner):
    case = world.coordinated()
    with world.acting(world.anna) as actor:
        seen = dossier.locked(actor, case.pk)
        coordinator.hand_over(
            actor=actor, case=seen, user=world.vera, organisation=world.vt, note="Zij belt graag."
        )
    _due(owner, case, "accept")
    assert _run() == 1
    seen = world.seen(world.anna, case)
    assert (seen.status, seen.coordinator) == (Status.COORDINATED, world.anna)
    (decides,) = world.steps(case, kind=Case.NextKind.COORDINATE)
    assert (decides.user, decides.state) == (world.anna, Step.State.PROPOSED)
    assert f"{world.code(case)}: nobody" not in words(signed_in(world.carol).get("/vandaag/"))


def test_nobody_but_the_worker_says_so(world, owner):
    case = _lapsed(world, owner)
    (asked,) = world.steps(case, kind=Case.NextKind.ACCEPT)
    for who in (world.carol, world.alice):
        with refused(ProgrammingError), world.acting(who) as actor:
            Vacancy(case=case, step=asked, level="lead", raised_at=actor.at).save(force_insert=True)
        with refused(ProgrammingError), world.acting(who), connection.cursor() as cursor:
            cursor.execute("SELECT lapse_questions()")
