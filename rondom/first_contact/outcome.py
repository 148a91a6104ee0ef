"""What a report came to, as the command line and the API say it."""

from datetime import datetime
from typing import Any

from rondom.cases.models import Case, Person
from rondom.first_contact import warnings, watch
from rondom.first_contact.actions import similar as looks
from rondom.first_contact.similar import Typed
from rondom.first_contact.watch import Watched
from rondom.organisations.actor import Actor

_LOOKED_FOR = 10  # victims of one report for whom others are looked up


def described(case: Case, at: datetime) -> dict[str, Any]:
    """Code, region, status, the two moments of the MDT, who is next, and the acute windows at a moment; moments in UTC."""
    assert case.next_organisation is not None
    return {
        "code": case.code,
        "region": case.region.slug,
        "status": case.status,
        "reported_at": case.reported_at.isoformat(),
        "mdt_due_at": case.mdt_due_at.isoformat(),
        "mdt_meeting": case.mdt_at.isoformat() if case.mdt_at else None,
        "next_actor": {
            "organisation": case.next_organisation.name,
            "person": case.next_user.display_name if case.next_user else None,
            "action": case.next_kind,
            "due_at": case.next_due_at.isoformat() if case.next_due_at else None,
        },
        "windows": [_window(one) for one in watch.of_case(case, at)],
    }


def _window(one: Watched) -> dict[str, str | None]:
    """A window in the order of the data; `closes_earliest` is null when nobody knows how long ago it can be."""
    return {
        "code": one.window.key,
        "state": one.state.value,
        "closes_earliest": one.closes_earliest.isoformat() if one.closes_earliest else None,
        "closes_latest": one.closes_latest.isoformat(),
    }


def told(actor: Actor, case: Case, at: datetime) -> dict[str, Any]:
    """All that whoever registered is told: what came of it, how many people look alike, and what to mind."""
    people = list(Person.objects.filter(case=case))
    found = similar(actor, case, people)
    minded = warnings.of(case, people, at, similar=found)
    return {
        **described(case, at),
        "similar": found,
        "warnings": [{"code": one.code, "sentence": one.sentence} for one in minded],
    }


def similar(actor: Actor, case: Case, people: list[Person]) -> int:
    """How many people, of other cases that the actor may know of, look like a victim of this case."""
    found = set()
    for victim in [one for one in people if Person.Role.VICTIM in one.roles][:_LOOKED_FOR]:
        typed = Typed.of(victim)
        alike = looks.people(
            actor=actor, name=typed.name, birth_year=typed.birth_year, phone=typed.phone, more=typed.more,
            without={case.pk},
        )  # fmt: skip
        found |= {one.person.pk for one in alike}
    return len(found)
