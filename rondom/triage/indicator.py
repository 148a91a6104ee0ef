"""Indicator F7: how many decisions were complete when a case was first discussed."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q


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
