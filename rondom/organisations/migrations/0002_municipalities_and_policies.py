import csv
from pathlib import Path

from django.db import migrations

HERE = Path(__file__).parent.parent


def load_municipalities(apps, schema_editor):
    Municipality = apps.get_model("organisations", "Municipality")
    with (HERE / "data" / "municipalities.csv").open(encoding="utf-8") as file:
        Municipality.objects.bulk_create(Municipality(**row) for row in csv.DictReader(file))


class Migration(migrations.Migration):
    dependencies = [("organisations", "0001_initial"), ("core", "0001_initial")]
    operations = [
        migrations.RunPython(load_municipalities, migrations.RunPython.noop),
        migrations.RunSQL((HERE / "sql" / "membership.sql").read_text(), migrations.RunSQL.noop),
    ]
