"""Moments after closing at which someone asks how it is."""

from calendar import monthrange
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from rondom.cases.models import Case
from rondom.coordination.models import Aftercare

LOCAL = ZoneInfo("Europe/Amsterdam")
SHOWN_BEFORE = timedelta(days=7)  # Our own default: so long before a moment it comes up in Today.
_AT = time(9)


def after(at: datetime, months: int) -> datetime:
    """The moment so many months later, here at nine; the last day of a month that is shorter."""
    today = at.astimezone(LOCAL).date()
    years, month = divmod(today.month - 1 + months, 12)
    year = today.year + years
    day = today.replace(year=year, month=month + 1, day=min(today.day, monthrange(year, month + 1)[1]))
    return datetime.combine(day, _AT, LOCAL).astimezone(UTC)


def of_case(case: Case) -> list[Aftercare]:
    """Every moment of a case, the first first."""
    return list(
        Aftercare.objects.filter(case=case)
        .select_related("organisation", "noted_by")
        .order_by("due_at", "pk")
    )
