"""Attacks by ways round that PostgreSQL offers: cursors, prepared statements, statistics, messages, names that shadow.

Every attack of tests/test_attacks_*.py is a test of its own; the last test here counts them.
"""

import ast
from pathlib import Path

import psycopg
import pytest

from tests.attack import REFUSED, attack, connect, ids_of, sign_in

ERRORS = psycopg.errors
# Reading by another way than a plain SELECT, as Bob, who may see nothing: each must show nothing.
READS = {
    "a cursor": ["DECLARE c CURSOR FOR SELECT id FROM cases_person", "FETCH ALL FROM c"],
    "a cursor that goes back": [
        "DECLARE c SCROLL CURSOR FOR SELECT id FROM cases_person",
        "MOVE LAST IN c",
        "FETCH BACKWARD ALL FROM c",
    ],
    "a prepared statement": ["PREPARE p AS SELECT id FROM cases_person", "EXECUTE p"],
    "a prepared statement planned once": [
        "SET LOCAL plan_cache_mode = force_generic_plan",
        "PREPARE q (text) AS SELECT id FROM cases_person WHERE gender <> $1",
        "EXECUTE q('y')",
    ],
    "TABLE": ["TABLE cases_person"],
    "a common table expression": ["WITH RECURSIVE x AS MATERIALIZED (SELECT id FROM cases_person) SELECT * FROM x"],
    "a window": ["SELECT first_value(name) OVER () FROM cases_person"],
    "a sample": ["SELECT id FROM cases_person TABLESAMPLE SYSTEM (100)"],
    "system columns": ["SELECT ctid, xmin, tableoid FROM cases_person"],
    "a place on the disk": ["SELECT name FROM cases_person WHERE ctid = '(0,1)'"],
    "only": ["SELECT id FROM ONLY cases_person"],
    "a union": ["SELECT NULL::uuid WHERE false UNION ALL SELECT id FROM cases_person"],
    "an outer join": ["SELECT p.id FROM cases_person p FULL JOIN (SELECT 1 WHERE false) n ON false"],
    "RETURNING of nothing": ["UPDATE cases_step SET state = state RETURNING id"],
    "a lock that skips": ["SELECT id FROM cases_step FOR UPDATE SKIP LOCKED"],
    "XML of a table": ["SELECT 1 WHERE table_to_xml('cases_person', true, false, '')::text LIKE '%<id>%'"],
    "XML of a cursor": [
        "DECLARE c CURSOR FOR SELECT * FROM cases_person",
        "SELECT 1 WHERE cursor_to_xml('c', 9, true, false, '')::text LIKE '%<id>%'",
    ],
    "XML of a query": ["SELECT 1 WHERE query_to_xml('SELECT * FROM cases_person', true, false, '')::text LIKE '%<id>%'"],
    "text search over a query": ["SELECT word FROM ts_stat('SELECT to_tsvector(state) FROM cases_step')"],
    "statistics of columns": ["SELECT most_common_vals FROM pg_stats WHERE tablename = 'cases_person'"],
    "statistics of expressions": ["SELECT * FROM pg_stats_ext_exprs"],
    "statistics of several columns": ["SELECT * FROM pg_stats_ext"],
    "what is prepared by others": ["SELECT statement FROM pg_prepared_statements WHERE statement LIKE '%Lotte%'"],
    "cursors of others": ["SELECT * FROM pg_cursors"],
    "transactions in two phases": ["SELECT * FROM pg_prepared_xacts"],
    "what the server itself runs": ["SELECT pid FROM pg_stat_activity WHERE backend_type = 'checkpointer'"],
    "large objects": ["SELECT * FROM pg_largeobject_metadata"],
    "what waits to be told": ["SELECT pg_listening_channels()"],
    "a name of ones own before ours": [
        "SET LOCAL search_path = pg_temp, pg_catalog, public",
        "SELECT id FROM cases_person",
    ],
    "no policy by planning otherwise": [
        "SET LOCAL enable_seqscan = off",
        "SET LOCAL enable_indexscan = off",
        "SELECT id FROM cases_person",
    ],
    "another way to end a transaction": ["SAVEPOINT a", "ROLLBACK TO a", "SELECT id FROM cases_person"],
    "by several workers": [
        "SET LOCAL parallel_setup_cost = 0",
        "SET LOCAL min_parallel_table_scan_size = 0",
        "SELECT id FROM cases_person",
    ],
}  # fmt: skip


@pytest.mark.parametrize("way", READS)
def test_another_way_of_reading_shows_nothing(way, attacked, owner):
    owner.execute("ANALYZE cases_person")
    *before, last = READS[way]
    with attack(attacked.world.bob) as session:
        for statement in before:
            session.execute(statement)
        try:
            assert session.execute(last).fetchall() == []
        except ERRORS.FeatureNotSupported:  # a server without XML
            assert "XML" in way


