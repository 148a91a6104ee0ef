from pathlib import Path

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import rondom.core.db
import rondom.sharing
from rondom.cases.models import Category
from rondom.cases.protect import ProtectByCase
from rondom.keys.sealed import SealedText

INQUIRY = (Path(__file__).parents[1] / "sql" / "inquiry.sql").read_text(encoding="utf-8")
RETENTION = (Path(rondom.sharing.__path__[0]) / "sql" / "retention.sql").read_text(encoding="utf-8")
# What was decided before this was kept says nothing about who was there; from now on every decision does.
COUNTED = "CREATE POLICY counted ON triage_decision AS RESTRICTIVE FOR INSERT TO rondom_app WITH CHECK (quorum IS NOT NULL)"
# Who gave a view before this was kept, answered.
ANSWERED = """
INSERT INTO triage_inquiry (id, case_id, round, organisation_id, asked_at, answer_before, answered_at)
SELECT gen_random_uuid(), case_id, round, organisation_id, min(written_at), min(written_at), min(written_at)
FROM triage_view GROUP BY case_id, round, organisation_id
"""
MINE = "organisation_id = ANY ((SELECT my_organisations())::uuid[])"
WITHIN = {"decision_id": "triage_decision"}
PARTS = [(category.value, category.label) for category in Category]


def _key():
    return ("id", models.UUIDField(default=rondom.core.db.uuid7, editable=False, primary_key=True, serialize=False))


def _of_case():
    to_case = models.ForeignKey(
        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="%(class)s_set", to="cases.case"
    )
    return ("case", to_case)


def _to(what, related_name="+", **more):
    return models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name=related_name, to=what, **more)


def _user(**more):
    return _to(settings.AUTH_USER_MODEL, **more)


def _organisation(**more):
    return _to("organisations.organisation", **more)


