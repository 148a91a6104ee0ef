"""Indicators F7, how many decisions were complete when a case was first discussed, and F8, the time per item."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q

from rondom.triage.timing import item_minutes


@dataclass(frozen=True)
class Complete:
    """Of the cases discussed for the first time: how many, and how many with a route, a coordinator and a next actor."""

    discussed: int
    complete: int


def complete_at_first_discussion(decisions: Any) -> Complete:
    """Of these decisions, as far as whoever asks may see them; one statement (design/domain.md 5.1, F7).

    Complete: a help route was chosen, and someone was proposed to coordinate, who by that is next (cases/turn.py). Whoever
    publishes these figures hides small numbers.
    """
    found = decisions.filter(round=1).aggregate(
        discussed=Count("pk", distinct=True),
        complete=Count("pk", distinct=True, filter=Q(coordinator__isnull=False, routes__isnull=False)),
    )
    return Complete(found["discussed"], found["complete"])


@dataclass(frozen=True)
class TimePerItem:
    """Of the items of which a chair kept the time: how many, the minutes spent, and of those with a plan, both."""

    items: int
    minutes: float
    planned_items: int
    planned_minutes: int
    spent_of_planned: float

    @property
    def per_item(self) -> float:
        """Minutes an item; nothing where no time was kept."""
        return self.minutes / self.items if self.items else 0


def time_per_item(at: datetime, **which: Any) -> TimePerItem:
    """The time that meetings spent an item, against what was planned (design/domain.md 5.1, F8); one statement.

    Of these meetings or cases, as far as whoever asks may see them. An item is a case in a meeting. Whoever publishes these
    figures hides small numbers.
    """
    found = item_minutes(at, **which).values()
    with_plan = [one for one in found if one.planned]
    return TimePerItem(
        len(found),
        sum(one.minutes for one in found),
        len(with_plan),
        sum(one.planned or 0 for one in with_plan),
        sum(one.minutes for one in with_plan),
    )
