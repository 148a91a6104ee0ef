"""How often the people of the eighteen fictional cases told it before, and what others said, from their files."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from rondom.cases.actions import dossier, telling
from rondom.cases.models import Case, Entry, Retelling, Teller
from rondom.organisations.actor import Actor

NEAR = "iemand die dichtbij staat"
# Files in which one time was asked for without need, for the demo: by the organisation that registered it.
NOT_NEEDED = {"DH-08"}
# What two people said who contradict each other, each on their own (OB-02).
SAID: dict[str, list[tuple[str, str]]] = {
    "OB-02": [
        ("de manager van de kliniek", "Die nachten hadden alleen vrouwen dienst."),
        ("een collega van de kliniek", "Er was een invalkracht van een uitzendbureau."),
    ]
}


def note(actor: Actor, case: Case, data: dict[str, Any]) -> None:
    """Count what a colleague counts (`expected.retellings_so_far`), and add what others said."""
    case = dossier.locked(actor, case.pk)
    for number in range(len(case.retold), data["expected"]["retellings_so_far"]):
        without_need = data["id"] in NOT_NEEDED
        assert actor.organisation is not None
        telling.note_retelling(
            actor=actor,
            case=case,
            asked_by=actor.organisation if without_need else NEAR,
            at=actor.at - timedelta(hours=number),
            day_only=False,
            need=Retelling.Need.NOT_NEEDED if without_need else Retelling.Need.CHOSEN,
            why="Eerst aan de balie, daarna nog een keer." if without_need else "",
        )
    later = replace(actor, at=actor.at + timedelta(minutes=25))
    for who, text in SAID.get(data["id"], []):
        told = telling.Told(by=Teller.PROFESSIONAL, at=actor.at, teller=who, to="de echtgenoot")
        telling.add(actor=later, case=case, kind=Entry.Kind.ADDITION, text=text, told=told)
