"""Attacks on one-time links: with SQL as the serving role, with a link that was forwarded, used, ended or guessed, and at once."""

import threading
from datetime import timedelta
from itertools import count

import psycopg
import pytest
from django.db import connection, transaction
from django.test import Client

from rondom.cases.models import Category
from rondom.coordination import guests
from rondom.coordination.actions import at_the_link
from rondom.coordination.models import GuestQuestion
from rondom.coordination.tests.test_guest_ask import _ask
from rondom.core.db import acting, signed_confirmed
from rondom.keys import store
from tests.attack import REFUSED, add, attack, connect, rows_of

TABLE = "coordination_guestquestion"
_addresses = count(1)
TOLD = {"answer": "Haar zus.", "who": "Noor Visser"}


@pytest.fixture
def asked(own_database, world):
    """A case with a question that waits: the case, what stands in the link, the code."""
    case = world.coordinated()
    world.consent(case, "school", Category.STORY)
    _question, token, code = _ask(world, case)
    return case, token, code


def _row(owner, token):
    query = (
        f"SELECT state, wrong_codes, answer IS NULL, opened_at IS NULL FROM {TABLE} WHERE token_digest = %s"
    )
    return owner.execute(query, [guests.digest(token)]).fetchone()


def _come(token, code, address=""):
    """Someone comes with a link and a code, from an address of their own."""
    address = address or f"10.1.1.{next(_addresses)}"
    return Client(REMOTE_ADDR=address).post(f"/vraag/{token}/", {"code": code})


def _shown(owner, token):
    with transaction.atomic():
        (code_hash,) = owner.execute(
            f"SELECT code_hash FROM {TABLE} WHERE token_digest = %s", [guests.digest(token)]
        ).fetchone()
    return guests.pass_of(GuestQuestion(token_digest=guests.digest(token), code_hash=code_hash))


CALLS = [
    "SELECT * FROM guest_question(%s)",
    "SELECT * FROM guest_asked_by(%s)",
    "SELECT guest_tried(%s, true)",
    "SELECT guest_tried(%s, false)",
    "SELECT guest_answered(%s, 'x', 'x')",
]


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("who", ["bob", "alice", "administrator", ""])
def test_slipped_in_sql_that_knows_a_link_learns_and_does_nothing(attacked, owner, call, who):
    (row, *_) = rows_of(owner, TABLE, attacked.case)
    with attack(getattr(attacked.world, who, None)) as session:
        found = session.execute(call, [row["token_digest"]]).fetchall()
        assert found in ([], [("",)], [(None,)], [(False,)])


def test_another_thing_that_was_confirmed_opens_no_link(attacked, owner):
    (row, *_) = rows_of(owner, TABLE, attacked.case)
    with attack() as session:
        value = signed_confirmed("door", None, session.info.backend_pid, int(row["asked_at"].timestamp()))
        session.execute("SELECT set_config('rondom.confirmed', %s, true)", [value])
        assert session.execute("SELECT * FROM guest_question(%s)", [row["token_digest"]]).fetchall() == []


def test_who_tells_is_for_the_functions_alone(attacked, owner):
    (row, *_) = rows_of(owner, TABLE, attacked.case)
    with attack(attacked.world.anna) as session, pytest.raises(REFUSED):
        session.execute("SELECT guest_tell(%s, 'link_dead')", [row["id"]])


FORGED = [
    {"state": "answered", "answered_at": "now", "answer": b"x" * 65, "answered_as": b"x" * 65},
    {"opened_at": "now"},
    {"wrong_codes": 1},
]


@pytest.mark.parametrize("forged", FORGED)
def test_nobody_not_even_the_coordinator_lays_an_answer_in_a_guests_name(attacked, owner, forged):
    (row, *_) = rows_of(owner, TABLE, attacked.case)
    with attack(attacked.world.anna) as session, pytest.raises((REFUSED, psycopg.errors.CheckViolation)):
        add(session, TABLE, row, token_digest="f" * 64, **forged)


def test_who_sees_the_case_and_does_not_coordinate_asks_nothing_past_the_action(attacked, owner):
    (row, *_) = rows_of(owner, TABLE, attacked.case)
    victor = attacked.world.victor
    with attack(victor) as session:
        assert session.execute(f"SELECT 1 FROM {TABLE} WHERE id = %s", [row["id"]]).fetchone(), "it shows"
    with attack(victor) as session, pytest.raises(REFUSED):
        add(session, TABLE, row, token_digest="e" * 64, asked_by_id=victor.pk)


def test_a_link_that_waits_longer_than_a_week_cannot_be_laid(attacked, owner):
    (row, *_) = rows_of(owner, TABLE, attacked.case)
    later = row["asked_at"] + timedelta(days=8)
    with attack(attacked.world.anna) as session, pytest.raises(psycopg.errors.CheckViolation):
        add(session, TABLE, row, token_digest="d" * 64, ends_at=later)


