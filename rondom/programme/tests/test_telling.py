"""The worker tells who confirmed their address what is new, once, and whoever has the link of a mail stops it."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import DatabaseError, connection
from django.test import Client
from django.utils import timezone

from rondom.organisations.actor import Actor
from rondom.programme import tasks
from rondom.programme.actions import subscriptions, updates
from rondom.programme.models import Subscription
from rondom.programme.tests.test_mail import ADDRESS, asked, link_in, rows
from tests.browse import words
from tests.sealing import as_role

# The worker is another role, so what is tried here is committed.
pytestmark = pytest.mark.usefixtures("own_database")


def confirmed(world):
    assert Client().post(link_in(asked(world), "bevestigen")).status_code == 200
    mail.outbox.clear()


def news(world, dave, title="Eerste les"):
    with world.acting(dave) as actor:
        updates.publish(actor=actor, update=updates.write(actor=actor, title=title, text="Begin klein."))


@pytest.fixture(autouse=True)
def _fresh(world, dave):
    yield
    for user in (world.bob, world.alice):
        with world.acting(user) as actor:
            if Subscription.objects.exists():
                subscriptions.end(actor=actor)


def tell():
    mail.outbox.clear()
    with as_role("rondom_worker"):
        return tasks.tell()


def test_who_confirmed_is_told_once_what_is_new_with_a_link_to_stop(world, dave):
    news(world, dave, "Van vroeger")
    confirmed(world)
    assert tell() == 0
    news(world, dave)
    assert tell() == 1
    (sent,) = mail.outbox
    assert sent.to == [ADDRESS]
    assert "Eerste les\nhttp://testserver/programma/nieuws/" in sent.body
    assert "Van vroeger" not in sent.body
    assert "Begin klein." not in sent.body
    assert tell() == 0
    path = link_in(sent.body, "stoppen")
    assert "Stop these mails" in words(Client(headers={"accept-language": "en"}).get(path))
    assert len(rows(world)) == 1
    assert "Stopped. Your address is erased." in words(Client(headers={"accept-language": "en"}).post(path))
    assert rows(world) == []
    assert "There is nothing to stop" in words(Client(headers={"accept-language": "en"}).post(path))


def test_who_did_not_confirm_is_told_nothing_and_forgotten_after_a_week(world, dave):
    asked(world)
    news(world, dave)
    assert tell() == 0
    now = timezone.now()
    with as_role("rondom_worker"):
        assert subscriptions.forget(actor=Actor.service(now + timedelta(days=6))) == 0
        assert subscriptions.forget(actor=Actor.service(now + timedelta(days=8))) == 1
    assert rows(world) == []


def test_a_mail_that_is_not_taken_is_tried_again_the_next_time(world, dave, settings):
    confirmed(world)
    news(world, dave)
    works = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 9, 1
    assert tell() == 1
    settings.EMAIL_BACKEND = works
    assert tell() == 1
    assert mail.outbox[0].to == [ADDRESS]


def test_what_was_withdrawn_is_not_told(world, dave):
    confirmed(world)
    with world.acting(dave) as actor:
        update = updates.write(actor=actor, title="Fout", text="Fout.")
        updates.publish(actor=actor, update=update)
        updates.withdraw(actor=actor, update=update)
    assert tell() == 0


def test_the_worker_sees_no_row_of_it(world, dave):
    confirmed(world)
    with as_role("rondom_worker"), pytest.raises(DatabaseError, match="permission denied"):
        connection.cursor().execute("SELECT * FROM programme_subscription")
