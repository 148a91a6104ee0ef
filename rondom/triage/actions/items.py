"""Go through the agenda: what the meeting discusses now."""

from datetime import datetime

from django.db import connection, transaction

from rondom.audit.log import record
from rondom.cases import live
from rondom.cases.models import Case
from rondom.organisations.actor import Actor
from rondom.triage import lengths, policies
from rondom.triage.models import ItemTime, Meeting
from rondom.triage.verbs import TriageVerb


@transaction.atomic
def discuss(*, actor: Actor, case: Case) -> None:
    """Let the meeting discuss a case now; every screen follows. What it discussed before is over.

    The case must be locked (`dossier.locked`). Asked again of the case that is discussed already, its clock runs on.
    Raises Denied for who does not chair, WrongStep for a case that does not wait or a meeting that is not open.
    """
    policies.must_wait_for_the_mdt(case)
    policies.must_run(actor, case)
    meeting = policies.open_meeting_of(case.mdt_region, case)
    if not ItemTime.objects.filter(meeting=meeting, case=case, ended_at__isnull=True).exists():
        begin(actor, meeting, case)
    record(actor, TriageVerb.DISCUSSED, case_id=case.pk, subject=("meeting", meeting.pk), purpose="mdt")


def begin(actor: Actor, meeting: Meeting, case: Case) -> None:
    """Begin with a case, as the lower half of discussing it and of deciding on the one before; only for the chair."""
    # One chair at a time, so that the second finds what the first began.
    list(Meeting.objects.select_for_update(no_key=True).filter(pk=meeting.pk))
    started_at = end(actor, meeting)
    region = meeting.region  # the same one: the case is on its agenda
    period = ItemTime(
        meeting=meeting,
        case=case,
        started_at=started_at,
        started_by=actor.user,
        planned_minutes=lengths.planned_now(case, region),
    )
    period.save(force_insert=True)


@transaction.atomic
def plan(*, actor: Actor, case: Case, minutes: int) -> None:
    """Say how many minutes the MDT plans for a case in this round; the chair does, before it is discussed.

    The case must be locked. Raises Denied for who does not chair, WrongStep for a case that does not wait, or is discussed
    now: what was planned is measured against (indicator F8).
    """
    policies.must_wait_for_the_mdt(case)
    policies.must_run(actor, case)
    policies.must_not_be_discussed(case)
    case.mdt_minutes = minutes
    case.save(update_fields=["mdt_minutes"])
    live.on_the_agenda(case)
    record(
        actor, TriageVerb.ITEM_PLANNED, case_id=case.pk, subject=("case", case.pk), purpose="mdt",
        data={"minutes": minutes},
    )  # fmt: skip


def end(actor: Actor, meeting: Meeting, case: Case | None = None) -> datetime:
    """End what the meeting discusses, be it kept from the chair who says so; of others only `case`, which they see.

    Gives the moment from which the next case can be discussed (sql/live.sql: item_ends).
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT item_ends(%s, %s, %s)", [meeting.pk, case.pk if case else None, actor.at])
        free_at: datetime = cursor.fetchone()[0]
    live.changed(meeting.region)
    return free_at
