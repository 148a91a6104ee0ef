"""Arrive at the meeting."""

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction

from rondom.audit.log import record
from rondom.cases import live
from rondom.organisations.actor import Actor
from rondom.organisations.models import Seat
from rondom.triage.models import Attendance, Meeting
from rondom.triage.verbs import TriageVerb

SEEN_AGAIN = timedelta(
    minutes=1
)  # how exactly it is kept when someone was last seen: not written at every page


@transaction.atomic
def arrive(*, actor: Actor, meeting: Meeting, seat: Seat, present: Sequence[Attendance]) -> Attendance | None:
    """Be at an open meeting for the organisation of one's seat, by coming to its page; gives the row when it is new.

    `present` is who is known to be there. The first time is an event, and shows on every screen; afterwards only when someone was last seen is kept, to the minute.
    """
    known = next((one for one in present if one.user_id == actor.key), None)
    if known is not None:
        if actor.at - known.last_seen_at >= SEEN_AGAIN:
            Attendance.objects.filter(pk=known.pk).update(last_seen_at=actor.at)
        return None
    row, first = Attendance.objects.get_or_create(
        meeting=meeting,
        user=actor.user,
        organisation_id=seat.organisation_id,
        defaults={"arrived_at": actor.at, "last_seen_at": actor.at},
    )
    if first:
        live.changed(meeting.region)
        record(actor, TriageVerb.ARRIVED, subject=("meeting", meeting.pk))
    return row if first else None
