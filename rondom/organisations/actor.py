"""Who acts, for which organisation, at which moment."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Self
from uuid import UUID

from django.utils.translation import gettext as _

from rondom.accounts.models import User
from rondom.audit.models import Event
from rondom.core.errors import Denied
from rondom.organisations.models import Organisation, Role
from rondom.organisations.partners import Partnership, partnerships


@dataclass(frozen=True)
class Actor:
    """A professional who acts for an organisation, or a service that acts for the house.

    `at` is the moment of the request: the clock is read once and handed down.
    """

    at: datetime
    user: User | None = None
    organisation: Organisation | None = None
    roles: frozenset[str] = field(default_factory=frozenset)
    kind: str = Event.ActorKind.PROFESSIONAL

    @classmethod
    def of(cls, user: User, at: datetime, organisation_id: UUID | None = None) -> Self:
        """The actor that `user` is at this moment, from memberships in force (of one organisation). Raises Denied."""
        known = getattr(user, "working", None)
        if known is None:
            known = user.memberships.select_related("organisation").order_by("starts_at")
        memberships = [
            membership
            for membership in known
            if membership.in_force(at) and organisation_id in (None, membership.organisation_id)
        ]
        if not memberships:
            raise Denied(_("Your account is not linked to an organisation now. Ask your administrator."))
        organisation = memberships[0].organisation
        roles = frozenset(m.role for m in memberships if m.organisation_id == organisation.pk)
        return cls(at=at, user=user, organisation=organisation, roles=roles)

    @classmethod
    def service(cls, at: datetime) -> Self:
        """The house itself, at work without a person: sees no case."""
        return cls(at=at, kind=Event.ActorKind.SERVICE)

    @classmethod
    def in_query(cls, user: UUID, at: datetime) -> Self:
        """Someone of whom a query needs no more than who they are and when it is (core/asked.py)."""
        return cls(at=at, user=User(pk=user))

    @property
    def user_id(self) -> UUID | None:
        return self.user.pk if self.user else None

    @cached_property
    def partnerships(self) -> list[Partnership]:
        """The regions where the actor's organisation works, with everyone there; read once."""
        return partnerships(self.organisation, self.at) if self.organisation else []

    @property
    def key(self) -> UUID:
        """The account that acts, for a query; the nil identifier, which nobody has, for a service."""
        return self.user.pk if self.user else UUID(int=0)

    @property
    def organisation_id(self) -> UUID | None:
        return self.organisation.pk if self.organisation else None

    @property
    def manages(self) -> bool:
        """Whether they look after the people of their organisation, or of all."""
        return bool(self.roles & {Role.MANAGER, Role.ADMINISTRATOR})

    def has_role(self, role: Role) -> bool:
        return role in self.roles
