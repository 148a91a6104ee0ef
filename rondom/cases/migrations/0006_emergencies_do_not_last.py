from pathlib import Path

from django.db import migrations

from rondom.cases.models import Category, every_lane

SQL = Path(__file__).parent.parent / "sql"
IDENTITY = every_lane(Category.IDENTITY)
LASTING = f"""
CREATE POLICY lasting ON cases_grant AS RESTRICTIVE FOR INSERT TO rondom_app
    WITH CHECK (opened_by_me(case_id) OR by_regime & ~my_lasting_regimes(case_id) = 0);
CREATE POLICY lasting ON cases_naming AS RESTRICTIVE FOR INSERT TO rondom_app
    WITH CHECK (opened_by_me(case_id) OR my_lasting_regimes(case_id) <> 0);
CREATE POLICY lasting ON cases_shield AS RESTRICTIVE FOR INSERT TO rondom_app
    WITH CHECK (my_lasting_regimes(case_id) & {IDENTITY} <> 0);
"""
# Police data stay police data: they move between Wpg article 8 and 9, and no other text changes its law.
ITS_LAW = """
CREATE POLICY its_law ON cases_entry AS RESTRICTIVE FOR UPDATE TO rondom_app
    USING (regime IN (1, 2)) WITH CHECK (regime IN (1, 2));
"""
# Who reviews does not rewrite the reason.
REVIEW = """
CREATE POLICY words_stay ON cases_emergency AS RESTRICTIVE FOR UPDATE TO rondom_app
    USING (true) WITH CHECK (same_words(id, words));
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_protect_regimes_shields_emergencies")]
    operations = [
        migrations.RunSQL((SQL / "emergency.sql").read_text(), migrations.RunSQL.noop),
        migrations.RunSQL((SQL / "lasting.sql").read_text(), migrations.RunSQL.noop),
        migrations.RunSQL(LASTING, migrations.RunSQL.noop),
        migrations.RunSQL(ITS_LAW, migrations.RunSQL.noop),
        migrations.RunSQL(REVIEW, migrations.RunSQL.noop),
    ]