class Migration(migrations.Migration):
    dependencies = [
        ("triage", "0006_live"),
        ("sharing", "0007_protect_retention"),
        ("cases", "0010_where_and_who_else"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        # The view: what is done and advised besides, and on which ground.
        migrations.RemoveConstraint("view", "view_says_something"),
        migrations.AddField("view", "doing", SealedText()),
        migrations.AddField("view", "advice", SealedText()),
        migrations.AddField("view", "ground", models.CharField(blank=True, default="", max_length=60), False),
        migrations.AddConstraint(
            "view",
            models.CheckConstraint(
                condition=models.Q(
                    ("nothing_known", True),
                    models.Q(
                        ("advice__isnull", True), ("doing__isnull", True), ("facts__isnull", True),
                        ("offer__isnull", True), ("opinion__isnull", True), _negated=True,
                    ),
                    _connector="OR",
                ),
                name="view_says_something",
            ),
        ),
        # The decision: why, without coordinator, without quorum, and where it is looked at again.
        migrations.AddField("decision", "reason", SealedText(max_length=1000)),
        migrations.AlterField("decision", "coordinator", _user(null=True)),
        migrations.AlterField("decision", "coordinator_organisation", _organisation(null=True)),
        migrations.AddField(
            "decision",
            "no_coordinator",
            models.CharField(
                blank=True,
                choices=[
                    ("nobody", "nobody who may know who it is has room now"),
                    ("person", "the person wants to think, or to choose themselves"),
                    ("consent", "the organisation that should do it may not know who it is yet"),
                    ("elsewhere", "another region may take the case over"),
                    ("other", "something else"),
                ],
                default="",
                max_length=12,
            ),
            False,
        ),
        migrations.AddField("decision", "no_coordinator_why", SealedText(max_length=300)),
        migrations.AddField("decision", "quorum", models.BooleanField(null=True)),
        migrations.AddField("decision", "no_quorum", SealedText(max_length=300)),
        migrations.AddField(
            "decision",
            "look_again_where",
            models.CharField(
                blank=True, choices=[("mdt", "in the MDT"), ("coordinator", "with the coordinator")], default="",
                max_length=12,
            ),
            False,
        ),
        migrations.AddConstraint(
            "decision",
            rondom.core.db.both_or_neither("coordinator", "coordinator_organisation", name="decision_coordinator_works"),
        ),
        migrations.AddConstraint(
            "decision",
            models.CheckConstraint(
                condition=models.Q(("coordinator__isnull", True), ("no_coordinator", ""), _connector="XOR"),
                name="decision_coordinator_or_why",
            ),
        ),
        migrations.AddConstraint(
            "decision",
            models.CheckConstraint(
                condition=models.Q(
                    ("quorum", True), models.Q(("no_quorum__isnull", False), ("quorum", False)), _connector="OR"
                ),
                name="decision_quorum_or_why",
            ),
        ),
        migrations.AddConstraint(
            "decision",
            models.CheckConstraint(
                condition=models.Q(("look_again_where", ""), ("look_again_on__isnull", False), _connector="OR"),
                name="decision_looked_at_where_and_when",
            ),
        ),
        migrations.RunSQL(COUNTED, "DROP POLICY counted ON triage_decision"),
        migrations.CreateModel(
            "DecisionRoute",
            [
                _key(),
                ("category", models.SmallIntegerField(choices=PARTS)),
                ("route", models.CharField(max_length=40)),
                _of_case(),
                ("decision", _to("triage.decision", "routes", db_index=False)),
            ],
            {
                "indexes": [models.Index(fields=["case"], name="decision_route_by_case")],
                "constraints": [models.UniqueConstraint(fields=("decision", "route"), name="route_chosen_once")],
            },
        ),
        migrations.CreateModel(
            "Wish",
            [
                _key(),
                ("wish", SealedText(max_length=2000, null=False)),
                ("weighed", SealedText(max_length=1000)),
                _of_case(),
                (
                    "decision",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="wished", to="triage.decision"
                    ),
                ),
            ],
            {"indexes": [models.Index(fields=["case"], name="wish_by_case")]},
        ),
        migrations.CreateModel(
            "Dissent",
            [
                _key(),
                ("category", models.SmallIntegerField(choices=PARTS)),
                ("text", SealedText(max_length=1000, null=False)),
                ("written_at", models.DateTimeField()),
                ("author", _user()),
                _of_case(),
                ("decision", _to("triage.decision", "dissents", db_index=False)),
                ("organisation", _organisation()),
            ],
            {"indexes": [models.Index(fields=["case"], name="dissent_by_case")]},
        ),
        migrations.CreateModel(
            "Invited",
            [
                _key(),
                ("purpose", models.CharField(max_length=20)),
                ("ground", models.CharField(max_length=60)),
                ("invited_at", models.DateTimeField()),
                _of_case(),
                ("decision", _to("triage.decision", "invited", db_index=False)),
                ("invited_by", _user()),
                ("organisation", _organisation()),
            ],
            {
                "indexes": [models.Index(fields=["case"], name="invited_by_case")],
                "constraints": [
                    models.UniqueConstraint(fields=("decision", "organisation"), name="invited_once"),
                    models.CheckConstraint(
                        condition=models.Q(("ground", ""), _negated=True), name="invited_on_a_ground"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            "Inquiry",
            [
                _key(),
                ("round", models.PositiveSmallIntegerField()),
                ("asked_at", models.DateTimeField()),
                ("answer_before", models.DateTimeField()),
                ("chased_at", models.DateTimeField(null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                _of_case(),
                ("organisation", _organisation()),
            ],
            {
                "indexes": [
                    models.Index(
                        condition=models.Q(("answered_at__isnull", True), ("chased_at__isnull", True)),
                        fields=["answer_before"],
                        name="inquiry_to_chase",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("case", "round", "organisation"), name="asked_once_a_round")
                ],
            },
        ),
        migrations.CreateModel(
            "Question",
            [
                _key(),
                ("round", models.PositiveSmallIntegerField()),
                ("category", models.SmallIntegerField(choices=PARTS)),
                ("text", SealedText(max_length=500, null=False)),
                ("asked_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(null=True)),
                ("answer", SealedText(max_length=1000)),
                ("answered_by", _user(null=True)),
                ("asked_by", _user()),
                _of_case(),
                ("organisation", _organisation(null=True)),
            ],
            {
                "indexes": [models.Index(fields=["case"], name="question_by_case")],
                "constraints": [
                    rondom.core.db.both_or_neither("answered_at", "answered_by", name="question_answered"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("answered_at__isnull", True), ("answer__isnull", False), _connector="XOR"
                        ),
                        name="question_answered_in_words",
                    ),
                ],
            },
        ),
        ProtectByCase("triage_decisionroute", "category", within=WITHIN),
        ProtectByCase("triage_wish", Category.STORY, within=WITHIN),
        ProtectByCase("triage_dissent", "category", author="author_id", within=WITHIN),
        ProtectByCase("triage_invited", Category.CASE, author="invited_by_id", within=WITHIN),
        ProtectByCase(
            "triage_inquiry", Category.CASE, for_own="organisation_id", changes="answered_at", change=MINE,
            changed_to=MINE,
        ),
        ProtectByCase(
            "triage_question", "category", author="asked_by_id", changes="answered_at, answered_by_id, answer",
            change="answered_at IS NULL", changed_to="answered_by_id = (SELECT rondom_actor())",
        ),
        migrations.RunSQL(ANSWERED, migrations.RunSQL.noop),
        migrations.RunSQL(INQUIRY, "DROP FUNCTION inquire(); DROP FUNCTION IF EXISTS cases_held_by(uuid[])"),
        migrations.RunSQL(RETENTION, migrations.RunSQL.noop),
    ]  # fmt: skip
