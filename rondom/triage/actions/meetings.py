"""Open the MDT, close it, look at its agenda."""

from collections.abc import Sequence

from django.db import connection, transaction
from django.utils.translation import gettext as _

from rondom.audit.log import record
from rondom.cases import live, planning
from rondom.cases.models import (
    Case,
)
from rondom.core.errors import WrongStep
from rondom.organisations.actor import Actor
from rondom.organisations.models import Region
from rondom.triage import policies
from rondom.triage.actions import items
from rondom.triage.models import Meeting, Minutes
from rondom.triage.verbs import TriageVerb


@transaction.atomic
def open_meeting(*, actor: Actor, region: Region) -> Meeting:
    """Open the region's MDT. Raises Denied for who does not chair, WrongStep when one is open."""
    policies.must_chair(actor, region)
    if Meeting.objects.filter(region=region, closed_at__isnull=True).exists():
        raise WrongStep(_("The MDT of %(region)s is already open.") % {"region": region.name})
    meeting = Meeting(region=region, opened_at=actor.at, opened_by=actor.user)
    meeting.save(force_insert=True)
    live.changed(region)
    record(actor, TriageVerb.MEETING_OPENED, subject=("meeting", meeting.pk))
    return meeting


@transaction.atomic
def close_meeting(*, actor: Actor, region: Region) -> Meeting:
    """Close the MDT: decided cases leave the agenda, and with it the view of who only sat there.

    What was not discussed is planned anew, in time when that can still be, and the minutes are laid down, to be signed.
    Raises Denied for who does not chair, WrongStep when it is not open.
    """
    policies.must_chair(actor, region)
    waiting = Meeting.objects.select_for_update(
        no_key=True
    )  # whoever decides now points to it, and is let through
    meeting = waiting.filter(region=region, closed_at__isnull=True).first()
    if meeting is None:
        raise WrongStep(_("The MDT of %(region)s is not open.") % {"region": region.name})
    items.end(actor, meeting)
    meeting.closed_at, meeting.closed_by = actor.at, actor.user
    meeting.save(update_fields=["closed_at", "closed_by"])
    with connection.cursor() as cursor:  # all of them: a shield may keep a case from the chair
        cursor.execute("SELECT undiscussed_cases_noted(%s)", [meeting.pk])
        cursor.execute("SELECT decided_cases_leave(%s)", [region.pk])
        planning.again(region, actor.at, lambda planned: planned <= actor.at)
        cursor.execute("SELECT undiscussed_cases_moved(%s)", [meeting.pk])
    Minutes(meeting=meeting, made_at=actor.at).save(force_insert=True)
    record(actor, TriageVerb.MEETING_CLOSED, subject=("meeting", meeting.pk))
    return meeting


@transaction.atomic
def note_agenda(*, actor: Actor, region: Region, cases: Sequence[Case]) -> None:
    """Note which cases someone saw on the agenda."""
    data = {"cases": [str(case.pk) for case in cases]}
    record(actor, TriageVerb.AGENDA_READ, subject=("region", region.pk), purpose="mdt", data=data)
