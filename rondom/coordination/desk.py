"""Who is away and who covers, and which aftercare is due: what Today shows of it, in one statement."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Q, QuerySet
from django.db.models.functions import JSONObject

from rondom.accounts.models import User
from rondom.cases.models import Case
from rondom.coordination.aftercare import SHOWN_BEFORE
from rondom.coordination.models import Absence, Aftercare
from rondom.core.asked import asked
from rondom.organisations.actor import Actor


@dataclass(frozen=True)
class Away:
    """An absence that is not over: mine, or one for which I cover or am asked to."""

    user_id: UUID
    name: str
    cover_id: UUID
    cover: str
    starts_at: datetime
    ends_at: datetime
    accepted: bool | None


@dataclass(frozen=True)
class Due:
    """A moment of aftercare that my organisation took on, of a case that I see and that is closed."""

    pk: UUID
    case: Case
    due_at: datetime


@dataclass(frozen=True)
class Desk:
    """What lies there for me, the first first."""

    away: list[Away]
    aftercare: list[Due]


def desk(actor: Actor) -> Desk:
    """The absences that concern me, and the aftercare that is due or nearly."""
    place, until = actor.organisation_id or UUID(int=0), actor.at + SHOWN_BEFORE
    rows: list[Any] = [*_lying(user=actor.key, place=place, at=actor.at, until=until)]
    away, due = (rows[0].away, rows[0].due) if rows else ([], [])
    return Desk([_away(one) for one in away], [_due(one) for one in due])


@asked
def _lying(user: UUID, place: UUID, at: datetime, until: datetime) -> QuerySet[User]:
    absences = Absence.objects.filter(Q(user_id=user) | Q(cover_id=user) & ~Q(accepted=False))
    away = absences.filter(ends_at__gt=at).order_by("starts_at", "pk")
    due = Aftercare.objects.filter(organisation_id=place, noted_at__isnull=True, due_at__lte=until)
    of_absence = JSONObject(
        user="user_id", name="user__display_name", cover="cover_id", cover_name="cover__display_name",
        starts_at="starts_at", ends_at="ends_at", accepted="accepted",
    )  # fmt: skip
    of_moment = JSONObject(pk="pk", case="case_id", code="case__code", due_at="due_at")
    return (
        User.objects.filter(pk=user)
        .only("pk")
        .annotate(
            away=ArraySubquery(away.values(said=of_absence)),
            due=ArraySubquery(due.order_by("due_at", "pk").values(said=of_moment)),
        )
    )


def _away(said: dict[str, Any]) -> Away:
    period = datetime.fromisoformat(said["starts_at"]), datetime.fromisoformat(said["ends_at"])
    who = UUID(said["user"]), said["name"], UUID(said["cover"]), said["cover_name"]
    return Away(*who, *period, said["accepted"])


def _due(said: dict[str, Any]) -> Due:
    case = Case(pk=UUID(said["case"]), code=said["code"])
    return Due(UUID(said["pk"]), case, datetime.fromisoformat(said["due_at"]))
