from pathlib import Path

import django.contrib.postgres.fields
import django.db.models.deletion
import rondom.core.db
import rondom.keys.sealed
from django.conf import settings
from django.db import migrations, models

import rondom.sharing
from rondom.cases.protect import ProtectByCase

RETENTION = Path(rondom.sharing.__file__).parent / "sql" / "retention.sql"

class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0010_where_and_who_else'),
        ('first_contact', '0007_reception'),
        ('organisations', '0005_door'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='report',
            name='explained',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('police_in_mdt', 'that the police sit in the MDT, and what “ambtshalve” means'), ('no_complaint', 'that help and keeping traces need no criminal complaint'), ('mdt', 'what the MDT is, and when it discusses this'), ('coordinator', 'that there will be one contact person'), ('change_mind', 'that consent can be taken back'), ('own_data', 'that the person may see what is written down, and who read it'), ('support', 'that someone may come along'), ('lawyer', 'that the person may ask about a lawyer')], max_length=20), default=list, size=None),
        ),
        migrations.AddField(
            model_name='report',
            name='municipality',
            field=rondom.keys.sealed.SealedText(max_length=6),
        ),
        migrations.AddField(
            model_name='report',
            name='reporter_may_be_known',
            field=models.BooleanField(null=True),
        ),
        migrations.CreateModel(
            name='SafetyCheck',
            fields=[
                ('id', models.UUIDField(default=rondom.core.db.uuid7, editable=False, primary_key=True, serialize=False)),
                ('category', models.SmallIntegerField(choices=[(1, 'the case itself'), (2, 'who it is and safe contact'), (4, 'the story'), (8, 'safety'), (16, 'law'), (32, 'medical care'), (64, 'recovery'), (128, 'possible perpetrator')], default=8)),
                ('regime', models.SmallIntegerField(choices=[(0, 'General Data Protection Regulation (AVG)'), (1, 'police data, daily police task (Wpg article 8)'), (2, 'police data, targeted investigation (Wpg article 9)'), (3, 'criminal law data (Wjsg)'), (4, 'medical secrecy (BW 7:457)')])),
                ('yes', rondom.keys.sealed.SealedList()),
                ('no', rondom.keys.sealed.SealedList()),
                ('note', rondom.keys.sealed.SealedText(max_length=2000)),
                ('asked_at', models.DateTimeField()),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('asked_for', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('case', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s_set', to='cases.case')),
            ],
            options={
                'indexes': [models.Index(fields=['case'], name='safety_check_by_case')],
                'constraints': [models.CheckConstraint(condition=models.Q(('category', 8)), name='safety_check_is_safety')],
            },
        ),
        ProtectByCase(
            "first_contact_safetycheck", "category", regime="regime", author="asked_by_id", for_own="asked_for_id"
        ),
        migrations.RunSQL(RETENTION.read_text(), migrations.RunSQL.noop),
    ]
