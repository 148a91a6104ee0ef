from django.db import migrations

from rondom.cases.models import Category
from rondom.cases.protect import ProtectByCase
from rondom.core.db import Serve


class Migration(migrations.Migration):
    dependencies = [("triage", "0001_initial"), ("cases", "0002_protect")]
    operations = [
        Serve("triage_meeting", "SELECT, INSERT, UPDATE (closed_at, closed_by_id)"),
        ProtectByCase("triage_view", "category", author="author_id"),
        ProtectByCase("triage_decision", Category.CASE, author="decided_by_id"),
        ProtectByCase("triage_decisionline", "category", within={"decision_id": "triage_decision"}),
    ]