def test_the_ways_of_reading_show_what_is_ones_own(attacked):
    """So that nothing above is empty for another reason."""
    for way in (
        "a cursor",
        "a prepared statement planned once",
        "TABLE",
        "a sample",
        "text search over a query",
    ):
        *before, last = READS[way]
        with attack(attacked.world.alice) as session:
            for statement in before:
                session.execute(statement)
            assert session.execute(last).fetchall(), way


# What would change something, keep something, or reach further: refused, or not there.
DOES = {
    "keep a transaction in two phases": ["PREPARE TRANSACTION 'mine'"],
    "take another's transaction in two phases": ["COMMIT PREPARED 'theirs'"],
    "a block that becomes the owner": ["DO $$ BEGIN SET LOCAL ROLE rondom_owner; END $$"],
    "a block that reads the key": ["DO $$ BEGIN PERFORM inner_pad FROM core_actorkey; END $$"],
    "a block that sets the rule aside": ["DO $$ BEGIN EXECUTE 'ALTER TABLE cases_case NO FORCE ROW LEVEL SECURITY'; END $$"],
    "a rule on a table": ["CREATE RULE mine AS ON SELECT TO cases_case DO INSTEAD SELECT 1"],
    "a trigger on a table": ["CREATE TRIGGER mine AFTER INSERT ON cases_entry EXECUTE FUNCTION access_after_agenda()"],
    "an index that sees every row": ["CREATE INDEX mine ON cases_person ((name::int))"],
    "statistics that see every row": ["CREATE STATISTICS mine ON name, birth_year FROM cases_person"],
    "a constraint that tells": ["ALTER TABLE cases_person ADD CHECK (name <> 'Lotte') NOT VALID"],
    "a foreign key of ones own": ["ALTER TABLE cases_entry ADD FOREIGN KEY (id) REFERENCES cases_person (id)"],
    "a column more": ["ALTER TABLE cases_person ADD COLUMN mine text DEFAULT current_setting('x')"],
    "a domain": ["CREATE DOMAIN public.mine AS text CHECK (length(VALUE) > 0)"],
    "a type": ["CREATE TYPE public.mine AS (a text)"],
    "a cast": ["CREATE CAST (text AS uuid) WITH INOUT AS IMPLICIT"],
    "an aggregate": ["CREATE AGGREGATE public.mine (text) (SFUNC = textcat, STYPE = text)"],
    "a language": ["CREATE LANGUAGE plperlu"],
    "a tablespace": ["CREATE TABLESPACE mine LOCATION '/tmp'"],
    "a subscription": ["CREATE SUBSCRIPTION mine CONNECTION 'x' PUBLICATION y"],
    "a user mapping": ["CREATE USER MAPPING FOR rondom_app SERVER mine"],
    "default rights for later tables": ["ALTER DEFAULT PRIVILEGES FOR ROLE rondom_owner GRANT ALL ON TABLES TO rondom_app"],
    "a label": ["SECURITY LABEL ON TABLE cases_case IS 'mine'"],
    "refresh a view": ["REFRESH MATERIALIZED VIEW case_access"],
    "look through the rule's view": ["SELECT * FROM case_access WHERE case_id IS NOT NULL"],
    "rewrite a table": ["CLUSTER cases_person USING cases_person_pkey"],
    "forget statistics": ["SELECT pg_stat_reset()"],
    "read the write-ahead log": ["SELECT pg_current_wal_lsn(), pg_walfile_name(pg_switch_wal())"],
    "begin a backup": ["SELECT pg_backup_start('mine')"],
    "read the configuration": ["SELECT sourcefile FROM pg_file_settings"],
    "read who may come in": ["SELECT * FROM pg_hba_file_rules"],
    "reload the configuration": ["SELECT pg_reload_conf()"],
    "read a file as bytes": ["SELECT pg_read_binary_file('PG_VERSION')"],
    "ask about a file": ["SELECT pg_stat_file('PG_VERSION')"],
    "list the log's folder": ["SELECT pg_ls_logdir()"],
    "list the write-ahead log": ["SELECT pg_ls_waldir()"],
    "put a file into an object": ["SELECT lo_export(1, '/tmp/mine')"],
    "connect elsewhere by a function": ["SELECT dblink_connect('dbname=postgres')"],
    "a COPY of the log's rows away": ["COPY audit_event TO '/tmp/mine'"],
    "a COPY into the access": ["COPY cases_access FROM STDIN"],
    "write for the next statement": ["WITH x AS (DELETE FROM audit_event RETURNING *) SELECT * FROM x"],
    "an insert that takes over": [
        "INSERT INTO cases_access SELECT * FROM cases_access ON CONFLICT DO NOTHING",
    ],
    "be somebody by session": ["SET SESSION AUTHORIZATION rondom_owner"],
    "be somebody by role in a setting": ["SELECT set_config('role', 'rondom_owner', false)"],
    "be somebody by session in a setting": ["SELECT set_config('session_authorization', 'rondom_owner', false)"],
    "log what others send": ["SET log_statement = 'all'"],
    "log what takes long": ["SET log_min_duration_statement = 0"],
    "hear errors in the log again": ["SET log_min_messages = debug1"],
    "load something before": ["SET session_preload_libraries = 'mine'"],
    "let programs be found elsewhere": ["SET dynamic_library_path = '/tmp'"],
    "delay the commit of all": ["SET commit_delay = 100000"],
}  # fmt: skip
SAID = (
    REFUSED,
    ERRORS.FeatureNotSupported,
    ERRORS.UndefinedFunction,
    ERRORS.UndefinedObject,
    ERRORS.UndefinedTable,
    ERRORS.UndefinedFile,
    ERRORS.WrongObjectType,
    ERRORS.ActiveSqlTransaction,
    ERRORS.ObjectNotInPrerequisiteState,
    ERRORS.InvalidObjectDefinition,
    ERRORS.InvalidParameterValue,
    ERRORS.SyntaxError,
)


