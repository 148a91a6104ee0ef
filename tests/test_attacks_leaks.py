"""Attacks that read nothing, and try to learn something from what the database says or how it works."""

from uuid import uuid4

import psycopg
import pytest

from tests.attack import NO_NEW_ROW, REFUSED, TABLES, add, attack, connect, ids_of, rows_of, sign_in


def _counts(session, query: str) -> list[str]:
    """How often each part of the query ran, and what it let through, read from the whole table."""
    for setting in ("enable_indexscan", "enable_bitmapscan", "enable_indexonlyscan"):
        session.execute(f"SET LOCAL {setting} = off")
    plan = session.execute(f"EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, BUFFERS OFF, SUMMARY OFF) {query}")
    kept = ("loops=", "never executed", "Removed")
    return [line.split("(actual")[-1].strip() for (line,) in plan if any(word in line for word in kept)]


@pytest.mark.parametrize(
    ("table", "column", "there", "absent"),
    [
        ("cases_person", "name", r"> '\x01'", r"> '\xff'"),
        ("cases_person", "octet_length(name)", "> 10", "> 10000"),
        ("cases_person", "codes", "<> '{}'", "@> '{1,2,3,4,5,6,7,8,9}'"),
        ("cases_person", "category", "= 128", "= 64"),
        ("cases_entry", "kind", "= 'story'", "= 'nobody'"),
        ("cases_entry", "kind", "BETWEEN 'sto' AND 'stp'", "BETWEEN 'zzx' AND 'zzy'"),
        ("cases_entry", "kind", "^@ 'sto'", "^@ 'zzz'"),
        ("sharing_consent", "receiver_kind", "= 'police'", "= 'nobody'"),
        ("triage_view", "facts", r"> '\x01'", r"> '\xff'"),
    ],
)
def test_the_plan_of_a_query_does_not_tell_what_stands_in_hidden_rows(
    table, column, there, absent, attacked, owner
):
    """PostgreSQL counts in EXPLAIN ANALYZE how often each part ran; a part may not run for hidden rows alone."""
    found = owner.execute(f"SELECT count(*) FROM {table} WHERE {column} {there}").fetchone()[0]
    assert found, "there is something to find"
    for someone in [attacked.world.bob, attacked.world.eve]:
        with attack(someone) as session:
            query = f"SELECT id FROM {table} WHERE {column} "
            assert _counts(session, query + there) == _counts(session, query + absent)


def test_the_plan_of_a_query_does_not_tell_what_stands_in_the_hidden_parts_of_a_case(attacked):
    with attack(attacked.world.victor) as session:
        seen = "SELECT id FROM cases_person WHERE category = "
        assert session.execute(seen + "2").fetchall(), "Victor sees who the victim is, not the other"
        assert _counts(session, seen + "128") == _counts(session, seen + "64")


def test_an_unsigned_actor_is_refused_whether_there_is_something_to_find_or_not(attacked):
    for guess in ("victim", "nobody"):
        with attack() as session:
            session.execute("SET enable_indexscan = off; SET enable_bitmapscan = off")
            session.execute("SELECT set_config('rondom.actor', 'rubbish', true)")
            with pytest.raises(REFUSED, match="not signed"):
                session.execute("SELECT 1 FROM cases_person WHERE %s = ANY (roles)", [guess])


LEAKY = {
    "a division by zero": "SELECT 1 FROM cases_person WHERE 1 / (length(gender) - length(gender)) = 1",
    "a cast": "SELECT 1 FROM cases_entry WHERE kind::int = 1",
    "a pattern": "SELECT 1 FROM cases_entry WHERE kind ~ '(' OR kind LIKE '%'",
    "a date out of range": "SELECT 1 FROM cases_entry WHERE make_date(length(kind) * 0, 13, 1) IS NULL",
    "a power": "SELECT 1 FROM cases_person WHERE power(0::float8, -1 - length(gender)) > 0",
    "a program that raises": "SELECT 1 FROM cases_entry WHERE query_to_xml('SELECT ' || kind, true, true, '') IS NULL",
}


