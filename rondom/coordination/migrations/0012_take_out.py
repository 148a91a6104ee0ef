from pathlib import Path

from django.db import migrations

import rondom.coordination

SQL = Path(rondom.coordination.__file__).parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("coordination", "0011_routes"), ("sharing", "0009_window_notices")]
    operations = [
        migrations.RunSQL((SQL / "take_out.sql").read_text(), "DROP FUNCTION take_out(uuid)"),
    ]
