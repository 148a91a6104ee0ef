"""Signing in, and finding the person of a session together with where they work."""

from typing import Any
from uuid import UUID

from django.contrib.auth.backends import ModelBackend
from django.db.models import QuerySet

from rondom.accounts.models import User
from rondom.core.asked import asked
from rondom.organisations.models import Membership


class ProfessionalBackend(ModelBackend):
    """Django's own, with the memberships read in the same query: every request needs both."""

    def get_user(self, user_id: Any) -> User | None:
        """The account of a session, active, with `working` for the actor; None when there is none."""
        memberships = _memberships(user=user_id)
        user = memberships[0].user if memberships else User.objects.filter(pk=user_id).first()
        if user is None or not user.is_active:
            return None
        user.working = memberships
        return user


@asked
def _memberships(user: UUID) -> QuerySet[Membership]:
    rows = Membership.objects.filter(user_id=user).select_related("user", "organisation")
    return rows.order_by("starts_at")
