from pathlib import Path

from django.db import migrations

import rondom.sharing

SQL = Path(rondom.sharing.__file__).parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("rights", "0003_documents"), ("triage", "0009_item_members")]
    operations = [migrations.RunSQL((SQL / "retention.sql").read_text(), migrations.RunSQL.noop)]
