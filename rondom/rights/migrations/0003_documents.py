from pathlib import Path

from django.db import migrations

import rondom.sharing

SQL = Path(rondom.sharing.__file__).parent / "sql"
# For a request of the person, also what may not be shared with organisations: it is about them.
ASKED = """
CREATE POLICY asked ON cases_document FOR SELECT TO rondom_app USING (
    case_id = ANY ((SELECT my_cases())::uuid[])
    AND EXISTS (SELECT 1 FROM cases_access held WHERE held.user_id = (SELECT rondom_actor())
        AND held.case_id = cases_document.case_id
        AND held.by_regime & (cases_document.category::bigint << (8 * cases_document.regime)) <> 0
        AND held.starts_at <= now() AND held.ends_at > now())
    AND EXISTS (SELECT 1 FROM rights_request asked WHERE asked.case_id = cases_document.case_id
        AND asked.officer_id = (SELECT rondom_actor()) AND asked.closed_at IS NULL AND asked.ends_at > now()))
"""


class Migration(migrations.Migration):
    dependencies = [("rights", "0002_protect"), ("sharing", "0007_protect_retention"), ("cases", "0008_telling_documents")]
    operations = [
        # Documents and retellings perish too.
        migrations.RunSQL((SQL / "retention.sql").read_text(), migrations.RunSQL.noop),
        migrations.RunSQL(ASKED, "DROP POLICY asked ON cases_document"),
    ]
