from pathlib import Path

from django.db import migrations

AGENDA = (Path(__file__).parents[1] / "sql" / "agenda.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("triage", "0003_sealed")]
    operations = [migrations.RunSQL(AGENDA, "DROP FUNCTION decided_cases_leave(uuid)")]
