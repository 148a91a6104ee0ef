from pathlib import Path

from django.db import migrations

import rondom.sharing

SQL = Path(rondom.sharing.__file__).parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("rights", "0008_rights_perish"), ("cases", "0014_people"), ("first_contact", "0009_moments")]
    operations = [migrations.RunSQL((SQL / "retention.sql").read_text(), migrations.RunSQL.noop)]
