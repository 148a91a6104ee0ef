from pathlib import Path

from django.db import migrations

import rondom.sharing

SQL = Path(rondom.sharing.__path__[0]) / "sql"


class Migration(migrations.Migration):
    dependencies = [("coordination", "0003_sealed"), ("sharing", "0007_protect_retention"), ("cases", "0009_link")]
    operations = [
        # A link between cases goes with the first of the two that is destroyed.
        migrations.RunSQL((SQL / "retention.sql").read_text(), migrations.RunSQL.noop),
    ]
