from pathlib import Path

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import rondom.core.db
import rondom.sharing
from rondom.cases.models import Category
from rondom.cases.protect import ProtectByCase

LIVE = (Path(__file__).parents[1] / "sql" / "live.sql").read_text(encoding="utf-8")
RETENTION = (Path(rondom.sharing.__file__).parent / "sql" / "retention.sql").read_text(encoding="utf-8")
BACK = """
DROP POLICY seen ON triage_attendance;
DROP POLICY added ON triage_attendance;
DROP POLICY changed ON triage_attendance;
DROP FUNCTION item_ends(uuid, uuid, timestamptz), meeting_discusses(uuid), i_run(uuid), i_sit_at(uuid);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("triage", "0005_calendar"),
        ("cases", "0010_where_and_who_else"),
        ("organisations", "0006_tokens"),
        ("sharing", "0007_protect_retention"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="Attendance",
            fields=[
                ("id", models.UUIDField(default=rondom.core.db.uuid7, editable=False, primary_key=True, serialize=False)),
                ("arrived_at", models.DateTimeField()),
                ("last_seen_at", models.DateTimeField()),
                ("meeting", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="attendance", to="triage.meeting")),
                ("organisation", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation")),
                ("user", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("meeting", "user", "organisation"), name="one_attendance_each"),
                    models.CheckConstraint(condition=models.Q(("last_seen_at__gte", models.F("arrived_at"))), name="attendance_in_order"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ItemTime",
            fields=[
                ("id", models.UUIDField(default=rondom.core.db.uuid7, editable=False, primary_key=True, serialize=False)),
                ("started_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("case", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="%(class)s_set", to="cases.case")),
                ("meeting", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="periods", to="triage.meeting")),
                ("started_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "indexes": [models.Index(fields=["case"], name="item_time_by_case")],
                "constraints": [
                    models.UniqueConstraint(condition=models.Q(("ended_at__isnull", True)), fields=("meeting",), name="one_item_at_a_time"),
                    models.CheckConstraint(condition=models.Q(("ended_at__isnull", True), ("ended_at__gte", models.F("started_at")), _connector="OR"), name="item_time_in_order"),
                ],
            },
        ),
        migrations.RunSQL(LIVE, BACK),
        ProtectByCase(
            "triage_itemtime",
            Category.CASE,
            author="started_by_id",
            insert="case_id = ANY ((SELECT my_cases())::uuid[]) AND ended_at IS NULL AND i_run(meeting_id)",
        ),
        migrations.RunSQL(RETENTION, migrations.RunSQL.noop),  # periods perish with the case
    ]
