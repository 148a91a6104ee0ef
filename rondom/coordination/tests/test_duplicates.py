"""Two cases that are one: one closes and points to the other, and undoing it puts back everything as it was."""

from datetime import timedelta

import pytest
from django.utils import translation

from rondom.audit.models import Event
from rondom.cases.actions import dossier
from rondom.cases.models import Case, CaseLink, Category, Entry, Status, Step
from rondom.coordination.actions import closing, duplicates, plan
from rondom.coordination.models import Assignment
from rondom.core.errors import Denied, WrongStep
from rondom.sharing.models import Due
from rondom.triage import actions as triage
from tests.proof import refused
from tests.world import no, yes


@pytest.fixture(autouse=True)
def in_dutch():
    """Whatever language an earlier test left behind."""
    with translation.override("nl"):
        yield


SHARED = [yes("veilig_thuis", *Category)]


def _both(world, **changes):
    """The neighbour's report, and that of the person herself two hours later; Alice registered both."""
    with world.acting(world.alice) as actor:
        earlier = actor.at - timedelta(hours=5)
    return world.report(reported_at=earlier, reporter_role="bystander", **changes), world.report(**changes)


def _fold(world, case, into, by=None):
    with world.acting(by or world.alice) as actor:
        ends = [dossier.locked(actor, one.pk) for one in (case, into)]
        return duplicates.fold(actor=actor, case=ends[0], into=ends[1], grounds=["phone", "birth_year"])


def _unfold(world, link, by=None):
    with world.acting(by or world.alice) as actor:
        ends = [dossier.locked(actor, key) for key in (link.case_id, link.other_id)]
        again = CaseLink.objects.select_related("case", "other").get(pk=link.pk)
        again.case, again.other = ends
        duplicates.unfold(actor=actor, link=again, case=ends[0], into=ends[1])


def _stands(owner_of, case):
    """Every column of the case, its steps and its coordination, as someone who sees it all finds them."""
    world, who = owner_of
    with world.acting(who):
        tables = [(Case, {"pk": case.pk}), (Step, {"case": case}), (Assignment, {"case": case})]
        return [
            {
                field.attname: getattr(row, field.attname)
                for field in row._meta.concrete_fields
                if field.attname != "reason"
            }
            for model, which in tables
            for row in model.objects.filter(**which).order_by("pk")
        ]


def _finish(world, case):
    with world.acting(world.victor) as actor:
        seen = dossier.locked(actor, case.pk)
        for step in Step.objects.filter(case=case, kind="action"):
            plan.advance(actor=actor, case=seen, step=step, state=Step.State.DONE)


def test_one_closes_with_its_texts_where_they_were_and_points_to_the_other(world):
    neighbour, own = _both(world)
    link = _fold(world, neighbour, own)
    seen = world.seen(world.alice, neighbour)
    assert (seen.status, seen.closing_reason, seen.next_kind) == (Status.CLOSED, "duplicate", "")
    assert (link.case_id, link.other_id) == (neighbour.pk, own.pk)
    with world.acting(world.alice):
        assert Entry.objects.filter(case=neighbour, kind="story").count() == 1
        assert Entry.objects.filter(case=own).count() == Entry.objects.filter(case=neighbour).count()


def test_of_two_that_wait_for_the_mdt_the_earlier_moment_counts(world):
    neighbour, own = _both(world)
    due_at = world.seen(world.alice, neighbour).mdt_due_at
    assert due_at < world.seen(world.alice, own).mdt_due_at
    _fold(world, neighbour, own)
    seen = world.seen(world.alice, own)
    assert (seen.mdt_due_at, seen.next_due_at) == (due_at, due_at)


def test_the_later_one_that_closes_moves_nothing(world):
    neighbour, own = _both(world)
    before = _stands((world, world.alice), neighbour)
    _fold(world, own, neighbour)
    assert _stands((world, world.alice), neighbour) == before


@pytest.mark.parametrize("stage", ["waiting", "weighed", "coordinated", "back"])
def test_undoing_puts_back_exactly_what_was(world, stage):
    neighbour, own = _both(world)
    by = world.alice
    if stage != "waiting":
        world.open_mdt()
        for case in (neighbour, own):
            world.decide(case, asks=[])
        world.close_mdt()
    if stage in {"coordinated", "back"}:
        by = world.anna
        for case in (neighbour, own):
            world.accept(case)
    if stage == "back":
        for case in (neighbour, own):
            with world.acting(by) as actor:
                triage.bring_back(actor=actor, case=dossier.locked(actor, case.pk), reason="Zij belde weer.")
    before = [_stands((world, by), case) for case in (neighbour, own)]
    link = _fold(world, neighbour, own, by=by)
    assert [_stands((world, by), case) for case in (neighbour, own)] != before
    _unfold(world, link, by=by)
    assert [_stands((world, by), case) for case in (neighbour, own)] == before
    with world.acting(by):
        assert not Due.objects.filter(case=neighbour, ended_at__isnull=True).exists(), (
            "it is not destroyed either"
        )


