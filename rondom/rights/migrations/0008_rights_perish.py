from pathlib import Path

from django.db import migrations

import rondom.sharing

SQL = Path(rondom.sharing.__file__).parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("rights", "0007_partners_perish"), ("coordination", "0009_rights")]
    operations = [migrations.RunSQL((SQL / "retention.sql").read_text(), migrations.RunSQL.noop)]
