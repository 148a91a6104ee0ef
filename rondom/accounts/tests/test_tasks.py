from datetime import timedelta

import psycopg
import pytest
from django.db import connection
from django.utils import timezone

from rondom.accounts import tasks


@pytest.fixture
def as_worker(own_database):
    """This test's connection, as the worker has it."""
    before = connection.settings_dict["USER"]
    connection.close()
    connection.settings_dict["USER"] = "rondom_worker"
    yield
    connection.close()
    connection.settings_dict["USER"] = before


def test_what_is_over_is_forgotten_and_what_holds_stays(as_worker, owner):
    now = timezone.now()
    for key, away in (("over", -1), ("holds", 1)):
        owner.execute("INSERT INTO django_session VALUES (%s, 'x', %s)", [key, now + timedelta(hours=away)])
    for name, hours in (("old", 25), ("new", 1)):
        owner.execute(
            "INSERT INTO axes_accessattempt (username, user_agent, ip_address, http_accept, path_info, attempt_time,"
            " get_data, post_data, failures_since_start) VALUES (%s, '', '127.0.0.1', '', '', %s, '', '', 1)",
            [name, now - timedelta(hours=hours)],
        )
    tasks.forget()
    assert {row[0] for row in owner.execute("SELECT session_key FROM django_session")} == {"holds"}
    assert {row[0] for row in owner.execute("SELECT username FROM axes_accessattempt")} == {"new"}
    with pytest.raises(psycopg.errors.InsufficientPrivilege), connection.cursor() as cursor:
        cursor.connection.execute("SELECT session_data FROM django_session")
