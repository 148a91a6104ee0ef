"""Who might be meant by words of a name, a phone number or a year of birth, of those whom the actor may know of."""

from collections.abc import Collection
from typing import Any

from django.db import connection

from rondom.cases.models import Person
from rondom.keys import index, ring

_QUERY = "SELECT people_with(%s::smallint[], %s, %s::smallint[], %s, %s)"


def having_all(words: Collection[str], *, most: int) -> list[Person]:
    """People with the codes of all these index words, with their cases and ready to be opened.

    Other words can have the same code: whoever asks opens them and looks again. Only inside `acting`.
    """
    codes = index.codes(words)
    return _people([codes, max(len(codes), 1), [], 0, most])


def having_some(
    words: Collection[str], *, least: int, enough: Collection[str], short: int, most: int
) -> list[Person]:
    """People with the codes of so many of these index words, of one that is enough, or with few codes in all; as above."""
    return _people([index.codes(words), least, index.codes(enough), short, most])


def _people(values: list[Any]) -> list[Person]:
    with connection.cursor() as cursor:
        cursor.execute(_QUERY, values)
        places = {key: place for place, (key,) in enumerate(cursor.fetchall())}
    people = list(Person.objects.filter(pk__in=places).select_related("case"))
    ring.prepare(person.case_id for person in people)
    return sorted(people, key=lambda person: places[person.pk])
