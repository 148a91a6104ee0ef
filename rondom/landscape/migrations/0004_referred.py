from pathlib import Path
from uuid import uuid4

import django.db.models.deletion
from django.db import migrations, models

SQL = (Path(__file__).parent.parent / "sql" / "referred.sql").read_text()


class Migration(migrations.Migration):

    dependencies = [
        ('landscape', '0003_reminders'),
    ]

    operations = [
        migrations.CreateModel(
            name='Referred',
            fields=[
                ('id', models.UUIDField(default=uuid4, editable=False, primary_key=True, serialize=False)),
                ('what', models.CharField(choices=[('made', 'referred'), ('taken_on', 'taken on'), ('given_back', 'given back')], max_length=10)),
                ('month', models.DateField(help_text='Its first day.')),
                ('days', models.PositiveSmallIntegerField(null=True)),
                ('service', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='referred', to='landscape.service')),
            ],
            options={
                'indexes': [models.Index(fields=['service', 'month'], name='referred_by_month')],
                'constraints': [models.CheckConstraint(condition=models.Q(('month__day', 1)), name='referred_in_a_month'), models.CheckConstraint(condition=models.Q(models.Q(('days__isnull', False), ('what', 'taken_on')), models.Q(('days__isnull', True), ('what__in', ['made', 'given_back'])), _connector='OR'), name='referred_days_of_waiting')],
            },
        ),
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
    ]
