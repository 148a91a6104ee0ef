"""Set up regions, organisations and people: an administrator; a manager ends. The database asks the same."""

from collections.abc import Iterable
from datetime import datetime, time

from django.db import transaction
from django.utils import timezone

from rondom.accounts.models import User
from rondom.audit.log import record
from rondom.organisations import policies
from rondom.organisations.actor import Actor
from rondom.organisations.models import (
    MeetingTime,
    Membership,
    Municipality,
    Organisation,
    Region,
    Role,
    Seat,
)
from rondom.organisations.verbs import OrganisationVerb

CAPACITY = 20  # Our own default for what an MDT can discuss in a day (5 to 20 cases in an hour); no source.


@transaction.atomic
def add_region(
    *, actor: Actor, slug: str, name: str, kind: Region.Kind, mdt_time: time, municipalities: Iterable[str]
) -> Region:
    """Add a region that covers municipalities (by code); regions may overlap.

    Its MDT meets every day at `mdt_time`, weekends and holidays too (seed 003), until its chair says otherwise.
    """
    policies.must_administer(actor)
    region = Region(slug=slug, name=name, kind=kind)
    region.save(force_insert=True)
    MeetingTime.objects.bulk_create(
        MeetingTime(
            region=region,
            weekday=weekday,
            at=mdt_time,
            capacity=CAPACITY,
            starts_on=timezone.localdate(actor.at),
        )
        for weekday in range(7)
    )
    region.covers.set(Municipality.objects.filter(code__in=municipalities))
    record(actor, OrganisationVerb.REGION_ADDED, subject=("region", region.pk))
    return region


@transaction.atomic
def add_organisation(
    *,
    actor: Actor,
    slug: str,
    name: str,
    short_name: str,
    kind: Organisation.Kind,
    regions: Iterable[Region],
    phone: str = "",
) -> Organisation:
    """Add an organisation that works in regions."""
    policies.must_administer(actor)
    organisation = Organisation(slug=slug, name=name, short_name=short_name, kind=kind, phone=phone)
    organisation.save(force_insert=True)
    organisation.works_in.set(regions)
    record(actor, OrganisationVerb.ORGANISATION_ADDED, subject=("organisation", organisation.pk))
    return organisation


@transaction.atomic
def add_account(*, actor: Actor, username: str, display_name: str, password: str | None = None) -> User:
    """Add an account; without a password nobody can sign in with it."""
    policies.must_administer(actor)
    user = User(username=username, display_name=display_name)
    user.set_password(password)
    user.save(force_insert=True)
    record(actor, OrganisationVerb.ACCOUNT_ADDED, subject=("user", user.pk))
    return user


@transaction.atomic
def add_member(*, actor: Actor, user: User, organisation: Organisation, role: Role) -> Membership:
    """Someone works for an organisation in a role, from now on."""
    policies.must_administer(actor)
    membership = Membership(user=user, organisation=organisation, role=role, starts_at=actor.at)
    membership.save(force_insert=True)
    record(
        actor, OrganisationVerb.MEMBER_ADDED, subject=("membership", membership.pk), data={"role": role.value}
    )
    return membership


@transaction.atomic
def end_member(*, actor: Actor, membership: Membership) -> None:
    """Someone no longer works in that role: their access through it ends at once."""
    policies.must_manage(actor, membership.organisation)
    policies.must_still_hold(membership, actor)
    membership.ends_at = actor.at
    membership.save(update_fields=["ends_at"])
    record(actor, OrganisationVerb.MEMBER_ENDED, subject=("membership", membership.pk))


@transaction.atomic
def give_seat(
    *,
    actor: Actor,
    region: Region,
    organisation: Organisation,
    user: User,
    fixed: bool = True,
    chair: bool = False,
    lead: bool = False,
    mandate: Seat.Mandate = Seat.Mandate.DECIDES,
) -> Seat:
    """Someone sits in the region's MDT for an organisation, from now on."""
    policies.must_administer(actor)
    seat = Seat(
        region=region,
        organisation=organisation,
        user=user,
        fixed=fixed,
        chair=chair,
        lead=lead,
        mandate=mandate,
        starts_at=actor.at,
    )
    seat.save(force_insert=True)
    record(actor, OrganisationVerb.SEAT_GIVEN, subject=("seat", seat.pk))
    return seat


@transaction.atomic
def stand_in(
    *, actor: Actor, seat: Seat, user: User, starts_at: datetime, ends_at: datetime, mandate: Seat.Mandate
) -> Seat:
    """Someone of the same organisation stands in for a seat in the MDT, from a moment until another.

    Raises Denied for who does not manage the organisation, for themselves, or for someone who does not help people there.
    """
    policies.must_manage(actor, seat.organisation)
    policies.may_stand_in(actor, seat, user, starts_at, ends_at)
    place = Seat(
        region=seat.region,
        organisation=seat.organisation,
        user=user,
        fixed=seat.fixed,
        chair=seat.chair,
        mandate=mandate,
        stands_in_for=seat,
        starts_at=starts_at,
        ends_at=ends_at,
    )
    place.save(force_insert=True)
    record(
        actor,
        OrganisationVerb.STOOD_IN,
        subject=("seat", place.pk),
        data={"for": str(seat.pk), "user": str(user.pk)},
    )
    return place


@transaction.atomic
def end_seat(*, actor: Actor, seat: Seat) -> None:
    """Someone no longer sits in the MDT: what they saw through the agenda ends at once."""
    policies.must_manage(actor, seat.organisation)
    policies.must_still_hold(seat, actor)
    seat.ends_at = actor.at
    seat.save(update_fields=["ends_at"])
    record(actor, OrganisationVerb.SEAT_ENDED, subject=("seat", seat.pk))
