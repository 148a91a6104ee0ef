"""Who of other cases look like the people in a case, as the page to link them shows it."""

from dataclasses import dataclass
from typing import Any

from rondom.cases.models import Case, Person
from rondom.first_contact.actions import similar
from rondom.first_contact.similar import Alike
from rondom.organisations.actor import Actor

_MOST = 4  # people of a case who are looked for in others


@dataclass(frozen=True)
class Resemblance:
    """Someone in this case, and who in other cases may be the same person."""

    person: Person
    alike: list[Alike]


def resemblances(actor: Actor, case: Case) -> list[Resemblance]:
    """Whom of the case (the person, a possible perpetrator) others look like, in cases that the actor may see."""
    sought: Any = [Person.Role.VICTIM, Person.Role.POSSIBLE_PERPETRATOR]
    people = Person.objects.filter(case=case, roles__overlap=sought).order_by("pk")[:_MOST]
    found = [
        Resemblance(
            person,
            similar.people(
                actor=actor, name=person.name, birth_year=person.birth_year, phone=person.phone,
                more=person.contact_hours, without={case.pk},
            ),
        )
        for person in people
    ]  # fmt: skip
    return [one for one in found if one.alike]
