from pathlib import Path

import django.db.models.deletion
import rondom.core.db
import rondom.keys.sealed
from django.conf import settings
from django.db import migrations, models

from rondom.cases.protect import ProtectByCase

PERISHABLE = Path(__file__).parent.parent.parent / "sharing" / "sql" / "retention.sql"
ME = "(SELECT rondom_actor())"
# Only who noted it, or a colleague, takes it back; and in their own name.
OWN = "undone_at IS NULL AND organisation_id = ANY ((SELECT my_organisations())::uuid[])"
# Whatever was shared, registered or opened in an emergency: police and prosecution see no care that others gave.
NO_CARE_FOR_POLICE = """
CREATE POLICY no_care_for_police ON first_contact_windowstep AS RESTRICTIVE FOR SELECT TO rondom_app USING (
    organisation_id = ANY ((SELECT my_organisations())::uuid[])
    OR NOT EXISTS (SELECT 1 FROM organisations_organisation mine
        WHERE mine.id = ANY ((SELECT my_organisations())::uuid[]) AND mine.kind IN ('police', 'prosecution')))
"""

class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0007_own_law_and_confirmed_emergencies'),
        ('first_contact', '0003_delete_consent'),
        ('organisations', '0005_door'),
        ('sharing', '0007_protect_retention'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='WindowStep',
            fields=[
                ('id', models.UUIDField(default=rondom.core.db.uuid7, editable=False, primary_key=True, serialize=False)),
                ('category', models.SmallIntegerField(choices=[(1, 'the case itself'), (2, 'who it is and safe contact'), (4, 'the story'), (8, 'safety'), (16, 'law'), (32, 'medical care'), (64, 'recovery'), (128, 'possible perpetrator')], default=32)),
                ('regime', models.SmallIntegerField(choices=[(0, 'General Data Protection Regulation (AVG)'), (1, 'police data, daily police task (Wpg article 8)'), (2, 'police data, targeted investigation (Wpg article 9)'), (3, 'criminal law data (Wjsg)'), (4, 'medical secrecy (BW 7:457)')])),
                ('code', models.CharField(help_text='The row of windows.toml.', max_length=20)),
                ('kind', models.CharField(choices=[('not_applicable', 'does not apply'), ('applies', 'does apply'), ('offered', 'offered'), ('accepted', 'accepted'), ('declined', 'declined'), ('done', 'done')], max_length=15)),
                ('reason', rondom.keys.sealed.SealedText(help_text='Why it does, or does not, apply.', max_length=500, null=False)),
                ('at', models.DateTimeField()),
                ('noted_at', models.DateTimeField()),
                ('undone_at', models.DateTimeField(null=True)),
                ('case', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s_set', to='cases.case')),
                ('noted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('undone_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['case', 'code', 'noted_at'], name='windowstep_by_case')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('undone_at__isnull', False), ('undone_by__isnull', False)), models.Q(('undone_at__isnull', True), ('undone_by__isnull', True)), _connector='OR'), name='windowstep_undone'), models.CheckConstraint(condition=models.Q(('category', 32)), name='windowstep_is_medical'), models.CheckConstraint(condition=models.Q(('at__lte', models.F('noted_at'))), name='windowstep_not_to_come'), models.CheckConstraint(condition=models.Q(('undone_at__isnull', True), ('undone_at__gte', models.F('noted_at')), _connector='OR'), name='windowstep_undone_after')],
            },
        ),
        ProtectByCase(
            "first_contact_windowstep",
            "category",
            regime="regime",
            author="noted_by_id",
            for_own="organisation_id",
            changes="undone_at, undone_by_id",
            change=OWN,
            changed_to=f"undone_at <= now() AND undone_by_id = {ME}",
        ),
        migrations.RunSQL(NO_CARE_FOR_POLICE, "DROP POLICY no_care_for_police ON first_contact_windowstep"),
        migrations.RunSQL(PERISHABLE.read_text(), migrations.RunSQL.noop),
    ]
