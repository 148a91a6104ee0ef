"""The MDT decides: what is needed in every domain, who coordinates, and who does what first."""

from datetime import timedelta

import pytest

from rondom.cases.actions import dossier
from rondom.cases.actions.steps import Ask
from rondom.cases.models import Case, Category, Domain, Status, Step, StepText
from rondom.core.errors import Denied, NotThere, WrongStep
from rondom.triage import actions
from rondom.triage.models import Decision, DecisionLine
from tests.proof import refused
from tests.world import no, yes


@pytest.fixture
def case(world):
    """A case on the table of an MDT that is open."""
    world.open_mdt()
    return world.report()


def test_the_decision_is_kept_line_by_line_with_who_decided(world, case):
    decision = world.decide(case)
    with world.acting(world.alice):
        found = Decision.objects.get(case=case)
        lines = {
            line.domain: (line.need, line.category) for line in DecisionLine.objects.filter(decision=found)
        }
    assert (found, found.decided_by, found.round, found.coordinator) == (decision, world.alice, 1, world.anna)
    assert lines == {
        "safety": ("now", Category.SAFETY),
        "care": ("now", Category.MEDICAL),
        "law": ("not", Category.LEGAL),
    }


def test_the_one_who_is_to_coordinate_is_asked_and_must_answer_within_four_hours(world, case):
    decision = world.decide(case, asks=[])
    seen = world.seen(world.alice, case)
    assert (seen.status, seen.next_kind, seen.next_user) == (Status.WEIGHED, Case.NextKind.ACCEPT, world.anna)
    assert seen.next_due_at == decision.decided_at + timedelta(hours=4)
    assert seen.coordinator is None


def test_the_first_actions_are_laid_with_someone_who_then_sees_what_is_asked(world, case):
    world.decide(case)
    world.close_mdt()
    (step,) = world.steps(case, kind=Case.NextKind.ACTION)
    assert (step.organisation, step.user, step.state) == (world.vt, world.victor, Step.State.PROPOSED)
    with world.acting(world.victor):
        assert StepText.objects.get(step=step).text == "Doe iets voor safety."


def test_a_decision_in_a_domain_is_read_only_by_who_sees_that_domain(world, case):
    world.decide(case)
    with world.acting(world.victor):
        assert [line.domain for line in DecisionLine.objects.all()] == ["safety"]


def test_in_a_second_round_the_same_coordinator_goes_on_without_being_asked_again(world, case):
    world.decide(case)
    world.accept(case)
    _bring_back(world, case)
    world.decide(case, asks=[])
    seen = world.seen(world.alice, case)
    assert (seen.status, seen.coordinator) == (Status.COORDINATED, world.anna)
    assert world.steps(case, kind=Case.NextKind.ACCEPT, state=Step.State.PROPOSED) == []
    with world.acting(world.alice):
        assert [found.round for found in Decision.objects.order_by("round")] == [1, 2]


def test_without_an_open_mdt_nothing_is_decided(world):
    case = world.report()
    with refused(WrongStep):
        world.decide(case)


def test_a_case_is_decided_once_a_round(world, case):
    world.decide(case)
    with refused(WrongStep):
        world.decide(case)


def _bring_back(world, case):
    with world.acting(world.anna) as actor:
        seen = dossier.locked(actor, case.pk)
        actions.bring_back(actor=actor, case=seen, reason="Er is iets veranderd.")


def test_who_has_no_seat_decides_nothing(world, case):
    world.decide(case)
    _bring_back(world, case)
    with refused(Denied):
        world.decide(case, by=world.anna)


@pytest.mark.parametrize("name", ["bob", "dave", "celia", "olga"])
def test_for_who_does_not_see_the_case_it_is_not_there(world, case, name):
    with refused(NotThere):
        world.decide(case, by=getattr(world, name))


def test_nobody_decides_in_a_domain_they_do_not_see(world, case):
    with refused(Denied):
        world.decide(case, by=world.victor)


@pytest.mark.parametrize(
    ("name", "place"), [("bob", "police"), ("alice", "csg"), ("vera", "csg"), ("cora", "csg_south")]
)
def test_only_a_coordinator_of_a_coordinating_organisation_of_the_case_is_asked(world, case, name, place):
    """Not the police, not someone without that role, not for an organisation of others, not from elsewhere."""
    with refused(Denied):
        world.decide(case, coordinator=getattr(world, name), coordinator_organisation=getattr(world, place))


def test_nobody_coordinates_for_an_organisation_that_the_person_refused(world):
    world.open_mdt()
    case = world.report(answers=[no("victim_support")])
    with refused(Denied):
        world.decide(case, coordinator=world.sara, coordinator_organisation=world.shn, asks=[])


def test_nobody_coordinates_who_may_not_know_who_it_is_about(world):
    world.open_mdt()
    case = world.report(answers=[yes("veilig_thuis", Category.SAFETY)])
    with refused(Denied):
        world.decide(case, coordinator=world.vera, coordinator_organisation=world.vt, asks=[])


@pytest.mark.parametrize(
    ("domain", "place", "name"),
    [
        (Domain.LAW, "police", "bob"),  # refused
        (Domain.CARE, "vt", "victor"),  # sees another part
        (Domain.SAFETY, "csg_south", "cora"),  # another region
        (Domain.SAFETY, "vt", "bob"),  # does not work there
    ],
)
def test_an_action_is_asked_only_of_who_may_see_what_it_is_about(world, case, domain, place, name):
    with world.acting(world.alice) as actor:
        ask = Ask(
            Case.NextKind.ACTION,
            getattr(world, place),
            getattr(world, name),
            actor.at,
            domain=domain,
            text="Doe iets.",
        )
    with refused(Denied):
        world.decide(case, asks=[ask])


def test_a_decision_without_a_line_is_no_decision(world, case):
    with refused(Denied):
        world.decide(case, lines=[])
