"""The access table is kept: after any change, in any order, at the same time, it says what the view says."""

import threading
from collections.abc import Callable
from functools import partial
from uuid import UUID

import psycopg
import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from tests.random_rows import Laid, insert
from tests.random_world import worlds

pytestmark = pytest.mark.usefixtures("own_database")

DIFFERENCE = """
    (SELECT user_id, case_id, categories, by_regime, starts_at, ends_at FROM case_access
     EXCEPT ALL SELECT user_id, case_id, categories, by_regime, starts_at, ends_at FROM cases_access)
    UNION ALL
    (SELECT user_id, case_id, categories, by_regime, starts_at, ends_at FROM cases_access
     EXCEPT ALL SELECT user_id, case_id, categories, by_regime, starts_at, ends_at FROM case_access)
"""
# Every way in which the rows that the rule rests on can change, many rows at once included.
CHANGES = {
    "revoke some grants": "UPDATE cases_grant SET revoked_at = now(), revoked_by_id = granted_by_id WHERE {some}",
    "take a revocation back": "UPDATE cases_grant SET revoked_at = NULL, revoked_by_id = NULL WHERE {some}",
    "change what some grants give": "UPDATE cases_grant SET categories = (categories + 2) % 256 | 1, by_regime = ((categories + 2) % 256 | 1)::bigint << 8"
    " WHERE {some}",
    "end the police data of some grants": "UPDATE cases_grant SET police_until = now(), decision_id = id WHERE {some}",
    "end some grants": "UPDATE cases_grant SET ends_at = greatest(starts_at, now()) WHERE {some}",
    "delete some grants": "DELETE FROM cases_grant WHERE {some}",
    "end some namings": "UPDATE cases_naming SET ends_at = greatest(starts_at, now()) WHERE {some}",
    "lift some shields": "UPDATE cases_shield SET lifted_at = now(), lifted_by_id = set_by_id WHERE {some}",
    "delete some shields": "DELETE FROM cases_shield WHERE {some}",
    "end some emergencies": "UPDATE cases_emergency SET ends_at = greatest(starts_at, now()) WHERE {some}",
    "delete some emergencies": "DELETE FROM cases_emergency WHERE {some}",
    "delete some namings": "DELETE FROM cases_naming WHERE {some}",
    "end some memberships": "UPDATE organisations_membership SET ends_at = greatest(starts_at, now()) WHERE {some}",
    "move some memberships": "UPDATE organisations_membership SET organisation_id = (SELECT id FROM organisations_organisation"
    " ORDER BY id DESC LIMIT 1) WHERE {some}",
    "delete some memberships": "DELETE FROM organisations_membership WHERE {some}",
    "end some seats": "UPDATE organisations_seat SET ends_at = greatest(starts_at, now()) WHERE {some}",
    "move some seats": "UPDATE organisations_seat SET region_id = (SELECT id FROM organisations_region"
    " ORDER BY id DESC LIMIT 1) WHERE {some}",
    "delete some seats": "DELETE FROM organisations_seat WHERE {some}",
    "take some cases off the agenda": "UPDATE cases_case SET mdt_region_id = NULL WHERE {some}",
    "put some cases on an agenda": "UPDATE cases_case SET mdt_region_id = region_id WHERE {some}",
    "change something else of all cases": "UPDATE cases_case SET mdt_due_at = now()",
}
changes = st.lists(
    st.tuples(st.sampled_from(sorted(CHANGES)), st.integers(2, 4), st.integers(0, 3)), max_size=8
)


@given(laid=worlds(), done=changes)
def test_after_random_changes_the_table_is_the_view(laid: Laid, done, owner):
    with owner.transaction(force_rollback=True):
        laid.lay(owner)
        assert _difference(owner) == []
        for change, parts, part in done:
            some = f"abs(hashtext(id::text)) % {parts} = {part % parts}"
            owner.execute(CHANGES[change].format(some=some))
            assert _difference(owner) == [], change


