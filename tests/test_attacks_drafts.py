"""Attacks on what someone types in a report and has not registered: it is of who types it alone."""

from uuid import uuid4

import psycopg
import pytest

from rondom.core.db import uuid7
from rondom.first_contact.actions import drafts
from rondom.first_contact.typed import Typed
from rondom.organisations.models import Membership
from tests.attack import REFUSED, attack, connect, sign_in

READINGS = [
    "SELECT id FROM first_contact_draft",
    "SELECT content FROM first_contact_draft WHERE id = %(key)s",
    "SELECT id FROM first_contact_draft WHERE case_id = %(case)s",
    "SELECT jsonb_agg(d) FROM first_contact_draft d HAVING count(*) > 0",
    "SELECT found.* FROM (SELECT) AS one, LATERAL (SELECT * FROM first_contact_draft WHERE id = %(key)s) found",
    "SELECT id FROM first_contact_draft FOR UPDATE",
]


@pytest.fixture(scope="module")
def draft(attacked):
    """What Alice types."""
    world = attacked.world
    with world.acting(world.alice) as actor:
        return drafts.keep(actor=actor, typed=Typed(key=uuid7(), content='[["story", ["Half"]]]')).draft


@pytest.fixture
def strangers(attacked):
    """Everyone else, Anna and Dave of her own organisation too, and nobody at all."""
    return [one for one in attacked.world.people if one != attacked.world.alice] + [
        attacked.world.administrator,
        None,
    ]


def row_of(owner, draft, **changes):
    with owner.cursor(row_factory=psycopg.rows.dict_row) as cursor:
        row = cursor.execute("SELECT * FROM first_contact_draft WHERE id = %s", [draft.pk]).fetchone()
    return {**row, "id": uuid4(), **changes}


def insert(session, row) -> None:
    names, marks = ", ".join(row), ", ".join(f"%({name})s" for name in row)
    session.execute(f"INSERT INTO first_contact_draft ({names}) VALUES ({marks})", row)


def test_its_owner_reads_it(attacked, draft):
    with attack(attacked.world.alice) as session:
        assert session.execute("SELECT id FROM first_contact_draft").fetchall() == [(draft.pk,)]


@pytest.mark.parametrize("reading", READINGS)
def test_nobody_else_reads_or_locks_it(reading, strangers, draft):
    for stranger in strangers:
        with attack(stranger) as session:
            found = session.execute(reading, {"key": draft.pk, "case": draft.case_id}).fetchall()
            assert found == [], stranger


def test_nobody_else_changes_it(strangers, draft):
    for stranger in strangers:
        with attack(stranger) as session:
            changed = session.execute("UPDATE first_contact_draft SET thrown_away_at = now(), turn = 9")
            assert changed.rowcount == 0, stranger


def test_nothing_is_put_in_anothers_name_or_for_another_organisation(attacked, draft, owner):
    world = attacked.world
    rows = [row_of(owner, draft), row_of(owner, draft, owner_id=world.bob.pk)]
    for row in rows:
        with attack(world.bob) as session, pytest.raises(REFUSED, match="row-level security"):
            insert(session, row)


@pytest.mark.parametrize("column", ["owner_id", "organisation_id", "case_id", "id", "started_at"])
def test_its_owner_gives_it_to_nobody(column, attacked, draft):
    with attack(attacked.world.alice) as session, pytest.raises(REFUSED, match="permission denied"):
        session.execute(f"UPDATE first_contact_draft SET {column} = {column}")


@pytest.mark.parametrize(
    "query", ["DELETE FROM first_contact_draft", "TRUNCATE first_contact_draft", "SELECT forget_draft(%s)"]
)
def test_nobody_takes_it_away(query, attacked, draft):
    values = [draft.pk] if "%s" in query else None
    with attack(attacked.world.alice) as session, pytest.raises(REFUSED, match="permission denied"):
        session.execute(query, values)


def test_it_cannot_be_kept_for_ever(attacked, draft):
    with attack(attacked.world.alice) as session, pytest.raises(psycopg.errors.CheckViolation):
        session.execute("UPDATE first_contact_draft SET goes_at = goes_at + interval '1 year'")


def test_who_no_longer_works_there_does_not_see_it(attacked, draft, owner):
    world = attacked.world
    (mine,) = Membership.objects.filter(user=world.alice).values_list("pk", flat=True)
    owner.execute("UPDATE organisations_membership SET ends_at = now() WHERE id = %s", [mine])
    try:
        with connect() as session:
            sign_in(session, world.alice)
            assert session.execute("SELECT id FROM first_contact_draft").fetchall() == []
    finally:
        owner.execute("UPDATE organisations_membership SET ends_at = NULL WHERE id = %s", [mine])
