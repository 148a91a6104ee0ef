"""Which organisations are there when the MDT decides on a case."""

from uuid import UUID

from rondom.cases.models import Case
from rondom.organisations.actor import Actor
from rondom.triage.models import Attendance, ItemMember, Meeting


def present(meeting: Meeting, case: Case, actor: Actor) -> set[UUID]:
    """The organisations that are there, by key: who came to the meeting, and who decides.

    Whoever stepped back from the case is not there for their organisation.
    """
    back = ItemMember.objects.filter(case=case, kind=ItemMember.Kind.STEPPED_BACK).values("user_id")
    came = Attendance.objects.filter(meeting=meeting).exclude(user__in=back)
    found = set(came.values_list("organisation_id", flat=True))
    return found | ({actor.organisation_id} if actor.organisation_id else set())
