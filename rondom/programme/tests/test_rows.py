"""The database asks the same as the policies: SQL that is slipped in writes nothing that its actor may not write."""

import pytest
from django.db import ProgrammingError, connection, transaction

from rondom.programme.actions import agreements, findings, gatherings
from rondom.programme.models import Finding
from rondom.programme.tests.test_agreements import said as agreed
from rondom.programme.tests.test_gatherings import said as met
from tests.browse import nothing_changed

UPDATES = {
    "initiative": "title = 'x'", "agreement": "title = 'x'", "gathering": "title = 'x'", "proposal": "reason = 'x'",
    "registration": "present = true", "update": "title = 'x'", "officer": "ends_at = now()", "expert": "sealed = 'x'",
}  # fmt: skip


@pytest.fixture
def filled(world, dave, sam, proposed):
    with world.acting(dave) as actor:
        agreements.add(actor=actor, said=agreed(world))
        gatherings.plan(actor=actor, said=met(actor.at))
    with world.acting(world.bob) as actor:
        findings.note(actor=actor, kind=Finding.Kind.LESSON, text="Begin klein.")


def run(statement, *values):
    """How many rows a statement wrote; 0 when it was refused."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
            return cursor.rowcount
    except ProgrammingError as error:
        if "row-level security" not in str(error) and "permission denied" not in str(error):
            raise
        return 0


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("table", UPDATES)
def test_a_professional_changes_no_row(world, table):
    with nothing_changed(), world.acting(world.alice):
        assert run(f"UPDATE programme_{table} SET {UPDATES[table]}") == 0


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(
    "table", ["initiative", "agreement", "gathering", "update", "expert", "proposal", "move"]
)
def test_nobody_deletes_a_row(world, dave, table):
    with nothing_changed(), world.acting(dave):
        assert run(f"DELETE FROM programme_{table}") == 0


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("table", ["initiative", "agreement", "gathering"])
def test_a_professional_adds_no_row(world, table):
    columns = f"SELECT string_agg(quote_ident(attname), ', ') FROM pg_attribute WHERE attrelid = 'programme_{table}'::regclass AND attnum > 0 AND attname <> 'id'"
    with nothing_changed(), world.acting(world.alice):
        with connection.cursor() as cursor:
            cursor.execute(columns)
            (names,) = cursor.fetchone()
        assert (
            run(
                f"INSERT INTO programme_{table} (id, {names}) SELECT gen_random_uuid(), {names} FROM programme_{table}"
            )
            == 0
        )


def test_who_proposed_decides_on_nothing_and_nobody_signs_for_another(world, dave, sam, proposed):
    decided = (
        "UPDATE programme_proposal SET outcome = 'stop', reason = 'x', decided_at = now(), decided_by_id = %s"
    )
    with nothing_changed():
        with world.acting(dave):
            assert run(decided, dave.pk) == 0
        with world.acting(sam):
            assert run(decided, dave.pk) == 0
    with world.acting(sam):
        assert run(decided, sam.pk) == 1


@pytest.mark.usefixtures("filled")
def test_nobody_registers_or_writes_for_another(world):
    registered = (
        "INSERT INTO programme_registration (id, gathering_id, user_id, at, sealed_address) SELECT gen_random_uuid(), id, %s, now(), ''"
        " FROM programme_gathering"
    )
    noted = (
        "INSERT INTO programme_finding (id, kind, text, organisation_id, written_at, written_by_id, answer)"
        " VALUES (gen_random_uuid(), 'lesson', 'x', %s, now(), %s, '')"
    )
    with nothing_changed(), world.acting(world.bob):
        assert run(registered, world.alice.pk) == 0
        assert run(noted, world.csg.pk, world.bob.pk) == 0
        assert run(noted, world.police.pk, world.alice.pk) == 0
        assert run("UPDATE programme_finding SET text = '', answer = '', taken_back_at = now() WHERE written_by_id <> %s", world.bob.pk) == 0  # fmt: skip
    with world.acting(world.bob):
        assert run(registered, world.bob.pk) == 1
        assert run("UPDATE programme_registration SET present = true") == 0, (
            "who was there is for the programme to say"
        )
        assert run(noted, world.police.pk, world.bob.pk) == 1


@pytest.mark.usefixtures("filled")
def test_without_an_account_one_sees_what_is_public_and_no_more(world):
    seen = {}
    with transaction.atomic(), connection.cursor() as cursor:
        for table in ("initiative", "move", "agreement", "proposal", "finding", "gathering", "registration", "officer", "update", "expert", "subscription"):  # fmt: skip
            cursor.execute(f"SELECT count(*) FROM programme_{table}")
            seen[table] = cursor.fetchone()[0]
    assert {table for table, rows in seen.items() if rows} == {"initiative", "move", "agreement"}
