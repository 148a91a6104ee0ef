"""Attacks on signing in: with SQL as the serving role nobody comes in as another, and no second factor is taken away."""

import pytest
from django.contrib.auth.hashers import identify_hasher
from django.contrib.sessions.models import Session
from django.db import transaction
from django.test import Client

from rondom.accounts import actions, sessions
from rondom.accounts.models import User
from rondom.core.db import acting, signed_actor
from tests.attack import REFUSED, attack, connect, sign_in

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
CLAIMS = "SELECT set_config('rondom.confirmed', %s, true)"


@pytest.fixture(scope="module")
def protected(attacked):
    """Alice has a password and a code app, and is signed in."""
    alice = attacked.world.alice
    with transaction.atomic(), acting(alice.pk):
        alice.set_password("een lange zin met woorden")
        alice.save(update_fields=["password"])
    browser = Client()
    browser.force_login(alice)
    actions.add_code_app(actor=alice, request=browser, secret=SECRET)
    return browser


@pytest.mark.parametrize("who", ["bob", "administrator", ""])
def test_the_password_of_another_cannot_be_replaced(protected, attacked, who):
    with attack(getattr(attacked.world, who, None)) as session:
        changed = session.execute("UPDATE accounts_user SET password = 'mine' WHERE username = 'alice'")
        assert changed.rowcount == 0


def test_what_is_read_of_a_password_cannot_be_guessed_at_or_used_elsewhere(protected, attacked):
    with connect() as session:
        query = "SELECT password FROM accounts_user WHERE username = 'alice'"
        (read,) = session.execute(query).fetchone()
    with pytest.raises(ValueError, match="Unknown password hashing algorithm"):
        identify_hasher(read)
    bob = User(pk=attacked.world.bob.pk, password=read)
    assert not bob.check_password("een lange zin met woorden")


def test_what_is_read_of_a_session_gives_no_session(protected):
    with connect() as session:
        rows = session.execute("SELECT session_key, session_data FROM django_session").fetchall()
    assert rows
    for key, data in rows:
        thief = Client()
        for value in (key, data):
            thief.cookies["sessionid"] = value
            assert thief.get("/vandaag/").status_code == 302


def test_a_session_of_another_cannot_be_copied_under_a_key_of_ones_own(protected, attacked):
    mine = Client()
    mine.force_login(attacked.world.bob)
    own, hers = (Session.objects.get(session_key=_row(browser)) for browser in (mine, protected))
    with connect() as session:
        session.execute(
            "UPDATE django_session SET session_data = %s WHERE session_key = %s",
            [hers.session_data, own.session_key],
        )
    assert mine.get("/vandaag/").status_code == 302


def _row(browser):
    return sessions._digest(browser.cookies["sessionid"].value)


@pytest.mark.parametrize("who", ["alice", "bob", "administrator", ""])
def test_second_factors_and_attempts_are_not_there(protected, attacked, who):
    with attack(getattr(attacked.world, who, None)) as session:
        for table in ("mfa_authenticator", "axes_accessattempt"):
            assert session.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)
            assert session.execute(f"DELETE FROM {table}").rowcount == 0
        assert session.execute("UPDATE mfa_authenticator SET data = '{}'").rowcount == 0


def test_a_second_factor_of_ones_own_making_is_not_added(protected, attacked):
    with attack(attacked.world.alice) as session, pytest.raises(REFUSED):
        session.execute(
            "INSERT INTO mfa_authenticator (type, data, created_at, user_id) VALUES ('totp', '{}', now(), %s)",
            [attacked.world.alice.pk],
        )


@pytest.mark.parametrize("claim", ["door", "confirmed|{user}|{backend}|{now}|door|00", "{actor}"])
def test_nobody_says_for_themselves_that_they_are_at_the_door(protected, attacked, claim):
    alice = attacked.world.alice
    with attack(alice) as session:
        backend = session.info.backend_pid
        (now,) = session.execute("SELECT extract(epoch FROM now())::bigint").fetchone()
        actor = signed_actor(alice.pk, backend, now)
        session.execute(CLAIMS, [claim.format(user=alice.pk, backend=backend, now=now, actor=actor)])
        with pytest.raises(REFUSED, match="not signed"):
            session.execute("SELECT count(*) FROM mfa_authenticator")


@pytest.mark.parametrize("who", ["bob", "administrator"])
def test_nobody_makes_another_lose_their_second_factor(protected, attacked, who):
    with attack(getattr(attacked.world, who)) as session, pytest.raises(REFUSED):
        session.execute("SELECT forget_second_factors(%s)", [attacked.world.alice.pk])


def test_who_has_a_second_factor_is_for_who_manages_them(protected, attacked):
    world = attacked.world
    with connect() as session:
        for someone, seen in [(world.bob, []), (world.administrator, [(world.alice.pk,)])]:
            sign_in(session, someone)
            found = session.execute("SELECT with_second_factor(%s)", [world.csg.pk]).fetchall()
            assert found == seen
            session.rollback()


def test_nobody_links_an_account_to_themselves(protected, attacked):
    world = attacked.world
    insert = (
        "INSERT INTO organisations_identity (id, issuer, subject, starts_at, user_id)"
        " VALUES (gen_random_uuid(), 'https://mine.example', 'me', now(), %s)"
    )
    for someone, whom in [(world.bob, world.alice), (world.bob, world.bob)]:
        with attack(someone) as session, pytest.raises(REFUSED):
            session.execute(insert, [whom.pk])


def test_nobody_connects_a_provider_of_their_own(protected, attacked):
    with attack(attacked.world.bob) as session, pytest.raises(REFUSED):
        session.execute(
            "INSERT INTO organisations_provider (id, slug, issuer, client_id, sealed_secret, second_factor, starts_at,"
            " organisation_id) VALUES (gen_random_uuid(), 'mine', 'https://mine.example', 'x', '', '{}', now(), %s)",
            [attacked.world.police.pk],
        )


def test_a_manager_ends_and_does_not_revive(protected, attacked, owner):
    world = attacked.world
    owner.execute(
        "INSERT INTO organisations_membership (id, user_id, organisation_id, role, starts_at)"
        " VALUES (gen_random_uuid(), %s, %s, 'manager', now() - interval '1 day')",
        [world.dave.pk, world.csg.pk],
    )
    ended = "UPDATE organisations_membership SET ends_at = now() WHERE user_id = %s"
    with connect() as session:
        sign_in(session, world.dave)
        assert session.execute(ended, [world.bob.pk]).rowcount == 0, "of the police"
        assert session.execute(ended, [world.anna.pk]).rowcount == 1, "a colleague"
        session.rollback()
    with attack(world.dave) as session, pytest.raises(REFUSED):
        session.execute(
            "UPDATE organisations_membership SET ends_at = '9999-12-31' WHERE user_id = %s", [world.anna.pk]
        )
