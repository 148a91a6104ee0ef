"""The headers of every kind of answer; tests/test_access_matrix.py asks the same of every address."""

from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse

from tests.browse import signed_in
from tests.pages import headers_are_strict

NOBODY = "00000000-0000-4000-8000-000000000000"
LONG = {f"field{number}": "" for number in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1)}


@pytest.fixture(autouse=True)
def quiet(caplog):
    """That a refusal is also said on the terminal is meant."""
    caplog.set_level("CRITICAL", logger="django")


def someone(world) -> Client:
    """Alice, at a browser that is shown what a browser would be shown."""
    client = signed_in(world.alice)
    client.raise_request_exception = False
    return client


# Every status that Rondom gives, each by what someone can do.
ANSWERS = {
    200: lambda world: someone(world).get(reverse("today")),
    302: lambda world: Client().get(reverse("today")),
    400: lambda world: someone(world).post(reverse("first_contact:new"), LONG),
    403: lambda world: someone(world).post(reverse("triage:close", args=["north"])),
    404: lambda world: someone(world).get(reverse("case", args=[NOBODY])),
    405: lambda world: someone(world).delete(reverse("today")),
    413: lambda world: someone(world).generic(
        "POST", reverse("sign_in"), b"", headers={"content-length": str(settings.BODY_MAX_BYTES + 1)}
    ),
    409: lambda world: signed_in(world.carol).post(reverse("triage:close", args=["north"])),
    422: lambda world: someone(world).post(reverse("first_contact:new"), {}),
}


@pytest.mark.parametrize("status", ANSWERS)
def test_every_kind_of_answer_carries_the_headers(status, world):
    response = ANSWERS[status](world)
    assert response.status_code == status
    assert headers_are_strict(response) == []
    assert "Clear-Site-Data" not in response


def test_a_host_that_is_not_ours_gets_the_headers_and_no_page(db):
    response = Client(raise_request_exception=False).get("/healthz", headers={"host": "elsewhere.example"})
    assert (response.status_code, headers_are_strict(response)) == (400, [])
    assert "elsewhere" not in response.content.decode()


def test_a_form_of_another_site_gets_the_headers(world):
    client = Client(enforce_csrf_checks=True)
    response = client.post(reverse("sign_in"), {"username": "alice"})
    assert (response.status_code, headers_are_strict(response)) == (403, [])


@pytest.fixture
def no_database(own_database):
    """The database is out of reach, as when it was stopped."""
    place = connection.settings_dict
    before = place["NAME"]
    connection.close()
    place["NAME"] = "nowhere"
    yield
    connection.close()
    place["NAME"] = before


@pytest.mark.parametrize(("name", "status"), [("today", 500), ("healthz", 503)])
def test_our_own_faults_carry_the_headers(name, status, no_database):
    client = Client(raise_request_exception=False)
    client.cookies["sessionid"] = "x" * 32
    response = client.get(reverse(name))
    assert (response.status_code, headers_are_strict(response)) == (status, [])


@pytest.mark.parametrize("file", ["rondom/rondom.css", "rondom/mark.svg"])
def test_a_file_of_the_pages_carries_the_headers_and_may_be_kept(file, db):
    with closing(Client().get(f"/static/{file}")) as response:
        assert b"".join(response.streaming_content)
    assert (response.status_code, headers_are_strict(response, may_be_kept=True)) == (200, [])
    assert "max-age" in response["Cache-Control"]


def test_a_file_that_is_not_there_is_a_page_like_any_other(db):
    response = Client().get("/static/rondom/settings.py")
    assert (response.status_code, headers_are_strict(response)) == (404, [])


def test_when_a_session_ends_the_browser_forgets_what_it_holds_but_not_the_language(world):
    client = someone(world)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    response = client.post(reverse("sign_out"))
    assert (response.status_code, headers_are_strict(response)) == (302, [])
    assert response["Clear-Site-Data"] == '"cache", "storage"'
    assert response.cookies["sessionid"].value == ""
    assert settings.LANGUAGE_COOKIE_NAME not in response.cookies
    assert client.get(response["Location"]).status_code == 200


def test_a_session_that_was_ended_elsewhere_is_forgotten_too(world):
    client = someone(world)
    client.session.flush()
    assert client.get(reverse("sign_in"))["Clear-Site-Data"] == '"cache", "storage"'
    assert "Clear-Site-Data" not in Client().get(reverse("sign_in"))


def test_who_finds_a_weakness_finds_where_to_tell_it(db):
    response = Client().get("/.well-known/security.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    lines = dict(line.split(": ", 1) for line in response.content.decode().splitlines())
    assert lines["Contact"] == settings.SECURITY_CONTACT
    expires = datetime.strptime(lines["Expires"], "%Y-%m-%dT%H:%M:%S%z")
    assert timedelta(days=30) < expires - datetime.now(UTC) < timedelta(days=365)
    assert lines["Canonical"] == "http://testserver/.well-known/security.txt"


def test_where_nobody_is_named_there_is_no_file_that_says_so(db, settings):
    settings.SECURITY_CONTACT = ""
    assert Client().get("/.well-known/security.txt").status_code == 404
