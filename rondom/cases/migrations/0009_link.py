from pathlib import Path

import django.contrib.postgres.fields
import django.db.models.deletion
import rondom.core.db
from django.conf import settings
from django.db import migrations, models

from rondom.cases.protect import ProtectByCase

SQL = Path(__file__).parent.parent / "sql"
ME = "(SELECT rondom_actor())"


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0008_telling_documents"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CaseLink",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=rondom.core.db.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "category",
                    models.SmallIntegerField(
                        choices=[
                            (1, "the case itself"),
                            (2, "who it is and safe contact"),
                            (4, "the story"),
                            (8, "safety"),
                            (16, "law"),
                            (32, "medical care"),
                            (64, "recovery"),
                            (128, "possible perpetrator"),
                        ]
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("maybe_same", "perhaps the same person"),
                            ("same_person", "the same person"),
                            ("repeat", "a later report about the same person"),
                            ("co_victim", "two people harmed in the same event"),
                            ("same_perpetrator", "the same possible perpetrator"),
                            ("duplicate", "the same case, noted twice"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "grounds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("name", "the name sounds the same"),
                                ("birth_year", "the same year of birth"),
                                ("phone", "the same phone number"),
                                ("event", "the same place and time"),
                                ("person_says", "the person says so themselves"),
                                ("professional_says", "a professional who knows both says so"),
                                ("at_registration", "said when the report was registered"),
                            ],
                            max_length=20,
                        ),
                        size=None,
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("before", models.JSONField(null=True)),
                ("undone_at", models.DateTimeField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)s_set",
                        to="cases.case",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.case",
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["case"], name="link_by_case"),
                    models.Index(fields=["other"], name="link_by_other"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("undone_at__isnull", False), ("undone_by__isnull", False)),
                            models.Q(("undone_at__isnull", True), ("undone_by__isnull", True)),
                            _connector="OR",
                        ),
                        name="link_undone",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("case", models.F("other")), _negated=True),
                        name="link_between_two_cases",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("grounds__len__gte", 1)), name="link_has_a_ground"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("category", 4), ("kind", "co_victim")),
                            models.Q(("category", 128), ("kind", "same_perpetrator")),
                            models.Q(
                                models.Q(("kind__in", ["co_victim", "same_perpetrator"]), _negated=True),
                                ("category", 2),
                            ),
                            _connector="OR",
                        ),
                        name="link_category_follows_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind", "duplicate"), ("before__isnull", True), _connector="XOR"),
                        name="link_of_a_duplicate_knows_what_was",
                    ),
                    models.UniqueConstraint(
                        models.functions.Least("case", "other"),
                        models.functions.Greatest("case", "other"),
                        models.F("kind"),
                        condition=models.Q(("undone_at__isnull", True)),
                        name="linked_once",
                    ),
                ],
            },
        ),
        ProtectByCase(
            "cases_caselink",
            "category",
            author="made_by_id",
            changes="undone_at, undone_by_id",
            change="undone_at IS NULL",
            changed_to=f"undone_at <= now() AND undone_by_id = {ME}",
        ),
        migrations.RunSQL((SQL / "link.sql").read_text(), migrations.RunSQL.noop),
        migrations.RunSQL((SQL / "people.sql").read_text(), migrations.RunSQL.noop),
    ]
