"""Attacks on the server itself: roles, structure, files and functions that the serving role has no business with."""

import psycopg
import pytest
from django.apps import apps

from tests.attack import REFUSED, attack, connect, sign_in

ERRORS = psycopg.errors
ATTEMPTS = {
    "become the owner": "SET ROLE rondom_owner",
    "become the superuser": "SET ROLE postgres",
    "become the worker": "SET ROLE rondom_worker",
    "take over the session": "SET SESSION AUTHORIZATION postgres",
    "join the owner": "GRANT rondom_owner TO rondom_app",
    "pass row-level security": "ALTER ROLE rondom_app BYPASSRLS",
    "become superuser": "ALTER ROLE rondom_app SUPERUSER",
    "let roles be made": "CREATE ROLE mallory LOGIN",
    "switch row-level security off": "ALTER TABLE cases_case DISABLE ROW LEVEL SECURITY",
    "drop a policy": "DROP POLICY seen ON cases_case",
    "add a policy": "CREATE POLICY all_of_it ON cases_case USING (true)",
    "drop a trigger": "DROP TRIGGER access_added ON cases_grant",
    "switch the triggers off": "ALTER TABLE cases_grant DISABLE TRIGGER ALL",
    "be a replica, without triggers": "SET session_replication_role = replica",
    "make a table": "CREATE TABLE public.mine (secret text)",
    "make a temporary table": "CREATE TEMP TABLE mine (secret text)",
    "make a view": "CREATE VIEW public.mine AS SELECT * FROM cases_case",
    "make a materialised view": "CREATE MATERIALIZED VIEW public.mine AS SELECT * FROM cases_case",
    "make a function": "CREATE FUNCTION public.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "make a temporary function": "CREATE FUNCTION pg_temp.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "make a schema": "CREATE SCHEMA mine",
    "make an operator": "CREATE OPERATOR public.=== (LEFTARG = text, RIGHTARG = text, FUNCTION = texteq)",
    "replace the rule": "CREATE OR REPLACE FUNCTION public.my_cases() RETURNS uuid[] LANGUAGE sql AS 'SELECT NULL::uuid[]'",
    "drop the rule": "DROP FUNCTION my_cases() CASCADE",
    "read the rule's view": "SELECT * FROM case_access",
    "rewrite the access of cases": "SELECT access_of_cases('{}')",
    "rewrite the access of people": "SELECT access_of_users('{}')",
    "read the next number of a case": "SELECT nextval('cases_case_number_seq')",
    "read the last number of a case": "SELECT currval('cases_case_number_seq')",
    "read the sequence": "SELECT last_value FROM cases_case_number_seq",
    "set the sequence": "SELECT setval('cases_case_number_seq', 1)",
    "run a program": "COPY (SELECT 1) TO PROGRAM 'true'",
    "read a program": "COPY cases_entry FROM PROGRAM 'true'",
    "write a file": "COPY (SELECT 1) TO '/tmp/mine'",
    "read a file": "SELECT pg_read_file('PG_VERSION')",
    "list files": "SELECT pg_ls_dir('.')",
    "import a file": "SELECT lo_import('/etc/hostname')",
    "keep a large object": "SELECT lo_from_bytea(0, 'secret')",
    "make a large object": "SELECT lo_create(0)",
    "connect elsewhere": "SELECT * FROM dblink('dbname=postgres', 'SELECT 1') AS t (a int)",
    "make a foreign server": "CREATE SERVER mine FOREIGN DATA WRAPPER postgres_fdw",
    "install an extension": "CREATE EXTENSION plpython3u",
    "load a library": "LOAD 'plpython3'",
    "read passwords of roles": "SELECT rolpassword FROM pg_authid",
    "read statistics of columns": "SELECT * FROM pg_statistic",
    "read changes": "SELECT * FROM pg_logical_slot_get_changes('mine', NULL, NULL)",
    "make a replication slot": "SELECT pg_create_logical_replication_slot('mine', 'pgoutput')",
    "publish tables": "CREATE PUBLICATION mine FOR TABLE cases_case",
    "change a setting of the server": "SELECT set_config('log_statement', 'all', false)",
    "show what others run": "SET track_activities = on",
    "rewind the log of the server": "SELECT pg_rotate_logfile()",
    "learn where the data is": "SELECT current_setting('data_directory')",
    "make an event trigger": "CREATE EVENT TRIGGER mine ON ddl_command_end EXECUTE FUNCTION access_after_agenda()",
    "comment": "COMMENT ON TABLE cases_case IS 'mine'",
    "read the migrations": "SELECT * FROM django_migrations",
    "lock everyone out": "LOCK TABLE cases_case IN ACCESS EXCLUSIVE MODE",
    "give the owner's things away": "REASSIGN OWNED BY rondom_owner TO rondom_app",
    "drop the owner's things": "DROP OWNED BY rondom_owner",
    "drop the database": "DROP DATABASE rondom",
    "change a setting for all": "ALTER SYSTEM SET fsync = off",
}
# Refused for want of a right, or because what it needs is not there at all.
SAID = (
    REFUSED,
    ERRORS.FeatureNotSupported,
    ERRORS.UndefinedFunction,
    ERRORS.UndefinedObject,
    ERRORS.UndefinedTable,
    ERRORS.ActiveSqlTransaction,
    ERRORS.InvalidFunctionDefinition,
)


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_the_serving_role_cannot(attempt, attacked):
    with attack(attacked.world.alice) as session, pytest.raises(SAID):
        session.execute(ATTEMPTS[attempt])


