from pathlib import Path

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import rondom.core.db
import rondom.keys.sealed
import rondom.sharing
from rondom.cases.models import Category
from rondom.cases.protect import ProtectByCase

MINUTES = (Path(__file__).parents[1] / "sql" / "minutes.sql").read_text(encoding="utf-8")
RETENTION = Path(rondom.sharing.__file__).parent / "sql" / "retention.sql"
CATEGORIES = [(1, 'the case itself'), (2, 'who it is and safe contact'), (4, 'the story'), (8, 'safety'), (16, 'law'), (32, 'medical care'), (64, 'recovery'), (128, 'possible perpetrator')]


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0010_where_and_who_else'),
        ('organisations', '0005_door'),
        ('sharing', '0007_protect_retention'),
        ('triage', '0007_weighing'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Minutes',
            fields=[
                ('id', models.UUIDField(default=rondom.core.db.uuid7, editable=False, primary_key=True, serialize=False)),
                ('made_at', models.DateTimeField()),
                ('signed_at', models.DateTimeField(null=True)),
                ('meeting', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='minutes', to='triage.meeting')),
                ('signed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('signed_at__isnull', False), ('signed_by__isnull', False)), models.Q(('signed_at__isnull', True), ('signed_by__isnull', True)), _connector='OR'), name='minutes_signed')],
            },
        ),
        migrations.CreateModel(
            name='NotDiscussed',
            fields=[
                ('id', models.UUIDField(default=rondom.core.db.uuid7, editable=False, primary_key=True, serialize=False)),
                ('round', models.PositiveSmallIntegerField()),
                ('moved_to', models.DateTimeField()),
                ('case', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s_set', to='cases.case')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='not_discussed', to='triage.meeting')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('case', 'meeting'), name='not_discussed_once_a_meeting')],
            },
        ),
        migrations.CreateModel(
            name='Addition',
            fields=[
                ('id', models.UUIDField(default=rondom.core.db.uuid7, editable=False, primary_key=True, serialize=False)),
                ('category', models.SmallIntegerField(choices=CATEGORIES)),
                ('kind', models.CharField(choices=[('addition', 'addition'), ('correction', 'correction')], max_length=10)),
                ('text', rondom.keys.sealed.SealedText(max_length=2000, null=False)),
                ('written_at', models.DateTimeField()),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s_set', to='cases.case')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='additions', to='triage.meeting')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
            ],
            options={
                'indexes': [models.Index(fields=['case', 'meeting'], name='addition_by_case')],
            },
        ),
        migrations.RunSQL(
            MINUTES, "DROP FUNCTION undiscussed_cases_noted(uuid), undiscussed_cases_moved(uuid), closed_by_me_just_now(uuid)"
        ),
        # That a case was not discussed is noted by the database alone, when a meeting closes.
        ProtectByCase("triage_notdiscussed", Category.CASE, insert="false"),
        ProtectByCase("triage_addition", "category", author="author_id", for_own="organisation_id"),
        migrations.RunSQL(RETENTION.read_text(encoding="utf-8"), migrations.RunSQL.noop),
    ]
