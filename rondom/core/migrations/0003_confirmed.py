from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("core", "0002_worker_queue")]
    operations = [
        migrations.RunSQL((SQL / "confirmed.sql").read_text(), "DROP FUNCTION rondom_confirmed(text)"),
    ]
