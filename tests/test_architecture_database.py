"""The plan of the house, in the catalogue of the database: what stands behind the rule, and who may touch what."""

import pytest
from django.apps import apps
from django.db import connection

from rondom.cases.models import Case

pytestmark = pytest.mark.usefixtures("db")

# Tables of no case that are read by all, or by nobody but the owner; everything else stands behind a policy.
OPEN = {
    **dict.fromkeys(
        [
            "account_emailaddress",
            "account_emailconfirmation",
            "axes_accessfailurelog",
            "axes_accesslog",
            "socialaccount_socialaccount",
            "socialaccount_socialapp",
            "socialaccount_socialtoken",
        ],
        "of a library, in no use: no right at all",
    ),
    "core_actorkey": "no right at all",
    "django_content_type": "no right at all",
    "django_migrations": "no right at all",
    "django_session": "sessions come before anyone acts; they are sealed (docs/threats.md)",
    "auth_group": "no right at all",
    "auth_group_permissions": "no right at all",
    "auth_permission": "no right at all",
    "organisations_municipality": "public",
    "audit_leaf": "hashes, which are published; which event is which is for the worker alone",
    "audit_branch": "the same",
    "audit_checkpoint": "is published",
    "procrastinate_jobs": "no right at all but for the worker",
    "procrastinate_events": "no right at all but for the worker",
    "procrastinate_periodic_defers": "no right at all but for the worker",
    "procrastinate_workers": "no right at all but for the worker",
}


# Attempts and second factors go when they no longer hold; only where the application is at the door.
AT_THE_DOOR = {"axes_accessattempt", "axes_accessattemptexpiration", "mfa_authenticator"}


@pytest.fixture
def tables(owner):
    """Every table there is, with whether row-level security is on."""
    query = "SELECT relname, relrowsecurity FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
    return dict(owner.execute(query).fetchall())


def test_every_table_with_a_case_stands_behind_row_level_security(tables, owner):
    query = "SELECT table_name FROM information_schema.columns WHERE column_name = 'case_id' AND table_schema = 'public'"
    with_case = {name for (name,) in owner.execute(query)} & set(tables) | {"cases_case"}
    assert len(with_case) >= 17
    assert {name for name in with_case if not tables[name]} == set()


def test_every_other_table_does_too_or_has_a_reason(tables):
    assert {name for name, protected in tables.items() if not protected} == set(OPEN)


def test_every_table_with_row_level_security_says_who_sees_a_row(tables, owner):
    readable = {name for (name,) in owner.execute("SELECT tablename FROM pg_policies WHERE cmd = 'SELECT'")}
    assert {name for name, protected in tables.items() if protected} == readable


def test_no_policy_is_for_everyone(owner):
    found = owner.execute(
        "SELECT array_to_string(roles, ','), tablename, policyname FROM pg_policies"
    ).fetchall()
    assert {roles for roles, *_ in found} == {"rondom_app", "rondom_worker"}
    assert {tuple(what) for roles, *what in found if roles == "rondom_worker"} == {
        ("audit_event", "read_by_worker"),
        ("audit_event", "added_by_worker"),
        ("audit_event", "destroyed_by_worker"),
        ("audit_event", "escalated_by_worker"),
        ("audit_event", "coordinated_by_worker"),
        ("audit_event", "nudged_by_worker"),
        ("sharing_due", "by_worker"),
        ("sharing_hold", "by_worker"),
        ("sharing_destruction", "by_worker"),
        ("sharing_destruction", "finished"),
        ("axes_accessattempt", "old"),
        ("axes_accessattempt", "forgotten"),
        ("first_contact_draft", "over"),
    }


@pytest.mark.parametrize("right", ["DELETE", "TRUNCATE", "TRIGGER", "REFERENCES", "MAINTAIN"])
def test_nothing_can_be_deleted_or_changed_in_structure(right, tables, owner):
    query = (
        "SELECT has_table_privilege('rondom_app', oid, %s) FROM pg_class WHERE relname = %s AND relkind = 'r'"
    )
    allowed = {name for name in tables if owner.execute(query, [right, name]).fetchone()[0]}
    assert allowed == ({"django_session", *AT_THE_DOOR} if right == "DELETE" else set())


def test_what_may_change_of_a_case_is_what_the_actions_save(owner):
    query = (
        "SELECT column_name FROM information_schema.column_privileges"
        " WHERE grantee = 'rondom_app' AND table_name = 'cases_case' AND privilege_type = 'UPDATE'"
    )
    columns = {Case._meta.get_field(name).column for name in Case.CHANGES}
    assert {name for (name,) in owner.execute(query)} == columns


def test_only_named_columns_can_change(tables, owner):
    query = "SELECT has_table_privilege('rondom_app', oid, 'UPDATE') FROM pg_class WHERE relname = %s AND relkind = 'r'"
    assert {name for name in tables if owner.execute(query, [name]).fetchone()[0]} == {"django_session"}


SEALS = {"audit_event", "audit_leaf", "audit_branch", "audit_checkpoint"}


