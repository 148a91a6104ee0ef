import django.db.models.deletion
from django.db import migrations, models

from rondom.core.db import SERVING_ROLE

# Whom a route is about is a possible perpetrator of the same case, of whom the writer may know.
OF_SOMEONE_KNOWN = f"""
    CREATE POLICY of_someone_known ON coordination_routestep AS RESTRICTIVE FOR INSERT TO {SERVING_ROLE} WITH CHECK (
        person_id IS NULL OR EXISTS (SELECT 1 FROM cases_person known WHERE known.id = coordination_routestep.person_id
            AND known.case_id = coordination_routestep.case_id AND known.roles @> ARRAY['possible_perpetrator']::varchar[]))
"""


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0014_people'),
        ('coordination', '0010_codes'),
    ]

    operations = [
        migrations.AddField(
            model_name='routestep',
            name='person',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.person'),
        ),
        migrations.AddField(
            model_name='routestep',
            name='route',
            field=models.PositiveSmallIntegerField(db_default=1, default=1),
        ),
        migrations.AddConstraint(
            model_name='routestep',
            constraint=models.CheckConstraint(condition=models.Q(('route__range', (1, 9))), name='route_has_a_number'),
        ),
        migrations.AddIndex(
            model_name='routestep',
            index=models.Index(condition=models.Q(('person__isnull', False)), fields=['person'], name='routes_of_person'),
        ),
        migrations.AddIndex(
            model_name='contact',
            index=models.Index(fields=['person'], name='contacts_of_person'),
        ),
        migrations.RunSQL(OF_SOMEONE_KNOWN, "DROP POLICY of_someone_known ON coordination_routestep"),
    ]
