"""Look whether someone is known already, in the cases that one may see."""

from collections.abc import Container
from uuid import UUID

from django.db import transaction

from rondom.audit.log import record
from rondom.cases import sounding
from rondom.cases.verbs import CaseVerb
from rondom.first_contact.models import Report
from rondom.first_contact.similar import Alike, Typed, compare, hides_who_reported
from rondom.organisations.actor import Actor

MOST = 60  # candidates that are opened
SHOWN = 10


@transaction.atomic
def people(
    *,
    actor: Actor,
    name: str = "",
    birth_year: int | None = None,
    phone: str = "",
    more: str = "",
    without: Container[UUID] = (),
) -> list[Alike]:
    """People of cases that the actor may see who may be this person, with why; at most ten, of other cases than `without`.

    `more` is a text in which a phone number may stand. Who may have reported shows in no other case. What the actor may
    not know of is not looked at, so that it changes neither the answer nor the time. What was typed is not recorded; the
    cases in which something was found are.
    """
    typed = Typed(name, birth_year, phone, more)
    candidates = sounding.having_some(**typed.wanted, most=MOST)
    told = dict(
        Report.objects.filter(case__in={person.case_id for person in candidates}).values_list(
            "case_id", "reporter_role"
        )
    )
    others = [one for one in candidates if one.case_id not in without and not hides_who_reported(one, told)]
    found = compare(typed, others)[:SHOWN]
    data = {"cases": sorted({str(one.person.case_id) for one in found})}
    record(actor, CaseVerb.SEARCHED, purpose="first_contact", data=data)
    return found
