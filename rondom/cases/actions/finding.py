"""Find people by name, without the database knowing any name."""

from django.db import transaction

from rondom.audit.log import record
from rondom.cases import names
from rondom.cases.models import Person
from rondom.cases.verbs import CaseVerb
from rondom.keys import index, ring
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
    """Who has all these codes, of those whom the access rule lets through; then opened, as words may share a code."""
    people = Person.objects.filter(codes__contains=index.codes(wanted)).select_related("case")
    candidates = list(people[: MOST * 2])
    ring.prepare(person.case_id for person in candidates)
    return [person for person in candidates if wanted <= set(person.index_words())][:MOST]


def _missing(name: str, person: Person) -> int:
    """How many words of what was typed are spelled otherwise."""
    return len(set(names.words(name)) - set(names.words(person.name)))
