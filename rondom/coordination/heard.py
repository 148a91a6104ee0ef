"""The contacts with the person of a case, as far as the actor may see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils import timezone

from rondom.cases.models import Case, Person
from rondom.coordination.models import Contact, Rhythm
from rondom.coordination.norms import SILENCE, Norm
from rondom.coordination.silence import Quiet, quiet
from rondom.core.errors import NotThere
from rondom.organisations.actor import Actor

_MONTHS = 12


@dataclass(frozen=True)
class Month:
    """How many different organisations contacted the person in a month (indicator R8 of design/domain.md)."""

    first: date
    organisations: int
    contacts: int


@dataclass(frozen=True)
class Heard:
    """Every contact, the newest first, with what was agreed and how long it is quiet."""

    contacts: Sequence[Contact]
    rhythm: Rhythm | None
    quiet: Quiet | None
    norm: Norm = SILENCE

    @property
    def months(self) -> list[Month]:
        """The last months in which there was contact, the newest first; also a contact that was tried counts."""
        by_month: dict[date, list[Contact]] = {}
        for one in self.contacts:
            if one.result not in {"", Contact.Result.NOT_DONE}:
                by_month.setdefault(timezone.localdate(one.at).replace(day=1), []).append(one)
        found = sorted(by_month.items(), reverse=True)[:_MONTHS]
        return [Month(first, len({one.organisation_id for one in ones}), len(ones)) for first, ones in found]


def of_case(actor: Actor, case: Case) -> Heard:
    """All of it, in two statements."""
    contacts = list(
        Contact.objects.filter(case=case)
        .select_related("user", "organisation", "person")
        .order_by("-at", "-pk")
    )
    agreed = Rhythm.objects.filter(case=case).select_related("agreed_by").order_by("-agreed_at").first()
    reached = next((one.at for one in contacts if one.result == Contact.Result.REACHED), None)
    told = agreed and {
        "every": agreed.every_days, "until": agreed.until.isoformat(), "at": agreed.agreed_at.isoformat(),
    }  # fmt: skip
    return Heard(contacts, agreed, quiet(case, reached, told, actor.at))


def whom(case: Case) -> list[Person]:
    """The person whom the case is about, with how to reach them safely."""
    people = Person.objects.filter(case=case, roles__contains=[Person.Role.VICTIM])
    return list(people.order_by("pk"))


def contact(case: Case, pk: UUID) -> Contact:
    """One contact of a case. Raises NotThere."""
    found = Contact.objects.filter(case=case, pk=pk).select_related("organisation", "user", "person").first()
    if found is None:
        raise NotThere("contact", pk, case_id=case.pk)
    return found
