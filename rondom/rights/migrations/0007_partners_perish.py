from pathlib import Path

from django.db import migrations

import rondom.sharing

SQL = Path(rondom.sharing.__file__).parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("rights", "0006_plan_perish"), ("coordination", "0008_guests")]
    operations = [migrations.RunSQL((SQL / "retention.sql").read_text(), migrations.RunSQL.noop)]
