"""Everyone who works around a case: from whom it could be shielded."""

from dataclasses import dataclass

from rondom.cases.models import Case
from rondom.organisations.actor import Actor
from rondom.organisations.models import Membership


@dataclass(frozen=True)
class Neighbours:
    """The professionals of the organisations that work in the region of a case, by organisation and name."""

    members: list[Membership]

    def places(self) -> list[tuple[str, str]]:
        """The organisations, as choices."""
        found = {f"place:{one.organisation_id}": one.organisation.name for one in self.members}
        return list(found.items())

    def people(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """The professionals as choices, by organisation."""
        groups: dict[str, dict[str, str]] = {}
        for one in self.members:
            groups.setdefault(one.organisation.name, {})[f"person:{one.user_id}"] = one.user.display_name
        return [(place, list(people.items())) for place, people in groups.items()]

    def named(self) -> list[tuple[str, str]]:
        """The professionals as choices, each with their organisation."""
        return list(
            {
                str(one.user_id): f"{one.user.display_name}, {one.organisation.name}" for one in self.members
            }.items()
        )

    def of(self, place: str) -> set[str]:
        """The professionals of an organisation."""
        return {str(one.user_id) for one in self.members if str(one.organisation_id) == place}

    def find(self, key: str) -> Membership:
        """The membership that a choice stands for."""
        return next(
            one for one in self.members if key in {f"person:{one.user_id}", f"place:{one.organisation_id}"}
        )


def neighbours(case: Case, actor: Actor) -> Neighbours:
    """Everyone who works for an organisation in the region of a case now."""
    return Neighbours(
        list(
            Membership.objects.in_force(actor.at)
            .filter(organisation__works_in=case.region, user__is_active=True)
            .select_related("organisation", "user")
            .order_by("organisation__name", "user__display_name")
        )
    )
