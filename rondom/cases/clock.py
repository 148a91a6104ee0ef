"""When the MDT must be, and when it is: the one place where these moments are worked out."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from rondom.organisations.models import Region

MDT_WITHIN = timedelta(
    hours=24
)  # Seed 003: "Na de eerste melding vindt binnen 24 uur het MDT-overleg plaats."
ANSWER_WITHIN = timedelta(hours=4)  # Our own default for answering the question to coordinate; no source.
DECIDE_WITHIN = timedelta(days=1)  # Our own default for setting a next step when there is none; no source.
LOCAL = ZoneInfo("Europe/Amsterdam")


def mdt_due(reported_at: datetime) -> datetime:
    """The last moment for the MDT: 24 hours around the clock after the first report (seed 003)."""
    return reported_at.astimezone(UTC) + MDT_WITHIN


def next_meeting(region: Region, after: datetime) -> datetime:
    """The first daily meeting of the region's MDT after a moment; weekends and holidays included (seed 003)."""
    local = after.astimezone(LOCAL)
    meeting = datetime.combine(local.date(), region.mdt_time, LOCAL).astimezone(UTC)
    if meeting <= after:
        meeting = datetime.combine(local.date() + timedelta(days=1), region.mdt_time, LOCAL).astimezone(UTC)
    return meeting
