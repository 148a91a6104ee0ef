from pathlib import Path

from django.db import migrations, models

SQL = (Path(__file__).parent.parent / "sql" / "keeping.sql").read_text()


class Migration(migrations.Migration):

    dependencies = [
        ('programme', '0002_phases_by_number'),
    ]

    operations = [
        migrations.AddField(
            model_name='gathering',
            name='moved_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='registration',
            name='sealed_address',
            field=models.TextField(blank=True, default=''),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='registration',
            name='told_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
    ]
