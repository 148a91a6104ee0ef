"""What is sensitive asks, after five minutes, to show once more who one is; nothing typed is lost on the way."""

import time
from urllib.parse import quote

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from rondom.accounts import actions, questions
from rondom.accounts.confirm import Fresh, must_have_just_authenticated, saying
from rondom.core.db import acting
from rondom.core.errors import ConfirmFirst
from tests.browse import field, nothing_changed, signed_in, words
from tests.codes import code
from tests.proof import nothing_written

PASSWORD = "een lange zin met woorden"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
SENSITIVE = "/account/tweede-stap/passkey/"


@pytest.fixture
def alice(world):
    with world.acting(world.alice):
        world.alice.set_password(PASSWORD)
        world.alice.save(update_fields=["password"])
    return world.alice


def session_of(client, **changes):
    session = client.session
    session.update(changes)
    session.save()


def now_and_then(client):
    """Confirmed six minutes ago."""
    session_of(client, confirmed=time.time() - 360)
    return client


@pytest.fixture
def browser(alice):
    return now_and_then(signed_in(alice))


def test_just_confirmed_the_page_opens(browser):
    session_of(browser, confirmed=time.time() - 240)
    assert browser.get(SENSITIVE).status_code == 200


def test_else_one_confirms_first_and_comes_back(browser):
    asked = browser.get(SENSITIVE)
    assert asked.headers["Location"] == f"{reverse('confirm')}?next={quote(SENSITIVE, safe='')}"
    page = browser.get(asked.headers["Location"])
    assert "Confirm that it is you" in words(page)
    answer = browser.post(asked.headers["Location"], {"password": PASSWORD, "next": SENSITIVE})
    assert answer.headers["Location"] == SENSITIVE
    assert browser.get(SENSITIVE).status_code == 200


def test_a_wrong_password_confirms_nothing(browser):
    answer = browser.post(reverse("confirm"), {"password": "iets anders", "next": SENSITIVE})
    assert answer.status_code == 422
    assert "That is not right." in words(answer)
    assert browser.get(SENSITIVE).status_code == 302


def test_a_code_confirms_too(browser, alice):
    actions.add_code_app(actor=alice, request=browser, secret=SECRET)
    assert browser.post(reverse("confirm"), {"code": code(SECRET), "next": SENSITIVE}).status_code == 302
    assert browser.get(SENSITIVE).status_code == 200
    assert questions.ways(alice) == {"totp", "recovery_codes"}


def test_what_was_sent_too_late_comes_back_filled_in(browser):
    with nothing_changed():
        answer = browser.post(SENSITIVE, {"name": "sleutel aan mijn bos", "credential": "{}"})
    assert answer.headers["Location"] == f"{reverse('confirm')}?next={quote(SENSITIVE, safe='')}"
    browser.post(reverse("confirm"), {"password": PASSWORD, "next": SENSITIVE})
    back = browser.get(SENSITIVE)
    assert "sleutel aan mijn bos" in field(back, "name")
    assert "What you typed is still here, but it was not sent." in words(back)


def test_in_the_demo_a_button_is_enough(alice):
    client = now_and_then(signed_in(alice))
    session_of(client, how=["demo"])
    assert "In the demo a press of the button is enough." in words(client.get(reverse("confirm")))
    assert client.post(reverse("confirm"), {"next": SENSITIVE}).headers["Location"] == SENSITIVE
    assert client.get(SENSITIVE).status_code == 200


def test_outside_the_demo_a_button_is_not(alice, settings):
    settings.DEMO = False
    client = now_and_then(signed_in(alice))
    session_of(client, how=["demo"])
    assert client.post(reverse("confirm"), {"next": SENSITIVE}).status_code == 422
    assert client.get(SENSITIVE).status_code == 302


def test_without_any_way_to_prove_it_nothing_is_confirmed(world):
    client = now_and_then(signed_in(world.bob))
    assert client.post(reverse("confirm"), {"next": SENSITIVE}).status_code == 422
    assert client.get(SENSITIVE).status_code == 302


class Request:
    """As much of a request as the question needs."""

    def __init__(self, user, confirmed):
        self.user, self.session = user, {"confirmed": confirmed}


def test_an_action_is_given_that_it_was_checked_and_tells_the_database(world):
    with pytest.raises(ConfirmFirst):
        must_have_just_authenticated(Request(world.alice, time.time() - 301))
    fresh = must_have_just_authenticated(Request(world.alice, time.time() - 299))
    assert fresh == Fresh(world.alice.pk)
    for someone, believed in [(world.alice, True), (world.bob, False)]:
        with (
            transaction.atomic(),
            acting(someone.pk),
            saying(fresh, "break glass"),
            connection.cursor() as cursor,
        ):
            cursor.execute("SELECT rondom_confirmed('break glass'), rondom_confirmed('export')")
            assert cursor.fetchone() == (believed, False)


def test_nobody_confirms_for_who_is_not_signed_in(db):
    with nothing_written():
        assert Client().post(reverse("confirm"), {"password": PASSWORD}).status_code == 302
