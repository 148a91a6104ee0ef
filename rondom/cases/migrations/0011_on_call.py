from pathlib import Path

from django.db import migrations

from rondom.cases.models import Category, every_lane

SQL = Path(__file__).parent.parent / "sql"
IDENTITY = every_lane(Category.IDENTITY)
# Whoever is on call saw what lay on the agenda until now.
AGAIN = "SELECT access_of_users((SELECT array_agg(DISTINCT user_id) FROM organisations_seat WHERE NOT fixed))"


class Migration(migrations.Migration):
    dependencies = [("cases", "0010_where_and_who_else"), ("organisations", "0008_seats")]
    operations = [
        migrations.RunSQL((SQL / "case_access.sql").read_text(), migrations.RunSQL.noop),
        migrations.RunSQL(AGAIN, migrations.RunSQL.noop),
        migrations.RunSQL(
            (SQL / "stepped_back.sql").read_text().format(identity=IDENTITY), migrations.RunSQL.noop
        ),
    ]
