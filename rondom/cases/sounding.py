"""Who might be meant by words of a name, a phone number or a year of birth, of those whom the actor may know of."""

from collections.abc import Collection

from django.db import connection

from rondom.cases.models import Person
from rondom.keys import index, ring


def candidates(words: Collection[str], *, every: bool, most: int) -> list[Person]:
    """People with the codes of all these index words, or of any, the best first, with their cases and ready to be opened.

    Other words can have the same code: whoever asks opens them and looks again. Only inside `acting`.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT people_with(%s::smallint[], %s, %s)", [index.codes(words), every, most])
        places = {key: place for place, (key,) in enumerate(cursor.fetchall())}
    people = list(Person.objects.filter(pk__in=places).select_related("case"))
    ring.prepare(person.case_id for person in people)
    return sorted(people, key=lambda person: places[person.pk])
