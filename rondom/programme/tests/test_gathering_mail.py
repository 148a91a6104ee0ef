"""Who registered is told by mail when a gathering is cancelled or moved; who could not be told stands on its page."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone

from rondom.programme.actions import gatherings
from rondom.programme.models import Gathering, Registration
from rondom.programme.tests.seen import happened
from rondom.programme.tests.test_gatherings import SENT, address, said
from tests.browse import field, nothing_changed, signed_in, words

ADDRESS = "bob@politie.example"


@pytest.fixture
def planned(world, dave):
    with world.acting(dave) as actor:
        return gatherings.plan(actor=actor, said=said(actor.at, seats=None, title="Samen leren"))


@pytest.fixture
def coming(world, planned):
    """Bob left an address, Alice did not."""
    signed_in(world.bob).post(address("register", planned), {"address": ADDRESS})
    signed_in(world.alice).post(address("register", planned))


def rows(world):
    with world.acting(world.bob):
        return {one.user.display_name: one for one in Registration.objects.select_related("user")}


def cancel(dave, planned):
    return signed_in(dave).post(address("cancel", planned), {"why": "Iemand is ziek."}, follow=True)


def test_an_address_is_sealed_and_goes_when_one_does_not_come_after_all(world, planned, coming):
    assert (rows(world)["Bob"].address, rows(world)["Alice"].address) == (ADDRESS, "")
    with world.acting(world.bob), connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(row_to_json(one)::text, '') FROM programme_registration one")
        assert "politie.example" not in cursor.fetchone()[0]
    signed_in(world.bob).post(address("withdraw", planned))
    assert rows(world)["Bob"].address == ""


def test_what_is_no_address_is_said_at_the_field_and_nothing_is_lost(world, planned):
    with nothing_changed():
        answer = signed_in(world.bob).post(address("register", planned), {"address": "bob bij de politie"})
    assert answer.status_code == 422
    assert "bob bij de politie" in field(answer, "address")
    assert "Samen leren" in words(answer)


def test_a_cancellation_says_title_moment_and_place_and_why_one_gets_it(world, dave, planned, coming):
    page = words(cancel(dave, planned))
    (sent,) = mail.outbox
    assert sent.to == [ADDRESS]
    for word in ("Samen leren", "Stadhuis", "because you registered", "omdat u zich hebt aangemeld"):
        assert word in sent.body
    for word in ("ziek", "casussen", "Bob", "Alice"):  # not why, not what about, no name
        assert word not in sent.body + sent.subject
    assert "1 person was told by mail. Who was not told stands on the page" in page
    assert "Not told by mail that it is cancelled: Alice: left no address" in page
    assert happened(world, dave, "programme:gathering:cancelled").data == {"told": 1, "not_told": 1}
    assert "Not told by mail" not in words(signed_in(world.bob).get(address("gathering", planned)))


def test_who_withdrew_is_not_told(world, dave, planned, coming):
    signed_in(world.bob).post(address("withdraw", planned))
    cancel(dave, planned)
    assert mail.outbox == []


def test_another_moment_or_place_is_told_and_another_text_is_not(world, dave, planned, coming):
    client, same = signed_in(dave), SENT | {"title": "Samen leren", "seats": ""}
    client.post(address("gathering_change", planned), same)
    (sent,) = mail.outbox
    assert "ma 1 mrt 2027, 10.00 uur" in sent.body
    assert "Mon 1 March 2027, 10:00" in sent.body
    assert "verplaatst" in sent.subject
    assert "Not told by mail that it is moved: Alice" in words(client.get(address("gathering", planned)))
    client.post(address("gathering_change", planned), same | {"about": "Met andere casussen."})
    assert len(mail.outbox) == 1


def test_a_mail_that_is_not_taken_is_shown_to_who_runs_it_and_nobody_waits_long(
    world, dave, planned, coming, settings
):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 9, 1
    page = words(cancel(dave, planned))
    assert "Bob: the mail was not taken" in page
    assert "Alice: left no address" in page
    assert rows(world)["Bob"].told_at is None


def test_without_a_mail_server_no_address_is_asked_and_all_are_named(world, dave, planned, coming, settings):
    settings.MAIL_FROM = ""
    assert "Your e-mail address" not in words(signed_in(world.carol).get(address("gathering", planned)))
    page = words(cancel(dave, planned))
    assert "Bob: the mail was not taken" in page
    assert mail.outbox == []


def test_who_came_after_it_was_moved_needs_not_be_told(world, dave, planned, coming):
    signed_in(dave).post(address("gathering_change", planned), SENT | {"seats": ""})
    with world.acting(world.carol, timezone.now() + timedelta(hours=1)) as actor:
        gatherings.register(actor=actor, gathering=Gathering.objects.get(pk=planned.pk))
    assert "Carol: left no address" not in words(signed_in(dave).get(address("gathering", planned)))
