"""Who works for an organisation, as its manager goes through them."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import connection

from rondom.accounts.models import User
from rondom.organisations.models import Membership, Organisation, Provider, Review, Role, Seat

REVIEW_EVERY = timedelta(days=90)


@dataclass
class Person:
    """Someone who works there now: in which roles, with which seats, and whether they have a second factor."""

    user: User
    memberships: list[Membership] = field(default_factory=list)
    seats: list[Seat] = field(default_factory=list)
    second_factor: bool = False

    @property
    def helps(self) -> bool:
        """Whether they help people there, so that they can sit in an MDT."""
        return any(one.role in {Role.PROFESSIONAL, Role.COORDINATOR} for one in self.memberships)


@dataclass(frozen=True)
class Staff:
    """The people of an organisation, when someone last went through them, and where they sign in."""

    organisation: Organisation
    people: list[Person]
    providers: list[Provider]
    reviewed: Review | None
    due_at: datetime | None

    def is_overdue(self, at: datetime) -> bool:
        return self.due_at is None or self.due_at <= at


def staff(organisation: Organisation, at: datetime) -> Staff:
    """The people who work for an organisation at a moment, by name; what it shows the database allows."""
    found: dict[object, Person] = {}
    members = Membership.objects.in_force(at).filter(organisation=organisation).select_related("user")
    for one in members.order_by("user__display_name", "role"):
        found.setdefault(one.user_id, Person(one.user)).memberships.append(one)
    seats = (
        Seat.objects.in_force(at)
        .filter(organisation=organisation)
        .select_related("user", "region", "stands_in_for__user")
    )
    for seat in seats.order_by("region__name"):
        found.setdefault(seat.user_id, Person(seat.user)).seats.append(seat)
    for user_id in _with_second_factor(organisation):
        if user_id in found:
            found[user_id].second_factor = True
    providers = list(Provider.objects.in_force(at).filter(organisation=organisation).order_by("slug"))
    last = (
        Review.objects.filter(organisation=organisation)
        .select_related("done_by")
        .order_by("-done_at")
        .first()
    )
    due_at = last.done_at + REVIEW_EVERY if last else None
    return Staff(organisation, list(found.values()), providers, last, due_at)


def _with_second_factor(organisation: Organisation) -> list[object]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT with_second_factor(%s)", [organisation.pk])
        return [user_id for (user_id,) in cursor]
