"""How much coordinators have to do: numbers for their manager, and nothing of any case."""

import pytest
from django.db import connection
from django.utils import timezone

from rondom.coordination import workload
from rondom.organisations.actions import add_member
from rondom.organisations.models import Role
from tests.browse import markup, signed_in, words

AT = "/organisatie/csg/belasting/"


@pytest.fixture
def manager(world):
    """Dave manages the CSG."""
    with world.acting(world.administrator) as actor:
        add_member(actor=actor, user=world.dave, organisation=world.csg, role=Role.MANAGER)
    return world.dave


def test_a_manager_sees_numbers_now_and_by_month_and_no_case(world, manager):
    cases = [world.coordinated(), world.coordinated()]
    page = signed_in(manager).get(AT)
    assert "Anna 2 0 0 Together 2 0 0" in words(page)
    for case in cases:
        assert str(case.pk) not in markup(page)
        assert world.code(case) not in markup(page)
    with world.acting(manager) as actor:
        found = workload.of(world.csg, actor.at)
    assert len(found.months) == 12
    last = found.months[-1]
    assert (last.month, last.held, last.begun, last.ended) == (
        timezone.localdate().replace(day=1), 2, 2, 0
    )  # fmt: skip


@pytest.mark.parametrize(("name", "status"), [("anna", 403), ("carol", 403), ("administrator", 200)])
def test_nobody_else_sees_them(world, name, status):
    assert signed_in(getattr(world, name)).get(AT).status_code == status


def test_a_manager_of_another_organisation_finds_nothing(world, manager):
    assert signed_in(manager).get("/organisatie/vt/belasting/").status_code == 404


def test_the_database_tells_it_to_nobody_else_either(world, manager):
    world.coordinated()
    for who, rows in [(manager, 1), (world.anna, 0), (world.vera, 0)]:
        with world.acting(who), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM workload_of(%s)", [world.csg.pk])
            assert cursor.fetchone()[0] == rows
            cursor.execute("SELECT sum(held) FROM workload_by_month(%s, current_date)", [world.csg.pk])
            assert cursor.fetchone()[0] == rows
