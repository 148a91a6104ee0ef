"""Who is, or was, at a meeting of the MDT."""

from collections.abc import Iterable
from uuid import UUID

from rondom.accounts.models import User
from rondom.cases.models import Case
from rondom.organisations.actor import Actor
from rondom.organisations.models import Organisation
from rondom.triage.models import Attendance, ItemMember, Meeting


def present(meeting: Meeting) -> list[tuple[Organisation, User]]:
    """Who came to a meeting, by organisation: whoever opened its page while it was open."""
    came = Attendance.objects.filter(meeting=meeting).select_related("organisation", "user")
    found = {(one.organisation, one.user) for one in came}
    return sorted(found, key=lambda one: (one[0].name, one[1].display_name))


def there(present: Iterable[Attendance], members: Iterable[ItemMember], actor: Actor) -> set[UUID]:
    """The same as `there_for`, of who is known to be there and who sits differently for the case."""
    back = {one.user_id for one in members if one.kind == ItemMember.Kind.STEPPED_BACK}
    found = {one.organisation_id for one in present if one.user_id not in back}
    return found | ({actor.organisation_id} if actor.organisation_id else set())


def there_for(meeting: Meeting, case: Case, actor: Actor) -> set[UUID]:
    """The organisations that are there when the MDT decides on a case, by key: who came, and who decides.

    Whoever stepped back from the case is not there for their organisation.
    """
    back = ItemMember.objects.filter(case=case, kind=ItemMember.Kind.STEPPED_BACK).values("user_id")
    came = Attendance.objects.filter(meeting=meeting).exclude(user__in=back)
    found = set(came.values_list("organisation_id", flat=True))
    return found | ({actor.organisation_id} if actor.organisation_id else set())
