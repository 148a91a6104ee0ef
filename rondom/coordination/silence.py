"""How long the person has heard nothing, and how long that may be."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import OuterRef, Subquery
from django.db.models.functions import JSONObject
from django.utils import timezone

from rondom.cases.models import Case, Category
from rondom.coordination.models import Contact, Rhythm
from rondom.coordination.norms import SILENCE


@dataclass(frozen=True)
class Quiet:
    """The person heard nothing for longer than was agreed, or than the norm where nothing was."""

    case: Case
    since: datetime
    at: datetime
    ever: bool
    agreed_days: int = 0

    @property
    def days(self) -> int:
        """For how many whole days."""
        return (self.at - self.since).days

    @property
    def confirmed(self) -> bool:
        """Whether someone confirmed the length of time that was passed."""
        return bool(self.agreed_days or SILENCE.confirmed_by)


def annotations(case: str = "pk") -> dict[str, Any]:
    """For rows with this column of a case: when the person was reached last, and the rhythm that was agreed last."""
    told = JSONObject(every="every_days", until="until", at="agreed_at")
    reached = Contact.objects.filter(case=OuterRef(case), result=Contact.Result.REACHED).order_by("-at")
    agreed = Rhythm.objects.filter(case=OuterRef(case)).order_by("-agreed_at").values(told=told)
    return {"heard_at": Subquery(reached.values("at")[:1]), "rhythm": Subquery(agreed[:1])}


def quiet(
    case: Case, heard_at: datetime | None, rhythm: Mapping[str, Any] | None, at: datetime
) -> Quiet | None:
    """The silence around the person of an open case, when it is too long; only for who may see the contacts."""
    if not case.held or not case.held & Category.IDENTITY or case.closed_at:
        return None
    since, allowed, days = heard_at or case.reported_at, SILENCE.length, 0
    if rhythm and date.fromisoformat(rhythm["until"]) >= timezone.localdate(at):
        days = rhythm["every"]
        since, allowed = max(since, datetime.fromisoformat(rhythm["at"])), timedelta(days=days)
    return Quiet(case, since, at, heard_at is not None, days) if at - since > allowed else None
