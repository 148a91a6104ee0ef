"""Whatever people do, in whatever order: every open case has one next actor, who can see it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from rondom.accounts.models import User
from rondom.cases import turn
from rondom.cases.actions import contact_wishes, dossier
from rondom.cases.models import FOR_THE_MDT, OPEN_STATES, Case, Category, Domain, Grant, Shield, Status, Step
from rondom.coordination.actions import closing, coordinator, plan
from rondom.coordination.models import Assignment
from rondom.core.errors import Denied, NotThere, WrongStep
from rondom.organisations.actor import Actor
from rondom.organisations.models import Seat
from rondom.sharing.actions import consents, grants, shields
from rondom.sharing.actions.consents import Answer
from rondom.sharing.models import Consent
from rondom.sharing.terms import Purpose
from rondom.triage import actions as triage
from rondom.triage.models import Decision, Escalation, Meeting
from tests.seen_to import DROPPED_OUT, SEEN_TO
from tests.world import World

# Each sequence in a transaction of its own: rows that were taken back within one make every later look slower.
pytestmark = pytest.mark.usefixtures("own_database")

COORDINATORS = ["anna", "vera", "sara"]
STRANGERS = ["victor", "anna", "vera", "sam", "bob", "dave", "celia"]
Do = Callable[[World, Actor, Case, int], None]


def _decide(world: World, actor: Actor, case: Case, number: int) -> None:
    who = getattr(world, COORDINATORS[number % 3])
    asks = [world.ask(world.vt, world.victor, Domain.SAFETY, actor.at + timedelta(hours=number % 7))]
    outcome = world.outcome(
        actor,
        coordinator=who,
        coordinator_organisation={"anna": world.csg, "vera": world.vt, "sara": world.shn}[who.username],
        asks=asks[: number % 2],
    )
    triage.decide(actor=actor, case=case, outcome=outcome)


def _meet_and_decide(world: World, actor: Actor, case: Case, number: int) -> None:
    if not Meeting.objects.filter(region=world.north, closed_at__isnull=True).exists():
        world.open_mdt()
    with world.acting(world.alice) as alice:
        _decide(world, alice, dossier.locked(alice, case.pk), number)


def _finish_and_close(world: World, actor: Actor, case: Case, number: int) -> None:
    for step in Step.objects.filter(case=case, kind=Case.NextKind.ACTION, state__in=OPEN_STATES):
        plan.advance(actor=actor, case=case, step=step, state=Step.State.WITHDRAWN, outcome="Klaar.")
    closing.close(
        actor=actor, case=case, reason=Case.ClosingReason.WISH, checklist=DROPPED_OUT, note="Zij wil stoppen."
    )


def _propose(world: World, actor: Actor, case: Case, number: int) -> None:
    who, place = [(world.anna, world.csg), (world.vera, world.vt), (world.sara, world.shn)][number % 3]
    coordinator.propose(actor=actor, case=case, user=who, organisation=place)


def _hand_over(world: World, actor: Actor, case: Case, number: int) -> None:
    who, place = [(world.anna, world.csg), (world.vera, world.vt), (world.sara, world.shn)][number % 3]
    words = {"note": "Zij wil weinig mensen.", "weighed": "Dit is de rustigste keuze."}
    coordinator.hand_over(actor=actor, case=case, user=who, organisation=place, **words)


def _lay(world: World, actor: Actor, case: Case, number: int) -> None:
    domain, place, who = [
        (Domain.SAFETY, world.vt, world.victor),
        (Domain.CARE, world.csg, world.dave),
        (Domain.RECOVERY, world.shn, None),
    ][number % 3]
    plan.add(actor=actor, case=case, ask=world.ask(place, who, domain, actor.at + timedelta(hours=number)))


def _advance(world: World, actor: Actor, case: Case, number: int) -> None:
    waiting = list(Step.objects.filter(case=case, state__in=OPEN_STATES).order_by("pk"))
    if waiting:
        state = list(Step.State)[number % len(Step.State)]
        plan.advance(
            actor=actor, case=case, step=waiting[number % len(waiting)], state=state, outcome="Zo is het."
        )


def _share(world: World, actor: Actor, case: Case, number: int) -> None:
    place = [world.shn, world.vt, world.om][number % 3]
    grants.give(
        actor=actor,
        case=case,
        organisation=place,
        categories=[Category.IDENTITY],
    )


def _stop_sharing(world: World, actor: Actor, case: Case, number: int) -> None:
    live = list(Grant.objects.filter(case=case, revoked_at__isnull=True).order_by("pk"))
    grants.stop(actor=actor, case=case, grant=live[number % len(live)])


def _say_yes(world: World, actor: Actor, case: Case, number: int) -> None:
    kind = ["prosecution", "victim_support", "veilig_thuis", "police"][number % 4]
    categories = sum(Category) if number % 2 else Category.IDENTITY
    consents.ask(
        actor=actor,
        case=case,
        answer=Answer(kind, "", categories, given=number % 5 > 0, purposes=tuple(Purpose)),
    )


def _withdraw(world: World, actor: Actor, case: Case, number: int) -> None:
    held = list(Consent.objects.filter(case=case, given=True, withdrawn_at__isnull=True).order_by("pk"))
    if held:
        consents.withdraw(actor=actor, case=case, consent=held[number % len(held)])


def _shield(world: World, actor: Actor, case: Case, number: int) -> None:
    if number % 2:
        user = getattr(world, STRANGERS[number % len(STRANGERS)])
        shields.from_person(actor=actor, case=case, user=user, reason=Shield.Reason.RELATIVE)
        return
    place = [world.vt, world.shn, world.csg, world.om][number // 2 % 4]
    cleared = [world.alice.pk] if place == world.csg else []
    shields.from_organisation(
        actor=actor, case=case, organisation=place, reason=Shield.Reason.WORKS_THERE, cleared=cleared
    )


def _lift(world: World, actor: Actor, case: Case, number: int) -> None:
    held = list(Shield.objects.filter(case=case, lifted_at__isnull=True).order_by("pk"))
    if held:
        shields.lift(actor=actor, case=case, shield=held[number % len(held)])


def _move(world: World, actor: Actor, case: Case, number: int) -> None:
    to_at = actor.at + timedelta(hours=1 + number * 3)
    triage.move(actor=actor, case=case, to_at=to_at, reason="Dan kan zij.", late_is_meant=number % 2 == 0)


def _call(world: World, actor: Actor, case: Case, number: int) -> None:
    seat = Seat.objects.get(user=world.olga)
    triage.call(actor=actor, case=case, seat=seat, why="Advies.")


def _step_back(world: World, actor: Actor, case: Case, number: int) -> None:
    triage.step_back(actor=actor, case=case, reason=Shield.Reason.RELATIVE)


DOINGS: dict[str, Do] = {
    "open the MDT": lambda world, actor, case, number: triage.open_meeting(actor=actor, region=world.north),
    "close the MDT": lambda world, actor, case, number: triage.close_meeting(actor=actor, region=world.north),
    "decide": _decide,
    "meet and decide": _meet_and_decide,
    "accept": lambda world, actor, case, number: coordinator.accept(actor=actor, case=case),
    "decline": lambda world, actor, case, number: coordinator.decline(actor=actor, case=case, reason="Vol."),
    "propose": _propose,
    "hand over": _hand_over,
    "wish about the coordinator": lambda world, actor, case, number: contact_wishes.note(
        actor=actor, case=case, text="Liever een vrouw."
    ),
    "lay an action": _lay,
    "advance a step": _advance,
    "bring back": lambda world, actor, case, number: triage.bring_back(
        actor=actor, case=case, reason="Iets nieuws."
    ),
    "finish and close": _finish_and_close,
    "close": lambda world, actor, case, number: closing.close(
        actor=actor, case=case, reason=Case.ClosingReason.DONE, checklist=SEEN_TO
    ),
    "reopen": lambda world, actor, case, number: closing.reopen(actor=actor, case=case, reason="Toch weer."),
    "share": _share,
    "stop sharing": _stop_sharing,
    "say yes": _say_yes,
    "withdraw": _withdraw,
    "shield": _shield,
    "lift a shield": _lift,
    "move": _move,
    "call": _call,
    "step back": _step_back,
}
# The sequences begin where it gets interesting, and may go anywhere from there.
BEGINNINGS: dict[str, Callable[[World], Case]] = {
    "reported": lambda world: world.report(),
    "weighed": lambda world: world.weighed(),
    "coordinated": lambda world: world.coordinated(),
}
# Who may do each; now and then someone else tries.
CHAIR, REGISTRAR, COORDINATOR = "chair", "registrar", "coordinator"
WHO = {
    "open the MDT": CHAIR,
    "close the MDT": CHAIR,
    "decide": REGISTRAR,
    "meet and decide": REGISTRAR,
    "finish and close": COORDINATOR,
    "propose": CHAIR,
    "hand over": COORDINATOR,
    "wish about the coordinator": REGISTRAR,
    "lay an action": COORDINATOR,
    "close": COORDINATOR,
    "bring back": COORDINATOR,
    "reopen": REGISTRAR,
    "share": REGISTRAR,
    "stop sharing": REGISTRAR,
    "say yes": REGISTRAR,
    "withdraw": REGISTRAR,
    "shield": REGISTRAR,
    "lift a shield": REGISTRAR,
    "move": REGISTRAR,
    "call": REGISTRAR,
    "step back": CHAIR,
}
# What is likely to come next; now and then something else is tried.
LIKELY = {
    Status.REPORTED: [
        "meet and decide",
        "share",
        "open the MDT",
        "move",
        "call",
        "stop sharing",
        "say yes",
        "withdraw",
        "shield",
    ],
    Status.WEIGHED: [
        "accept",
        "decline",
        "propose",
        "advance a step",
        "bring back",
        "close the MDT",
        "withdraw",
        "shield",
    ],
    Status.COORDINATED: [
        "lay an action",
        "hand over",
        "accept",
        "decline",
        "wish about the coordinator",
        "advance a step",
        "advance a step",
        "finish and close",
        "bring back",
        "withdraw",
        "shield",
        "say yes",
    ],
    Status.RE_TRIAGE: [
        "meet and decide",
        "close the MDT",
        "move",
        "step back",
        "advance a step",
        "lay an action",
        "withdraw",
        "shield",
        "lift a shield",
    ],
    Status.CLOSED: ["reopen"],
}
doings = st.lists(
    st.tuples(
        st.sampled_from([""] * 30 + sorted(DOINGS)),
        st.sampled_from([""] * 20 + STRANGERS),
        st.integers(0, 20),
    ),
    min_size=4,
    max_size=16,
)


@given(beginning=st.sampled_from(sorted(BEGINNINGS)), done=doings)
def test_after_any_sequence_of_actions_the_case_says_who_is_next(beginning, done):
    with transaction.atomic():
        world = World()
        case = BEGINNINGS[beginning](world)
        _is_consistent(world, case)
        for doing, person, number in done:
            _try(world, case, doing, person, number)
            _is_consistent(world, case)
        transaction.set_rollback(True)


def _try(world: World, case: Case, doing: str, person: str, number: int) -> None:
    now = world.seen(world.alice, case)
    likely = LIKELY[Status(now.status)]
    doing = doing or likely[number % len(likely)]
    someone = getattr(world, person) if person else who_fits(world, now, WHO.get(doing)) or world.alice
    try:
        with world.acting(someone) as actor:
            DOINGS[doing](world, actor, dossier.locked(actor, case.pk), number)
    except (Denied, NotThere, WrongStep):
        pass  # most of what random people try is refused; the case must be as consistent as before


def who_fits(world: World, case: Case, role: str | None) -> User | None:
    """Who may do it, by the role that does: whoever is next, where none is named."""
    fit = {CHAIR: world.carol, REGISTRAR: world.alice, COORDINATOR: case.coordinator}
    return fit[role] if role else case.next_user


def _is_consistent(world: World, case: Case) -> None:
    with world.acting(world.alice) as actor:
        now = dossier.locked(actor, case.pk)
        steps = list(Step.objects.filter(case=case).select_related("organisation", "user"))
        found = turn.next_of(now, steps, lambda: turn.chair_of(now, actor.at), actor.at)
        running = Assignment.objects.filter(case=case, state=Assignment.State.ACCEPTED)
        assert [one.user for one in running] == ([now.coordinator] if now.coordinator else [])
        _is_planned_or_known_to_be_late(now)
        _was_decided_with_quorum_or_why(now)
    stored = (now.next_kind, now.next_organisation, now.next_user, now.next_due_at)
    if now.status == Status.CLOSED:
        assert found is None
        assert stored == ("", None, None, None)
        assert not [step for step in steps if step.state in OPEN_STATES]
        return
    assert found is not None
    assert stored[:3] == (found.kind, found.organisation, found.user)
    assert now.next_due_at <= found.due_at  # what is worked out from now on is later with every look
    if now.next_user:
        assert world.held(now.next_user, case), (
            f"{now.next_user} is next to {now.next_kind} and cannot see the case"
        )


def _is_planned_or_known_to_be_late(case: Case) -> None:
    """A case that waits has a meeting in time, or someone moved it on purpose, which is a breach that asks for a reason."""
    if case.status in FOR_THE_MDT:
        assert case.mdt_region_id
        assert case.mdt_at
        late = case.mdt_at > case.mdt_due_at
        of_round = Escalation.objects.filter(case=case, round=case.mdt_round, level__in=Escalation.BREACHES)
        assert not late or of_round.exists()


def _was_decided_with_quorum_or_why(case: Case) -> None:
    decisions = list(Decision.objects.filter(case=case))
    assert len({one.round for one in decisions}) == len(decisions)
    assert all(one.quorum or one.no_quorum for one in decisions)


def test_sharing_does_not_stop_while_the_case_waits_for_that_organisation():
    world = World()
    case = world.coordinated()
    assert world.seen(world.anna, case).next_user == world.victor
    with pytest.raises(WrongStep), world.acting(world.anna) as actor:
        grants.stop(actor=actor, case=dossier.locked(actor, case.pk), grant=_grant_of(case, world.vt))
    assert world.held(world.victor, case)
    _is_consistent(world, case)


def _grant_of(case: Case, organisation) -> Grant:
    return Grant.objects.get(case=case, organisation=organisation)
