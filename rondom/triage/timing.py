"""How long the meeting took for each case, beside what was planned (indicator F8)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from rondom.triage.models import ItemTime


@dataclass(frozen=True)
class Spent:
    """The minutes that a meeting spent on a case, and those that were planned when it began with it, where that is known."""

    minutes: float
    planned: int | None = None


def item_minutes(at: datetime, **which: Any) -> dict[tuple[UUID, UUID], Spent]:
    """What meetings spent on cases that whoever acts may see, by meeting and case, all periods together.

    `which` meetings or cases: of those alone. What is discussed still counts until `at`.
    """
    spent: dict[tuple[UUID, UUID], timedelta] = {}
    planned: dict[tuple[UUID, UUID], int | None] = {}
    for period in ItemTime.objects.filter(**which).order_by("started_at"):
        key = (period.meeting_id, period.case_id)
        took = (period.ended_at or max(at, period.started_at)) - period.started_at
        spent[key] = spent.get(key, timedelta()) + took
        planned.setdefault(key, period.planned_minutes)
    return {key: Spent(took / timedelta(minutes=1), planned[key]) for key, took in spent.items()}
