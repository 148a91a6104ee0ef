"""A session is of use to its own browser alone, ends by itself, and what was typed waits for who typed it."""

import time
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from rondom.accounts import sessions
from rondom.accounts.sessions import BEGAN
from rondom.cases.models import Step
from tests.browse import field, markup, nothing_changed, signed_in, words

TODAY = "/vandaag/"
IDLE, MOST = 15 * 60, 8 * 60 * 60


@pytest.fixture
def clock(monkeypatch):
    """Let time pass for sessions; the database keeps its own."""
    passed = [0.0]
    now = time.time
    monkeypatch.setattr("rondom.accounts.sessions.time", SimpleNamespace(time=lambda: now() + passed[0]))

    def later(seconds):
        passed[0] += seconds

    return later


def _digest(client):
    return sessions._digest(client.cookies["sessionid"].value)


def test_the_table_holds_neither_the_key_of_a_session_nor_whose_it_is(world):
    client = signed_in(world.alice)
    (row,) = Session.objects.all()
    assert client.cookies["sessionid"].value not in row.session_key
    assert str(world.alice.pk) not in row.session_data
    assert client.get(TODAY).status_code == 200


def test_what_stands_in_one_session_cannot_be_put_in_another(world):
    alice, bob = signed_in(world.alice), signed_in(world.bob)
    hers, his = (Session.objects.get(session_key=_digest(one)) for one in (alice, bob))
    Session.objects.filter(pk=his.pk).update(session_data=hers.session_data)
    assert bob.get(TODAY).status_code == 302


def test_a_session_made_by_hand_is_none(world):
    client = signed_in(world.alice)
    Session.objects.update(session_data='{"_auth_user_id": "x"}')
    assert client.get(TODAY).status_code == 302


def test_it_does_not_last_longer_because_the_table_says_so(world, clock):
    client = signed_in(world.alice)
    client.get(TODAY)
    Session.objects.update(expire_date=timezone.now() + timedelta(days=99))
    clock(IDLE + 1)
    assert client.get(TODAY).status_code == 302


def test_it_ends_a_quarter_of_an_hour_after_the_last_page(world, clock):
    client = signed_in(world.alice)
    for _page in range(3):
        clock(IDLE - 31)
        assert client.get(TODAY).status_code == 200
    clock(IDLE + 1)
    answer = client.get(TODAY, follow=True)
    assert answer.redirect_chain[0][0] == f"{reverse('sign_in')}?next={TODAY}"
    assert "You were signed out because nothing happened for a while." in words(answer)


def test_it_ends_eight_hours_after_signing_in_whatever_happens(world, clock):
    client = signed_in(world.alice)
    session = client.session
    session[BEGAN] = time.time()
    session.save()
    for _page in range(MOST // 600 - 1):
        clock(600)
        assert client.get(TODAY).status_code == 200
    assert client.get(TODAY).context["session_left"] <= 600
    clock(601)
    assert client.get(TODAY).status_code == 302


def test_staying_renews_it_and_tells_how_long(world, clock):
    client = signed_in(world.alice)
    client.get(TODAY)
    clock(600)
    answer = client.post(reverse("stay"), headers={"accept": "application/json"})
    assert 895 <= answer.json()["left"] <= 900
    clock(600)
    assert client.get(TODAY).status_code == 200


def test_a_page_tells_its_script_how_long_it_lasts_and_everyone_else_in_words(world):
    answer = signed_in(world.alice).get(TODAY)
    assert 'data-session-left="900"' in markup(answer) or 'data-session-left="899"' in markup(answer)
    assert "After 15 minutes in which nothing happens you are signed out" in words(answer)


@pytest.fixture
def typed(world, clock):
    """Anna types an action; her session ends before she sends it."""
    case = world.coordinated()
    client = signed_in(world.anna)
    url = reverse("add_action", args=[case.pk])
    client.get(url)
    clock(IDLE + 1)
    data = {"text": "Samen naar de huisarts gaan", "domain": "care"}
    with nothing_changed():
        answer = client.post(url, data)
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"{reverse('sign_in')}?next={url}"
    return client, url, case


def test_what_was_typed_after_the_end_is_back_in_the_form(typed, world):
    client, url, case = typed
    assert "what you typed is still there" in words(client.get(reverse("sign_in")))
    client.force_login(world.anna)
    with nothing_changed():
        answer = client.get(url)
    assert answer.status_code == 200
    assert "Samen naar de huisarts gaan" in field(answer, "text")
    assert "What you typed is still here, but it was not sent." in words(answer)
    with world.acting(world.anna):
        assert not Step.objects.filter(case=case, words__text="Samen naar de huisarts gaan").exists()
    client.post(url, {"text": "Samen naar de huisarts gaan", "domain": "care"})
    assert "Samen naar" not in markup(client.get(url)), "sent once, it is no longer kept"


def test_nobody_else_gets_it(typed, world):
    client, url, _case = typed
    client.force_login(world.alice)
    answer = client.get(url)
    assert "Samen naar" not in markup(answer)
    client.force_login(world.anna)
    assert "Samen naar" not in markup(client.get(url)), "and then it is gone"


def test_the_table_does_not_tell_it(typed):
    assert not any("huisarts" in row.session_data for row in Session.objects.all())


def test_it_waits_half_an_hour(typed, world, monkeypatch):
    client, url, _case = typed
    client.force_login(world.anna)
    now = time.time() + 1801
    monkeypatch.setattr("rondom.accounts.door.time", SimpleNamespace(time=lambda: now))
    assert "Samen naar" not in markup(client.get(url))


def test_what_a_button_sent_is_offered_on_the_page_it_stood_on(world, clock):
    case = world.report()
    client = signed_in(world.alice)
    page = reverse("triage:item", args=["north", case.pk])
    url = reverse("triage:view", args=["north", case.pk])
    client.get(page)
    clock(IDLE + 1)
    answer = client.post(
        url,
        {"facts": "Zij was vandaag bij ons.", "category": "1"},
        headers={"referer": f"http://testserver{page}"},
    )
    assert answer.headers["Location"] == f"{reverse('sign_in')}?next={page}"
    client.force_login(world.alice)
    back = client.get(page)
    assert "What you typed was not sent" in words(back)
    assert f'action="{url}"' in markup(back)
    assert '<input type="hidden" name="facts" value="Zij was vandaag bij ons.">' in markup(back)


def test_of_a_stranger_nothing_is_kept(world):
    client = Client()
    client.post(reverse("first_contact:new"), {"sentence": "Iemand vraagt hulp."})
    assert not Session.objects.exists()
