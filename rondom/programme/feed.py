"""The updates as a web feed (Atom, RFC 4287), and a gathering for one's own calendar (iCalendar, RFC 5545)."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime

from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import linebreaks
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from rondom.programme.models import Gathering, Update


def atom(updates: Iterable[Update], absolute: Callable[[str], str], language: str) -> str:
    """The feed: title, text and moment of each update; nothing about who wrote it."""
    found = Atom1Feed(
        title=_("News of the programme"),
        link=absolute(reverse("programme:news")),
        description="",
        language=language,
        author_name="Rondom",
        feed_url=absolute(reverse("programme:feed")),
    )
    for one in updates:
        link = absolute(reverse("programme:update", args=[one.pk]))
        found.add_item(
            title=one.title,
            link=link,
            description=linebreaks(one.text, autoescape=True),
            unique_id=f"urn:uuid:{one.pk}",
            pubdate=one.published_at,
            updateddate=one.published_at,
        )
    text: str = found.writeString("utf-8")
    return text


def calendar(gathering: Gathering, link: str, at: datetime) -> bytes:
    """The file; with the same UID every time, so that a calendar knows it again, and says so when it is cancelled."""
    event = Event()
    event.add("uid", str(gathering.pk))
    event.add("dtstamp", at.astimezone(UTC))
    event.add("dtstart", gathering.starts_at.astimezone(UTC))
    event.add("dtend", gathering.ends_at.astimezone(UTC))
    event.add("summary", gathering.title)
    event.add("location", gathering.place)
    event.add("description", gathering.about)
    event.add("url", link)
    event.add("status", "CANCELLED" if gathering.cancelled_at else "CONFIRMED")
    found = Calendar()
    found.add("prodid", "-//Rondom//Programme//NL")
    found.add("version", "2.0")
    found.add("method", "PUBLISH")
    found.add_component(event)
    file: bytes = found.to_ical()
    return file
