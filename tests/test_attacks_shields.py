"""Attacks by someone from whom a case is shielded (Vera), and by an administrator who gives themselves a place."""

from contextlib import suppress
from uuid import uuid4

import psycopg
import pytest

from tests.attack import REFUSED, TABLES, add, attack, confirm, connect, rows_of, sign_in

SEEN = "SELECT count(*) FROM cases_case WHERE id = %s"


def _sees(session, case) -> int:
    return session.execute(SEEN, [case.pk]).fetchone()[0]


@pytest.mark.parametrize("table", ["cases_grant", "cases_naming", "cases_shield", "sharing_consent"])
def test_who_is_shielded_writes_nothing_that_lets_them_in(table, attacked, owner):
    world = attacked.world
    (row, *_) = rows_of(owner, table, attacked.case)
    author = TABLES[table][1]
    mine = {author: world.vera.pk, **({"user_id": world.vera.pk} if table == "cases_naming" else {})}
    with attack(world.vera) as session, pytest.raises(REFUSED, match="row-level security"):
        add(session, table, row, **mine)


def test_the_answer_to_a_code_is_nothing_whether_it_is_shielded_or_nowhere(attacked, owner):
    world = attacked.world
    (code,) = owner.execute("SELECT code FROM cases_case WHERE id = %s", [attacked.case.pk]).fetchone()
    with attack(world.vera) as session:
        confirm(session, world.vera, "emergency")
        for said in (code, "R7K-42D"):
            opening = "SELECT open_in_emergency(%s, %s, %s, 'danger')"
            assert session.execute(opening, [uuid4(), said, world.vt.pk]).fetchone() == (None,)


def test_the_answer_does_not_wait_for_a_shielded_case_that_someone_else_holds(attacked, owner):
    """Else the wait would tell that it is there."""
    world = attacked.world
    (code,) = owner.execute("SELECT code FROM cases_case WHERE id = %s", [attacked.case.pk]).fetchone()
    with owner.transaction():
        owner.execute("SELECT 1 FROM cases_case WHERE id = %s FOR UPDATE", [attacked.case.pk])
        with connect() as session:
            session.execute("SET lock_timeout = '200ms'")
            sign_in(session, world.vera)
            confirm(session, world.vera, "emergency")
            opening = "SELECT open_in_emergency(%s, %s, %s, 'danger')"
            assert session.execute(opening, [uuid4(), code, world.vt.pk]).fetchone() == (None,)
            session.rollback()


def test_who_is_shielded_learns_nothing_from_functions(attacked):
    world, case = attacked.world, attacked.case
    with attack(world.vera) as session:
        said = session.execute(
            "SELECT my_categories(%(case)s), my_regimes(%(case)s), my_lasting_regimes(%(case)s), kept_from(%(me)s, %(case)s),"
            " opened_by_me(%(case)s), %(case)s = ANY (my_cases())",
            {"case": case.pk, "me": world.vera.pk},
        ).fetchone()
        assert said == (0, 0, 0, False, False, False)
    for function in ("shielded_from(%s, %s)", "access_of_cases(ARRAY[%s, %s]::uuid[])"):
        with attack(world.vera) as session, pytest.raises(REFUSED, match="permission denied"):
            session.execute(f"SELECT {function}", [world.vera.pk, case.pk])


def test_who_is_shielded_ends_no_decision_and_lifts_no_shield(attacked):
    with attack(attacked.world.vera) as session, pytest.raises(REFUSED, match="only an administrator"):
        session.execute("SELECT end_decision20(id) FROM sharing_decision20")
    with attack(attacked.world.vera) as session:
        lifting = "UPDATE cases_shield SET lifted_at = now(), lifted_by_id = %s"
        assert session.execute(lifting, [attacked.world.vera.pk]).rowcount == 0


def test_who_is_shielded_sees_nothing_of_it_in_the_log(attacked):
    with attack(attacked.world.vera) as session:
        query = "SELECT count(*) FROM audit_event WHERE case_id = %s"
        assert session.execute(query, [attacked.case.pk]).fetchone() == (0,)


PLACES = {
    "a membership": (
        "INSERT INTO organisations_membership (id, user_id, organisation_id, role, starts_at)"
        " VALUES (gen_random_uuid(), %(who)s, %(csg)s, 'coordinator', now() - interval '1 hour')"
    ),
    "a seat": (
        "INSERT INTO organisations_seat (id, user_id, organisation_id, region_id, fixed, chair, lead, mandate, starts_at)"
        " VALUES (gen_random_uuid(), %(who)s, %(csg)s, %(north)s, true, false, false, 'decides', now() - interval '1 hour')"
    ),
}


@pytest.mark.parametrize("who", ["vera", "administrator"])
def test_an_administrator_who_gives_a_place_lets_nobody_see_it(who, attacked):
    """A shielded person stays shielded; the administrator is on no case, and this one is on no agenda."""
    world, someone = attacked.world, getattr(attacked.world, who)
    ids = {"who": someone.pk, "csg": world.csg.pk, "north": world.north.pk}
    with connect() as session:
        sign_in(session, world.administrator)
        for statement in PLACES.values():
            session.execute(statement, ids)
        sign_in(session, someone)
        assert _sees(session, attacked.case) == 0
        session.rollback()


def test_an_error_names_no_row_of_a_shielded_case(attacked, owner):
    (row, *_) = rows_of(owner, "cases_shield", attacked.case)
    said = []
    for case in (attacked.case.pk, uuid4()):
        with suppress(psycopg.Error), attack(attacked.world.vera) as session:
            try:
                add(session, "cases_shield", row, case_id=case, set_by_id=attacked.world.vera.pk)
            except psycopg.Error as error:
                said.append((error.sqlstate, str(error)))
                raise
    assert said[0] == said[1]
