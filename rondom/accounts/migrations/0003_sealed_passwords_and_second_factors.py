from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_serve"),
        ("core", "0003_confirmed"),
        # Not for its tables: it grants the column `last_login` by that name.
        ("organisations", "0002_municipalities_and_policies"),
        ("axes", "0010_accessattemptexpiration"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]
    operations = [
        migrations.AlterField("user", "password", models.CharField(max_length=255)),
        migrations.RenameField("user", "last_login", "signed_in_at"),
        migrations.AlterField("user", "signed_in_at", models.DateTimeField(null=True)),
        migrations.RunSQL((SQL / "door.sql").read_text(), migrations.RunSQL.noop),
    ]
