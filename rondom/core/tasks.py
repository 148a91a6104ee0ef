"""What the worker does for itself."""

from django.db import connection

from rondom.core.background import every

_OLD = """
DELETE FROM procrastinate_jobs WHERE status NOT IN ('todo') AND id IN (
    SELECT job_id FROM procrastinate_events GROUP BY job_id HAVING max(at) < now() - interval '30 days')
"""


@every("10 3 * * *")
def forget_old_work() -> None:
    """Keep what failed for a month; what was done well is not kept at all."""
    with connection.cursor() as cursor:
        cursor.execute(_OLD)
