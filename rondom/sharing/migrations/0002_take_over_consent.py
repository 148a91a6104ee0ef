from django.db import migrations

# What people said until now was kept with the first report.
TAKE_OVER = """
INSERT INTO sharing_consent (id, case_id, receiver_kind, receiver_other, categories, purposes, given, given_at, given_by,
    representative, how, explained, recorded_at, recorded_by_id)
SELECT id, case_id, receiver_kind, receiver_other, categories, '{mdt,coordination,help}', given, recorded_at, 'person', '',
    'spoken', false, recorded_at, recorded_by_id
FROM first_contact_consent
"""


class Migration(migrations.Migration):
    dependencies = [("sharing", "0001_initial"), ("first_contact", "0002_protect")]
    operations = [migrations.RunSQL(TAKE_OVER, migrations.RunSQL.noop)]
