"""A coordinator is away and a colleague covers: for that while, for those cases, and it ends by itself."""

from datetime import timedelta

import pytest
from django.utils import timezone

from rondom.audit.models import Event
from rondom.cases.actions import dossier
from rondom.cases.models import Category, Domain, Naming, Shield, Step
from rondom.coordination.actions import absences, closing, coordinator, covers, guests, plan
from rondom.coordination.models import Absence, Cover, GuestQuestion
from rondom.core.errors import Denied, NotThere, WrongStep
from rondom.organisations.actions import add_member
from rondom.organisations.actor import Actor
from rondom.organisations.models import Organisation, Role
from rondom.sharing.actions import shields
from tests.browse import signed_in, words
from tests.proof import refused
from tests.sealing import as_role
from tests.seen_to import SEEN_TO

WEEK = timedelta(days=7)


@pytest.fixture
def case(world):
    """A case that Anna coordinates; Dave, her colleague, does not see it."""
    return world.coordinated()


def _set(world, by=None, user=None, cover=None, place=None, starts=timedelta(), lasts=WEEK):
    with world.acting(by or world.anna) as actor:
        return absences.set_away(
            actor=actor, organisation=place or world.csg, user=user or world.anna, cover=cover or world.dave,
            starts_at=actor.at + starts, ends_at=actor.at + starts + lasts,
        )  # fmt: skip


def _answer(world, absence, by=None, *, accepted=True):
    with world.acting(by or world.dave) as actor:
        absences.answer(actor=actor, absence=Absence.objects.get(pk=absence.pk), accepted=accepted)


def _end(world, absence, by):
    with world.acting(by) as actor:
        absences.end(actor=actor, absence=Absence.objects.select_related("organisation").get(pk=absence.pk))


def _managed(world):
    """Dave manages too."""
    with world.acting(world.administrator) as actor:
        add_member(actor=actor, user=world.alice, organisation=world.csg, role=Role.MANAGER)


def test_who_says_yes_sees_what_the_coordinator_sees_and_stands_in(world, case):
    absence = _set(world)
    assert not world.held(world.dave, case), "not before he said yes"
    assert "Anna asks you to cover" in words(signed_in(world.dave).get("/vandaag/"))
    _answer(world, absence)
    assert world.held(world.dave, case) == world.held(world.anna, case)
    said = words(signed_in(world.dave).get("/vandaag/"))
    assert "You cover for Anna" in said
    assert world.code(case) in said
    assert "Now call Dave, who covers for Anna" in words(signed_in(world.alice).get(f"/zaken/{case.pk}/"))


def test_what_was_the_turn_of_who_is_away_stands_with_who_covers(world, case):
    for step in world.steps(case, kind="action"):
        with world.acting(world.victor) as actor:
            seen = dossier.locked(actor, case.pk)
            plan.advance(actor=actor, case=seen, step=step, state=Step.State.DONE)
    _answer(world, _set(world))
    said = words(signed_in(world.dave).get("/vandaag/"))
    assert "It is your turn 1 time." in said
    assert "for Anna, who is away" in said


def test_who_covers_asks_a_partner_without_an_account_and_keeps_the_rhythm(world, case):
    world.consent(case, "school", Category.STORY)
    _answer(world, _set(world))
    school = guests.Receiver(Organisation.Kind.SCHOOL, "Noor Visser", "De Esdoorn", "06 12345678")
    with world.acting(world.dave) as actor:
        seen = dossier.locked(actor, case.pk)
        guests.ask(
            actor=actor, case=seen, receiver=school, category=Category.STORY, text="Wie haalt haar op?"
        )
        assert GuestQuestion.objects.get().asked_by == world.dave
    dave = signed_in(world.dave)
    for path, said in {
        "plan": "Set a goal",
        "partners": "Ask a question",
        "contact": "Note what was agreed",
    }.items():
        assert said in words(dave.get(f"/zaken/{case.pk}/{path}/")), path


def test_who_covers_lays_actions_but_does_not_close(world, case):
    _answer(world, _set(world))
    with world.acting(world.dave) as actor:
        seen = dossier.locked(actor, case.pk)
        plan.add(actor=actor, case=seen, ask=world.ask(world.csg, world.alice, Domain.CARE, actor.at + WEEK))
    with refused(Denied), world.acting(world.dave) as actor:
        seen = dossier.locked(actor, case.pk)
        closing.close(actor=actor, case=seen, reason="done", checklist=SEEN_TO)


def test_the_manager_sets_it_at_once(world, case):
    _managed(world)
    _set(world, by=world.alice)
    assert world.held(world.dave, case)


