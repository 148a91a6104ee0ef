from django.db import migrations

# Whoever signs in notes the moment, or a new password, in their own account and no other.
OWN = """
DROP POLICY changed ON accounts_user;
CREATE POLICY changed ON accounts_user FOR UPDATE TO rondom_app USING (id = (SELECT rondom_actor()));
"""
BACK = """
DROP POLICY changed ON accounts_user;
CREATE POLICY changed ON accounts_user FOR UPDATE TO rondom_app USING (true);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0002_municipalities_and_policies"),
        ("accounts", "0003_sealed_passwords_and_second_factors"),
    ]
    operations = [migrations.RunSQL(OWN, BACK)]
