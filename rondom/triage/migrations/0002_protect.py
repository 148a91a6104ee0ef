from pathlib import Path

from django.db import migrations

from rondom.cases.models import Category
from rondom.cases.protect import ProtectByCase

MEETING = (Path(__file__).parent.parent / "sql" / "meeting.sql").read_text()


class Migration(migrations.Migration):
    dependencies = [("triage", "0001_initial"), ("cases", "0002_protect")]
    operations = [
        migrations.RunSQL(MEETING, migrations.RunSQL.noop),
        ProtectByCase("triage_view", "category", author="author_id", for_own="organisation_id"),
        ProtectByCase("triage_decision", Category.CASE, author="decided_by_id"),
        ProtectByCase("triage_decisionline", "category", within={"decision_id": "triage_decision"}),
    ]
