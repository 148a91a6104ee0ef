"""Indicator R4: in how many cases was what is acute offered in time, of those where that was possible at the report."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rondom.first_contact.definitions import CODES
from rondom.first_contact.watch import of_report, with_steps
from rondom.first_contact.windows import State


@dataclass(frozen=True)
class InTime:
    """Of one window: in how many reports it was possible and applied, and in how many of those it was offered in time."""

    code: str
    eligible: int
    offered: int


def offered_in_time(reports: Any, at: datetime) -> list[InTime]:
    """For each window, of these reports as far as whoever asks may see them; one statement.

    Possible: not surely closed when the report came in, and not ruled out by what was recorded or by a person. In time:
    the first step of offering, accepting, declining or doing happened before the window surely closed. Whoever publishes
    these figures hides small numbers.
    """
    found = {code: [0, 0] for code in CODES}
    for report in with_steps(reports):
        for one in of_report(report, at):
            possible = one.window.state(one.happened, one.happened.reported_at) != State.CLOSED
            if possible and one.state != State.NOT_APPLICABLE:
                found[one.window.key][0] += 1
                found[one.window.key][1] += _in_time(one.offers, one.closes_latest)
    return [InTime(code, *counts) for code, counts in found.items()]


def _in_time(moments: Iterable[datetime], closes: datetime) -> bool:
    return min(moments, default=closes) < closes
