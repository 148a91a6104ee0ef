from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("cases", "0006_emergencies_do_not_last"), ("core", "0003_confirmed")]
    operations = [
        migrations.RunSQL((SQL / "own_law.sql").read_text(), migrations.RunSQL.noop),
        migrations.RunSQL((SQL / "emergency.sql").read_text(), migrations.RunSQL.noop),
    ]