def test_what_was_asked_is_withdrawn_and_asked_again_when_it_is_undone(world):
    neighbour, own = _both(world)
    world.open_mdt()
    for case in (neighbour, own):
        world.decide(case, asks=[])
    world.close_mdt()
    (question,) = world.steps(neighbour, kind="accept")
    link = _fold(world, neighbour, own)
    assert [step.state for step in world.steps(neighbour)] == [Step.State.WITHDRAWN]
    _unfold(world, link)
    assert [(step.pk, step.state, step.ended_at) for step in world.steps(neighbour)] == [
        (question.pk, Step.State.PROPOSED, None)
    ]
    world.accept(neighbour)


def test_a_moment_that_the_mdt_moved_since_then_stays_as_it_is_now(world):
    neighbour, own = _both(world)
    link = _fold(world, neighbour, own)
    world.open_mdt()
    world.decide(own)
    world.close_mdt()
    now = _stands((world, world.alice), own)
    _unfold(world, link)
    assert _stands((world, world.alice), own) == now


def test_the_log_of_either_says_nothing_of_the_other(world):
    neighbour, own = _both(world)
    link = _fold(world, neighbour, own)
    _unfold(world, link)
    with world.acting(world.alice):
        events = [event for case in (neighbour, own) for event in Event.objects.filter(case_id=case.pk)]
    assert {"coordination:closed", "coordination:reopened"} <= {event.verb for event in events}
    for event in events:
        assert str({neighbour.pk: own.pk, own.pk: neighbour.pk}[event.case_id]) not in str(event.data)


def test_who_sees_the_one_that_goes_on_alone_sees_nothing_of_the_neighbour(world):
    neighbour = world.report(reporter_role="bystander", answers=[no("veilig_thuis")])
    own = world.report(answers=SHARED)
    _fold(world, neighbour, own)
    assert world.held(world.victor, own)
    with world.acting(world.victor):
        assert not CaseLink.objects.exists()
        assert not Case.objects.filter(pk=neighbour.pk).exists()


def test_an_action_that_someone_must_still_do_keeps_it_open(world):
    neighbour, own = _both(world)
    world.open_mdt()
    for case in (neighbour, own):
        world.decide(case)
    world.close_mdt()
    with refused(WrongStep, "Acties die nog openstaan: 1"):
        _fold(world, neighbour, own)
    _finish(world, neighbour)
    _fold(world, neighbour, own)


def test_what_waits_for_the_mdt_is_not_closed_into_what_does_not(world):
    neighbour, own = _both(world)
    world.open_mdt()
    world.decide(own)
    world.close_mdt()
    with refused(WrongStep, "wacht nog op het MDT"):
        _fold(world, neighbour, own)


def test_only_the_coordinator_closes_what_someone_coordinates(world):
    neighbour, own = _both(world)
    world.open_mdt()
    for case in (neighbour, own):
        world.decide(case, asks=[])
    world.close_mdt()
    world.accept(neighbour)
    with refused(Denied, "Alleen de regiehouder van de zaak die wordt afgesloten"):
        _fold(world, neighbour, own)


def test_only_who_is_on_both_says_that_they_are_the_same(world):
    neighbour, own = _both(world, answers=SHARED)
    with refused(Denied, "Alleen wie op beide zaken staat"):
        _fold(world, neighbour, own, by=world.victor)


def test_a_case_does_not_close_when_that_tells_whom_the_person_refused(world):
    """Veilig Thuis knows her from the neighbour's report; she herself said no to them, and they may not learn of her."""
    neighbour = world.report(reporter_role="bystander", answers=SHARED)
    own = world.report(answers=[no("veilig_thuis")])
    with refused(WrongStep, "zou te weten komen dat er een andere zaak is"):
        _fold(world, neighbour, own)
    _fold(world, own, neighbour)


def test_closed_cases_are_linked_and_no_more(world):
    neighbour, own = _both(world)
    third = world.report()
    _fold(world, neighbour, own)
    for ends in [(neighbour, third), (third, neighbour)]:
        with refused(WrongStep, "Een van deze zaken is afgesloten"):
            _fold(world, *ends)


def test_once_opened_again_on_its_own_it_is_no_duplicate_to_undo(world):
    neighbour, own = _both(world)
    link = _fold(world, neighbour, own)
    with world.acting(world.alice) as actor:
        closing.reopen(actor=actor, case=dossier.locked(actor, neighbour.pk), reason="Toch iemand anders.")
    with refused(WrongStep, "niet meer afgesloten als dezelfde zaak"):
        _unfold(world, link)
