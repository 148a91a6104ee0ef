"""Name and password: sealed, counted, and the same answer for who is known and who is not."""

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.hashers import make_password
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rondom.accounts.models import User
from rondom.core.db import confirmed
from rondom.organisations import actions
from tests.browse import words

RIGHT, WRONG = "een lange zin met woorden", "iets anders"
URL = "/inloggen/"


@pytest.fixture
def alice(world):
    return with_password(world, world.alice)


def with_password(world, user):
    """Someone who has a password."""
    with world.acting(user):
        user.set_password(RIGHT)
        user.save(update_fields=["password"])
    return user


def try_in(name, password, client=None, **more):
    client = client or Client(headers={"accept-language": "en"})
    return client.post(URL, {"username": name, "password": password}, **more)


def refusals():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM audit_event WHERE verb = 'account:sign_in_refused'")
        return cursor.fetchone()[0]


def test_the_right_password_lets_in(alice):
    answer = try_in("ALICE", RIGHT)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/vandaag/")
    assert answer.client.get("/vandaag/").status_code == 200


def test_the_way_on_is_a_page_of_ours(alice):
    data = {"username": "alice", "password": RIGHT}
    for way, there in [
        ("/zaken/", "/zaken/"),
        ("https://evil.example/", "/vandaag/"),
        ("//evil.example", "/vandaag/"),
    ]:
        assert Client().post(URL, {**data, "next": way}).headers["Location"] == there


def test_what_is_kept_of_a_password_is_sealed_for_that_account(alice, world):
    kept = User.objects.get(pk=alice.pk).password
    assert "$" not in kept
    assert "argon2" not in kept
    bob = User.objects.get(pk=world.bob.pk)
    bob.password = kept
    assert not bob.check_password(RIGHT)
    assert User.objects.get(pk=alice.pk).check_password(RIGHT)


def test_a_hash_that_was_made_elsewhere_lets_nobody_in(alice, world):
    with world.acting(alice):
        User.objects.filter(pk=alice.pk).update(password=make_password("mine"))
    assert try_in("alice", "mine").status_code == 422


def test_known_and_unknown_get_the_same_answer(alice, world):
    answers = [try_in(name, WRONG) for name in ("alice", "bob", "niemand")]
    assert {answer.status_code for answer in answers} == {422}
    said = {
        words(answer).replace(name, "")
        for answer, name in zip(answers, ("alice", "bob", "niemand"), strict=True)
    }
    assert len(said) == 1
    assert "This name and password do not belong together." in said.pop()


@pytest.mark.parametrize("name", ["alice", "niemand"])
def test_after_five_wrong_ones_even_the_right_one_waits(alice, name):
    for _time in range(5):
        try_in(name, WRONG)
    answer = try_in(name, RIGHT)
    assert answer.status_code == 429
    assert "There were too many attempts. Wait a quarter of an hour" in words(answer)


def test_from_another_address_or_for_another_account_nobody_waits(alice, world):
    with_password(world, world.bob)
    for _time in range(6):
        try_in("alice", WRONG)
    assert try_in("alice", RIGHT, REMOTE_ADDR="192.0.2.9").status_code == 302
    assert try_in("bob", RIGHT).status_code == 302


def test_who_says_to_come_from_elsewhere_is_believed_only_of_our_own_proxy(alice, settings):
    for hop in range(6):
        try_in("alice", WRONG, headers={"x-forwarded-for": f"192.0.2.{hop}"})
    assert try_in("alice", RIGHT, headers={"x-forwarded-for": "192.0.2.99"}).status_code == 429
    settings.PROXIES = 1
    for hop in range(6):
        answer = try_in("alice", WRONG, headers={"x-forwarded-for": f"192.0.2.{hop}, 198.51.100.7"})
    assert answer.status_code == 429, "the outermost of ours counts, not what the browser made up"
    assert try_in("alice", RIGHT, headers={"x-forwarded-for": "198.51.100.8"}).status_code == 302


def test_signing_in_forgets_the_attempts(alice):
    for _round in range(2):
        for _time in range(4):
            assert try_in("alice", WRONG).status_code == 422
        assert try_in("alice", RIGHT).status_code == 302


def test_what_was_typed_as_a_name_stands_nowhere(alice):
    try_in("my-secret-password", WRONG)
    with transaction.atomic(), confirmed("door", None):
        (row,) = AccessAttempt.objects.all()
    assert "my-secret-password" not in str(vars(row))
    assert WRONG not in str(vars(row))
    assert len(row.username) == 64


def test_attempts_are_seen_at_the_door_alone(alice):
    try_in("alice", WRONG)
    assert not AccessAttempt.objects.exists()
    assert AccessAttempt.objects.update(failures_since_start=0) == 0


def test_every_refusal_is_an_event(own_database, world, owner):
    count = (
        "SELECT count(*), string_agg(data::text, '') FROM audit_event WHERE verb = 'account:sign_in_refused'"
    )
    for _time in range(6):
        try_in("nobody at all", WRONG)
    number, said = owner.execute(count).fetchone()
    assert number == 6
    assert "too many attempts" in said
    assert "nobody at all" not in said


def test_an_account_that_was_closed_is_out_at_its_next_page(own_database, world, owner):
    client = Client(headers={"accept-language": "en"})
    client.force_login(world.dave)
    assert client.get("/vandaag/").status_code == 200
    owner.execute("UPDATE accounts_user SET is_active = false WHERE username = 'dave'")
    answer = client.get("/vandaag/", follow=True)
    assert "This account is closed. Ask the administrator of your organisation." in words(answer)
    owner.execute("UPDATE accounts_user SET is_active = true WHERE username = 'dave'")
    assert client.get("/vandaag/").status_code == 302, "the session is gone too"


def test_whose_membership_ended_is_out_at_their_next_page(world):
    client = Client(headers={"accept-language": "en"}, raise_request_exception=False)
    client.force_login(world.dave)
    assert client.get("/vandaag/").status_code == 200
    with world.acting(world.administrator) as actor:
        actions.end_member(actor=actor, membership=world.dave.memberships.get())
    answer = client.get("/vandaag/")
    assert answer.status_code == 403
    assert "Your account is not linked to an organisation now." in words(answer)
    assert client.get("/vandaag/").status_code == 302, "and the session has ended"


def test_a_session_costs_one_statement(world):
    client = Client()
    client.force_login(world.alice)
    client.get("/vandaag/")
    with CaptureQueriesContext(connection) as found:
        client.get("/vandaag/")
    said = [one["sql"] for one in found.captured_queries]
    assert len([one for one in said if "django_session" in one]) == 1
    assert not [
        one for one in said if "axes_" in one or "mfa_" in one or "account_" in one.replace("accounts_", "")
    ]
