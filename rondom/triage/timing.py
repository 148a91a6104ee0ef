"""How long the meeting took for each case (indicator F8)."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from rondom.triage.models import ItemTime


def item_minutes(at: datetime, **which: Any) -> dict[tuple[UUID, UUID], float]:
    """The minutes that meetings spent on cases that whoever acts may see, by meeting and case, all periods together.

    `which` meetings or cases: of those alone. What is discussed still counts until `at`.
    """
    spent: dict[tuple[UUID, UUID], timedelta] = {}
    for period in ItemTime.objects.filter(**which).order_by("started_at"):
        key = (period.meeting_id, period.case_id)
        took = (period.ended_at or max(at, period.started_at)) - period.started_at
        spent[key] = spent.get(key, timedelta()) + took
    return {key: took / timedelta(minutes=1) for key, took in spent.items()}
