from pathlib import Path

import django.db.models.deletion
import rondom.core.db
import rondom.keys.sealed
from django.conf import settings
from django.db import migrations, models

import rondom.cases
import rondom.sharing
from rondom.cases.models import Category
from rondom.cases.protect import ProtectByCase

ME = "(SELECT rondom_actor())"
ESCALATION = (Path(__file__).parents[1] / "sql" / "escalation.sql").read_text(encoding="utf-8")
PLANNING = (Path(rondom.cases.__file__).parent / "sql" / "planning.sql").read_text(encoding="utf-8")
RETENTION = (Path(rondom.sharing.__file__).parent / "sql" / "retention.sql").read_text(encoding="utf-8")
NO_PLANNING = """
DROP FUNCTION meeting_with_room(uuid, uuid, timestamptz[], integer[], timestamptz, timestamptz);
DROP FUNCTION waiting_moments(uuid);
DROP FUNCTION plan_waiting(uuid, timestamptz[], timestamptz[], timestamptz[]);
"""
# People lay down only a breach, and say why once; the levels before it are the worker's, which records that it raised them.
A_BREACH = """
    case_id = ANY ((SELECT my_cases())::uuid[]) AND level IN ('0', 'moved') AND reason = ''
    AND EXISTS (SELECT 1 FROM cases_case waiting WHERE waiting.id = triage_escalation.case_id
        AND waiting.mdt_region_id = triage_escalation.region_id AND waiting.mdt_round = triage_escalation.round
        AND waiting.mdt_due_at = triage_escalation.due_at)
"""
BY_WORKER = """
CREATE POLICY escalated_by_worker ON audit_event FOR INSERT TO rondom_worker
    WITH CHECK (actor_id IS NULL AND actor_kind = 'service' AND verb = 'mdt:escalated');
"""


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0010_where_and_who_else'),
        ('organisations', '0007_meeting_times'),
        ('audit', '0004_sealed_log'),
        ('sharing', '0007_protect_retention'),
        ('triage', '0004_decided_cases_leave'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Escalation',
            fields=[
                ('id', models.UUIDField(default=rondom.core.db.uuid7, editable=False, primary_key=True, serialize=False)),
                ('round', models.PositiveSmallIntegerField()),
                ('level', models.CharField(choices=[('4h', 'less than 4 hours left'), ('1h', 'less than 1 hour left'), ('0', 'not discussed within 24 hours'), ('moved', 'moved past the last moment')], max_length=5)),
                ('due_at', models.DateTimeField()),
                ('raised_at', models.DateTimeField()),
                ('reason', models.CharField(blank=True, choices=[('person', 'at the wish of the person'), ('reach', 'the person could not be reached, and was needed first'), ('information', 'information that was needed came later'), ('absent', 'an organisation that was needed could not be there'), ('room', 'there was no room in a meeting in time'), ('no_meeting', 'no meeting was held in time'), ('registered_late', 'the report was registered late'), ('technical', 'Rondom, or something else technical, did not work'), ('discussed', 'discussed in time, and written down later'), ('other', 'something else')], max_length=15)),
                ('note', rondom.keys.sealed.SealedText(max_length=500)),
                ('explained_at', models.DateTimeField(null=True)),
                ('case', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s_set', to='cases.case')),
                ('explained_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.region')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('level__in', ['0', 'moved'])), fields=['region', '-due_at'], name='breaches_of_region')],
                'constraints': [models.UniqueConstraint(fields=('case', 'round', 'level'), name='escalated_once'), models.CheckConstraint(condition=models.Q(models.Q(('explained_at__isnull', False), ('explained_by__isnull', False)), models.Q(('explained_at__isnull', True), ('explained_by__isnull', True)), _connector='OR'), name='escalation_explained'), models.CheckConstraint(condition=models.Q(models.Q(('explained_at__isnull', True), ('note__isnull', True), ('reason', '')), models.Q(models.Q(('reason', ''), _negated=True), ('explained_at__isnull', False), ('level__in', ['0', 'moved'])), _connector='OR'), name='escalation_reason')],
            },
        ),
        migrations.CreateModel(
            name='Move',
            fields=[
                ('id', models.UUIDField(default=rondom.core.db.uuid7, editable=False, primary_key=True, serialize=False)),
                ('round', models.PositiveSmallIntegerField()),
                ('was_at', models.DateTimeField()),
                ('to_at', models.DateTimeField()),
                ('past_due', models.BooleanField(help_text='Later than the last moment, which was confirmed.')),
                ('reason', rondom.keys.sealed.SealedText(max_length=500, null=False)),
                ('moved_at', models.DateTimeField()),
                ('case', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s_set', to='cases.case')),
                ('moved_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['case', 'moved_at'], name='move_by_case')],
                'constraints': [models.CheckConstraint(condition=models.Q(('to_at__gt', models.F('moved_at'))), name='move_ahead'), models.CheckConstraint(condition=models.Q(('to_at', models.F('was_at')), _negated=True), name='move_to_another_meeting')],
            },
        ),
        ProtectByCase("triage_move", Category.CASE, author="moved_by_id"),
        ProtectByCase(
            "triage_escalation",
            Category.CASE,
            insert=A_BREACH,
            changes="reason, note, explained_at, explained_by_id",
            change="level IN ('0', 'moved') AND reason = ''",
            changed_to=f"reason <> '' AND explained_by_id = {ME}",
        ),
        migrations.RunSQL(PLANNING, NO_PLANNING),
        migrations.RunSQL(ESCALATION, "DROP FUNCTION raise_escalations()"),
        migrations.RunSQL(BY_WORKER, "DROP POLICY escalated_by_worker ON audit_event"),
        migrations.RunSQL(RETENTION, migrations.RunSQL.noop),
    ]
