from pathlib import Path

from django.db import migrations

from rondom.cases.models import Category
from rondom.cases.protect import ProtectByCase

SQL = Path(__file__).parent.parent / "sql"
ME = "(SELECT rondom_actor())"
RIGHTS = f"""
CREATE POLICY told ON rights_request FOR UPDATE TO rondom_app
    USING (officer_id = {ME} AND identity_by IS NULL) WITH CHECK (officer_id = {ME});
CREATE POLICY own ON rights_request FOR SELECT TO rondom_app
    USING (officer_id = {ME} AND organisation_id = ANY ((SELECT my_supervision())::uuid[]));
REVOKE INSERT ON rights_request FROM rondom_app;
"""


class Migration(migrations.Migration):
    dependencies = [("rights", "0001_initial"), ("sharing", "0007_protect_retention")]
    operations = [
        ProtectByCase("rights_request", Category.CASE, insert="false", changes="identity_by", change="false"),
        migrations.RunSQL(RIGHTS, migrations.RunSQL.noop),
        migrations.RunSQL((SQL / "request.sql").read_text(), migrations.RunSQL.noop),
    ]
