"""Signing in with a passkey that the browser makes, and with a code app without any script; and a warning in time."""

import re
import time

import pytest
from allauth.mfa.totp.internal import auth
from playwright.sync_api import expect

from tests.journeys.doing import become, fill, go, send, unfold
from tests.journeys.look import PATIENCE, Look, Watch
from tests.journeys.test_drafts import state

PASSWORD = "een lange zin met woorden"
KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def at_localhost(chromium, address):
    """A browser with a passkey of its own; passkeys belong to a name, and a number is none."""
    place = address.replace("127.0.0.1", "localhost")
    context = chromium.new_context(base_url=place, locale="nl-NL", viewport={"width": 390, "height": 900})
    page, watch = context.new_page(), Watch(place)
    page.set_default_timeout(PATIENCE)
    watch.over(page)
    session = context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    key = session.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})["authenticatorId"]
    yield (
        page,
        lambda present: session.send(
            "WebAuthn.setUserVerified", {"authenticatorId": key, "isUserVerified": present}
        ),
    )
    context.close()
    assert watch.faults == []


def choose_password(page):
    go(page, "/account/wachtwoord/")
    fill(page, new_password1=PASSWORD, new_password2=PASSWORD)
    send(page, "")


def leave(page):
    go(page, "/vandaag/")
    unfold(page, "form[action='/uitloggen/']")
    send(page, "/uitloggen/")


def come_back(page, name):
    go(page, "/inloggen/")
    fill(page, username=name, password=PASSWORD)
    send(page, "/inloggen/")
    assert page.url.endswith("/inloggen/tweede-stap/")


def test_a_passkey_is_made_and_lets_in(at_localhost):
    page, _verified = at_localhost
    become(page, "regie-vt-ob")
    choose_password(page)
    go(page, "/account/tweede-stap/passkey/")
    assert not page.locator("[data-passkey-without]").is_visible()
    fill(page, name="sleutel van de test")
    page.locator("[data-passkey=create] button").click()
    page.wait_for_url("**/herstelcodes/")
    assert page.locator(".rd-codes li").count() == 10
    assert "sleutel van de test" in go(page, "/account/tweede-stap/").locator("main").inner_text()
    leave(page)

    come_back(page, "regie-vt-ob")
    assert go(page, "/vandaag/").url.split("?")[0].endswith("/inloggen/"), "not in yet"
    go(page, "/inloggen/tweede-stap/")
    page.locator("[data-passkey=get] button").click()
    page.wait_for_url("**/vandaag/")
    go(page, "/bevestigen/?next=/zaken/")
    page.locator("[data-passkey=get] button").click()
    page.wait_for_url("**/zaken/")


@pytest.mark.parametrize("look", [Look(390, "nl", scripts=False), Look(1280, "en", scripts=False)], ids=str)
def test_a_code_app_needs_no_script(enter, look):
    name = {"nl": "regie-shn-ob", "en": "regie-csg-ob"}[look.language]
    page = enter(name)
    choose_password(page)
    go(page, "/account/tweede-stap/app/")
    secret = re.search(r"\b[A-Z2-7]{32}\b", page.locator("main").inner_text())[0]
    now = int(time.time()) // 30
    fill(page, code=auth.format_hotp_value(auth.hotp_value(secret, now)))
    send(page, "")
    codes = page.locator(".rd-codes li").all_inner_texts()
    leave(page)
    come_back(page, name)
    assert page.locator("[data-passkey]").count() == 0
    fill(page, code=auth.format_hotp_value(auth.hotp_value(secret, now + 1)))
    send(page, "")
    assert page.url.endswith("/vandaag/")
    leave(page)
    come_back(page, name)
    fill(page, code=codes[3])
    send(page, "")
    assert page.url.endswith("/vandaag/")


def test_two_minutes_before_the_end_a_page_says_so_and_staying_is_one_press(enter):
    page = enter("csg-ob")
    page.clock.install()
    go(page, "/melding/nieuw/")
    fill(page, sentence="Iemand vraagt hulp.")
    state(page, "saved")  # the server hears of it, and the session goes on from there
    box = page.locator("[data-session-left]")
    page.clock.fast_forward(12 * 60 * 1000)
    assert not box.is_visible()
    page.clock.fast_forward(90 * 1000)
    expect(box).to_be_visible()
    expect(box).to_contain_text("Over twee minuten wordt u uitgelogd")
    box.locator("button").click()
    box.wait_for(state="hidden")
    assert page.locator("[name=sentence]").input_value() == "Iemand vraagt hulp."
    page.clock.fast_forward(16 * 60 * 1000)
    expect(box).to_contain_text("U bent uitgelogd.")
    assert not box.locator("button").is_visible()