# Not even outside a transaction, where more can be done.
@pytest.mark.parametrize(
    "attempt", ["DROP DATABASE rondom", "ALTER SYSTEM SET fsync = off", "CREATE DATABASE mine"]
)
def test_the_serving_role_cannot_on_its_own(attempt, attacked):
    with connect() as session:
        session.autocommit = True
        with pytest.raises(REFUSED):
            session.execute(attempt)


# Of these rows go; those of second factors and attempts only at the door (tests/test_attacks_door.py).
GOES = {"django_session", "axes_accessattempt", "axes_accessattemptexpiration", "mfa_authenticator"}
TABLES = sorted(
    {model._meta.db_table for model in apps.get_models(include_auto_created=True) if model._meta.managed}
)


@pytest.mark.parametrize("table", [table for table in TABLES if table not in GOES])
@pytest.mark.parametrize("way", ["DELETE FROM", "TRUNCATE"])
def test_nothing_is_ever_deleted(way, table, attacked):
    for someone in [attacked.world.alice, attacked.world.administrator]:
        with attack(someone) as session, pytest.raises(REFUSED):
            session.execute(f"{way} {table}")


def test_asking_to_be_let_through_fails_instead_of_showing_all(attacked):
    with attack(attacked.world.alice) as session:
        session.execute("SET row_security = off")
        with pytest.raises(REFUSED, match="row-level security"):
            session.execute("SELECT * FROM cases_case")


def test_granting_oneself_more_grants_nothing(attacked, owner):
    rights = "SELECT relacl::text FROM pg_class WHERE relname = 'cases_case'"
    before = owner.execute(rights).fetchone()
    with attack(attacked.world.alice) as session:
        session.execute("GRANT ALL ON cases_case TO rondom_app")
    assert owner.execute(rights).fetchone() == before


def test_a_block_of_code_runs_with_the_own_rights(attacked):
    with attack(attacked.world.alice) as session, pytest.raises(REFUSED):
        session.execute("DO $$ BEGIN DELETE FROM audit_event; END $$")


def test_a_search_path_of_ones_own_changes_nothing(attacked):
    with connect() as session:
        session.execute("SET search_path = nowhere, pg_temp, public")
        sign_in(session, attacked.world.bob)
        assert session.execute("SELECT my_cases()").fetchone() == ([],)


def test_tables_of_ones_own_do_not_hijack_the_rule(attacked, owner):
    """Even in a database where someone gave the right to make temporary tables."""
    world = attacked.world
    owner.execute(f"GRANT TEMPORARY ON DATABASE {owner.info.dbname} TO rondom_app")
    try:
        with connect() as session:
            sign_in(session, world.bob)
            session.execute("CREATE TEMP TABLE cases_access (LIKE public.cases_access)")
            session.execute(
                "CREATE TEMP TABLE organisations_membership (LIKE public.organisations_membership)"
            )
            session.execute(
                "INSERT INTO pg_temp.cases_access (user_id, case_id, categories, by_regime, starts_at, ends_at)"
                " VALUES (%s, %s, 255, 255, now() - interval '1 day', '9999-12-31')",
                [world.bob.pk, attacked.case.pk],
            )
            session.execute(
                "INSERT INTO pg_temp.organisations_membership (id, user_id, organisation_id, role, starts_at)"
                " VALUES (gen_random_uuid(), %s, %s, 'administrator', now() - interval '1 day')",
                [world.bob.pk, world.csg.pk],
            )
            asked = "SELECT my_cases(), my_categories(%s), my_organisations(), i_am_administrator()"
            answer = session.execute(asked, [attacked.case.pk]).fetchone()
            assert answer == ([], 0, [world.police.pk], False)
            assert session.execute("SELECT * FROM public.cases_case").fetchall() == []
            session.rollback()
    finally:
        owner.execute(f"REVOKE TEMPORARY ON DATABASE {owner.info.dbname} FROM rondom_app")


def test_every_function_of_the_owner_has_a_search_path_that_nobody_else_fills(owner):
    found = owner.execute(
        "SELECT proname, proconfig FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace"
    ).fetchall()
    assert len(found) >= 9
    for name, settings in found:
        assert settings == ["search_path=pg_catalog, public, pg_temp"], name


# What the serving role runs of the owner's, each for a reason that its own file says.
RUN_BY_WHO_SERVES = [
    "case_code", "choose_coordinating_kinds", "close_request", "code_of_emergency", "confirm_subscription",
    "consent_holds", "contact_answered", "contact_requested", "decided_cases_leave", "decision20_holds",
    "end_decision20", "end_subscription", "erase_expert", "forget_second_factors", "former_stays", "guest_answered", "guest_asked_by",
    "guest_question", "guest_tried", "i_am_administrator", "i_chair", "i_edit_landscape", "i_hold", "i_manage",
    "i_plan", "i_record_decisions", "i_run", "i_sit_at", "i_steer", "i_supervise", "item_ends", "kept_from",
    "lanes_together", "load_of", "meeting_discusses", "meeting_with_room", "my_cases", "my_categories",
    "my_lasting_regimes", "my_organisations", "my_regimes", "my_supervision", "open_in_emergency", "open_request",
    "opened_by_me", "own_law", "people_with", "plan_waiting", "rondom_actor", "rondom_confirmed", "same_words",
    "stands_in_rightly", "take_back_finding", "take_out", "tend_covers", "undiscussed_cases_moved", "undiscussed_cases_noted", "waiting_moments",
    "with_second_factor", "workload_by_month", "workload_of",
]  # fmt: skip


def test_the_functions_of_the_owner_are_run_only_by_who_needs_them(owner):
    found = owner.execute(
        "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND proowner = 'rondom_owner'::regrole"
        " AND has_function_privilege('rondom_app', oid, 'EXECUTE') ORDER BY 1"
    ).fetchall()
    assert [name for (name,) in found] == RUN_BY_WHO_SERVES
