"""An administrator sets up regions, organisations, accounts, memberships and seats; nobody else does."""

from datetime import time

import pytest
from django.db import IntegrityError, transaction

from rondom.accounts.models import User
from rondom.audit.models import Event
from rondom.core.errors import Denied, WrongStep
from rondom.organisations import actions
from rondom.organisations.models import Membership, Organisation, Region, Role, Seat
from tests.proof import refused

DOINGS = {
    "region": lambda world, actor: actions.add_region(
        actor=actor,
        slug="west",
        name="West",
        kind=Region.Kind.PILOT,
        mdt_time=time(9),
        municipalities=["GM0518"],
    ),
    "organisation": lambda world, actor: actions.add_organisation(
        actor=actor, slug="gz", name="GZ", short_name="GZ", kind=Organisation.Kind.CARE, regions=[world.north]
    ),
    "account": lambda world, actor: actions.add_account(actor=actor, username="mia", display_name="Mia"),
    "member": lambda world, actor: actions.add_member(
        actor=actor, user=world.dave, organisation=world.shn, role=Role.PROFESSIONAL
    ),
    "end of a membership": lambda world, actor: actions.end_member(
        actor=actor, membership=world.dave.memberships.get()
    ),
    "seat": lambda world, actor: actions.give_seat(
        actor=actor, region=world.north, organisation=world.csg, user=world.dave
    ),
    "end of a seat": lambda world, actor: actions.end_seat(actor=actor, seat=world.sam.seats.get()),
}
VERBS = {
    "region": "organisation:region:added",
    "organisation": "organisation:added",
    "account": "organisation:account:added",
    "member": "organisation:member:added",
    "end of a membership": "organisation:member:ended",
    "seat": "organisation:seat:given",
    "end of a seat": "organisation:seat:ended",
}


def _do(world, what, by):
    with world.acting(by) as actor:
        return DOINGS[what](world, actor)


@pytest.mark.parametrize("what", DOINGS)
def test_the_administrator_does_it_and_it_is_one_event(world, what):
    with world.acting(world.administrator) as actor:
        before = set(Event.objects.values_list("pk", flat=True))
        DOINGS[what](world, actor)
        (event,) = Event.objects.exclude(pk__in=before)
    assert (event.verb, event.actor_id) == (VERBS[what], world.administrator.pk)


@pytest.mark.parametrize("name", ["alice", "carol", "anna", "eve"])
@pytest.mark.parametrize("what", DOINGS)
def test_nobody_else_does(world, what, name):
    with refused(Denied):
        _do(world, what, getattr(world, name))


def test_a_region_covers_municipalities_that_another_may_cover_too(world):
    region = _do(world, "region", world.administrator)
    assert [place.code for place in region.covers.all()] == ["GM0518"]
    assert "GM0518" in {place.code for place in world.north.covers.all()}


def test_regions_overlap(world):
    shared = set(world.north.covers.all()) & set(world.south.covers.all())
    assert [place.name for place in shared] == ["Delft"]


def test_an_organisation_works_in_its_regions(world):
    assert list(_do(world, "organisation", world.administrator).works_in.all()) == [world.north]


def test_with_an_account_without_a_password_nobody_signs_in(world):
    user = _do(world, "account", world.administrator)
    assert not user.has_usable_password()
    assert not user.check_password("")


def test_two_accounts_never_differ_in_capitals_alone(world):
    with pytest.raises(IntegrityError), world.acting(world.administrator) as actor, transaction.atomic():
        actions.add_account(actor=actor, username="ALICE", display_name="Alice")


def test_a_name_to_sign_in_with_is_found_whatever_its_capitals(world):
    assert User.objects.get_by_natural_key("ALICE") == world.alice


@pytest.mark.parametrize("what", ["end of a membership", "end of a seat"])
def test_what_has_ended_does_not_end_again(world, what):
    _do(world, what, world.administrator)
    with refused(WrongStep):
        _do(world, what, world.administrator)


def test_when_a_membership_ends_access_ends_at_once(world):
    case = world.report()
    assert world.held(world.victor, case)
    with world.acting(world.administrator) as actor:
        actions.end_member(actor=actor, membership=world.victor.memberships.get())
    with pytest.raises(Denied), world.acting(world.victor):
        pass


def test_when_a_seat_ends_the_table_is_no_longer_seen(world):
    case = world.report()
    assert world.held(world.sam, case)
    _do(world, "end of a seat", world.administrator)
    assert world.held(world.sam, case) == 0


def test_a_new_seat_shows_the_table_at_once(world):
    case = world.report()
    assert world.held(world.dave, case) == 0
    _do(world, "seat", world.administrator)
    assert world.held(world.dave, case)


def test_a_seat_for_an_organisation_where_someone_does_not_work_shows_nothing(world):
    case = world.report()
    with world.acting(world.administrator) as actor:
        actions.give_seat(actor=actor, region=world.north, organisation=world.vt, user=world.bob)
    assert world.held(world.bob, case) == 0


def test_periods_hold_from_their_start_and_not_at_their_end(world):
    with world.acting(world.administrator) as actor:
        membership = world.dave.memberships.get()
        actions.end_member(actor=actor, membership=membership)
        assert not Membership.objects.in_force(actor.at).filter(pk=membership.pk).exists()
        assert Membership.objects.in_force(membership.starts_at).filter(pk=membership.pk).exists()
        assert Seat.objects.in_force(actor.at).filter(user=world.carol, chair=True).exists()
