"""What tells open screens that something changed: never what."""

from django.db import connection

from rondom.cases.models import Case
from rondom.organisations.models import Region

CHANNEL = "rondom_live"
MEETING = "meeting"  # something of the meeting as a whole: where it is, who is there, its agenda


def changed(region: Region | None, what: str = MEETING, case: Case | None = None) -> None:
    """Tell the screens of a region's MDT which part changed, once this transaction is committed; never if it is not.

    `what` is the name of a `data-live` part of the page, such as "views". With a case, only screens that show this case,
    of people who may see it, are told. The message holds the region, the part and the identifier of the case: no content
    (docs/adr/0021-live-pages.md).
    """
    if region is None:
        return
    message = f"{region.pk}|{what}|{case.pk if case else ''}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, message])
