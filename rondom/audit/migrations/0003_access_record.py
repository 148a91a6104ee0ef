import json

import rfc8785
import rondom.audit.models
from django.db import migrations, models


def make_canonical(apps, schema_editor):
    """What was kept as jsonb becomes the canonical text (RFC 8785) that is sealed."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT id, data FROM audit_event WHERE data <> '{}'")
        for key, text in cursor.fetchall():
            canonical = rfc8785.dumps(json.loads(text)).decode()
            cursor.execute("UPDATE audit_event SET data = %s WHERE id = %s", [canonical, key])


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_append_only")]
    operations = [
        migrations.AddField(
            model_name='event',
            name='access_point',
            field=models.CharField(blank=True, db_default='', default='', max_length=100),
        ),
        migrations.AddField(
            model_name='event',
            name='action',
            field=models.CharField(blank=True, choices=[('C', 'create'), ('R', 'read'), ('U', 'update'), ('D', 'delete'), ('E', 'execute')], db_default='', default='', max_length=1),
        ),
        migrations.AddField(
            model_name='event',
            name='category',
            field=models.CharField(blank=True, db_default='', default='', max_length=40),
        ),
        migrations.AddField(
            model_name='event',
            name='component',
            field=models.CharField(blank=True, db_default='', default='', max_length=40),
        ),
        migrations.AddField(
            model_name='event',
            name='consent_id',
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name='event',
            name='decision',
            field=models.CharField(blank=True, db_default='', default='', max_length=60),
        ),
        migrations.AddField(
            model_name='event',
            name='on_behalf_of',
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name='event',
            name='parent_span_id',
            field=models.CharField(blank=True, db_default='', default='', max_length=16),
        ),
        migrations.AddField(
            model_name='event',
            name='pseudonym',
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name='event',
            name='relation',
            field=models.CharField(blank=True, db_default='', default='', max_length=40),
        ),
        migrations.AddField(
            model_name='event',
            name='roles',
            field=models.CharField(blank=True, db_default='', default='', max_length=100),
        ),
        migrations.AddField(
            model_name='event',
            name='sensitivity',
            field=models.CharField(blank=True, db_default='', default='', max_length=20),
        ),
        migrations.AddField(
            model_name='event',
            name='site',
            field=models.CharField(blank=True, db_default='', default='', max_length=60),
        ),
        migrations.AddField(
            model_name='event',
            name='trace_id',
            field=models.CharField(blank=True, db_default='', default='', max_length=32),
        ),
        migrations.AddField(
            model_name='event',
            name='version',
            field=models.CharField(blank=True, db_default='', default='', max_length=40),
        ),
        migrations.AlterField(
            model_name='event',
            name='data',
            field=rondom.audit.models.Codes(default=dict),
        ),
        migrations.RunPython(make_canonical, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(('data__regex', '[\\s\\\\]'), _negated=True), name='event_data_holds_codes'),
        ),
    ]
