from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0004_providers_identities_and_reviews"),
        ("accounts", "0003_sealed_passwords_and_second_factors"),
    ]
    operations = [migrations.RunSQL((SQL / "door.sql").read_text(), migrations.RunSQL.noop)]
