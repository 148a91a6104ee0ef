"""Attacks on who acts: the database believes only a setting that was signed for this person, here and now."""

import hashlib
import hmac
import time

import psycopg
import pytest
from django.conf import settings
from django.db import connection, transaction

from rondom.core.db import acting, signed_actor
from tests.attack import REFUSED, add, attack, connect, rows_of, sign_in

NOW = time.time


def _mac(message: str, key: str = settings.ACTOR_KEY) -> str:
    return hmac.new(bytes.fromhex(key), message.encode(), hashlib.sha256).hexdigest()


# What an attacker can put in the setting, given Alice's identifier, the own one and the number of the backend.
FORGERIES = {
    "a bare identifier": lambda alice, me, backend: f"{alice}",
    "words": lambda alice, me, backend: "alice",
    "four empty parts": lambda alice, me, backend: "|||",
    "only separators and a code": lambda alice, me, backend: f"|||{_mac('||')}",
    "no code": lambda alice, me, backend: f"{alice}|{backend}|{int(NOW())}|",
    "a code that is too short": lambda alice, me, backend: signed_actor(alice, backend, int(NOW()))[:-1],
    "a code under another key": lambda alice, me, backend: (
        (text := f"{alice}|{backend}|{int(NOW())}") + "|" + _mac(text, "00" * 32)
    ),
    "a plain hash instead of a code": lambda alice, me, backend: (
        (text := f"{alice}|{backend}|{int(NOW())}") + "|" + hashlib.sha256(text.encode()).hexdigest()
    ),
    "another's identifier with the own code": lambda alice, me, backend: signed_actor(
        me, backend, int(NOW())
    ).replace(str(me), str(alice)),
    "another connection": lambda alice, me, backend: signed_actor(alice, backend + 1, int(NOW())),
    "ten minutes ago": lambda alice, me, backend: signed_actor(alice, backend, int(NOW()) - 600),
    "ten minutes ahead": lambda alice, me, backend: signed_actor(alice, backend, int(NOW()) + 600),
    "one part more": lambda alice, me, backend: signed_actor(alice, backend, int(NOW())) + "|x",
    "one part less": lambda alice, me, backend: f"{alice}|{backend}|{_mac(f'{alice}|{backend}')}",
    "a space before": lambda alice, me, backend: " " + signed_actor(alice, backend, int(NOW())),
    "two identifiers": lambda alice, me, backend: f"{alice}|" + signed_actor(me, backend, int(NOW())),
    "very long": lambda alice, me, backend: "|".join([str(alice)] * 20_000),
}


@pytest.mark.parametrize("forged", FORGERIES)
def test_a_forged_actor_is_refused(forged, attacked):
    world = attacked.world
    with attack() as session:
        value = FORGERIES[forged](world.alice.pk, world.paul.pk, session.info.backend_pid)
        session.execute("SELECT set_config('rondom.actor', %s, true)", [value])
        with pytest.raises(REFUSED, match="not signed"):
            session.execute("SELECT * FROM cases_case")


@pytest.mark.parametrize("forged", ["words", "another's identifier with the own code"])
def test_a_forged_actor_writes_nothing(forged, attacked, owner):
    world = attacked.world
    (row, *_) = rows_of(owner, "cases_entry", attacked.case)
    with attack() as session:
        value = FORGERIES[forged](world.alice.pk, world.paul.pk, session.info.backend_pid)
        session.execute("SELECT set_config('rondom.actor', %s, true)", [value])
        with pytest.raises(REFUSED, match="not signed"):
            add(session, "cases_entry", row)


@pytest.mark.parametrize("setting", [None, ""])
def test_without_an_actor_nothing_is_seen(setting, attacked):
    with attack() as session:
        if setting is not None:
            session.execute("SELECT set_config('rondom.actor', %s, true)", [setting])
        for table in ("cases_case", "cases_entry", "cases_access", "audit_event"):
            assert session.execute(f"SELECT * FROM {table}").fetchall() == []


def test_without_an_actor_nothing_is_written(attacked, owner):
    (row, *_) = rows_of(owner, "cases_entry", attacked.case)
    with attack() as session, pytest.raises(REFUSED, match="row-level security"):
        add(session, "cases_entry", row)


def test_the_setting_of_one_connection_is_worthless_on_another(attacked):
    with connect() as hers, attack() as session:
        stolen = sign_in(hers, attacked.world.alice)
        assert hers.execute("SELECT count(*) FROM cases_case").fetchone() == (2,)
        session.execute("SELECT set_config('rondom.actor', %s, true)", [stolen])
        with pytest.raises(REFUSED, match="not signed"):
            session.execute("SELECT * FROM cases_case")


def test_the_setting_is_gone_after_the_transaction(attacked):
    with connect() as session:
        sign_in(session, attacked.world.alice)
        assert session.execute("SELECT count(*) FROM cases_case").fetchone() == (2,)
        session.commit()
        assert session.execute("SELECT count(*) FROM cases_case").fetchone() == (0,)


def test_a_setting_left_behind_on_the_connection_does_not_reach_the_next_person(attacked):
    world = attacked.world
    with transaction.atomic(), connection.cursor() as cursor:
        value = signed_actor(world.paul.pk, connection.connection.info.backend_pid, int(NOW()))
        cursor.execute("SELECT set_config('rondom.actor', %s, false)", [value])
    try:
        for someone, cases in [(world.alice.pk, {attacked.case.pk, attacked.linked.pk}), (None, set())]:
            with transaction.atomic(), acting(someone), connection.cursor() as cursor:
                cursor.execute("SELECT id FROM cases_case")
                assert {row[0] for row in cursor} == cases
    finally:
        connection.close()


def test_a_statement_prepared_by_one_person_shows_the_next_only_their_own(attacked):
    world = attacked.world
    with connect() as session:
        session.execute("PREPARE mine AS SELECT id FROM cases_case")
        for someone, cases in [
            (world.alice, {attacked.case, attacked.linked}),
            (world.paul, {attacked.other}),
        ] * 6:
            sign_in(session, someone)
            assert set(session.execute("EXECUTE mine").fetchall()) == {(case.pk,) for case in cases}
            session.commit()


def test_the_key_of_the_signature_cannot_be_read(attacked):
    with attack(attacked.world.alice) as session, pytest.raises(REFUSED):
        session.execute("SELECT * FROM core_actorkey")


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE core_actorkey SET inner_pad = '', outer_pad = ''",
        "INSERT INTO core_actorkey VALUES (2, '', '')",
        "DELETE FROM core_actorkey",
    ],
)
def test_the_key_of_the_signature_cannot_be_changed(change, attacked):
    with attack(attacked.world.alice) as session, pytest.raises(REFUSED):
        session.execute(change)


def test_the_function_that_knows_who_acts_cannot_be_replaced(attacked):
    forged = (
        "CREATE OR REPLACE FUNCTION public.rondom_actor() RETURNS uuid LANGUAGE sql AS 'SELECT NULL::uuid'"
    )
    with (
        attack(attacked.world.alice) as session,
        pytest.raises((REFUSED, psycopg.errors.InvalidFunctionDefinition)),
    ):
        session.execute(forged)
