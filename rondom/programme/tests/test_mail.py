"""News by mail: asked for with an account, confirmed at the address, told by the worker, stopped with a link by anyone."""

import re

import pytest
from django.core import mail
from django.test import Client

from rondom.programme import tasks
from rondom.programme.mail import CONFIRM, STOP, token
from rondom.programme.models import Subscription
from rondom.programme.tests.seen import happened, turned_away
from tests.browse import nothing_changed, signed_in, words

PAGE, ADDRESS = "/programma/per-mail/", "bob@politie.example"


def link_in(text, word):
    """The path of the link with this word in a mail."""
    return re.search(rf"http://testserver(/\S+/{word}/)", text)[1]


def asked(world, user=None):
    signed_in(user or world.bob).post(PAGE, {"address": ADDRESS})
    return mail.outbox[-1].body


def rows(world):
    with world.acting(world.bob):
        return list(Subscription.objects.all())


def test_the_address_is_asked_to_confirm_itself_and_is_kept_sealed(world):
    answer = signed_in(world.bob).post(PAGE, {"address": ADDRESS})
    assert answer.headers["Location"] == PAGE
    (sent,) = mail.outbox
    assert sent.to == [ADDRESS]
    assert "Was it you?" in sent.body
    (row,) = rows(world)
    assert row.address == ADDRESS
    assert ADDRESS not in row.sealed_address
    assert row.confirmed_at is None
    assert "Your address is not confirmed yet" in words(signed_in(world.bob).get(PAGE))
    assert happened(world, world.bob, "programme:subscription:asked").data == {"sent": True}


@pytest.mark.parametrize(
    "wrong", ["", "geen adres", "a@b.example\nBcc: c@d.example", "x" * 300 + "@b.example"]
)
def test_what_is_no_address_is_said(world, wrong):
    with nothing_changed():
        assert signed_in(world.bob).post(PAGE, {"address": wrong}).status_code == 422
    assert not mail.outbox


def test_opening_the_link_does_nothing_and_its_button_confirms(world):
    path = link_in(asked(world), "bevestigen")
    with nothing_changed():
        assert "Yes, this is my address" in words(Client(headers={"accept-language": "en"}).get(path))
    assert rows(world)[0].confirmed_at is None
    assert "Confirmed." in words(Client(headers={"accept-language": "en"}).post(path))
    assert rows(world)[0].confirmed_at
    assert "You get the news by mail" in words(signed_in(world.bob).get(PAGE))


def test_a_link_is_of_no_use_for_anything_else(world):
    asked(world)
    (row,) = rows(world)
    for given in (
        "x",
        "\u202e",
        token(STOP, row.pk),
        token(CONFIRM, world.bob.pk),
        token(CONFIRM, row.pk) + "x",
    ):
        with nothing_changed():
            answer = Client(headers={"accept-language": "en"}).post(f"/programma/mail/{given}/bevestigen/")
        assert "This link opens nothing any more." in words(answer)
    with nothing_changed():
        assert "There is nothing to stop" in words(
            Client(headers={"accept-language": "en"}).post(
                f"/programma/mail/{token(CONFIRM, row.pk)}/stoppen/"
            )
        )


def test_one_asks_once(world):
    asked(world)
    turned_away(world, world.bob, PAGE, {"address": ADDRESS}, status=409)


def test_one_sees_and_stops_only_ones_own(world):
    asked(world)
    assert ADDRESS not in words(signed_in(world.alice).get(PAGE))
    turned_away(world, world.alice, "/programma/per-mail/stoppen/", status=409)
    assert signed_in(world.bob).post("/programma/per-mail/stoppen/").status_code == 302
    assert rows(world) == []
    assert happened(world, world.bob, "programme:subscription:ended")


def test_without_a_mail_server_the_feed_is_offered(world, settings):
    settings.MAIL_FROM = ""
    page = signed_in(world.bob).get(PAGE)
    assert "This Rondom sends no mail." in words(page)
    assert 'name="address"' not in page.content.decode()
    assert tasks.tell() == 0


def test_a_mail_that_cannot_be_sent_is_said(world, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 9, 1
    client = signed_in(world.bob)
    assert "The mail could not be sent now." in words(client.post(PAGE, {"address": ADDRESS}, follow=True))
