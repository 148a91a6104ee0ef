"""Who can be asked to coordinate a case: with their profile and what they have to do, by organisation and name."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from rondom.cases.models import Case, Category
from rondom.cases.people import Circle, key_of
from rondom.organisations.models import Membership, Role

# Numbers of cases that whoever asks need not see (sql/load.sql), with what their organisation writes about them.
_SQL = """
SELECT load.user_id, profile.organisation_id, load.held, load.waiting, load.late,
    coalesce(profile.does, ''), coalesce(profile.languages, ''), coalesce(profile.days, '')
FROM load_of(%s) load LEFT JOIN organisations_profile profile ON profile.user_id = load.user_id
"""


@dataclass(frozen=True)
class Candidate:
    """Someone who can be asked: how many open cases they hold, how often it is their turn, and how often late."""

    member: Membership
    held: int = 0
    waiting: int = 0
    late: int = 0
    does: str = ""
    languages: str = ""
    days: str = ""

    @property
    def key(self) -> str:
        return key_of(self.member)


def candidates(case: Case, around: Circle) -> list[Candidate]:
    """Coordinators of the kinds of organisation that coordinate in the region, of those that may know who it is about.

    In the order of organisation and name, whatever they have to do: nothing is scored.
    """
    found: dict[str, Membership] = {}
    for member in around.members:
        fits = member.organisation.kind in case.region.coordinating_kinds
        if (
            member.role == Role.COORDINATOR
            and fits
            and around.masks[member.organisation_id] & Category.IDENTITY
        ):
            found.setdefault(key_of(member), member)
    rows = _rows([member.user_id for member in found.values()])
    return [_candidate(member, rows) for member in found.values()]


def _rows(people: list[Any]) -> list[tuple[Any, ...]]:
    if not people:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_SQL, [people])
        return list(cursor.fetchall())


def _candidate(member: Membership, rows: Sequence[tuple[Any, ...]]) -> Candidate:
    mine = [row for row in rows if row[0] == member.user_id]
    if not mine:
        return Candidate(member)
    told = next((row[5:] for row in mine if row[1] == member.organisation_id), ("", "", ""))
    return Candidate(member, *mine[0][2:5], *told)


def choices(found: Sequence[Candidate]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Them by organisation, for a select, each with how many open cases they hold."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for one in found:
        words = _("%(name)s (open cases: %(n)d)") % {"name": one.member.user.display_name, "n": one.held}
        groups.setdefault(one.member.organisation.name, []).append((one.key, words))
    return list(groups.items())
