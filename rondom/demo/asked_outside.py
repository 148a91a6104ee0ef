"""One question in the demo to someone who has no account: the doctor who sent someone on, who takes part in the treatment."""

from rondom.cases.actions import dossier
from rondom.cases.models import Case, Category
from rondom.coordination.actions import guests
from rondom.organisations.actor import Actor
from rondom.organisations.models import Organisation
from rondom.sharing.terms import Condition, Purpose

ASKED_IN = {"DH-02"}
DOCTOR = guests.Receiver(Organisation.Kind.CARE, "A. de Wit", "Huisartsenpraktijk De Linde", "070 555 01 43")


def ask(actor: Actor, case: Case, file: str) -> None:
    """The coordinator asks; the link and the code are for nobody."""
    if file in ASKED_IN:
        guests.ask(
            actor=actor,
            case=dossier.locked(actor, case.pk),
            receiver=DOCTOR,
            category=Category.MEDICAL,
            text="Kunt u de controle over twee weken doen, en bij wie maken wij de afspraak?",
            purpose=Purpose.HELP,
            stated=[Condition.TREATMENT_TEAM],
            hours=168,
        )
