from pathlib import Path

from django.db import migrations

from rondom.cases.models import Category
from rondom.cases.protect import ProtectByCase

SQL = Path(__file__).parent.parent / "sql"
ME = "(SELECT rondom_actor())"
# What was shared until now was shared under every regime: eight bits for each of the five.
EVERY_LANE = "UPDATE cases_grant SET by_regime = categories::bigint * 4311810305"
POLICIES = ("seen", "added", "changed")
ENTRY_AGAIN = [f"DROP POLICY {name} ON cases_entry" for name in POLICIES]
GRANT_AGAIN = """
DROP POLICY added ON cases_grant;
CREATE POLICY added ON cases_grant FOR INSERT TO rondom_app WITH CHECK (
    (opened_by_me(case_id) OR (my_categories(case_id) & 1 = 1 AND categories & ~my_categories(case_id) = 0
        AND by_regime & ~my_regimes(case_id) = 0))
    AND granted_by_id = (SELECT rondom_actor()));
ALTER TABLE cases_grant ADD CONSTRAINT grant_categories_of_regimes CHECK (categories =
    ((by_regime | (by_regime >> 8) | (by_regime >> 16) | (by_regime >> 24) | (by_regime >> 32)) & 255));
"""
# Who watches over privacy sees every emergency of their organisation, without the case, and writes what they found.
REVIEW = f"""
CREATE POLICY supervised ON cases_emergency FOR SELECT TO rondom_app
    USING (organisation_id = ANY ((SELECT my_supervision())::uuid[]));
CREATE POLICY reviewed ON cases_emergency FOR UPDATE TO rondom_app
    USING (reviewed_at IS NULL AND organisation_id = ANY ((SELECT my_supervision())::uuid[]) AND user_id <> {ME})
    WITH CHECK (reviewed_at <= now() AND reviewed_by_id = {ME});
CREATE POLICY explained ON cases_emergency FOR UPDATE TO rondom_app
    USING (user_id = {ME} AND words IS NULL) WITH CHECK (user_id = {ME} AND reviewed_at IS NULL AND finding = '');
REVOKE INSERT ON cases_emergency FROM rondom_app;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_regimes_shields_emergencies")]
    operations = [
        migrations.RunSQL((SQL / "case_access.sql").read_text(), migrations.RunSQL.noop),
        migrations.RunSQL((SQL / "access.sql").read_text(), migrations.RunSQL.noop),
        migrations.RunSQL(EVERY_LANE, migrations.RunSQL.noop),
        migrations.RunSQL(GRANT_AGAIN, migrations.RunSQL.noop),
        migrations.RunSQL(ENTRY_AGAIN, migrations.RunSQL.noop),
        # Whoever wrote it may say that it falls under another regime; then who may not see that does not see it any more.
        ProtectByCase(
            "cases_entry",
            "category",
            regime="regime",
            author="author_id",
            for_own="organisation_id",
            changes="regime",
            change="organisation_id = ANY ((SELECT my_organisations())::uuid[])",
        ),
        ProtectByCase(
            "cases_shield",
            Category.IDENTITY,
            author="set_by_id",
            changes="lifted_at, lifted_by_id",
            change="lifted_at IS NULL",
            changed_to=f"lifted_at <= now() AND lifted_by_id = {ME}",
        ),
        ProtectByCase(
            "cases_emergency",
            Category.CASE,
            insert="false",
            change="false",
            changes="words, reviewed_at, reviewed_by_id, finding",
        ),
        migrations.RunSQL((SQL / "emergency.sql").read_text(), migrations.RunSQL.noop),
        migrations.RunSQL(REVIEW, migrations.RunSQL.noop),
    ]
