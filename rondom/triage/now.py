"""Where the open meeting is: which case it discusses, for how long, and who is there."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, F, Func, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from rondom.accounts.models import User
from rondom.core.asked import asked
from rondom.organisations.models import Organisation
from rondom.triage.models import Attendance, ItemTime, Meeting


@dataclass(frozen=True)
class Now:
    """What the meeting discusses, as far as one may see it; `hidden` when it is a case that one does not see."""

    case_id: UUID | None = None
    code: str = ""
    since: datetime | None = None
    hidden: bool = False
    seconds: int = 0  # since it began
    planned: int | None = None  # minutes an item, when the calendar of the region says so

    @property
    def minutes(self) -> int:
        """How many whole minutes the case has been discussed."""
        return self.seconds // 60


@dataclass(frozen=True)
class Place:
    """An organisation at the table, and who is there for it."""

    organisation: Organisation
    people: list[Attendance]


_PRESENT = {
    "pk": "pk",
    "place": "organisation_id",
    "place_name": "organisation__name",
    "user": "user_id",
    "user_name": "user__display_name",
    "arrived": "arrived_at",
    "seen": "last_seen_at",
}


@asked
def open_meetings(region: UUID) -> QuerySet[Meeting]:
    """The open meeting of a region, if there is one, with where it is: `item`, and `discusses`, in one query."""
    item = ItemTime.objects.filter(meeting=OuterRef("pk"), ended_at__isnull=True).values(
        found=JSONObject(case_id=F("case_id"), code=F("case__code"), since=F("started_at"))
    )
    came = Attendance.objects.filter(meeting=OuterRef("pk")).order_by("organisation__name", "arrived_at")
    present = ArraySubquery(came.values(found=JSONObject(**{key: F(path) for key, path in _PRESENT.items()})))
    discusses: Any = Func(F("pk"), function="meeting_discusses", output_field=BooleanField())
    return (
        Meeting.objects.filter(region_id=region, closed_at__isnull=True)
        .select_related("opened_by", "region")
        .annotate(item=Subquery(item[:1]), discusses=discusses, present=present)
    )


def now_of(meeting: Meeting | None, at: datetime) -> Now:
    """Where a meeting of `open_meetings` is."""
    if meeting is None:
        return Now()
    item: dict[str, str] | None = meeting.item  # type: ignore[attr-defined]
    if item is None:
        return Now(hidden=meeting.discusses)  # type: ignore[attr-defined]
    since = datetime.fromisoformat(item["since"])
    return Now(UUID(item["case_id"]), item["code"], since, seconds=max(0, int((at - since).total_seconds())))


def present_at(meeting: Meeting | None) -> list[Attendance]:
    """Who came to a meeting of `open_meetings`, by organisation; of each only what a page shows of them."""
    rows: list[dict[str, str]] = meeting.present if meeting else []  # type: ignore[attr-defined]
    return [
        Attendance(
            pk=UUID(row["pk"]),
            meeting=meeting,
            organisation=Organisation(pk=UUID(row["place"]), name=row["place_name"]),
            user=User(pk=UUID(row["user"]), display_name=row["user_name"]),
            arrived_at=datetime.fromisoformat(row["arrived"]),
            last_seen_at=datetime.fromisoformat(row["seen"]),
        )
        for row in rows
    ]


def places(present: list[Attendance]) -> list[Place]:
    """Who is there, by organisation."""
    by_place = groupby(present, key=lambda one: one.organisation)
    return [Place(organisation, list(people)) for organisation, people in by_place]
