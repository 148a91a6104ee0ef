"""The landscape in memory: every service that has not stopped, with the facts that held at a moment.

The tables are read again only when a fact was added or ended (`edition`), so that a page asks one small question.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, lru_cache
from typing import Any

from django.db import connection
from django.db.models import Q

from rondom.landscape.facts import Known, is_public_fact, said
from rondom.landscape.models import Fact
from rondom.landscape.terms import HOURS, Field, Reach


@dataclass(frozen=True, eq=False)
class Place:
    """A service with what is known of it."""

    slug: str
    facts: Mapping[str, Known]

    def value(self, field: str) -> Any:
        """What is known, checked or not; None when nothing is. For who judges it, not for the public."""
        known = self.facts.get(field)
        return known.value if known else None

    def shown(self, field: str, today: date) -> Any:
        """What the public may read on a day; None when that is nothing."""
        known = self.facts.get(field)
        return known.value if known and is_public_fact(known, today) else None

    def public(self, today: date) -> dict[str, Any]:
        """Everything that the public may read on a day, by field."""
        return {name: known.value for name, known in self.facts.items() if is_public_fact(known, today)}

    def is_checked(self, today: date) -> bool:
        """Whether how to reach it was checked: the public sees a way in."""
        return any(self.shown(field, today) for field in (*HOURS, Field.WEB))

    @cached_property
    def target_groups(self) -> frozenset[str]:
        return frozenset(self.value(Field.TARGET_GROUPS) or ())

    @cached_property
    def phases(self) -> frozenset[str]:
        return frozenset(self.value(Field.PHASES) or ())

    @cached_property
    def audiences(self) -> frozenset[str]:
        return frozenset(self.value(Field.AUDIENCES) or ())

    @cached_property
    def violence(self) -> frozenset[str]:
        return frozenset(self.value(Field.VIOLENCE) or ())

    @cached_property
    def expertise(self) -> frozenset[str]:
        return frozenset(self.value(Field.EXPERTISE) or ())

    @cached_property
    def reach(self) -> str:
        return str((self.value(Field.REACH) or {}).get("kind", Reach.SOME))

    @cached_property
    def municipalities(self) -> frozenset[str]:
        """The municipalities (codes) it is for, when it is for certain ones."""
        return frozenset((self.value(Field.REACH) or {}).get("municipalities", ()))

    @property
    def name(self) -> str:
        """Its name, in the language that is on."""
        return said(self.value(Field.NAME)) or self.slug


@dataclass(frozen=True, eq=False)
class Directory:
    """All services as they were known at one moment."""

    edition: datetime | None
    places: tuple[Place, ...]

    @cached_property
    def by_slug(self) -> dict[str, Place]:
        return {place.slug: place for place in self.places}

    def called(self, name: str) -> str:
        """The slug of the one service with this name, in any language; empty when there is none, or more than one."""
        asked = name.strip().casefold()
        found = {
            place.slug
            for place in self.places
            if asked in {one.casefold() for one in (place.value(Field.NAME) or {}).values()}
        }
        return found.pop() if len(found) == 1 else ""

    def number(self, place: Place, today: date) -> str:
        """The number the public may call on a day, be it that of another service; empty when there is none."""
        for one in (place, *self._via(place, today)):
            phone = one.shown(Field.PHONE, today)
            if phone and "number" in phone:
                return str(phone["number"])
        return ""

    def _via(self, place: Place, today: date) -> Iterator[Place]:
        phone = place.shown(Field.PHONE, today) or {}
        if phone.get("via") in self.by_slug:
            yield self.by_slug[phone["via"]]


def edition(at: datetime | None = None) -> datetime | None:
    """The last moment (at or before `at`) when a fact was added; None before the first.

    No fact ends without another that begins, and each change comes later than the one before (actions/facts.py), so that
    one edition never changes.
    """
    with (
        connection.cursor() as cursor
    ):  # asked on every page about services, and slow to build as a query of Django's
        if at is None:
            cursor.execute("SELECT max(starts_at) FROM landscape_fact")
        else:
            cursor.execute("SELECT max(starts_at) FROM landscape_fact WHERE starts_at <= %s", [at])
        last: datetime | None = cursor.fetchone()[0]
    return last


def current() -> Directory:
    """The landscape as it is known now."""
    return _as_known_at(str(connection.settings_dict["NAME"]), edition())


def as_of(at: datetime) -> Directory:
    """The landscape as it was known at a moment."""
    return _as_known_at(str(connection.settings_dict["NAME"]), edition(at))


@lru_cache(maxsize=6)
def _as_known_at(database: str, moment: datetime | None) -> Directory:
    if moment is None:
        return Directory(None, ())
    holds = Q(starts_at__lte=moment) & (Q(ends_at__isnull=True) | Q(ends_at__gt=moment))
    rows = (
        Fact.objects.filter(holds, value__isnull=False)
        .order_by("service__slug")
        .values_list("service__slug", "field", "value", "source", "verified_on", "expires_on")
    )
    found: dict[str, dict[str, Known]] = defaultdict(dict)
    for row in rows.iterator(chunk_size=5000):
        found[row[0]][row[1]] = Known(*row)
    going = {slug: known for slug, known in found.items() if Field.STOPPED not in known}
    return Directory(moment, tuple(Place(slug, known) for slug, known in going.items()))
