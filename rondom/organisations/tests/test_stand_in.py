"""The manager of an organisation lets someone stand in for a seat in the MDT."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from rondom.core.db import acting
from rondom.core.errors import Denied, WrongStep
from rondom.organisations import actions
from rondom.organisations.actor import Actor
from rondom.organisations.models import Role, Seat
from tests.browse import signed_in, words
from tests.proof import refused

DECIDES = Seat.Mandate.DECIDES


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def boss(world):
    """The manager of the CSG."""
    with acting(world.administrator.pk) as now:
        actor = Actor.of(world.administrator, now)
        user = actions.add_account(actor=actor, username="mona", display_name="Mona")
        actions.add_member(actor=actor, user=user, organisation=world.csg, role=Role.MANAGER)
    return user


def seat_of(user):
    return Seat.objects.get(user=user, stands_in_for=None)


def stand_in(world, boss, user, *, seat=None, days=7, **changes):
    with world.acting(boss) as actor:
        period = {"starts_at": actor.at, "ends_at": actor.at + timedelta(days=days), **changes}
        return actions.stand_in(
            actor=actor, seat=seat or seat_of(world.alice), user=user, mandate=DECIDES, **period
        )


def test_who_stands_in_sees_what_lies_on_the_table_until_the_end(world, boss):
    case = world.report()
    assert world.held(world.dave, case) == 0
    place = stand_in(world, boss, world.dave)
    assert (place.fixed, place.chair, place.lead) == (True, False, False)
    assert world.held(world.dave, case)
    with world.acting(boss) as actor:
        actions.end_seat(actor=actor, seat=place)
    assert world.held(world.dave, case) == 0


def test_nobody_lets_themselves_stand_in_nor_who_has_the_seat_nor_who_works_elsewhere(world, boss):
    for user in (boss, world.alice):
        with refused(Denied, "someone else than yourself"):
            stand_in(world, boss, user)
    with refused(Denied, "does not help people"):
        stand_in(world, boss, world.bob)


def test_only_the_own_manager_does_this(world, boss):
    with refused(Denied, "Only the manager"):
        stand_in(world, world.anna, world.dave)
    with refused(Denied, "Only the manager"):
        stand_in(world, boss, world.sam, seat=seat_of(world.bob))


def test_it_ends_and_not_after_more_than_a_year(world, boss):
    for days in (-1, 0, 400):
        with refused(WrongStep, "at most a year"):
            stand_in(world, boss, world.dave, days=days)


def test_nobody_stands_in_for_who_stands_in(world, boss):
    place = stand_in(world, boss, world.dave)
    with refused(WrongStep, "stands in itself"):
        stand_in(world, boss, world.anna, seat=place)


def test_the_page_says_who_stands_in_for_whom_and_what_is_missing(world, boss):
    client = signed_in(boss)
    page = reverse("stand_in", args=["csg", seat_of(world.alice).pk])
    assert "For Alice, in the MDT of Regio north." in words(client.get(page))
    today = timezone.localdate()
    wrong = client.post(
        page, {"user": str(world.dave.pk), "starts_on": today, "ends_on": today - timedelta(days=1)}
    )
    assert wrong.status_code == 422
    assert "This is before the first day." in words(wrong)
    good = {"user": str(world.dave.pk), "starts_on": today, "ends_on": today, "mandate": "asks_back"}
    assert client.post(page, good).status_code == 302
    said = words(client.get(reverse("people", args=["csg"])))
    assert "stands in for Alice, must ask their organisation first" in said
