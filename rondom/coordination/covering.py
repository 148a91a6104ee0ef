"""Who covers for the coordinator of a case now, found in a statement that is there already."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models.functions import JSONObject

from rondom.coordination.models import Cover
from rondom.organisations.actor import Actor


@dataclass(frozen=True)
class Covering:
    """A colleague covers until a moment: to be called now, in place of who is away."""

    name: str
    instead_of: str
    stands_for_id: str
    until: datetime
    mine: bool


def running(case: Any, at: datetime) -> Any:
    """For a subquery: who covers `case` at a moment, as identifiers, names and the last moment."""
    said = JSONObject(
        user="user_id", name="user__display_name", away="stands_for_id", instead_of="stands_for__display_name",
        until="ends_at",
    )  # fmt: skip
    found = Cover.objects.filter(case=case, starts_at__lte=at, ends_at__gt=at)
    return found.order_by("-starts_at", "pk").values(said=said)[:1]


def covering(said: Any, actor: Actor) -> Covering | None:
    """The same, read."""
    if not said:
        return None
    until = datetime.fromisoformat(said["until"])
    mine = said["user"] == str(actor.key)
    return Covering(said["name"], said["instead_of"], said["away"], until, mine)