def test_who_has_a_link_and_no_actor_sees_no_table_of_a_case(attacked):
    with connect() as session:
        for table in ("cases_case", "cases_entry", "cases_person", TABLE, "sharing_notice"):
            assert session.execute(f"SELECT * FROM {table}").fetchall() == []


def test_a_forwarded_link_without_the_code_is_worth_nothing_and_a_code_fits_its_own_link_alone(
    asked, world, owner
):
    case, token, code = asked
    _question, other, other_code = _ask(world, case)
    assert _come(token, other_code).status_code == 422
    assert _come(other, code).status_code == 422
    assert _come(token, "").status_code == 422
    assert _row(owner, token)[:2] == ("open", 1)


def test_what_the_page_carries_for_one_link_opens_no_other(asked, world, owner):
    case, token, code = asked
    assert _come(token, code).status_code == 200
    _question, other, other_code = _ask(world, case)
    assert _come(other, other_code).status_code == 200
    assert not at_the_link.answer(token=other, shown=_shown(owner, token), **TOLD)
    assert _row(owner, other)[0] == "open"


def test_what_the_page_carries_is_worth_nothing_before_the_code_was_given(asked, owner):
    _case, token, _code = asked
    assert not at_the_link.answer(token=token, shown=_shown(owner, token), **TOLD)
    assert _row(owner, token) == ("open", 0, True, True)


def _ended(owner, token):
    owner.execute(
        f"UPDATE {TABLE} SET asked_at = asked_at - interval '4 days', ends_at = now() - interval '1 second'"
        " WHERE token_digest = %s",
        [guests.digest(token)],
    )


def _no_consent(owner, token):
    owner.execute(
        "UPDATE sharing_consent SET withdrawn_at = now(), withdrawn_by_id = recorded_by_id"
        f" WHERE id = (SELECT consent_id FROM {TABLE} WHERE token_digest = %s)",
        [guests.digest(token)],
    )


def _restricted(owner, token):
    owner.execute(
        "INSERT INTO sharing_restriction (id, case_id, ground, set_at, set_by_id, ends_at)"
        " SELECT gen_random_uuid(), case_id, 'disputed', now(), asked_by_id, now() + interval '1 day'"
        f" FROM {TABLE} WHERE token_digest = %s",
        [guests.digest(token)],
    )


@pytest.mark.parametrize("what", [_ended, _no_consent, _restricted])
def test_a_link_opens_nothing_once_its_time_or_its_ground_is_gone(asked, owner, what):
    _case, token, code = asked
    assert _come(token, code).status_code == 200
    what(owner, token)
    assert _come(token, code).status_code == 422
    assert not at_the_link.answer(token=token, shown=_shown(owner, token), **TOLD)
    assert _row(owner, token)[:3] == ("open", 0, True)


def _at_once(*work):
    """All at the same moment, each on a connection of its own; gives what each said."""
    said, start = [], threading.Barrier(len(work))

    def do(one):
        try:
            start.wait(10)
            said.append(one())
        finally:
            connection.close()
            store.close()

    threads = [threading.Thread(target=do, args=(one,)) for one in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return said


def test_two_who_send_at_once_with_one_link_leave_one_answer(asked, owner, world):
    case, token, code = asked
    assert _come(token, code).status_code == 200
    shown = _shown(owner, token)
    said = _at_once(
        *(
            lambda words=words: at_the_link.answer(token=token, shown=shown, answer=words, who="Noor")
            for words in ("Een.", "Twee.")
        )
    )
    assert sorted(said) == [False, True]
    with transaction.atomic(), acting(world.anna.pk):
        assert GuestQuestion.objects.get(case=case).answer in {"Een.", "Twee."}
    count = owner.execute("SELECT count(*) FROM sharing_notice WHERE case_id = %s", [case.pk]).fetchone()[0]
    assert count == 1


def test_guesses_at_once_count_one_by_one(asked, owner):
    _case, token, code = asked
    wrong = "11111111" if code != "11111111" else "22222222"
    said = _at_once(
        *(lambda number=number: _come(token, wrong, f"10.2.2.{number}").status_code for number in range(1, 9))
    )
    assert said == [422] * 8
    assert _row(owner, token)[:2] == ("dead", 5)


def test_what_never_was_costs_as_much_hashing_as_what_is(asked, monkeypatch):
    """No stopwatch: each kind of failure checks one slow hash, which is nearly all of the time there is."""
    _case, token, _code = asked
    hashes = []
    kept = guests.check_password
    monkeypatch.setattr(guests, "check_password", lambda *given: hashes.append(1) or kept(*given))
    counted = []
    for one in (token, "nooit-geweest"):
        hashes.clear()
        _come(one, "33333333", "10.3.3.3")
        counted.append(len(hashes))
    assert counted == [1, 1]
