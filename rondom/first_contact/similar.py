"""Whether someone may be a person who is known already: what looks alike, in words; a person looks and decides."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from rondom.cases import names
from rondom.cases.models import Person

_TWICE = 2  # so many words of a name in common are no coincidence that needs another sign
WORDS = {
    "phone": _("the same phone number"),
    "name": _("the same name"),
    "sound": _("the name sounds the same"),
    "year": _("the same year of birth"),
}


@dataclass(frozen=True)
class Typed:
    """What someone typed of a person, or what is noted of one."""

    name: str = ""
    birth_year: int | None = None
    phone: str = ""
    more: str = ""  # another text in which a phone number may stand

    @classmethod
    def of(cls, person: Person) -> "Typed":
        """What is noted of someone."""
        return cls(person.name, person.birth_year, person.phone, person.contact_hours)

    @cached_property
    def words(self) -> set[str]:
        """The words of the name; not what stands beside it in brackets, as "(surname unknown)"."""
        return set(names.words(names.called(self.name)))

    @cached_property
    def sounds(self) -> set[str]:
        return {names.sound(word) for word in self.words}

    @cached_property
    def phones(self) -> set[str]:
        return {one for one in {names.phone(self.phone), *names.phones(self.more)} if one}

    @property
    def wanted(self) -> dict[str, Any]:
        """Whose rows are worth opening, by their codes alone (see `signs`): never all who share one common first name."""
        single = len(self.sounds) == 1
        names_and_year = {f"name|{sound}" for sound in self.sounds}
        if self.birth_year and not single:
            names_and_year.add(f"year|{self.birth_year}")
        return {
            "words": names_and_year,
            "least": 1 if single else _TWICE,
            "enough": {f"phone|{phone}" for phone in self.phones},
            # A name of one word, with what else there can be: a phone number, and a year where that may be any.
            "short": 2 if self.birth_year else 3,
        }


@dataclass(frozen=True)
class Alike:
    """Someone who may be the same person, and why; never how much."""

    person: Person
    signs: list[str] = field(default_factory=list)

    @property
    def why(self) -> list[Any]:
        """What is alike, in words."""
        return [WORDS[sign] for sign in self.signs]

    @property
    def is_victim(self) -> bool:
        """Whether the case is about them, so that a report can be another one about the same person."""
        return Person.Role.VICTIM in self.person.roles


def signs(typed: Typed, noted: Typed) -> list[str]:
    """What is alike; nothing when that is too little to be worth a look.

    The same phone number is enough. Of a name two words that sound the same are, or one with the same year of birth; one
    alone only where either name is a single word and no year of birth speaks against it.
    """
    phone = bool(typed.phones & noted.phones)
    heard = typed.sounds & noted.sounds
    years = {typed.birth_year, noted.birth_year} - {None}
    year = len(years) == 1 and typed.birth_year == noted.birth_year
    single = len(years) < _TWICE and 1 in {len(typed.sounds), len(noted.sounds)}
    named = len(heard) >= _TWICE or (len(heard) == 1 and (year or single))
    if not (phone or named):
        return []
    same = typed.words == noted.words
    found = {"phone": phone, "name": bool(heard) and same, "sound": bool(heard) and not same, "year": year}
    return [sign for sign, so in found.items() if so]


def hides_who_reported(person: Person, told: Mapping[UUID, str]) -> bool:
    """Whether someone must stay out of other cases, since they are or may be the one who reported.

    `told`: who reported each case, as a role, as far as the actor may see that. Victims and possible perpetrators show.
    """
    if {Person.Role.VICTIM, Person.Role.POSSIBLE_PERPETRATOR} & set(person.roles):
        return False
    return person.case_id not in told or told[person.case_id] in person.roles


def compare(typed: Typed, people: Iterable[Person]) -> list[Alike]:
    """Who of these people look alike, those with most signs in common first."""
    found = [Alike(person, signs(typed, Typed.of(person))) for person in people]
    alike = [one for one in found if one.signs]
    return sorted(alike, key=lambda one: ("phone" not in one.signs, -len(one.signs), str(one.person.pk)))
