from django.db import migrations

# The worker works through the queue and puts its own periodic work in it; the serving role has no part in it yet.
TABLES = "procrastinate_jobs, procrastinate_events, procrastinate_periodic_defers, procrastinate_workers"
SEQUENCES = (
    "procrastinate_jobs_id_seq, procrastinate_events_id_seq, procrastinate_periodic_defers_id_seq, "
    "procrastinate_workers_id_seq"
)


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial"), ("procrastinate", "0041_post_retry_failed_job")]
    operations = [
        migrations.RunSQL(
            f"""
            GRANT SELECT, INSERT, UPDATE, DELETE ON {TABLES} TO rondom_worker;
            GRANT USAGE ON SEQUENCE {SEQUENCES} TO rondom_worker;
            """,
            f"REVOKE ALL ON {TABLES} FROM rondom_worker; REVOKE ALL ON SEQUENCE {SEQUENCES} FROM rondom_worker;",
        ),
    ]
