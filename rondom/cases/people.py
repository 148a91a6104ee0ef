"""Who can be asked for something in a case: people of organisations that may see it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from rondom.cases.models import Case, Category, Grant
from rondom.cases.policies import live_grants
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


def circle(case: Case, actor: Actor) -> Circle:
    """Everyone around a case who could be asked, by organisation and name."""
    masks: dict[UUID, int] = {}
    found = Grant.objects.filter(live_grants(case, actor))
    rows = list(found.values_list("organisation_id", "categories", "purpose"))
    for organisation_id, categories, purpose in rows:
        if purpose != "insight":  # who only answers a request of the person is asked for nothing
            masks[organisation_id] = masks.get(organisation_id, 0) | categories
    members = list(
        Membership.objects.in_force(actor.at)
        .filter(organisation_id__in=masks, user__is_active=True)
        .exclude(role=Role.MANAGER)
        .select_related("organisation", "user")
        .order_by("organisation__name", "user__display_name")
    )
    organisations = {member.organisation_id: member.organisation for member in members}
    return Circle(masks, organisations, members, frozenset(row[0] for row in rows))
