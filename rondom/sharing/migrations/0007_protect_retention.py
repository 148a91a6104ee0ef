from pathlib import Path

from django.db import migrations

from rondom.cases.models import Category
from rondom.cases.protect import ProtectByCase

SQL = Path(__file__).parent.parent / "sql"
ME = "(SELECT rondom_actor())"
MINE = "case_id = ANY ((SELECT my_cases())::uuid[])"
# Nothing can be laid down that would be destroyed at once: whoever watches has a month to see it.
LAID = f"""
    {MINE} AND destroyed_at IS NULL AND ended_at IS NULL AND due_at >= now() + interval '29 days'
    AND EXISTS (SELECT 1 FROM cases_case closed WHERE closed.id = sharing_due.case_id AND closed.status = 'closed'
        AND closed.closed_at = sharing_due.closed_at AND closed.code = sharing_due.code
        AND closed.registered_for_id = sharing_due.organisation_id)
"""
# Only a case that is open again is no longer destroyed.
OPENED = """
    ended_at <= now() AND EXISTS (SELECT 1 FROM cases_case again WHERE again.id = sharing_due.case_id AND again.status <> 'closed')
"""
# Who watches over privacy sees what is kept until when, without the case; what was destroyed; and what they stopped.
SUPERVISED = f"""
CREATE POLICY supervised ON sharing_due FOR SELECT TO rondom_app
    USING (organisation_id = ANY ((SELECT my_supervision())::uuid[]));
CREATE POLICY supervised ON sharing_destruction FOR SELECT TO rondom_app
    USING (organisation_id = ANY ((SELECT my_supervision())::uuid[]));
CREATE POLICY supervised ON sharing_hold FOR SELECT TO rondom_app USING (i_supervise(case_id));
CREATE POLICY supervised ON sharing_restriction FOR SELECT TO rondom_app USING (i_supervise(case_id));
REVOKE INSERT ON sharing_destruction FROM rondom_app;

ALTER TABLE sharing_term ENABLE ROW LEVEL SECURITY;
CREATE POLICY seen ON sharing_term FOR SELECT TO rondom_app USING (true);
CREATE POLICY added ON sharing_term FOR INSERT TO rondom_app
    WITH CHECK (organisation_id = ANY ((SELECT my_supervision())::uuid[]) AND set_by_id = {ME});
GRANT SELECT, INSERT ON sharing_term TO rondom_app;

-- The worker reads what is due and what holds it, and writes down how far destruction got; the rows go by destroy_due alone.
CREATE POLICY by_worker ON sharing_due FOR SELECT TO rondom_worker USING (true);
CREATE POLICY by_worker ON sharing_hold FOR SELECT TO rondom_worker USING (true);
CREATE POLICY by_worker ON sharing_destruction FOR SELECT TO rondom_worker USING (true);
CREATE POLICY finished ON sharing_destruction FOR UPDATE TO rondom_worker USING (epoch IS NULL) WITH CHECK (true);
GRANT SELECT ON sharing_due, sharing_destruction TO rondom_worker;
GRANT SELECT (case_id, until, lifted_at) ON sharing_hold TO rondom_worker;
GRANT UPDATE (keys_destroyed_at, epoch) ON sharing_destruction TO rondom_worker;
CREATE POLICY destroyed_by_worker ON audit_event FOR INSERT TO rondom_worker
    WITH CHECK (actor_id IS NULL AND actor_kind = 'service' AND verb = 'case:destroyed'
        AND EXISTS (SELECT 1 FROM sharing_destruction proof WHERE proof.case_id = audit_event.case_id));
"""


class Migration(migrations.Migration):
    dependencies = [("sharing", "0006_retention"), ("audit", "0004_sealed_log")]
    operations = [
        migrations.RunSQL((SQL / "retention.sql").read_text(), migrations.RunSQL.noop),
        ProtectByCase("sharing_due", Category.CASE, insert=LAID, changes="ended_at", change="destroyed_at IS NULL", changed_to=OPENED),
        ProtectByCase(
            "sharing_hold",
            Category.CASE,
            author="set_by_id",
            insert="i_supervise(case_id)",
            changes="lifted_at, lifted_by_id",
            change="false",
        ),
        ProtectByCase("sharing_destruction", Category.CASE, insert="false"),
        ProtectByCase(
            "sharing_restriction",
            Category.CASE,
            author="set_by_id",
            changes="lifted_at, lifted_by_id",
            change="lifted_at IS NULL AND i_supervise(case_id)",
            changed_to=f"lifted_at <= now() AND lifted_by_id = {ME}",
        ),
        migrations.RunSQL(SUPERVISED, migrations.RunSQL.noop),
        migrations.RunSQL(
            f"""
            CREATE POLICY lifted ON sharing_hold FOR UPDATE TO rondom_app
                USING (lifted_at IS NULL AND i_supervise(case_id))
                WITH CHECK (lifted_at <= now() AND lifted_by_id = {ME})
            """,
            migrations.RunSQL.noop,
        ),
    ]
