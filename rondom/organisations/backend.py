"""Signing in, and finding the person of a session together with where they work."""

from typing import Any

from django.contrib.auth.backends import ModelBackend

from rondom.accounts.models import User
from rondom.organisations.models import Membership


class ProfessionalBackend(ModelBackend):
    """Django's own, with the memberships read in the same query: every request needs both."""

    def get_user(self, user_id: Any) -> User | None:
        """The account of a session, active, with `working` for the actor; None when there is none."""
        memberships = list(
            Membership.objects.filter(user_id=user_id)
            .select_related("user", "organisation")
            .order_by("starts_at")
        )
        user = memberships[0].user if memberships else User.objects.filter(pk=user_id).first()
        if user is None or not user.is_active:
            return None
        user.working = memberships
        return user