def test_it_ends_by_itself(world, case):
    _answer(world, _set(world, lasts=timedelta(hours=1)))
    with world.acting(world.alice):
        (cover,) = Cover.objects.filter(case=case)
        naming = Naming.objects.get(pk=cover.naming_id)
    assert naming.ends_at == cover.ends_at
    after = cover.ends_at + timedelta(seconds=1)
    with pytest.raises(NotThere), world.acting(world.dave, at=after) as actor:
        dossier.locked(actor, case.pk)


def test_it_ends_sooner_when_someone_says_so(world, case):
    absence = _set(world)
    _answer(world, absence)
    _end(world, absence, world.anna)
    assert not world.held(world.dave, case)
    with refused(WrongStep):
        _end(world, absence, world.dave)


def test_it_ends_with_the_case_going_to_another(world, case):
    _answer(world, _set(world))
    with world.acting(world.anna) as actor:
        seen = dossier.locked(actor, case.pk)
        coordinator.hand_over(
            actor=actor, case=seen, user=world.vera, organisation=world.vt, note="Zij weet het."
        )
    world.accept(case, by=world.vera)
    assert not world.held(world.dave, case)


def test_a_case_that_is_shielded_from_who_covers_stays_so(world, case):
    with world.acting(world.alice) as actor:
        seen = dossier.locked(actor, case.pk)
        shields.from_person(actor=actor, case=seen, user=world.dave, reason=Shield.Reason.RELATIVE)
    _answer(world, _set(world))
    assert not world.held(world.dave, case)
    with world.acting(world.alice):
        assert not Cover.objects.filter(case=case).exists()


def test_who_says_no_sees_nothing_and_the_other_is_told(world, case):
    _answer(world, _set(world), accepted=False)
    assert not world.held(world.dave, case)
    assert "Dave does not cover for you" in words(signed_in(world.anna).get("/vandaag/"))


@pytest.mark.parametrize("name", ["alice", "anna", "vera"])
def test_only_who_was_asked_answers(world, case, name):
    absence = _set(world)
    with refused((Denied, Absence.DoesNotExist)):
        _answer(world, absence, by=getattr(world, name))


def test_only_the_coordinator_or_the_manager_sets_it(world, case):
    for by in (world.dave, world.vera, world.administrator):
        with refused(Denied):
            _set(world, by=by)


@pytest.mark.parametrize(
    "wrong",
    [
        {"cover": "vera"},
        {"cover": "anna"},
        {"lasts": timedelta(0)},
        {"lasts": timedelta(days=400)},
        {"starts": -WEEK},
    ],
)
def test_a_colleague_of_the_same_organisation_and_a_period_that_is_to_come(world, case, wrong):
    changes = {
        name: getattr(world, value) if isinstance(value, str) else value for name, value in wrong.items()
    }
    with refused(WrongStep):
        _set(world, **changes)


def test_two_absences_do_not_overlap(world, case):
    _set(world)
    with refused(WrongStep):
        _set(world, starts=timedelta(days=3))


def test_the_pages(world, case):
    anna, dave = signed_in(world.anna), signed_in(world.dave)
    day = timezone.localdate()
    sent = {"cover": str(world.dave.pk), "starts_on": day.isoformat(), "ends_on": (day + WEEK).isoformat()}
    assert anna.post("/afwezig/", {**sent, "ends_on": ""}).status_code == 422
    assert "Dave is asked to cover for you." in words(anna.post("/afwezig/", sent, follow=True))
    with world.acting(world.anna):
        absence = Absence.objects.get()
    assert "You cover." in words(
        dave.post(f"/afwezig/{absence.pk}/antwoord/", {"answer": "yes"}, follow=True)
    )
    assert world.held(world.dave, case)
    _managed(world)
    manager = signed_in(world.alice)
    assert "Anna is away; Dave covers" in words(manager.get("/organisatie/csg/afwezig/"))
    assert signed_in(world.anna).get("/organisatie/csg/afwezig/").status_code == 403
    assert signed_in(world.vera).post(f"/afwezig/{absence.pk}/einde/").status_code == 404
    assert manager.post(f"/afwezig/{absence.pk}/einde/").status_code == 302
    assert not world.held(world.dave, case)


@pytest.mark.usefixtures("own_database")
def test_the_worker_begins_it_in_time_once_and_records_it(world, owner):
    case = world.coordinated()
    absence = _set(world, starts=timedelta(hours=5))
    _answer(world, absence)
    assert not world.held(world.dave, case)
    owner.execute("UPDATE coordination_absence SET starts_at = now() - interval '1 minute'")
    with as_role("rondom_worker"):
        done = [covers.tend(actor=Actor.service(timezone.now())) for _ in range(2)]
    assert done == [1, 0]
    assert world.held(world.dave, case)
    with world.acting(world.alice):
        assert Event.objects.filter(verb="coordination:cover:began", case_id=case.pk).count() == 1
