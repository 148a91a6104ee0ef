"""The coming meetings as a calendar file (iCalendar, RFC 5545): when, "MDT", and a link; nothing of any case."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from uuid import uuid5

from icalendar import Calendar, Event

from rondom.organisations.models import Region
from rondom.triage.roster import Gathering


def invitations(region: Region, gatherings: Iterable[Gathering], link: str, at: datetime) -> bytes:
    """The file. Each meeting has the same UID every time, so that a calendar knows it again."""
    found = Calendar()
    found.add("prodid", "-//Rondom//MDT//NL")
    found.add("version", "2.0")
    found.add("method", "PUBLISH")
    for one in gatherings:
        begins = one.at.astimezone(UTC)
        event = Event()
        event.add("uid", str(uuid5(region.pk, begins.isoformat())))
        event.add("dtstamp", at.astimezone(UTC))
        event.add("dtstart", begins)
        event.add("dtend", begins + timedelta(minutes=one.lasts))
        event.add("summary", "MDT")
        event.add("url", link)
        event.add("class", "PRIVATE")
        found.add_component(event)
    file: bytes = found.to_ical()
    return file
