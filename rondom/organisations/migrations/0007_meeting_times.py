from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

import rondom.core.db

CALENDAR = (Path(__file__).parent.parent / "sql" / "calendar.sql").read_text(encoding="utf-8")
# Until now every MDT met every day, holidays too, at one time; how many cases it took was nowhere said.
EVERY_DAY = """
INSERT INTO organisations_meetingtime (id, region_id, weekday, at, capacity, starts_on)
SELECT gen_random_uuid(), region.id, day, region.mdt_time, 20, date '2000-01-01'
FROM organisations_region region CROSS JOIN generate_series(0, 6) AS day;
SET CONSTRAINTS ALL IMMEDIATE; -- else a table that was just filled is not changed
"""
# Back to one time a day: the first of the week.
ONE_TIME = """
UPDATE organisations_region region SET mdt_time = coalesce(
    (SELECT at FROM organisations_meetingtime WHERE region_id = region.id AND ends_on IS NULL ORDER BY weekday, at LIMIT 1),
    time '09:00');
SET CONSTRAINTS ALL IMMEDIATE;
"""
BACK = """
DROP POLICY planned ON organisations_region;
REVOKE UPDATE (meets_on_holidays) ON organisations_region FROM rondom_app;
DROP POLICY seen ON organisations_meetingtime;
DROP POLICY added ON organisations_meetingtime;
DROP POLICY changed ON organisations_meetingtime;
DROP FUNCTION i_plan(uuid);
"""


class Migration(migrations.Migration):
    dependencies = [("organisations", "0006_tokens")]
    operations = [
        migrations.AddField(
            model_name="region",
            name="meets_on_holidays",
            field=models.BooleanField(default=True, help_text="Whether its MDT meets on Dutch public holidays."),
        ),
        migrations.CreateModel(
            name="MeetingTime",
            fields=[
                ("id", models.UUIDField(default=rondom.core.db.uuid7, editable=False, primary_key=True, serialize=False)),
                ("weekday", models.PositiveSmallIntegerField()),
                ("at", models.TimeField()),
                ("capacity", models.PositiveSmallIntegerField()),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(null=True)),
                (
                    "region",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meeting_times",
                        to="organisations.region",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("region", "weekday", "at"), name="meeting_time_once"),
                    models.CheckConstraint(condition=models.Q(("weekday__lte", 6)), name="meeting_time_weekday"),
                    models.CheckConstraint(
                        condition=models.Q(("capacity__gte", 1), ("capacity__lte", 99)), name="meeting_time_capacity"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                        ),
                        name="meeting_time_period",
                    ),
                ]
            },
        ),
        migrations.AlterField(model_name="region", name="mdt_time", field=models.TimeField(null=True)),
        migrations.RunSQL(EVERY_DAY, ONE_TIME),
        migrations.RemoveField(model_name="region", name="mdt_time"),
        migrations.RunSQL(CALENDAR, BACK),
    ]
