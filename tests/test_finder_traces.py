"""A whole story typed at the real server, as in production, stands nowhere afterwards: not in what it says, not in the database."""

from urllib.parse import quote, urlencode

import psycopg
import pytest
from django.db import connection

from rondom.core import embedded
from tests.served import served

CANARY = "kanariezeventienvogel"
STORY = f"Ik heet {CANARY}. Hij heeft mij vannacht verkracht en ik durf niets te zeggen. " * 60
START = "/waar-kan-ik-terecht/"


@pytest.mark.django_db
def test_a_story_typed_at_the_real_server_stands_nowhere(tmp_path):
    kind = {"Content_Type": "application/x-www-form-urlencoded"}
    with served(tmp_path / "log") as server:
        asked = [
            server.ask("GET", f"{START}?q={quote(STORY[:4000])}"),
            server.ask("POST", START, urlencode({"q": STORY, "wie": "me"}).encode(), **kind),
            server.ask(
                "POST", START, urlencode({"q": STORY}).encode(), Origin="null", **kind
            ),  # as browsers do without a referrer
        ]
        for status, headers, page in asked:
            assert status == 200
            assert "set-cookie" not in headers.lower()
            assert 'data-service="csg"' in page
        # Also when something is wrong with what is sent.
        assert server.ask("GET", f"{START}{CANARY}/")[0] == 404
        assert server.ask("DELETE", f"{START}?q={CANARY}")[0] == 405
        assert server.ask("GET", f"{START}?q=%00%ff%fe{CANARY}")[0] == 200
        said = server.said
    assert CANARY not in said
    assert CANARY not in _whole_database()


def _whole_database() -> str:
    """Every row of every table, as text, as the superuser of the tests sees it."""
    place = embedded.database("postgres", name=str(connection.settings_dict["NAME"]))
    with psycopg.connect(
        host=place["HOST"], port=place["PORT"], user="postgres", dbname=place["NAME"]
    ) as owner:
        tables = owner.execute(
            "SELECT schemaname, tablename FROM pg_tables WHERE schemaname = 'public'"
        ).fetchall()
        assert len(tables) > 50
        return "".join(
            str(row)
            for schema, table in tables
            for row in owner.execute(f'SELECT t::text FROM "{schema}"."{table}" t')
        )
