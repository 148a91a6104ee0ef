"""What the worker does for the door."""

from django.db import connection

from rondom.core.background import every

_SESSIONS = "DELETE FROM django_session WHERE expire_date < now()"
_ATTEMPTS = "DELETE FROM axes_accessattempt WHERE attempt_time < now() - interval '1 day'"


@every("40 3 * * *")
def forget() -> None:
    """Nothing is kept of sessions that are over, nor of guesses a day old: they hold where people were."""
    with connection.cursor() as cursor:
        cursor.execute(_SESSIONS)
        cursor.execute(_ATTEMPTS)