@pytest.mark.parametrize("way", LEAKY)
def test_a_function_that_fails_on_hidden_rows_never_gets_to_see_them(way, attacked):
    with attack(attacked.world.bob) as session:
        if way == "a pattern":
            with pytest.raises(
                psycopg.errors.InvalidRegularExpression
            ):  # fails on itself, with or without rows
                session.execute(LEAKY[way])
        else:
            assert session.execute(LEAKY[way]).fetchall() == []


@pytest.mark.parametrize("table", TABLES)
def test_the_answer_is_the_same_whether_the_case_exists_or_not(table, attacked, owner):
    """No foreign key or unique constraint is asked before the rule."""
    (row, *_) = rows_of(owner, table, attacked.case)
    column, author = TABLES[table]
    mine = {author: attacked.world.bob.pk} if author else {}
    said = []
    for case in (attacked.case.pk, uuid4()):
        with (
            attack(attacked.world.bob) as session,
            pytest.raises(REFUSED, match=NO_NEW_ROW) as refusal,
        ):
            add(session, table, row, **mine, **({column: case} if column != "id" else {}))
        said.append((refusal.value.sqlstate, str(refusal.value), refusal.value.diag.message_detail))
    assert said[0] == said[1]


@pytest.mark.parametrize(
    ("table", "column"), [("cases_steptext", "step_id"), ("triage_decisionline", "decision_id")]
)
def test_the_answer_is_the_same_whether_a_row_of_another_case_exists_or_not(table, column, attacked, owner):
    """Both point from the own case to something that is not of the own case."""
    (row, *_) = rows_of(owner, table, attacked.case)
    there = {"cases_steptext": "cases_step", "triage_decisionline": "triage_decision"}[table]
    free = [key for key in ids_of(owner, there, attacked.case) if key != row[column]] or [row[column]]
    said = []
    for points_to in (free[0], uuid4()):
        changes = {"domain": "recovery"} if table == "triage_decisionline" else {}
        with (
            attack(attacked.world.paul) as session,
            pytest.raises(psycopg.errors.ForeignKeyViolation) as refusal,
        ):
            add(session, table, row, case_id=attacked.other.pk, **{column: points_to}, **changes)
        said.append(str(refusal.value).replace(str(points_to), "").replace(str(attacked.other.pk), ""))
    assert said[0] == said[1]


@pytest.mark.parametrize("table", ["cases_person", "cases_entry", "cases_case", "sharing_consent"])
def test_the_statistics_of_columns_show_nothing(table, attacked, owner):
    owner.execute(f"ANALYZE {table}")
    with attack(attacked.world.alice) as session:
        assert session.execute("SELECT * FROM pg_stats WHERE tablename = %s", [table]).fetchall() == []


def test_what_others_run_cannot_be_seen(attacked):
    with connect() as hers, attack(attacked.world.bob) as session:
        sign_in(hers, attacked.world.alice)
        hers.execute("SELECT 'het geheime verhaal'")
        shown = session.execute(
            "SELECT query FROM pg_stat_activity WHERE pid = %s UNION ALL SELECT pg_stat_get_backend_activity(id)"
            " FROM pg_stat_get_backend_idset() id",
            [hers.info.backend_pid],
        ).fetchall()
        assert not [text for (text,) in shown if text and "geheime" in text]


def test_a_failing_statement_is_not_written_in_the_log_of_the_server(attacked):
    with attack(attacked.world.alice) as session:
        shown = {
            name: session.execute(f"SHOW {name}").fetchone()[0]
            for name in ("log_min_error_statement", "log_error_verbosity")
        }
        assert shown == {"log_min_error_statement": "panic", "log_error_verbosity": "terse"}
        with pytest.raises(REFUSED):
            session.execute("SET log_min_error_statement = error")


def test_an_error_does_not_quote_the_row(attacked, owner):
    (row, *_) = rows_of(owner, "cases_person", attacked.case)
    with attack(attacked.world.alice) as session, pytest.raises(psycopg.errors.CheckViolation) as refusal:
        add(session, "cases_person", row, birth_year=b"1066")
    assert row["name"].hex()[:16] not in str(refusal.value)


def test_codes_are_not_unique_so_that_nobody_learns_by_trying_which_exist(owner):
    unique = owner.execute(
        "SELECT indexdef FROM pg_indexes WHERE tablename = 'cases_case' AND indexdef LIKE '%UNIQUE%'"
    ).fetchall()
    assert [text for (text,) in unique if "(id)" not in text] == []