def test_the_changes_reach_rows_and_the_table_really_follows(owner):
    with owner.transaction(force_rollback=True):
        case, user = _one_access(owner)
        for change in ("delete some namings", "delete some memberships"):
            with owner.transaction(force_rollback=True):
                owner.execute(CHANGES[change].format(some="true"))
                assert _seen(owner, case) == set()
        assert _seen(owner, case) == {user}


ORDERS = ["the grant is committed first", "the membership is committed first"]


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("of_case", ["a grant", "a naming"])
@pytest.mark.parametrize("of_person", ["a membership", "a seat"])
def test_two_changes_at_the_same_time_do_not_miss_each_other(order, of_case, of_person, owner):
    case, user = _one_access(owner)
    place, region = owner.execute(
        "SELECT organisation_id, (SELECT region_id FROM cases_case WHERE id = %s) FROM cases_grant WHERE case_id = %s",
        [case, case],
    ).fetchone()
    # Both halves are missing; each transaction adds one of them.
    owner.execute("UPDATE cases_case SET mdt_region_id = region_id WHERE id = %s", [case])
    removed = {
        "a grant": f"DELETE FROM cases_grant WHERE case_id = '{case}'",
        "a naming": f"DELETE FROM cases_naming WHERE case_id = '{case}'",
        "a membership": f"DELETE FROM organisations_membership WHERE user_id = '{user}'",
        "a seat": f"DELETE FROM cases_naming WHERE case_id = '{case}'",
    }
    for half in (of_case, of_person):
        owner.execute(removed[half])
    assert _seen(owner, case) == set()
    new = Laid(owner.execute("SELECT now()").fetchone()[0])
    new.rows["accounts_user"] = [{"id": user}]
    added = {
        "a grant": lambda: new.grant(case, place, 3),
        "a naming": lambda: new.naming(case, place, user),
        "a membership": lambda: new.member(user, place),
        "a seat": lambda: new.seat(user, place, region),
    }
    added[of_case]()
    added[of_person]()
    first, second = (partial(insert, table=table, rows=rows) for table, rows in [*new.rows.items()][1:])
    _at_the_same_time(owner, *((first, second) if order == ORDERS[0] else (second, first)))
    assert _difference(owner) == []
    assert _seen(owner, case) == {user}


def _at_the_same_time(
    owner: psycopg.Connection,
    first: Callable[[psycopg.Connection], None],
    second: Callable[[psycopg.Connection], None],
) -> None:
    """The second writes while the first has written and not committed; the first commits first."""
    place = connection.settings_dict
    options = {"host": place["HOST"], "port": place["PORT"], "dbname": place["NAME"], "user": "rondom_owner"}
    with psycopg.connect(**options) as one, psycopg.connect(**options) as two:
        first(one)
        other = threading.Thread(target=lambda: (second(two), two.commit()))
        other.start()
        while other.is_alive() and not _waits(owner, two.info.backend_pid):
            other.join(0.005)
        one.commit()
        other.join()


def _waits(owner: psycopg.Connection, backend: int) -> bool:
    query = "SELECT EXISTS (SELECT 1 FROM pg_locks WHERE pid = %s AND NOT granted)"
    return owner.execute(query, [backend]).fetchone()[0]


def _one_access(owner: psycopg.Connection) -> tuple[UUID, UUID]:
    """One new case that one new user sees, through one row of everything; its region's agenda does not hold it."""
    laid = Laid(owner.execute("SELECT now()").fetchone()[0])
    user, place = laid.user(), laid.organisation()
    laid.region()
    laid.member(user, place)
    case = laid.case(None)
    laid.grant(case, place, 3)
    laid.naming(case, place, user)
    laid.lay(owner)
    return case, user


def _seen(owner: psycopg.Connection, case: UUID) -> set[UUID]:
    query = "SELECT user_id FROM cases_access WHERE case_id = %s AND starts_at <= now() AND ends_at > now()"
    return {row[0] for row in owner.execute(query, [case])}


def _difference(owner: psycopg.Connection) -> list[tuple]:
    return owner.execute(DIFFERENCE).fetchall()
