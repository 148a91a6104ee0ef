"""A plan with a row in every table of it, and contacts, made with the real actions."""

from collections.abc import Mapping
from datetime import timedelta

from rondom.cases.actions import dossier, people
from rondom.cases.models import OPEN_STATES, Case, Domain, Goal, Person, Step, Teller
from rondom.coordination import entitlements
from rondom.coordination.actions import contacts, criminal_route, goals, insistences, nudges, overlaps, plan
from rondom.coordination.models import Contact, Overlap, RightSaid, RouteState, RouteStep
from rondom.first_contact.actions import moments
from rondom.organisations.actor import Actor
from tests.world import World

# Every place in it where someone can write.
PLANNED = [
    "goal", "let_go", "service", "postponed", "nudge", "both", "withdrawn", "insists", "insists_answer", "danger", "spoken",
    "route", "route_wrong", "right", "was_known",
]  # fmt: skip


def plan_of(
    world: World, case: Case, words: Mapping[str, str] | None = None, *, goes_on: bool = True
) -> None:
    """Anna, who coordinates, lays a plan and calls the person; two organisations do the same, and both go on.

    `words`: what is written in each place. Without `goes_on` the new actions are withdrawn.
    """
    said = words or dict.fromkeys(PLANNED, "Zo is het.")
    with world.acting(world.anna) as actor:
        pair = _laid(world, actor, case, said)
        _contacted(actor, case, said)
        _routed(actor, case, said)
        _known_better(actor, case, said)
    with world.acting(world.anna, pair[0].due_at + timedelta(hours=1)) as later:
        seen, whom = dossier.locked(later, case.pk), insistences.Asked(world.vt, world.victor)
        made = insistences.insist(actor=later, case=seen, step=pair[0], whom=whom, reason=said["insists"])
        if words:
            insistences.answer(actor=later, case=seen, insistence=made, words=said["insists_answer"])
    if not goes_on:
        _withdrawn(world, case, [step.pk for step in pair], said)


def _laid(world: World, actor: Actor, case: Case, said: Mapping[str, str]) -> list[Step]:
    seen = dossier.locked(actor, case.pk)
    goal = goals.set_goal(actor=actor, case=seen, domain=Domain.SAFETY, text=said["goal"])
    goals.end(actor=actor, case=seen, goal=goal, state=Goal.State.DROPPED, reason=said["let_go"])
    goals.set_goal(actor=actor, case=seen, domain=Domain.SAFETY, text=said["goal"])
    due_at = actor.at + timedelta(days=2)
    asks = [
        world.ask(world.vt, world.victor, Domain.SAFETY, due_at),
        world.ask(world.csg, world.anna, Domain.SAFETY, due_at),
    ]
    pair = [plan.add(actor=actor, case=seen, ask=ask, service=said["service"]) for ask in asks]
    later = due_at + timedelta(days=1)
    plan.postpone(actor=actor, case=seen, step=pair[0], due_at=later, reason=said["postponed"])
    nudges.nudge(actor=actor, case=seen, step=pair[0], sentence=said["nudge"])
    keeps = Overlap.Keeps.BOTH
    overlaps.settle(actor=actor, case=seen, pair=(pair[0], pair[1]), keeps=keeps, reason=said["both"])
    return pair


def _contacted(actor: Actor, case: Case, said: Mapping[str, str]) -> None:
    seen = dossier.locked(actor, case.pk)
    contacts.agree(actor=actor, case=seen, every_days=7, until=(actor.at + timedelta(days=90)).date())
    person = Person.objects.get(case=case, roles__contains=[Person.Role.VICTIM])
    meant = contacts.Meant(person, Contact.Way.VISIT, actor.at, danger=said["danger"])
    made = contacts.begin(actor=actor, case=seen, meant=meant)
    went = contacts.Went(Contact.Result.REACHED, said["spoken"])
    contacts.note(actor=actor, case=seen, contact=made, went=went)


def _routed(actor: Actor, case: Case, said: Mapping[str, str]) -> None:
    """What was noted wrongly about the criminal route is withdrawn; a right is explained."""
    seen, today = dossier.locked(actor, case.pk), actor.at.date()
    stands = criminal_route.Stands(RouteState.NO_CONTACT, today, RouteStep.ToldBy.PERSON, note=said["route"])
    made = criminal_route.note(actor=actor, case=seen, stands=stands)
    criminal_route.withdraw(actor=actor, case=seen, step=made, why=said["route_wrong"])
    state = RightSaid.Stand.EXPLAINED
    criminal_route.say(
        actor=actor, case=seen, right=entitlements.right("lawyer"), state=state, note=said["right"]
    )


def _known_better(actor: Actor, case: Case, said: Mapping[str, str]) -> None:
    """The person changes their code word twice, so that one stood there before; and it is better known when it was."""
    seen = dossier.locked(actor, case.pk)
    person = Person.objects.get(case=case, roles__contains=[Person.Role.VICTIM])
    for word in (said["was_known"], "anders"):
        known = {"code_word": word}
        people.change(actor=actor, case=seen, person=person, known=known, told_by=Teller.VICTIM)
    moments.state(actor=actor, case=seen, earliest=None, latest=actor.at, told_by=Teller.VICTIM)


def _withdrawn(world: World, case: Case, keys: list[object], said: Mapping[str, str]) -> None:
    with world.acting(world.anna) as actor:
        seen = dossier.locked(actor, case.pk)
        for step in Step.objects.filter(pk__in=keys, state__in=OPEN_STATES):
            plan.advance(
                actor=actor, case=seen, step=step, state=Step.State.WITHDRAWN, outcome=said["withdrawn"]
            )
