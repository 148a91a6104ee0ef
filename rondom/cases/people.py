"""Who can be asked for something in a case: people of organisations that may see it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from rondom.cases.models import Case, Category, Grant
from rondom.cases.policies import grants_at
from rondom.core.asked import asked
from rondom.organisations.actor import Actor
from rondom.organisations.models import Membership, Organisation, Role


@dataclass(frozen=True)
class Circle:
    """The organisations that may see a case now, with their categories, and their people."""

    masks: dict[UUID, int]
    organisations: dict[UUID, Organisation]
    members: list[Membership]
    granted: frozenset[UUID] = (
        frozenset()
    )  # the organisations with any grant now, people or not, also to answer one request

    def choices(self, category: Category = Category.CASE, role: Role | None = None) -> list[tuple[str, Any]]:
        """People grouped by organisation, for a select; only of organisations that may see the category."""
        groups: dict[str, list[tuple[str, str]]] = {}
        for member in self.members:
            if self.masks[member.organisation_id] & category and (role is None or member.role == role):
                key = (key_of(member), member.user.display_name)
                group = groups.setdefault(member.organisation.name, [])
                if key not in group:
                    group.append(key)
        return list(groups.items())

    def find(self, key: str) -> Membership | None:
        """The membership someone chose."""
        return next((member for member in self.members if key_of(member) == key), None)


def key_of(member: Membership) -> str:
    """A membership as a choice: organisation and person."""
    return f"{member.organisation_id}:{member.user_id}"


@asked
def _live(case: UUID, at: datetime) -> QuerySet[Grant]:
    """The grants of a case that hold at a moment, as `live_grants` says."""
    return Grant.objects.filter(grants_at(case, at))


def circle(case: Case, actor: Actor) -> Circle:
    """Everyone around a case who could be asked, by organisation and name."""
    masks: dict[UUID, int] = {}
    grants = _live(case=case.pk, at=actor.at)
    for grant in grants:
        if grant.purpose != "insight":  # who only answers a request of the person is asked for nothing
            masks[grant.organisation_id] = masks.get(grant.organisation_id, 0) | grant.categories
    members = list(
        Membership.objects.in_force(actor.at)
        .filter(organisation_id__in=masks, user__is_active=True)
        .exclude(role=Role.MANAGER)
        .select_related("organisation", "user")
        .order_by("organisation__name", "user__display_name")
    )
    organisations = {member.organisation_id: member.organisation for member in members}
    return Circle(masks, organisations, members, frozenset(grant.organisation_id for grant in grants))
