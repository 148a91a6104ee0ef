"""The acute windows: from when and until when an option is surely open, perhaps open, or closed. Pure; knows no database.

Every moment becomes an instant in UTC first: a window is hours on a stopwatch, not on the clock on the wall, so that
a night with 23 or 25 hours and a leap day change nothing.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from rondom.core.sourced import said


class State(models.TextChoices):
    """What the clock says of a window; nothing is ever hidden for it."""

    OPEN = "open", _("surely still possible")
    DOUBTFUL = "doubtful", _("perhaps too late: consult the CSG at once")
    CLOSED = "closed", _("perhaps too late: consult the CSG at once")
    NOT_APPLICABLE = "not_applicable", _("does not apply")


@dataclass(frozen=True)
class Happened:
    """When it happened, as far as known: never before `earliest`, never after `latest`.

    `earliest` None: no bound, it may be long ago. `latest` None: it may have gone on right up to the report.
    Raises ValueError for a moment without a time zone, and for bounds that are the wrong way round.
    """

    earliest: datetime | None
    latest: datetime | None
    reported_at: datetime

    def __post_init__(self) -> None:
        for name in ("earliest", "latest", "reported_at"):
            moment = getattr(self, name)
            if moment is not None and moment.tzinfo is None:
                message = f"{name} has no time zone"
                raise ValueError(message)
            object.__setattr__(self, name, moment and moment.astimezone(UTC))
        if self.earliest and self.earliest > self.last:
            message = "the earliest moment is after the latest"
            raise ValueError(message)

    @property
    def last(self) -> datetime:
        """The last moment at which it can have happened."""
        return self.latest or self.reported_at


@dataclass(frozen=True)
class Fact:
    """A row of windows.toml: what it says, on which source, looked at when and by whom."""

    key: str
    texts: Mapping[str, str]
    sources: Mapping[str, str]
    verified_on: date
    verified_by: str
    expires: date

    @property
    def words(self) -> str:
        """The row in the language of the reader."""
        return said(self.texts)

    @property
    def source(self) -> str:
        return said(self.sources)


@dataclass(frozen=True)
class Window(Fact):
    """An option that is open for so many hours after the event."""

    hours: int
    domain: str
    names: Mapping[str, str]

    @property
    def name(self) -> str:
        return said(self.names)

    def closes_earliest(self, happened: Happened) -> datetime | None:
        """Until then it is surely open; None when nobody knows how long ago it was."""
        return happened.earliest and happened.earliest + timedelta(hours=self.hours)

    def closes_latest(self, happened: Happened) -> datetime:
        """From then on it is surely closed."""
        return happened.last + timedelta(hours=self.hours)

    def state(self, happened: Happened, at: datetime) -> State:
        """Open while even the greatest possible age is below the hours, doubtful while only the smallest is."""
        surely = self.closes_earliest(happened)
        if surely and at < surely:
            return State.OPEN
        return State.DOUBTFUL if at < self.closes_latest(happened) else State.CLOSED


@dataclass(frozen=True)
class Recorded:
    """What a person recorded that can speak against a window: kinds of violence, gender of everyone who was harmed."""

    kinds: Collection[str] = ()
    genders: Collection[str] = ()


@dataclass(frozen=True)
class Against(Fact):
    """A fact that speaks against some windows."""

    windows: frozenset[str]
    fact: str
    values: frozenset[str]

    def holds(self, recorded: Recorded) -> bool:
        """Whether what was recorded rules these windows out; nothing recorded never does."""
        if self.fact == "kinds":
            return bool(recorded.kinds) and self.values.isdisjoint(recorded.kinds)
        return bool(recorded.genders) and self.values.issuperset(recorded.genders)


def against(rows: Collection[Against], window: Window, recorded: Recorded) -> Against | None:
    """The first fact that speaks against a window, if any does."""
    return next((row for row in rows if window.key in row.windows and row.holds(recorded)), None)
