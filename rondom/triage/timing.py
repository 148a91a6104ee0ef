"""How long the meeting took for each case (indicator F8)."""

from datetime import datetime, timedelta
from uuid import UUID

from rondom.triage.models import ItemTime, Meeting


def item_minutes(meeting: Meeting, at: datetime) -> dict[UUID, float]:
    """The minutes that a meeting spent on each case that whoever acts may see, all its periods together.

    What is discussed still counts until `at`.
    """
    spent: dict[UUID, timedelta] = {}
    for period in ItemTime.objects.filter(meeting=meeting).order_by("started_at"):
        took = (period.ended_at or max(at, period.started_at)) - period.started_at
        spent[period.case_id] = spent.get(period.case_id, timedelta()) + took
    return {case: took / timedelta(minutes=1) for case, took in spent.items()}
