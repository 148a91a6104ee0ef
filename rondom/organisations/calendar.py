"""When the MDT of a region meets, read along in a query that finds regions."""

from collections.abc import Iterable
from datetime import date, time
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from rondom.organisations.models import MeetingTime, Region

_COLUMNS = ("weekday", "at", "capacity", "minutes", "starts_on", "ends_on")


def weeks(region: str = "pk") -> ArraySubquery:
    """An annotation: the meeting times of the region that this column of each row names, for `take`."""
    times = MeetingTime.objects.filter(region=OuterRef(region)).order_by("weekday", "at")
    return ArraySubquery(times.values(row=JSONObject(**{name: name for name in _COLUMNS})))


def take(region: Region, found: Iterable[dict[str, Any]]) -> Region:
    """The region with its week, as an annotation of `weeks` found it."""
    region.week = tuple(_time(region, row) for row in found)
    return region


def _time(region: Region, row: dict[str, Any]) -> MeetingTime:
    return MeetingTime(
        region=region,
        weekday=row["weekday"],
        at=time.fromisoformat(row["at"]),
        capacity=row["capacity"],
        minutes=row["minutes"],
        starts_on=date.fromisoformat(row["starts_on"]),
        ends_on=date.fromisoformat(row["ends_on"]) if row["ends_on"] else None,
    )
