"""Who acts, for which organisation, at which moment; and how the database gets to know."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from rondom.core.db import acting
from rondom.core.errors import Denied
from rondom.organisations import actions
from rondom.organisations.actor import Actor
from rondom.organisations.models import Role


def _believed():
    with connection.cursor() as cursor:
        cursor.execute("SELECT rondom_actor()")
        return cursor.fetchone()[0]


def test_someone_acts_for_the_organisation_they_work_for(world):
    with world.acting(world.anna) as actor:
        assert (actor.user, actor.organisation, actor.roles) == (world.anna, world.csg, {Role.COORDINATOR})
        assert actor.has_role(Role.COORDINATOR)
        assert not actor.has_role(Role.ADMINISTRATOR)


def test_someone_of_two_organisations_acts_for_the_one_they_have_worked_for_longest(world):
    with world.acting(world.administrator) as actor:
        actions.add_member(actor=actor, user=world.anna, organisation=world.shn, role=Role.ADMINISTRATOR)
    with world.acting(world.anna) as actor:
        assert (actor.organisation, actor.roles) == (world.csg, {Role.COORDINATOR})


def test_someone_without_an_organisation_acts_for_nobody(world):
    with world.acting(world.administrator) as actor:
        loose = actions.add_account(actor=actor, username="loose", display_name="Loose")
    with pytest.raises(Denied), world.acting(loose):
        pass


def test_before_someone_worked_there_they_did_not_act(world):
    with world.acting(world.alice) as actor:
        early = actor.at - timedelta(days=10_000)
    with pytest.raises(Denied):
        Actor.of(world.alice, early)


def test_a_service_is_nobody(world):
    with world.acting(world.alice) as actor:
        service = Actor.service(actor.at)
    assert (service.user_id, service.organisation_id, service.kind) == (None, None, "service")


def test_the_database_knows_who_acts_only_inside_the_block(world):
    assert _believed() is None
    with transaction.atomic(), acting(world.alice.pk) as now:
        assert _believed() == world.alice.pk
        assert now.tzinfo is not None
    assert _believed() is None


def test_one_who_acts_inside_another_gives_the_turn_back(world):
    with transaction.atomic(), acting(world.alice.pk):
        with transaction.atomic(), acting(world.bob.pk):
            assert _believed() == world.bob.pk
        assert _believed() == world.alice.pk


def test_after_an_error_nobody_acts_for_someone_else(world):
    class Stumble(Exception):  # noqa: N818
        """Something goes wrong in the block."""

    with transaction.atomic(), acting(world.alice.pk):
        with pytest.raises(Stumble), transaction.atomic(), acting(world.bob.pk):
            raise Stumble
        assert _believed() == world.alice.pk


def test_after_an_error_of_the_database_nobody_acts_for_someone_else(world):
    with transaction.atomic(), acting(world.alice.pk):
        with (
            pytest.raises(DatabaseError),
            transaction.atomic(),
            acting(world.bob.pk),
            connection.cursor() as cursor,
        ):
            cursor.execute("SELECT 1 / 0")
        assert _believed() == world.alice.pk


def test_acting_needs_a_transaction(own_database):
    with pytest.raises(RuntimeError, match="transaction"), acting(None):
        pass
