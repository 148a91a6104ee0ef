from pathlib import Path

from django.db import migrations

from rondom.cases.models import Category
from rondom.cases.protect import ProtectByCase

SQL = Path(__file__).parent.parent / "sql"
THEN = Path(__file__).parent / "sql"  # as it was; what holds now stands in cases/sql
ME = "(SELECT rondom_actor())"
MINE = "case_id = ANY ((SELECT my_cases())::uuid[])"
ACCESS = """
ALTER TABLE cases_access ENABLE ROW LEVEL SECURITY;
CREATE POLICY seen ON cases_access FOR SELECT TO rondom_app USING (user_id = (SELECT rondom_actor()));
GRANT SELECT ON cases_access TO rondom_app;
CREATE POLICY seen ON audit_event FOR SELECT TO rondom_app
    USING (actor_id = (SELECT rondom_actor()) OR case_id = ANY ((SELECT my_cases())::uuid[]));
"""
ACCESS_BACK = """
DROP POLICY seen ON audit_event;
REVOKE ALL ON cases_access FROM rondom_app;
DROP POLICY seen ON cases_access;
ALTER TABLE cases_access DISABLE ROW LEVEL SECURITY;
"""
CASE_COLUMNS = (
    "region_id, status, mdt_due_at, mdt_at, mdt_region_id, mdt_round, coordinator_id, coordinator_organisation_id, "
    "next_kind, next_organisation_id, next_user_id, next_due_at, closed_at, closed_by_id, closing_reason"
)


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0001_initial"),
        ("audit", "0002_append_only"),
        ("organisations", "0002_municipalities_and_policies"),
    ]
    operations = [
        migrations.RunSQL((SQL / "code.sql").read_text(), migrations.RunSQL.noop),
        migrations.RunSQL((THEN / "0002_case_access.sql").read_text(), "DROP VIEW case_access"),
        migrations.RunSQL((THEN / "0002_access.sql").read_text(), migrations.RunSQL.noop),
        migrations.RunSQL(ACCESS, ACCESS_BACK),
        ProtectByCase(
            "cases_case",
            Category.CASE,
            case="id",
            author="registered_by_id",
            changes=CASE_COLUMNS,
            insert="registered_for_id = ANY ((SELECT my_organisations())::uuid[]) AND status = 'reported'",
            changed_to=f"closed_by_id IS NULL OR closed_by_id = {ME}",
        ),
        # Nobody shares more than they see; a grant that was revoked or widened is a new grant.
        ProtectByCase(
            "cases_grant",
            Category.CASE,
            author="granted_by_id",
            changes="revoked_at, revoked_by_id",
            insert="opened_by_me(case_id) OR (my_categories(case_id) & 1 = 1 "
            "AND categories & ~my_categories(case_id) = 0)",
            change=f"revoked_at IS NULL AND (granted_by_id = {ME} OR EXISTS (SELECT 1 FROM cases_case shared "
            f"WHERE shared.id = case_id AND (shared.coordinator_id = {ME} "
            "OR shared.registered_for_id = ANY ((SELECT my_organisations())::uuid[]))))",
            changed_to=f"revoked_at <= now() AND revoked_by_id = {ME}",
        ),
        ProtectByCase(
            "cases_naming",
            Category.CASE,
            author="named_by_id",
            changes="ends_at",
            insert=f"opened_by_me(case_id) OR {MINE}",
            change="ends_at IS NULL",
            changed_to="ends_at <= now()",
        ),
        ProtectByCase("cases_person", "category"),
        ProtectByCase("cases_entry", "category", author="author_id", for_own="organisation_id"),
        ProtectByCase(
            "cases_step",
            Category.CASE,
            author="asked_by_id",
            changes="state, ended_at, ended_by_id",
            changed_to=f"ended_by_id IS NULL OR ended_by_id = {ME}",
        ),
        ProtectByCase(
            "cases_steptext", "category", changes="outcome", within={"step_id": "cases_step"}
        ),
    ]