@pytest.mark.parametrize("way", DOES)
def test_another_way_of_doing_is_refused(way, attacked):
    *before, last = DOES[way]
    with attack(attacked.world.alice) as session:
        for statement in before:
            session.execute(statement)
        with pytest.raises(SAID):
            session.execute(last)


def test_a_cursor_kept_open_after_the_transaction_shows_only_what_its_maker_saw(attacked):
    """Held by Bob before, or by Alice on her own connection; nobody else's connection can fetch from it."""
    with connect() as session:
        sign_in(session, attacked.world.bob)
        session.execute("DECLARE kept CURSOR WITH HOLD FOR SELECT id FROM cases_person")
        session.commit()
        sign_in(session, attacked.world.alice)
        assert session.execute("SELECT count(*) FROM cases_person").fetchone()[0] > 0
        assert session.execute("FETCH ALL FROM kept").fetchall() == []
        with connect() as other, pytest.raises(ERRORS.InvalidCursorName):
            other.execute("FETCH ALL FROM kept")


def test_an_actor_changed_within_the_transaction_is_believed_only_when_signed(attacked):
    """The plan of a statement that ran for one is not used for another."""
    with attack(attacked.world.bob) as session:
        session.execute("PREPARE mine AS SELECT count(*) FROM cases_person")
        assert session.execute("EXECUTE mine").fetchone() == (0,)
        session.execute("SELECT set_config('rondom.actor', %s, true)", [str(attacked.world.alice.pk)])
        with pytest.raises(REFUSED, match="not signed"):
            session.execute("EXECUTE mine")


def test_a_message_between_sessions_carries_nothing_of_ours(owner):
    """NOTIFY is open to all, so nothing of ours may be sent by it: no function of ours does."""
    sources = owner.execute(
        "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prosrc ~* 'notify' AND proname ~ 'rondom|case|access'"
    ).fetchall()
    assert sources == []


def test_a_lock_by_number_tells_nothing_of_a_case(attacked, owner):
    """Advisory locks are seen by all; ours are constants, the same for every case."""
    sources = owner.execute(
        "SELECT DISTINCT substring(prosrc from 'pg_advisory[a-z_]*\\([^)]*\\)') FROM pg_proc"
        " WHERE pronamespace = 'public'::regnamespace AND prosrc ~ 'pg_advisory'"
    ).fetchall()
    assert sources
    assert all(text.split("(")[1].rstrip(")").strip().isdigit() for (text,) in sources), sources


def test_an_identifier_tells_no_more_than_its_moment(attacked, owner):
    ids = ids_of(owner, "cases_person", attacked.case)
    tails = {str(one)[19:] for one in ids}
    assert len(tails) == len(ids)


def test_there_are_at_least_forty_attacks_and_every_one_has_a_name_of_its_own():
    """Counted in the tests themselves: a table of named attacks, or a test, is an attack."""
    named: set[str] = set()
    for path in sorted(Path(__file__).parent.glob("test_attacks_*.py")):
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                named.add(f"{path.stem}:{node.name}")
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict):
                keys = [key.value for key in node.value.keys if isinstance(key, ast.Constant)]
                assert len(keys) == len(set(keys)), f"{path.name} names an attack twice"
                named |= {f"{path.stem}:{key}" for key in keys}
    assert len(named) >= 200
