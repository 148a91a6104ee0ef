from django.db import migrations

# The worker takes away what is over, and reads nothing of it but when.
FORGET = """
GRANT SELECT (expire_date), DELETE ON django_session TO rondom_worker;
GRANT SELECT (attempt_time), DELETE ON axes_accessattempt TO rondom_worker;
CREATE POLICY old ON axes_accessattempt FOR SELECT TO rondom_worker USING (attempt_time < now() - interval '1 day');
CREATE POLICY forgotten ON axes_accessattempt FOR DELETE TO rondom_worker
    USING (attempt_time < now() - interval '1 day');
"""
BACK = """
DROP POLICY old ON axes_accessattempt;
DROP POLICY forgotten ON axes_accessattempt;
REVOKE ALL ON axes_accessattempt, django_session FROM rondom_worker;
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_sealed_passwords_and_second_factors")]
    operations = [migrations.RunSQL(FORGET, BACK)]
