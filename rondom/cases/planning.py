"""In which meeting of the MDT a case is discussed: the first of the calendar that is in time and has room.

Room is counted without a lock: two reports at the same moment may make a meeting one case fuller than was meant.
"""

from collections import Counter
from collections.abc import Callable
from datetime import datetime

from django.db import connection

from rondom.cases import clock
from rondom.cases.models import Case
from rondom.organisations.models import Region


def meeting_for(case: Case, region: Region, at: datetime) -> datetime:
    """The meeting of a region for one case that must be discussed before its `mdt_due_at`."""
    due_at = case.mdt_due_at
    slots = clock.meetings(region, at, due_at)
    if due_at > at:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT meeting_with_room(%s, %s, %s::timestamptz[], %s::integer[], %s, %s)",
                [region.pk, case.pk, [one.at for one in slots], [one.capacity for one in slots], at, due_at],
            )
            (found,) = cursor.fetchone()
        if found:
            return found  # type: ignore[no-any-return]
    return clock.otherwise(region, due_at, at)


def again(region: Region, at: datetime, concerned: Callable[[datetime], bool]) -> None:
    """Plan anew what waits in a region for a meeting that is `concerned`, what lapses first first.

    The lower half of closing a meeting and of changing the calendar. Only for who plans there; also cases that they may
    not see.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT planned, due FROM waiting_moments(%s)", [region.pk])
        waiting = cursor.fetchall()
        taken = Counter(planned for planned, _due in waiting if not concerned(planned))
        moved: dict[tuple[datetime, datetime], datetime] = {}
        for planned, due_at in waiting:
            if concerned(planned):
                moved[planned, due_at] = place(region, due_at, at, taken)
                taken[moved[planned, due_at]] += 1
        if moved:
            lists = [[one[0] for one in moved], [one[1] for one in moved], list(moved.values())]
            cursor.execute(
                "SELECT plan_waiting(%s, %s::timestamptz[], %s::timestamptz[], %s::timestamptz[])",
                [region.pk, *lists],
            )


def place(region: Region, due_at: datetime, at: datetime, taken: Counter[datetime]) -> datetime:
    """The same choice as `meeting_for`, with what is `taken` known."""
    slots = clock.meetings(region, at, due_at)
    planned = {one.at for one in slots}
    extra = [moment for moment in taken if at < moment <= due_at and moment not in planned]
    return next(
        (one.at for one in slots if taken[one.at] < one.capacity),
        max(extra) if extra else clock.otherwise(region, due_at, at),
    )
