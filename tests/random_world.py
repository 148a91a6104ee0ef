"""Worlds that nobody thought of: random periods, masks and seats, laid by the owner straight into the tables."""

import json
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import psycopg
from hypothesis import strategies as st
from psycopg import sql

from tests.random_rows import Laid, Row, contents

USERS, ORGANISATIONS, REGIONS, CASES = 4, 3, 2, 4
# Hours from now. Most hold now; others are over, still to come, or of no length at all.
PERIODS = [(-48, None), (-48, None), (-48, None), (-48, 24), (-72, -24), (24, None), (24, 48), (-1, -1)]


def insert(owner: psycopg.Connection, table: str, rows: list[Row]) -> None:
    """All rows in one statement; columns that are not named get nothing."""
    if not rows:
        return
    columns = sql.SQL(", ").join(map(sql.Identifier, rows[0]))
    query = sql.SQL(
        "INSERT INTO {table} ({columns}) SELECT {columns} FROM jsonb_populate_recordset(NULL::{table}, %s)"
    )
    text = json.dumps(rows, default=str)
    owner.execute(query.format(table=sql.Identifier(table), columns=columns), [text])


def _which(most: int) -> st.SearchStrategy[int]:
    return st.integers(0, most - 1)


@st.composite
def _period(draw: st.DrawFn) -> tuple[int, int | None]:
    return draw(st.sampled_from(PERIODS))


MEMBERSHIPS = st.lists(st.tuples(_which(USERS), _which(ORGANISATIONS), _period()), min_size=2, max_size=7)
SEATS = st.lists(st.tuples(_which(USERS), _which(ORGANISATIONS), _which(REGIONS), _period()), max_size=5)
AGENDAS = st.lists(st.sampled_from([None, 0, 1]), min_size=CASES, max_size=CASES)
# A grant always holds the case itself (bit 1) and any of the other seven.
GRANTS = st.lists(
    st.tuples(
        _which(CASES),
        _which(ORGANISATIONS),
        st.integers(0, 127).map(lambda bits: bits * 2 + 1),
        _period(),
        st.sampled_from([None, None, None, -12, 12]),
    ),
    min_size=2,
    max_size=10,
)
NAMINGS = st.lists(
    st.tuples(_which(CASES), _which(ORGANISATIONS), _which(USERS), _period()),
    min_size=2,
    max_size=10,
    unique_by=lambda one: (one[:3], one[3][1] is None),
)


@st.composite
def worlds(draw: st.DrawFn) -> Laid:
    """Users, organisations and regions; who works, sits, is named and holds a grant; and rows in every category."""
    laid = Laid(datetime.now(UTC).replace(microsecond=0))
    rows, at = laid.rows, laid.now

    def period(hours: tuple[int, int | None]) -> Row:
        start, end = hours
        return {
            "starts_at": at + timedelta(hours=start),
            "ends_at": None if end is None else at + timedelta(hours=end),
        }

    rows["accounts_user"] = [
        {
            "id": (key := uuid4()),
            "username": str(key),
            "display_name": "x",
            "password": "!",
            "is_active": True,
        }
        for _ in range(USERS)
    ]
    rows["organisations_organisation"] = [
        {"id": (key := uuid4()), "slug": str(key), "name": "x", "short_name": "x", "kind": "csg", "phone": ""}
        for _ in range(ORGANISATIONS)
    ]
    rows["organisations_region"] = [
        {"id": (key := uuid4()), "slug": str(key), "name": "x", "kind": "pilot", "mdt_time": "10:30"}
        for _ in range(REGIONS)
    ]
    users, organisations = laid.ids("accounts_user"), laid.ids("organisations_organisation")
    regions = laid.ids("organisations_region")
    rows["organisations_membership"] = [
        {
            "id": uuid4(),
            "user_id": users[user],
            "organisation_id": organisations[place],
            "role": "professional",
        }
        | period(when)
        for user, place, when in draw(MEMBERSHIPS)
    ]
    rows["organisations_seat"] = [
        {
            "id": uuid4(),
            "user_id": users[user],
            "organisation_id": organisations[place],
            "region_id": regions[region],
        }
        | {"fixed": True, "chair": False}
        | period(when)
        for user, place, region, when in draw(SEATS)
    ]
    rows["cases_case"] = [
        _case(laid, None if agenda is None else regions[agenda]) for agenda in draw(AGENDAS)
    ]
    cases = laid.ids("cases_case")
    rows["cases_grant"] = [
        grant_row(cases[case], organisations[place], mask, users[0])
        | period(when)
        | _revocation(laid, revoked, users[0])
        for case, place, mask, when, revoked in draw(GRANTS)
    ]
    rows["cases_naming"] = [
        {
            "id": uuid4(),
            "case_id": cases[case],
            "organisation_id": organisations[place],
            "user_id": users[user],
        }
        | {"named_by_id": users[0]}
        | period(when)
        for case, place, user, when in draw(NAMINGS)
    ]
    for case in cases:
        for table, row in contents(laid, case):
            rows.setdefault(table, []).append(row)
    return laid


def grant_row(case: UUID, organisation: UUID, mask: int, user: UUID) -> Row:
    """A grant without its period."""
    common = {"id": uuid4(), "case_id": case, "organisation_id": organisation, "categories": mask}
    return common | {"purpose": "test", "basis": "consent", "granted_by_id": user}


def _revocation(laid: Laid, hours: int | None, user: UUID) -> Row:
    if hours is None:
        return {"revoked_at": None, "revoked_by_id": None}
    return {"revoked_at": laid.now + timedelta(hours=hours), "revoked_by_id": user}


def _case(laid: Laid, agenda: UUID | None) -> Row:
    user, place = laid.ids("accounts_user")[0], laid.ids("organisations_organisation")[0]
    return {
        "id": uuid4(), "region_id": laid.ids("organisations_region")[0], "status": "weighed", "reported_at": laid.now,
        "registered_by_id": user, "registered_for_id": place, "mdt_due_at": laid.now, "mdt_region_id": agenda,
        "mdt_round": 1, "next_kind": "propose", "next_organisation_id": place, "next_due_at": laid.now,
        "closing_reason": "",
    }  # fmt: skip


def lay(owner: psycopg.Connection, laid: Laid) -> None:
    """Write the world, and commit it."""
    for table, rows in laid.rows.items():
        insert(owner, table, rows)
