"""Find people by name, without the database knowing any name."""

from django.db import transaction

from rondom.audit.log import record
from rondom.cases import names, sounding
from rondom.cases.models import Person
from rondom.cases.verbs import CaseVerb
from rondom.organisations.actor import Actor

MOST = 50


@transaction.atomic
def search(*, actor: Actor, name: str, birth_year: int | None = None) -> list[Person]:
    """People of the cases that the actor may see, whose name sounds like this, the same spelling first; at most 50.

    `name` may be a part of a name, in any order and spelling, or a phone number. Nothing is found by nothing. What was
    looked for is not recorded; the cases in which something was found are.
    """
    number = names.phone(name)
    wanted = set(names.index_words("" if number else name, birth_year, number))
    found = _found(wanted) if number or names.words(name) else []
    found.sort(key=lambda person: (_missing(name, person), person.name.casefold(), person.pk))
    data = {"cases": sorted({str(person.case_id) for person in found})}
    record(actor, CaseVerb.SEARCHED, purpose="overview", data=data)
    return found


def _found(wanted: set[str]) -> list[Person]:
    """Who has all these codes and, once opened, these words: of each only what was asked is opened."""
    kinds = {word.partition("|")[0] for word in wanted}
    people = sounding.having_all(wanted, most=MOST * 2)
    return [person for person in people if wanted <= set(person.index_words(kinds))][:MOST]


def _missing(name: str, person: Person) -> int:
    """How many words of what was typed are spelled otherwise."""
    return len(set(names.words(name)) - set(names.words(person.name)))
