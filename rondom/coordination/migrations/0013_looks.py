import django.db.models.deletion
import rondom.core.db
from django.conf import settings
from django.db import migrations, models

from rondom.core.db import SERVING_ROLE

# One's own, of a case that one sees now: nobody learns when somebody else looked.
MINE = "user_id = (SELECT rondom_actor()) AND case_id = ANY ((SELECT my_cases())::uuid[])"


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0014_people'),
        ('coordination', '0012_take_out'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Look',
            fields=[
                ('id', models.UUIDField(default=rondom.core.db.uuid7, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('before', models.DateTimeField(null=True)),
                ('case', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s_set', to='cases.case')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('case', 'user'), name='one_look_each'), models.CheckConstraint(condition=models.Q(('before__isnull', True), ('before__lt', models.F('at')), _connector='OR'), name='look_in_order')],
            },
        ),
        migrations.RunSQL(
            [
                "ALTER TABLE coordination_look ENABLE ROW LEVEL SECURITY",
                f"CREATE POLICY seen ON coordination_look FOR SELECT TO {SERVING_ROLE} USING ({MINE})",
                f"CREATE POLICY added ON coordination_look FOR INSERT TO {SERVING_ROLE} WITH CHECK ({MINE})",
                f"CREATE POLICY changed ON coordination_look FOR UPDATE TO {SERVING_ROLE} USING ({MINE}) WITH CHECK ({MINE})",
                f"GRANT SELECT, INSERT, UPDATE (at, before) ON coordination_look TO {SERVING_ROLE}",
            ],
            migrations.RunSQL.noop,
        ),
    ]
