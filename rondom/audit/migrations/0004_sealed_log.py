from django.db import migrations, models

# The worker reads every event (they hold no content), puts leaves, branches and checkpoints at the end, and adds events
# of the house itself; it changes nothing. The serving role reads what it needs to prove that the log grew and did not
# change; which event stands where is not for it.
RIGHTS = """
CREATE POLICY read_by_worker ON audit_event FOR SELECT TO rondom_worker USING (true);
CREATE POLICY added_by_worker ON audit_event FOR INSERT TO rondom_worker
    WITH CHECK (actor_id IS NULL AND actor_kind = 'service' AND case_id IS NULL);
GRANT SELECT, INSERT ON audit_event TO rondom_worker;
GRANT SELECT, INSERT ON audit_leaf, audit_branch, audit_checkpoint TO rondom_worker;
GRANT SELECT ON audit_branch, audit_checkpoint TO rondom_app;
GRANT SELECT (number, hash) ON audit_leaf TO rondom_app;
"""
BACK = """
REVOKE ALL ON audit_event, audit_leaf, audit_branch, audit_checkpoint FROM rondom_worker;
REVOKE ALL ON audit_leaf, audit_branch, audit_checkpoint FROM rondom_app;
DROP POLICY read_by_worker ON audit_event;
DROP POLICY added_by_worker ON audit_event;
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_access_record")]
    operations = [
        migrations.CreateModel(
            name='Branch',
            fields=[
                ('pk', models.CompositePrimaryKey('height', 'number', blank=True, editable=False, primary_key=True, serialize=False)),
                ('height', models.SmallIntegerField()),
                ('number', models.BigIntegerField()),
                ('hash', models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name='Checkpoint',
            fields=[
                ('size', models.BigIntegerField(primary_key=True, serialize=False)),
                ('note', models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name='Leaf',
            fields=[
                ('number', models.BigIntegerField(primary_key=True, serialize=False)),
                ('event_id', models.UUIDField(unique=True)),
                ('hash', models.BinaryField()),
            ],
        ),
        migrations.RunSQL(RIGHTS, BACK),
    ]
