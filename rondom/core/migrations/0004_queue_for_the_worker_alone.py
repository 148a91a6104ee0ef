from django.db import migrations

# The functions of the queue come open to everyone. They need rights on its tables, which only the worker has; so let only
# the worker run them too.
ALONE = """
DO $$
DECLARE
    one regprocedure;
BEGIN
    FOR one IN SELECT oid::regprocedure FROM pg_proc
        WHERE pronamespace = 'public'::regnamespace AND proname LIKE 'procrastinate\\_%' LOOP
        EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', one);
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO rondom_worker', one);
    END LOOP;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0003_confirmed")]
    operations = [migrations.RunSQL(ALONE, migrations.RunSQL.noop)]
