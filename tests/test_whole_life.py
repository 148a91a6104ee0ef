"""The whole life of a case, in whatever order: who is next, who coordinates, and who sees what.

Beside tests/test_turn_sequences.py, with all that coordination does, time that passes, and the worker. Each thing that is done is
committed, so that the owner, who sees all rows, can hold what everyone sees against the rule.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from rondom.cases.actions import dossier
from rondom.cases.models import OPEN_STATES, Case, Category, Domain, Goal, Person, Status, Step
from rondom.coordination import entitlements
from rondom.coordination.actions import (
    absences,
    codes,
    contacts,
    criminal_route,
    goals,
    insistences,
    nudges,
    plan,
    vacancies,
)
from rondom.coordination.actions import guests as asking
from rondom.coordination.day import Day, day
from rondom.coordination.models import Absence, Contact, GuestQuestion, RightSaid, RouteState, RouteStep
from rondom.core.db import acting
from rondom.core.errors import Denied, NotThere, WrongStep
from rondom.organisations.actor import Actor
from rondom.organisations.models import Organisation
from tests.sealing import as_role
from tests.test_rls_parity import PROTECTED, _by_rule, _ids
from tests.test_turn_sequences import (
    BEGINNINGS,
    COORDINATOR,
    DOINGS,
    REGISTRAR,
    STRANGERS,
    WHO,
    _is_consistent,
    who_fits,
)
from tests.world import World

pytestmark = pytest.mark.usefixtures("own_database")


def _guest(world: World, actor: Actor, case: Case, number: int) -> None:
    receiver = asking.Receiver(Organisation.Kind.SCHOOL, "Noor", "De school", "06 12345678")
    category = list(Category)[number % len(Category)]
    asking.ask(actor=actor, case=case, receiver=receiver, category=category, text="Wie belt haar?")


def _guest_back(world: World, actor: Actor, case: Case, number: int) -> None:
    for question in GuestQuestion.objects.filter(case=case, state="open"):
        asking.withdraw(actor=actor, case=case, question=question)


def _contact(world: World, actor: Actor, case: Case, number: int) -> None:
    person = Person.objects.get(case=case, roles__contains=[Person.Role.VICTIM])
    way = list(Contact.Way)[number % len(Contact.Way)]
    meant = contacts.Meant(person, way, actor.at, agreed=number % 2 == 0)
    contacts.begin(actor=actor, case=case, meant=meant, went=contacts.Went(Contact.Result.REACHED))


def _rhythm(world: World, actor: Actor, case: Case, number: int) -> None:
    until = (actor.at + timedelta(days=90)).date()
    contacts.agree(actor=actor, case=case, every_days=number + 1, until=until)


def _right(world: World, actor: Actor, case: Case, number: int) -> None:
    state = list(RightSaid.Stand)[number % len(RightSaid.Stand)]
    right = list(entitlements.RIGHTS.values())[number % len(entitlements.RIGHTS)]
    criminal_route.say(actor=actor, case=case, right=right, state=state)


def _route(world: World, actor: Actor, case: Case, number: int) -> None:
    state = list(RouteState)[number % len(RouteState)]
    stands = criminal_route.Stands(state, actor.at.date(), RouteStep.ToldBy.PERSON, cautioned=True)
    criminal_route.note(actor=actor, case=case, stands=stands)


def _goal(world: World, actor: Actor, case: Case, number: int) -> None:
    goals.set_goal(actor=actor, case=case, domain=list(Domain)[number % len(Domain)], text="Rust.")


def _goal_ends(world: World, actor: Actor, case: Case, number: int) -> None:
    for goal in Goal.objects.filter(case=case, state=Goal.State.OPEN)[:1]:
        goals.end(actor=actor, case=case, goal=goal, state=Goal.State.REACHED, reason="")


def _first(case: Case) -> Step:
    found = (
        Step.objects.filter(case=case, kind=Case.NextKind.ACTION, state__in=OPEN_STATES)
        .order_by("pk")
        .first()
    )
    if found is None:
        raise NotThere("step")
    return found


def _postpone(world: World, actor: Actor, case: Case, number: int) -> None:
    step = _first(case)
    due_at = max(actor.at, step.due_at) + timedelta(hours=number + 1)
    plan.postpone(actor=actor, case=case, step=step, due_at=due_at, reason="Zij is ziek.")


def _nudge(world: World, actor: Actor, case: Case, number: int) -> None:
    nudges.nudge(actor=actor, case=case, step=_first(case), sentence="Lukt het?")


def _insist(world: World, actor: Actor, case: Case, number: int) -> None:
    step = _first(case)
    whom = insistences.Asked(world.vt, world.victor)
    insistences.insist(actor=actor, case=case, step=step, whom=whom, reason="Zij wacht.")


def _away(world: World, actor: Actor, case: Case, number: int) -> None:
    cover = {"anna": world.dave, "vera": world.victor, "sara": world.sam}[actor.user.username]  # type: ignore[union-attr]
    ends_at = actor.at + timedelta(days=number + 1)
    absences.set_away(
        actor=actor,
        organisation=actor.organisation,
        user=actor.user,
        cover=cover,
        starts_at=actor.at,
        ends_at=ends_at,
    )  # type: ignore[arg-type]


def _covers(world: World, actor: Actor, case: Case, number: int) -> None:
    for absence in Absence.objects.filter(cover_id=actor.key, accepted__isnull=True)[:1]:
        absences.answer(actor=actor, absence=absence, accepted=number % 3 > 0)


def _back(world: World, actor: Actor, case: Case, number: int) -> None:
    for absence in Absence.objects.filter(user_id=actor.key, ends_at__gt=actor.at)[:1]:
        absences.end(actor=actor, absence=absence)


def _code(world: World, actor: Actor, case: Case, number: int) -> None:
    codes.give(actor=actor, case=case)


MORE: dict[str, Callable[[World, Actor, Case, int], None]] = {
    "ask a guest": _guest,
    "take a question back": _guest_back,
    "contact": _contact,
    "rhythm": _rhythm,
    "right": _right,
    "route": _route,
    "goal": _goal,
    "goal ends": _goal_ends,
    "postpone": _postpone,
    "nudge": _nudge,
    "insist": _insist,
    "away": _away,
    "cover": _covers,
    "back": _back,
    "code": _code,
}
TO_FIND = [Case.NextKind.ACCEPT, Case.NextKind.PROPOSE]
TIME = "time passes"
DO = DOINGS | MORE
BY = WHO | dict.fromkeys(MORE, COORDINATOR) | {"cover": REGISTRAR}
# What is likely to come next, so that a sequence gets through a life; now and then anything else is tried.
_STEERED = ["lay an action", "advance a step", "wish about the coordinator", *sorted(MORE)]
MAY_COME = {
    Status.REPORTED: ["meet and decide", "meet and decide", "say yes", "share"],
    Status.WEIGHED: ["accept", "accept", "accept", "decline", "propose", TIME],
    Status.COORDINATED: [
        *_STEERED,
        "hand over",
        "accept",
        TIME,
        "bring back",
        "finish and close",
        "share",
        "withdraw",
    ],
    Status.RE_TRIAGE: ["meet and decide", "meet and decide", *_STEERED],
    Status.CLOSED: ["reopen"],
}
doings = st.lists(
    st.tuples(
        st.sampled_from([""] * 40 + sorted([*DO, TIME])),
        st.sampled_from([""] * 20 + [*STRANGERS, "sara", "carol"]),
        st.integers(0, 20),
    ),
    min_size=10,
    max_size=24,
)


@settings(max_examples=8, phases=[Phase.generate])  # each example takes seconds
@given(beginning=st.sampled_from(sorted(BEGINNINGS)), done=doings)
def test_whatever_happens_in_a_life_nobody_is_left_alone_and_nothing_shows_to_whom_it_may_not(
    beginning, done, owner
):
    world = World()
    owner.execute(
        "UPDATE triage_meeting SET closed_at = now(), closed_by_id = opened_by_id WHERE closed_at IS NULL"
    )
    case = BEGINNINGS[beginning](world)
    for doing, person, number in done:
        _do(world, case, owner, doing, person, number)
        _is_consistent(world, case)
        _is_not_overlooked(world, case)
    _shows_what_the_rule_says(world, owner)


def _do(world: World, case: Case, owner: psycopg.Connection, doing: str, person: str, number: int) -> None:
    now = world.seen(world.alice, case)
    likely = MAY_COME[Status(now.status)]
    doing = doing or likely[number % len(likely)]
    if doing == TIME:
        _time_passes(owner, case)
        return
    fits = _asked(world, case) if doing in {"accept", "decline"} else who_fits(world, now, BY.get(doing))
    someone = getattr(world, person) if person else fits or world.alice
    try:
        with world.acting(someone) as actor:
            DO[doing](world, actor, dossier.locked(actor, case.pk), number)
    except (Denied, NotThere, WrongStep, KeyError):
        pass  # refused, or nobody covers for who tried; the case must be as consistent as before


def _asked(world: World, case: Case) -> Any:
    """Who was asked to coordinate."""
    with world.acting(world.alice):
        step = Step.objects.filter(case=case, kind=Case.NextKind.ACCEPT, state__in=OPEN_STATES).first()
    return step and step.user


def _time_passes(owner: psycopg.Connection, case: Case) -> None:
    """A question to coordinate that is open now was due a minute ago; the worker looks."""
    owner.execute(
        "UPDATE cases_step SET due_at = now() - interval '1 minute' WHERE case_id = %s AND kind = 'accept'"
        " AND ended_at IS NULL",
        [case.pk],
    )
    owner.execute(
        "UPDATE cases_case SET next_due_at = now() - interval '1 minute' WHERE id = %s AND next_kind = 'accept'",
        [case.pk],
    )
    with as_role("rondom_worker"):
        vacancies.lapse(actor=Actor.service(timezone.now()))


def _is_not_overlooked(world: World, case: Case) -> None:
    """An open case stands on the Today of who is next; and of a case that was decided on, someone coordinates or must."""
    now = world.seen(world.alice, case)
    if now.status == Status.CLOSED:
        return
    if now.status == Status.COORDINATED:
        assert now.coordinator
        assert world.held(now.coordinator, case), "the coordinator sees the case"
    if now.status == Status.WEIGHED:
        assert now.coordinator is None
        with world.acting(world.alice):
            asked = list(Step.objects.filter(case=case, kind__in=TO_FIND, state__in=OPEN_STATES))
        assert len(asked) == 1, "one question to coordinate, or to find who does"
        assert asked[0].user
        with world.acting(asked[0].user) as actor:
            assert case.pk in _shown(day(actor)), "who is asked sees it today"
    next_user = now.next_user
    if next_user is None:
        assert now.next_organisation
        return
    with world.acting(next_user) as actor:
        shown = _shown(day(actor))
    assert case.pk in shown, f"{next_user} is next to {now.next_kind}, and Today does not say so"
    others = [user for user in world.people if user != next_user and _turns(world, user, case)]
    assert not others, "never two who are next"


def _shown(today: Day) -> set[Any]:
    waiting = {one.pk for table in today.tables for one in table.cases}
    return {todo.case.pk for todo in today.mine} | waiting | {one.pk for one in today.vacant}


def _turns(world: World, user: Any, case: Case) -> bool:
    """Whether someone's Today says that the case itself waits for them, besides actions that they were asked for."""
    with world.acting(user) as actor:
        return any(
            todo.case.pk == case.pk and todo.step is None and not todo.instead_of for todo in day(actor).mine
        )


def _shows_what_the_rule_says(world: World, owner: psycopg.Connection) -> None:
    """Of every table of a case, everyone sees what the rule says, and no row more: actions, their words, all of it."""
    users = [user.pk for user in world.people]
    rule = _by_rule(owner, users)
    for user in users:
        with transaction.atomic(), acting(user):
            for table in PROTECTED:
                assert _ids(f"SELECT id FROM {table}") == rule.get((table, user), set()), (table, user)
