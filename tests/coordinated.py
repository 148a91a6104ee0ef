"""What is kept of a coordinator's life, in a case that stays open: Alice covers for Anna, and it was closed once before."""

from datetime import timedelta

from rondom.cases.models import Case
from rondom.coordination.actions import absences
from rondom.coordination.models import Absence, Aftercare, Closing
from tests.world import World


def coordinated(world: World, case: Case) -> None:
    """Alice covers for Anna, and a closing with a moment of aftercare stands there."""
    with world.acting(world.anna) as actor:
        away = absences.set_away(
            actor=actor, organisation=world.csg, user=world.anna, cover=world.alice, starts_at=actor.at,
            ends_at=actor.at + timedelta(days=7),
        )  # fmt: skip
        closing = Closing(
            case=case, reason="done", safety="confirmed", settled=True, told="yes", aftercare=True, closed_at=actor.at,
            closed_by=world.anna, organisation=world.csg,
        )  # fmt: skip
        closing.save(force_insert=True)
        Aftercare(case=case, closing=closing, organisation=world.csg, due_at=actor.at).save(force_insert=True)
    with world.acting(world.alice) as actor:
        absences.answer(actor=actor, absence=Absence.objects.get(pk=away.pk), accepted=True)
