"""The log of a case in plain words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rondom.accounts.models import User
from rondom.audit.log import sentence_of
from rondom.audit.models import Event
from rondom.organisations.models import Organisation

PURPOSES = {
    "first_contact": gettext_lazy("first contact"),
    "coordination": gettext_lazy("coordination"),
    "mdt": gettext_lazy("weighing in the MDT"),
    "help": gettext_lazy("to give help"),
    "accountability": gettext_lazy("to account for what happened"),
    "overview": gettext_lazy("overview"),
    "emergency": gettext_lazy("someone in danger"),
    "story": gettext_lazy("the story"),
    "protection": gettext_lazy("to stop violence and to protect someone"),
    "investigation": gettext_lazy("criminal investigation and prosecution"),
    "matching": gettext_lazy("to ask whether someone is known elsewhere (hit/no-hit)"),
    "insight": gettext_lazy("to show people their own data"),
}


@dataclass(frozen=True)
class Line:
    """One event, as people read it."""

    at: datetime
    who: str
    organisation: str
    did: Any
    purpose: str
    refused: bool


def cursor(text: str) -> UUID | None:
    """The event after which a page of the log begins; None for anything else."""
    try:
        return UUID(text)
    except ValueError:
        return None


def lines(events: Sequence[Event]) -> list[Line]:
    """The events in words: who, for whom, what, why. Names are looked up now; the log holds none."""
    people = dict(User.objects.filter(pk__in={e.actor_id for e in events}).values_list("pk", "display_name"))
    places = dict(
        Organisation.objects.filter(pk__in={e.organisation_id for e in events}).values_list("pk", "name")
    )
    return [
        Line(
            event.at,
            _name(people, event.actor_id, event.actor_kind),
            places.get(event.organisation_id, "") if event.organisation_id else "",
            sentence_of(event.verb),
            str(PURPOSES.get(event.purpose, event.purpose)),
            event.outcome == Event.Outcome.REFUSED,
        )
        for event in events
    ]


def _name(people: dict[UUID, str], key: UUID | None, kind: str) -> str:
    if kind == Event.ActorKind.ANONYMOUS:
        return _("someone without an account")
    return people.get(key, _("someone")) if key else _("Rondom itself")
