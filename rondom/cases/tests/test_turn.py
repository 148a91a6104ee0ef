"""Whose turn it is, in cases and steps that nobody thought of."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rondom.accounts.models import User
from rondom.cases.models import FOR_THE_MDT, NEXT_STEP_STATE, OPEN_STATES, Case, Status, Step
from rondom.cases.turn import ORDER, Turn, next_of
from rondom.organisations.models import Organisation

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
CHAIR = (Organisation(name="the chair's"), User(display_name="the chair"))
COORDINATOR = (Organisation(name="the coordinator's"), User(display_name="the coordinator"))
KINDS = list(Case.NextKind)

moments = st.integers(-3, 3).map(lambda hours: NOW + timedelta(hours=hours))
steps = st.builds(
    lambda kind, due_at, state: Step(
        kind=kind, due_at=due_at, state=state, organisation=Organisation(), user=User()
    ),
    st.sampled_from(KINDS),
    moments,
    st.sampled_from(Step.State),
)
cases = st.builds(
    lambda status, due_at, coordinated: Case(
        status=status,
        mdt_due_at=due_at,
        coordinator_organisation=COORDINATOR[0] if coordinated else None,
        coordinator=COORDINATOR[1] if coordinated else None,
    ),
    st.sampled_from(Status),
    moments,
    st.booleans(),
)


def chair() -> tuple[Organisation, User]:
    return CHAIR


def _open(found: list[Step]) -> list[Step]:
    return [step for step in found if step.state in OPEN_STATES]


@given(case=cases, laid=st.lists(steps, max_size=6))
def test_every_open_case_has_exactly_one_next_actor_with_something_to_do_before_a_moment(case, laid):
    turn = next_of(case, laid, chair, NOW)
    assert (turn is None) == (case.status == Status.CLOSED)
    if turn:
        assert turn.kind in KINDS
        assert turn.organisation is not None
        assert turn.due_at is not None


@given(
    case=cases.filter(lambda case: case.status != Status.CLOSED), laid=st.lists(steps, min_size=1, max_size=6)
)
def test_nobody_who_must_do_something_is_due_before_the_one_who_is_next(case, laid):
    turn = next_of(case, laid, chair, NOW)
    for step in _open(laid):
        assert (turn.due_at, ORDER.index(turn.kind)) <= (step.due_at, ORDER.index(step.kind))
    if case.status in FOR_THE_MDT:
        assert (turn.due_at, ORDER.index(turn.kind)) <= (case.mdt_due_at, ORDER.index(Case.NextKind.MDT))


@given(case=cases, laid=st.lists(steps, max_size=6))
def test_who_is_next_was_asked_or_chairs_or_coordinates(case, laid):
    turn = next_of(case, laid, chair, NOW)
    asked = [(step.kind, step.organisation, step.user, step.due_at) for step in _open(laid)]
    if case.status in FOR_THE_MDT:
        asked.append((Case.NextKind.MDT, *CHAIR, case.mdt_due_at))
    if turn and asked:
        assert (turn.kind, turn.organisation, turn.user, turn.due_at) in asked


@given(case=cases, laid=st.lists(steps, max_size=6), order=st.randoms(use_true_random=False))
def test_the_order_in_which_steps_are_found_does_not_matter(case, laid, order):
    shuffled = list(laid)
    order.shuffle(shuffled)
    assert next_of(case, laid, chair, NOW) == next_of(case, shuffled, chair, NOW)


@given(case=cases, laid=st.lists(steps, max_size=6))
def test_steps_that_have_ended_play_no_part(case, laid):
    assert next_of(case, laid, chair, NOW) == next_of(case, _open(laid), chair, NOW)


@pytest.mark.parametrize("status", [Status.WEIGHED, Status.COORDINATED])
def test_when_nothing_is_open_the_coordinator_decides_within_a_day(status):
    case = Case(status=status, coordinator=COORDINATOR[1], coordinator_organisation=COORDINATOR[0])
    due_at = NOW + timedelta(days=1)
    assert next_of(case, [], chair, NOW) == Turn(Case.NextKind.COORDINATE, *COORDINATOR, due_at)


def test_when_nothing_is_open_and_nobody_coordinates_the_chair_finds_a_coordinator_within_a_day():
    due_at = NOW + timedelta(days=1)
    assert next_of(Case(status=Status.WEIGHED), [], chair, NOW) == Turn(Case.NextKind.PROPOSE, *CHAIR, due_at)


@pytest.mark.parametrize("status", FOR_THE_MDT)
def test_a_case_that_waits_for_the_mdt_is_the_chairs_before_24_hours_lapse(status):
    case = Case(status=status, mdt_due_at=NOW, coordinator=COORDINATOR[1])
    assert next_of(case, [], chair, NOW) == Turn(Case.NextKind.MDT, *CHAIR, NOW)


def test_at_the_same_moment_one_answers_before_one_proposes_discusses_acts_or_decides():
    words = ["accept", "propose", "mdt", "action", "coordinate"]
    laid = [Step(kind=kind, due_at=NOW, organisation=Organisation(), user=User()) for kind in reversed(words)]
    case = Case(status=Status.COORDINATED)
    found = []
    while laid:
        turn = next_of(case, laid, chair, NOW)
        found.append(turn.kind)
        laid = [step for step in laid if step.kind != turn.kind]
    assert found == words


def test_of_two_equal_steps_the_one_that_was_asked_first_comes_first():
    first, second = (
        Step(kind="action", due_at=NOW, organisation=Organisation(), user=User()) for _ in range(2)
    )
    assert next_of(Case(status=Status.WEIGHED), [second, first], chair, NOW).user == first.user


def test_a_state_is_open_exactly_when_something_may_follow_it():
    assert {state for state, after in NEXT_STEP_STATE.items() if after} == set(OPEN_STATES)
