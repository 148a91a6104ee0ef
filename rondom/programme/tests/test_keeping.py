"""What is about people is destroyed when it was kept long enough, by the worker; how many came stays."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from rondom.organisations.actor import Actor
from rondom.programme import keeping as terms
from rondom.programme import tasks
from rondom.programme.actions import experts, gatherings, keeping
from rondom.programme.models import Expert, Gathering, Registration
from rondom.programme.tests.test_gatherings import address, said
from tests.browse import signed_in, words
from tests.sealing import as_role, superuser

NOW = timezone.now()
LONG_AGO, AT_LAST = timedelta(days=31 * terms.REGISTRATIONS.months + 5), timedelta(days=366 + 5)


@pytest.fixture
def held(world, dave):
    """Bob was there, Alice was not; three came without a registration."""
    with world.acting(dave) as actor:
        begun = gatherings.plan(
            actor=actor,
            said=said(NOW, seats=None, starts_at=NOW - timedelta(hours=1), ends_at=NOW + timedelta(hours=1)),
        )
    for user in (world.bob, world.alice):
        signed_in(user).post(address("register", begun), {"address": "iemand@example.org"})
    with world.acting(dave) as actor:
        there = Registration.objects.get(user=world.bob).pk
        gatherings.hold(actor=actor, gathering=begun, present={there}, others=3)
    return begun


@pytest.fixture
def robin(world, dave):
    with world.acting(dave) as actor:
        told = experts.Told("Robin", "Via Dave", "Brieven", "Dinsdag", "Nooit alleen.")
        today = timezone.localdate(NOW)
        return experts.keep(actor=actor, told=told, groups=["other"], agreed_on=today, until=today)


def recorded(verb):
    """What the worker recorded last, which nobody who serves reads here."""
    with superuser() as there:
        return there.execute(
            "SELECT data::jsonb FROM audit_event WHERE verb = %s ORDER BY id DESC LIMIT 1", [verb]
        ).fetchone()[0]


def at_night(what, after):
    with as_role("rondom_worker"):
        return what(actor=Actor.service(NOW + after))


@pytest.mark.usefixtures("own_database")
def test_who_registered_is_destroyed_and_how_many_came_stays(world, dave, held):
    assert at_night(keeping.forget_registrations, timedelta(days=27)) == 0
    assert at_night(keeping.forget_registrations, LONG_AGO) == 2
    assert at_night(keeping.forget_registrations, LONG_AGO) == 0
    with world.acting(dave):
        assert not Registration.objects.exists()
        assert Gathering.objects.get(pk=held.pk).others_present == 4
    assert recorded("programme:registration:destroyed") == {"gatherings": 1, "gone": 2}
    assert "4 people" in words(signed_in(dave).get(address("gathering", held)))


@pytest.mark.usefixtures("own_database")
def test_an_expert_whose_agreement_is_not_renewed_is_erased(world, dave, robin):
    assert at_night(keeping.erase_lapsed, timedelta(days=360)) == 0
    assert at_night(keeping.erase_lapsed, AT_LAST) == 1
    with world.acting(dave):
        assert not Expert.objects.exists()
    assert recorded("programme:expert:lapsed") == {"gone": 1}


@pytest.mark.usefixtures("own_database")
def test_the_worker_does_both_every_night_and_today_there_is_nothing_to_destroy(world, dave, held, robin):
    with as_role("rondom_worker"):
        tasks.destroy()
    with world.acting(dave):
        assert (Registration.objects.count(), Expert.objects.count()) == (2, 1)


def test_who_serves_cannot_destroy(world, dave):
    for call in ("forget_registrations(now(), 1)", "erase_lapsed_experts(current_date, 1)"):
        with (
            world.acting(dave),
            pytest.raises(DatabaseError, match="permission denied"),
            transaction.atomic(),
        ):
            connection.cursor().execute(f"SELECT {call}")


def test_it_is_said_where_one_registers_and_where_an_expert_is_added(world, dave):
    with world.acting(dave) as actor:
        planned = gatherings.plan(actor=actor, said=said(NOW))
    page = words(signed_in(world.bob).get(address("gathering", planned)))
    assert "Your name and address are destroyed 3 months after the gathering" in page
    assert "not confirmed yet by who is responsible" in page
    added = words(signed_in(dave).get("/programma/ervaringsdeskundigen/nieuw/"))
    assert (
        "is erased 12 months after the day until which something was agreed, unless it is agreed anew"
        in added
    )


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [("months = 3", "months = 0", "months is at least 1."), ('id = "experts"', 'id = "all"', "id can be"), ("2026-11-29", "2999-01-01", "still to come")],
)  # fmt: skip
def test_a_term_with_a_fault_is_named_with_its_line(old, new, fault):
    (found, *_rest) = terms.load(terms.FILE.read_text().replace(old, new), timezone.localdate(NOW))[1]
    assert fault in found
    assert "keeping.toml, line" in found