def test_the_worker_seals_the_log_works_through_its_queue_destroys_and_forgets_what_is_over_and_nothing_else(
    tables, owner
):
    query = "SELECT has_any_column_privilege('rondom_worker', oid, %s) FROM pg_class WHERE relname = %s"
    may = {
        right: {name for name in tables if owner.execute(query, [right, name]).fetchone()[0]}
        for right in ("SELECT", "INSERT", "UPDATE")
    }
    queue = {name for name in tables if name.startswith("procrastinate_")}
    # What is destroyed goes by a function; how far that got, the worker writes down.
    due = {"sharing_due", "sharing_hold", "sharing_destruction", "first_contact_draft"}
    progress = {"sharing_destruction"}
    over = {"django_session", "axes_accessattempt"}  # of these it reads when, and takes away what is over
    assert may == {"SELECT": SEALS | queue | due | over, "INSERT": SEALS | queue, "UPDATE": queue | progress}
    query = "SELECT has_table_privilege('rondom_worker', oid, %s) FROM pg_class WHERE relname = %s"
    for right, allowed in [
        ("DELETE", queue | over),
        ("TRUNCATE", set()),
        ("TRIGGER", set()),
        ("MAINTAIN", set()),
    ]:
        assert {name for name in tables if owner.execute(query, [right, name]).fetchone()[0]} == allowed


def test_who_serves_reads_hashes_and_writes_none_and_has_no_part_in_the_queue(tables, owner):
    query = "SELECT has_any_column_privilege('rondom_app', oid, %s) FROM pg_class WHERE relname = %s"
    seals = SEALS - {"audit_event"}
    for right, allowed in [("SELECT", seals), ("INSERT", set()), ("UPDATE", set())]:
        mine = {name for name in tables if name in seals or name.startswith("procrastinate_")}
        assert {name for name in mine if owner.execute(query, [right, name]).fetchone()[0]} == allowed
    column = "SELECT has_column_privilege('rondom_app', 'audit_leaf', 'event_id', 'SELECT')"
    assert owner.execute(column).fetchone() == (False,)


@pytest.mark.parametrize("role", ["rondom_app", "rondom_worker"])
def test_who_serves_owns_nothing_and_passes_no_policy(role, owner):
    found = owner.execute(
        "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication FROM pg_roles WHERE rolname = %s",
        [role],
    ).fetchone()
    assert found == (False,) * 5
    for kind, column in [("pg_class", "relowner"), ("pg_proc", "proowner"), ("pg_namespace", "nspowner")]:
        owned = f"SELECT count(*) FROM {kind} WHERE {column} = %s::regrole"
        assert owner.execute(owned, [role]).fetchone() == (0,)
    assert owner.execute(
        "SELECT count(*) FROM pg_auth_members WHERE member = %s::regrole", [role]
    ).fetchone() == (0,)


def test_tests_run_as_who_serves():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, session_user")
        assert cursor.fetchone() == ("rondom_app", "rondom_app")


def test_the_only_triggers_keep_the_access_table(owner):
    found = owner.execute(
        "SELECT DISTINCT c.relname, p.proname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
        " JOIN pg_proc p ON p.oid = t.tgfoid WHERE NOT t.tgisinternal AND c.relname !~ '^procrastinate_' ORDER BY 1"
    ).fetchall()
    assert found == [
        ("cases_case", "access_after_agenda"),
        ("cases_emergency", "access_after_case_rows"),
        ("cases_grant", "access_after_case_rows"),
        ("cases_naming", "access_after_case_rows"),
        ("cases_shield", "access_after_case_rows"),
        ("organisations_membership", "access_after_person_rows"),
        ("organisations_seat", "access_after_person_rows"),
    ]


def test_views_and_functions_in_the_database_are_those_that_are_known(owner):
    views = owner.execute("SELECT viewname FROM pg_views WHERE schemaname = 'public'").fetchall()
    assert views == [("case_access",)]
    assert owner.execute("SELECT has_table_privilege('rondom_app', 'case_access', 'SELECT')").fetchone() == (
        False,
    )


def test_moments_come_in_pairs_with_who_did_it():
    """Every `*_at` that has a `*_by` is filled when the other is, and the database holds to it (design/style.md)."""
    for model in apps.get_models():
        names = {field.name for field in model._meta.get_fields() if field.concrete}
        pairs = {name.removesuffix("_at") for name in names if name.endswith("_at")}
        pairs &= {name.removesuffix("_by") for name in names if name.endswith("_by")}
        for pair in pairs:
            if model._meta.get_field(f"{pair}_at").null:
                stated = [str(rule) for rule in model._meta.constraints]
                assert any(f"{pair}_at" in rule and f"{pair}_by" in rule for rule in stated), (
                    f"{model}.{pair}"
                )


def test_tables_that_are_in_no_use_are_out_of_reach(owner):
    query = "SELECT has_table_privilege('rondom_app', %s::regclass, 'SELECT, INSERT, UPDATE, DELETE')"
    for name in {name for name, why in OPEN.items() if "no right at all" in why}:
        assert owner.execute(query, [name]).fetchone() == (False,), name


def test_the_tables_of_the_door_are_empty_away_from_it(owner):
    query = "SELECT tablename, cmd, qual, with_check FROM pg_policies WHERE 'rondom_app' = ANY (roles) AND tablename = ANY (%s)"
    for name, command, before, after in owner.execute(query, [list(AT_THE_DOOR)]):
        assert "rondom_confirmed('door'" in (before or after), (name, command)


# What stays of a case when it is destroyed: that it was there, who could see it, and the proof.
STAYS = {
    "audit_event", "cases_access", "cases_grant", "cases_naming", "cases_shield", "sharing_destruction", "sharing_due",
    "sharing_hold",
}  # fmt: skip


def test_every_table_of_a_case_is_destroyed_with_it_or_stays_for_a_reason(tables, owner):
    query = "SELECT table_name FROM information_schema.columns WHERE column_name = 'case_id' AND table_schema = 'public'"
    with_case = {name for (name,) in owner.execute(query)} & set(tables)
    perishable = {name for (name,) in owner.execute("SELECT name FROM perishable()")}
    assert perishable | STAYS == with_case
    assert perishable & STAYS == set()
