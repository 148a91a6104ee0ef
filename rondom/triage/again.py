"""When it was agreed to look at a case again, and in which meeting of the MDT that is.

A person brings the case back: it opens it to everyone with a seat. Until then it is on no agenda, and seen by who works on it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import F, OuterRef
from django.db.models.functions import JSONObject
from django.utils import timezone

from rondom.cases import clock
from rondom.cases.models import Case, Status
from rondom.organisations.actor import Actor
from rondom.organisations.models import Region
from rondom.triage.models import Decision, Where
from rondom.triage.policies import AHEAD

NEAR = timedelta(
    days=1
)  # how long before it stands on Today: a case that is brought back is discussed within a day
_DECIDED = [Status.WEIGHED, Status.COORDINATED]


@dataclass(frozen=True)
class Again:
    """A case that was promised another look: on a day, or at a moment of it; and the first meeting from then on.

    With the coordinator there is no meeting; nor where the calendar of the region holds none.
    """

    case: Case
    day: date
    at: datetime | None
    in_mdt: bool
    meets_at: datetime | None

    @property
    def begins(self) -> datetime:
        """From when on it is looked at again."""
        return self.at or clock.begin_of(self.day)

    @property
    def late(self) -> bool:
        """Whether there is no meeting on that day, or at that moment, so that it becomes later than was promised."""
        if not self.in_mdt:
            return False
        if self.meets_at is None:
            return True
        return self.meets_at > self.at if self.at else timezone.localdate(self.meets_at) > self.day

    def is_near(self, now: datetime) -> bool:
        """Whether it is time to bring it back, or to look at it."""
        return self.begins - NEAR <= now

    def has_passed(self, now: datetime) -> bool:
        """Whether it should have been looked at already."""
        return now >= (self.at or clock.begin_of(self.day + timedelta(days=1)))


def promised() -> Any:
    """For a subquery on cases: what the latest decision says of it, while nobody brought the case back since."""
    latest = Decision.objects.filter(
        case=OuterRef("pk"), round=OuterRef("mdt_round"), look_again_on__isnull=False
    )
    said = {"day": F("look_again_on"), "at": F("look_again_at"), "where": F("look_again_where")}
    return latest.values(said=JSONObject(**said))[:1]


def read(case: Case, region: Region, said: Mapping[str, Any] | None, now: datetime) -> Again | None:
    """What `promised` found of a case in a region, whose week is known; none of a case that waits for the MDT, or is closed."""
    if not said or case.status not in _DECIDED:
        return None
    at = datetime.fromisoformat(said["at"]) if said["at"] else None
    return _again(case, region, date.fromisoformat(said["day"]), at, said["where"], now)


def coming(actor: Actor, region: Region) -> list[Again]:
    """What the MDT of a region was promised to look at again in the coming two weeks, of the cases that the actor sees."""
    until = timezone.localdate(actor.at + AHEAD)
    found = (
        Decision.objects.filter(
            case__region=region,
            case__status__in=_DECIDED,
            round=F("case__mdt_round"),
            look_again_on__lte=until,
            look_again_where=Where.MDT,
        )
        .visible_to(actor)
        .select_related("case")
    )
    return _in_order(_of(one, region, actor.at) for one in found)


def _of(one: Decision, region: Region, now: datetime) -> Again:
    assert one.look_again_on
    return _again(one.case, region, one.look_again_on, one.look_again_at, one.look_again_where, now)


def _in_order(found: Iterable[Again]) -> list[Again]:
    return sorted(found, key=lambda one: (one.begins, one.case.pk))


def _again(case: Case, region: Region, day: date, at: datetime | None, where: str, now: datetime) -> Again:
    in_mdt = where != Where.COORDINATOR
    begins = max(at or clock.begin_of(day), now)
    return Again(case, day, at, in_mdt, clock.meeting_from(region, begins) if in_mdt else None)
