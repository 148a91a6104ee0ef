"""Who is on call is called for one case; who knows someone in it steps back."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from rondom.cases.actions import dossier, naming
from rondom.cases.models import Case, Category, Domain, Naming, Shield, Step
from rondom.core.errors import Denied, NotThere, WrongStep
from rondom.organisations.models import Seat
from rondom.triage import actions
from rondom.triage.models import Decision, DecisionLine, ItemMember, ItemTime
from tests.browse import signed_in, words
from tests.proof import nothing_written, refused
from tests.world import yes


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def case(world):
    """A case that waits, of which the person wants the prosecutor to know."""
    return world.report(answers=[
        yes("prosecution", Category.LEGAL), yes("veilig_thuis", Category.IDENTITY, Category.STORY, Category.SAFETY),
        yes("victim_support", Category.IDENTITY, Category.RECOVERY),
    ])  # fmt: skip


def seat_of(user):
    return Seat.objects.get(user=user, region__slug="north")


def call(world, case, who=None, by=None):
    with world.acting(by or world.alice) as actor:
        seen = dossier.locked(actor, case.pk)
        return actions.call(
            actor=actor, case=seen, seat=seat_of(who or world.olga), why="Advies over aangifte."
        )


def step_back(world, case, who):
    with world.acting(who) as actor:
        seen = dossier.locked(actor, case.pk)
        actions.step_back(actor=actor, case=seen, reason=Shield.Reason.RELATIVE)


def test_who_is_on_call_sees_a_case_when_called_and_until_it_is_decided(world, case):
    assert world.held(world.olga, case) == 0
    call(world, case)
    assert world.held(world.olga, case) & Category.LEGAL
    world.open_mdt()
    world.decide(case)
    assert world.held(world.olga, case) == 0
    with world.acting(world.alice):
        (called,) = ItemMember.objects.all()
        assert (called.ended_at is not None, called.ended_by) == (True, world.alice)
        assert not Naming.objects.filter(user=world.olga, ends_at__isnull=True).exists()


def test_who_was_called_may_write_the_decision_and_sees_nothing_more_after_it(world, case):
    call(world, case)
    world.open_mdt()
    world.discuss(case)
    lines = [actions.Line(Domain.LAW, DecisionLine.Need.NOW, "Een informatief gesprek.")]
    world.decide(case, by=world.olga, lines=lines, asks=[])
    assert world.held(world.olga, case) == 0
    with world.acting(world.alice):
        assert Decision.objects.get(case=case).decided_by == world.olga
        assert ItemTime.objects.get(case=case).ended_at is not None


def test_who_was_called_and_got_something_to_do_stays_on_the_case(world, case):
    call(world, case)
    world.open_mdt()
    with world.acting(world.alice) as actor:
        asks = [world.ask(world.om, world.olga, Domain.LAW, actor.at + timedelta(days=1))]
    world.decide(case, asks=asks)
    assert world.held(world.olga, case) & Category.LEGAL


def test_who_was_on_the_case_already_stays_when_the_call_ends(world, case):
    with world.acting(world.alice) as actor:
        seen = dossier.locked(actor, case.pk)
        naming.name(actor=actor, case=seen, organisation=world.om, user=world.olga)
    called = call(world, case)
    with world.acting(world.sam) as actor:
        actions.end_call(actor=actor, case=dossier.locked(actor, case.pk), called=called)
    assert world.held(world.olga, case) & Category.LEGAL


def test_what_is_not_needed_any_more_ends_once(world, case):
    called = call(world, case)
    with world.acting(world.alice) as actor:
        actions.end_call(actor=actor, case=dossier.locked(actor, case.pk), called=called)
    assert world.held(world.olga, case) == 0
    with refused(WrongStep, "ended already"), world.acting(world.alice) as actor:
        actions.end_call(actor=actor, case=dossier.locked(actor, case.pk), called=ItemMember.objects.get())


def test_nobody_is_called_twice_nor_who_has_a_fixed_seat(world, case):
    call(world, case)
    with refused(WrongStep, "called for this case already"):
        call(world, case)
    with refused(WrongStep, "Only who is on call"):
        call(world, case, who=world.sam)


def test_nobody_is_called_whose_organisation_may_not_know(world):
    case = world.report()
    with refused(Denied):
        call(world, case)


def test_who_does_not_sit_in_the_mdt_calls_nobody(world, case):
    with world.acting(world.alice) as actor:
        seen = dossier.locked(actor, case.pk)
        naming.name(actor=actor, case=seen, organisation=world.csg, user=world.dave)
    with refused(Denied, "Only members of this MDT"):
        call(world, case, by=world.dave)


def test_who_steps_back_sees_nothing_any_more_and_the_others_see_that_they_did(world, case):
    step_back(world, case, world.sam)
    assert world.held(world.sam, case) == 0
    page = words(signed_in(world.carol).get(reverse("triage:item", args=["north", case.pk])))
    assert "Sam stepped back (conflict of interest)" in page
    client = signed_in(world.sam)
    assert client.get(reverse("triage:item", args=["north", case.pk])).status_code == 404
    assert str(case.pk) not in client.get(reverse("triage:region", args=["north"])).content.decode()


def test_what_waited_for_who_steps_back_is_withdrawn_and_the_case_still_has_a_next(world, case):
    world.open_mdt()
    with world.acting(world.alice) as actor:
        asks = [world.ask(world.shn, world.sam, Domain.RECOVERY, actor.at + timedelta(hours=1))]
    world.decide(case, asks=asks)
    with world.acting(world.alice) as actor:
        actions.bring_back(actor=actor, case=dossier.locked(actor, case.pk), reason="Er is iets veranderd.")
    step_back(world, case, world.sam)
    (step,) = world.steps(case, domain="recovery")
    assert step.state == Step.State.WITHDRAWN
    assert world.seen(world.alice, case).next_kind == Case.NextKind.MDT


def test_when_the_chair_steps_back_someone_else_is_next(world, case):
    assert world.seen(world.alice, case).next_user == world.carol
    step_back(world, case, world.carol)
    assert world.held(world.carol, case) == 0
    assert (
        world.seen(world.alice, case).next_user == world.alice
    )  # who registered it: there is no other chair


def test_nobody_steps_back_from_what_they_registered_or_coordinate(world, case):
    with refused(WrongStep, "You registered this case"):
        step_back(world, case, world.alice)


def test_stepping_back_cannot_be_done_for_another_by_the_database_either(world, case):
    step_back(world, case, world.sam)
    with nothing_written(), pytest.raises(NotThere):
        world.seen(world.sam, case)
    with world.acting(world.alice):
        (shield,) = Shield.objects.all()
        assert (shield.user, shield.set_by) == (world.sam, world.sam)


def test_an_emergency_puts_nobody_on_the_case_and_says_so(world, case):
    world.break_glass(case, world.dave)
    with refused(Denied, "in an emergency alone"), world.acting(world.dave) as actor:
        seen = dossier.locked(actor, case.pk)
        naming.name(actor=actor, case=seen, organisation=world.csg, user=world.anna)


def test_the_pages_call_end_and_step_back(world, case):
    client = signed_in(world.sam)
    page = reverse("triage:call", args=["north", case.pk])
    assert "Olga" in words(client.get(page))
    missing = client.post(page, {})
    assert missing.status_code == 422
    assert "Choose one." in words(missing)
    found = client.post(page, {"seat": str(seat_of(world.olga).pk), "why": "Advies."})
    assert found.status_code == 302
    said = words(client.get(reverse("triage:item", args=["north", case.pk])))
    assert "Olga, Organisatie om, is called: Advies." in said
    called = member(world)
    ended = client.post(reverse("triage:end_call", args=["north", case.pk, called.pk]))
    assert ended.status_code == 302
    back = reverse("triage:step_back", args=["north", case.pk])
    assert "cannot undo this myself" in words(client.get(back))
    assert client.post(back, {"reason": "relative"}).status_code == 422
    assert client.post(back, {"reason": "relative", "understood": "on"}).status_code == 302
    assert world.held(world.sam, case) == 0


def member(world):
    with world.acting(world.alice):
        return ItemMember.objects.get()
