from pathlib import Path

from django.db import migrations

import rondom.sharing

SQL = Path(rondom.sharing.__file__).parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("rights", "0009_people_perish"), ("coordination", "0010_codes")]
    operations = [migrations.RunSQL((SQL / "retention.sql").read_text(), migrations.RunSQL.noop)]
