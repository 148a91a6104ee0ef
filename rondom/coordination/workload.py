"""How much the coordinators of an organisation have to do: numbers, and nothing of any case."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.utils import timezone

from rondom.accounts.models import User
from rondom.core.errors import NotThere
from rondom.organisations import policies
from rondom.organisations.actor import Actor
from rondom.organisations.models import Organisation

MONTHS = 12


@dataclass(frozen=True)
class Row:
    """One coordinator: open cases, how often it is their turn, and how often late."""

    user: User
    held: int
    waiting: int
    late: int


@dataclass(frozen=True)
class Month:
    """A month: how many cases were coordinated at some time in it, how many began and how many ended."""

    month: date
    held: int
    begun: int
    ended: int


@dataclass(frozen=True)
class Workload:
    """An organisation's coordinators by name, and the last twelve months."""

    organisation: Organisation
    rows: list[Row]
    months: list[Month]

    @property
    def total(self) -> dict[str, int]:
        """All of them together."""
        return {name: sum(getattr(row, name) for row in self.rows) for name in ("held", "waiting", "late")}


def place_of(actor: Actor, slug: str) -> Organisation:
    """An organisation that is the actor's to look after; of any other it is not said whether it exists."""
    policies.must_manage_some(actor)
    found = Organisation.objects.filter(slug=slug).first()
    if found is None or not policies.manages(actor, found):
        raise NotThere("organisation", found.pk if found else None)
    return found


def of(organisation: Organisation, at: datetime) -> Workload:
    """What its coordinators have to do now, and had to in the last twelve months; what it shows the database allows."""
    this = timezone.localdate(at).replace(day=1)
    years, month = divmod(this.month - MONTHS, 12)
    first = this.replace(year=this.year + years, month=month + 1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT user_id, held, waiting, late FROM workload_of(%s)", [organisation.pk])
        counted = {row[0]: row[1:] for row in cursor.fetchall()}
        cursor.execute(
            "SELECT month, held, begun, ended FROM workload_by_month(%s, %s)", [organisation.pk, first]
        )
        months = [Month(*row) for row in cursor.fetchall()]
    people = sorted(User.objects.filter(pk__in=counted), key=lambda user: user.display_name)
    return Workload(organisation, [Row(user, *counted[user.pk]) for user in people], months)
