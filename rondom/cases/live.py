"""What tells open screens of the MDT that something changed: never what."""

from uuid import UUID

from django.db import connection

from rondom.cases.models import Case
from rondom.organisations.models import Region

CHANNEL = "rondom_live"
MEETING = "meeting"  # something of the meeting as a whole: where it is, who is there, its agenda
AGENDA = "agenda"  # a case on the agenda: told only to who may see that case, and then as `meeting`


def changed(region: Region | None, what: str = MEETING, case: Case | None = None) -> None:
    """Tell the screens of a region's MDT which part changed, once this transaction is committed; never if it is not.

    `what` is the name of a `data-live` part of the page, such as "views". With a case, only screens that show this case,
    of people who may see it, are told. The message holds the region, the part and the identifier of the case: no content
    (docs/adr/0021-live-pages.md).
    """
    if region is not None:
        _tell(region.pk, what, str(case.pk) if case else "")


def on_the_agenda(case: Case) -> None:
    """Tell the screens of the MDT whose agenda holds a case, of people who may see it, that the agenda changed.

    It came there, or stands in another place or in another way: who may not see the case hears nothing at all.
    """
    if case.mdt_region_id is not None:
        _tell(case.mdt_region_id, AGENDA, str(case.pk))


def _tell(region: UUID, what: str, case: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, f"{region}|{what}|{case}"])
