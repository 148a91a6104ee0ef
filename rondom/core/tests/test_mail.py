"""Which mail server is set up, and what half a set-up says."""

import logging

import pytest
from django.core.exceptions import ImproperlyConfigured

from rondom.core import mail


def test_nothing_is_set_up_by_default():
    assert mail.configured("", "") == mail.Server()
    assert not mail.Server().sender


@pytest.mark.parametrize(
    ("url", "port", "at_once", "later"),
    [
        ("smtps://u:p%40w@mail.example", 465, True, False),
        ("smtp://u:p%40w@mail.example", 587, False, True),
        ("smtp://u:p%40w@127.0.0.1:2525", 2525, False, False),
    ],
)
def test_an_address_becomes_settings_and_only_this_machine_goes_without_tls(url, port, at_once, later):
    found = mail.configured(url, "rondom@rondom.example")
    assert (found.port, found.tls_at_once, found.starttls) == (port, at_once, later)
    assert (found.user, found.password) == ("u", "p@w")


@pytest.mark.parametrize(
    ("url", "sender"),
    [("smtps://mail.example", ""), ("", "rondom@rondom.example"), ("mail.example", "a@b.example"), ("http://x", "a@b.example")],
)  # fmt: skip
def test_half_a_set_up_stops_the_start(url, sender):
    with pytest.raises(ImproperlyConfigured, match="RONDOM_"):
        mail.configured(url, sender)


def test_a_server_that_is_not_there_is_no_fault_of_the_page_and_no_address_is_logged(settings, caplog):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 9, 1
    with caplog.at_level(logging.WARNING):
        assert mail.send("iemand@example.org", "Een vraag", "Tekst") is False
    assert "could not be sent" in caplog.text
    assert "example.org" not in caplog.text
