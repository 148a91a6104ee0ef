"""A plan with a row in every table of it, and contacts, made with the real actions."""

from datetime import timedelta

from rondom.cases.actions import dossier
from rondom.cases.models import Case, Domain, Person, Step
from rondom.coordination.actions import contacts, goals, insistences, nudges, overlaps, plan
from rondom.coordination.models import Contact, Overlap
from tests.world import World


def plan_of(world: World, case: Case) -> None:
    """Anna, who coordinates, lays a plan and calls the person; two organisations do the same, and both go on."""
    with world.acting(world.anna) as actor:
        seen = dossier.locked(actor, case.pk)
        goals.set_goal(actor=actor, case=seen, domain=Domain.SAFETY, text="Zij slaapt veilig.")
        due_at = actor.at + timedelta(days=2)
        asks = [
            world.ask(world.vt, world.victor, Domain.SAFETY, due_at),
            world.ask(world.csg, world.anna, Domain.SAFETY, due_at),
        ]
        pair = [plan.add(actor=actor, case=seen, ask=ask, service="Het Huis") for ask in asks]
        plan.postpone(actor=actor, case=seen, step=pair[0], due_at=due_at + timedelta(days=1), reason="Rust.")
        nudges.nudge(actor=actor, case=seen, step=pair[0], sentence="Lukt het?")
        settled = {"keeps": Overlap.Keeps.BOTH, "reason": "Elk een deel."}
        overlaps.settle(actor=actor, case=seen, pair=(pair[0], pair[1]), **settled)
        contacts.agree(actor=actor, case=seen, every_days=7, until=(actor.at + timedelta(days=90)).date())
        person = Person.objects.get(case=case, roles__contains=[Person.Role.VICTIM])
        meant = contacts.Meant(person, Contact.Way.HERE, actor.at)
        contacts.begin(actor=actor, case=seen, meant=meant)
    insisted(world, case, pair[0])


def insisted(world: World, case: Case, step: Step) -> None:
    """Later, when the action is late, Anna insists."""
    with world.acting(world.anna, step.due_at + timedelta(hours=1)) as later:
        whom = insistences.Asked(world.vt, world.victor)
        insistences.insist(
            actor=later,
            case=dossier.locked(later, case.pk),
            step=step,
            whom=whom,
            reason="Het wacht te lang.",
        )
