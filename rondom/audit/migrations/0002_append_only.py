from django.db import migrations

# Anyone may add an event in their own name; nobody changes or removes one. Who may read which is said by the access
# rule (rondom/cases/migrations/0002_protect.py).
ADD = """
ALTER TABLE audit_event ENABLE ROW LEVEL SECURITY;
CREATE POLICY added ON audit_event FOR INSERT TO rondom_app
    WITH CHECK (actor_id IS NOT DISTINCT FROM (SELECT rondom_actor()));
GRANT SELECT, INSERT ON audit_event TO rondom_app;
"""
BACK = """
REVOKE ALL ON audit_event FROM rondom_app;
DROP POLICY added ON audit_event;
ALTER TABLE audit_event DISABLE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial"), ("core", "0001_initial")]
    operations = [migrations.RunSQL(ADD, BACK)]
