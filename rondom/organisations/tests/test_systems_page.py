"""The manager of an organisation lets another system in, sees the token once, and takes it back; nobody else does."""

import json
import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from rondom.accounts.confirm import Fresh, saying
from rondom.audit.models import Event
from rondom.core.errors import Denied, WrongStep
from rondom.organisations import tokens as kinds
from rondom.organisations.actions import end_member, tokens
from rondom.organisations.models import Token
from tests.browse import markup, signed_in, words
from tests.proof import everything, refused
from tests.statements import few
from tests.systems import let_in, manager

URL = "/organisatie/csg/systemen/"


@pytest.fixture
def dave(world):
    return manager(world)


def form(world, **changes):
    return {
        "name": "Intakesysteem", "account": str(world.alice.pk), "days": "90", "understood": "on", **changes,
    }  # fmt: skip


def test_a_token_is_made_and_shown_once(world, dave):
    client = signed_in(dave)
    assert "No other system can register reports for you." in words(client.get(URL))
    page = client.post(URL, form(world))
    (secret,) = re.findall(r"rondom_[a-z2-7]{8}_[a-z2-7]{52}", markup(page))
    assert page["Cache-Control"] == "no-store"
    later = client.get(URL)
    assert secret not in markup(later)
    assert f"rondom_{secret.split('_')[1]}" in words(later)
    with world.acting(dave):
        token = Token.objects.get()
        assert (token.user, token.organisation, token.scopes) == (world.alice, world.csg, ["reports:create"])
        assert secret not in json.dumps([token.digest, token.name, token.prefix])
        event = Event.objects.get(verb="organisation:token:made")
        assert (event.actor_id, event.subject_id) == (dave.pk, token.pk)


def test_the_page_costs_few_statements(world, dave):
    let_in(world)
    client = signed_in(dave)
    client.get(URL)
    with few():
        client.get(URL)


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", ""), ("name", "x" * 81), ("account", ""), ("days", "3650"), ("days", ""), ("understood", "")],
)
def test_what_is_missing_is_said_at_the_field(field, value, world, dave):
    answer = signed_in(dave).post(URL, form(world, **{field: value}))
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {field}
    with world.acting(dave):
        assert not Token.objects.exists()


def test_only_accounts_that_register_reports_there_can_be_chosen(world, dave):
    shown = {name for _key, name in signed_in(dave).get(URL).context["form"].fields["account"].choices}
    assert shown == {"–", "Alice", "Anna", "Carol", "Dave"}
    answer = signed_in(dave).post(URL, form(world, account=str(world.bob.pk)))
    assert answer.status_code == 422


def test_who_did_not_just_show_who_they_are_does_so_first(world, dave):
    client = signed_in(dave)
    session = client.session
    session["confirmed"] = 0
    session.save()
    assert client.post(URL, form(world)).headers["Location"].startswith("/bevestigen/")
    with world.acting(dave):
        assert not Token.objects.exists()


@pytest.mark.parametrize(
    ("name", "status"), [("alice", 403), ("bob", 403), ("eve", 403), ("administrator", 403)]
)
def test_nobody_else_lets_a_system_in(name, status, world, dave):
    client = signed_in(getattr(world, name))
    assert client.post(URL, form(world)).status_code == status
    with world.acting(dave):
        assert not Token.objects.exists()


def test_the_administrator_sees_them_and_takes_them_back(world):
    token, _secret = let_in(world)
    client = signed_in(world.administrator)
    page = client.get(URL)
    assert "Intakesysteem" in words(page)
    assert "Make the token" not in words(page)
    assert client.post(f"{URL}{token.pk}/weg/").status_code == 302


def test_it_is_taken_back_on_a_page_of_its_own_and_once(world):
    token, _secret = let_in(world)
    client = signed_in(world.dave)
    url = f"{URL}{token.pk}/weg/"
    assert "Take this token back?" in words(client.get(url))
    assert client.post(url).headers["Location"] == URL
    assert "no longer: taken back by Dave" in words(client.get(URL))
    assert client.post(url).status_code == 409
    with world.acting(world.dave) as actor:
        token.refresh_from_db()
        assert token.revoked_by == world.dave
        with refused(WrongStep):
            tokens.revoke(actor=actor, token=token)


def test_a_token_of_another_organisation_is_nowhere(world):
    token, _secret = let_in(world, "bob", place="police", by="bob")
    client = signed_in(manager(world))
    assert client.get("/organisatie/police/systemen/").status_code == 404
    assert client.post(f"{URL}{token.pk}/weg/").status_code == 404
    with world.acting(world.dave):
        assert not Token.objects.exists()


def test_actions_refuse_whoever_they_are_called_by(world, dave):
    given = {"organisation": world.csg, "user": world.alice, "name": "x"}
    for who in (world.alice, world.administrator, world.bob):
        with world.acting(who) as actor, refused(Denied):
            tokens.make(actor=actor, fresh=Fresh(who.pk), ends_at=actor.at + timedelta(days=1), **given)
    with world.acting(dave) as actor:
        for user in (world.bob, world.eve):
            with refused(Denied):
                tokens.make(
                    actor=actor, fresh=Fresh(dave.pk), ends_at=actor.at + timedelta(days=1), **{**given, "user": user}
                )  # fmt: skip


def test_it_lasts_a_year_at_most(world, dave):
    token, _secret = let_in(world, days=5000)
    assert token.ends_at - token.made_at == kinds.LONGEST
    with world.acting(dave) as actor, saying(Fresh(dave.pk), "make token"), pytest.raises(IntegrityError):
        row(world, actor, ends_at=actor.at + timedelta(days=400)).save(force_insert=True)


def row(world, actor, **changes):
    given = {
        "organisation": world.csg, "user": world.alice, "name": "x", "prefix": "abcdefgh", "digest": "x",
        "scopes": ["reports:create"], "made_at": actor.at, "made_by": actor.user, "ends_at": actor.at + timedelta(days=1),
    }  # fmt: skip
    return Token(**{**given, **changes})


@pytest.mark.parametrize(
    "wrong", ["unconfirmed", "elsewhere", "no account of theirs", "in another's name", "alice"]
)
def test_the_database_lets_no_other_in_either(wrong, world, dave):
    who = world.alice if wrong == "alice" else dave
    changes = {
        "elsewhere": {"organisation": world.police, "user": world.bob},
        "no account of theirs": {"user": world.bob},
        "in another's name": {"made_by": world.carol},
    }.get(wrong, {})
    with world.acting(who) as actor:
        made = row(world, actor, **changes)
        with refused(ProgrammingError, "row-level security"), transaction.atomic():
            if wrong == "unconfirmed":
                made.save(force_insert=True)
            else:
                with saying(Fresh(who.pk), "make token"):
                    made.save(force_insert=True)


def test_what_was_taken_back_cannot_be_given_again_in_sql(world):
    token, _secret = let_in(world)
    with world.acting(world.dave) as actor:
        tokens.revoke(actor=actor, token=token)
        with connection.cursor() as cursor:
            cursor.execute("UPDATE organisations_token SET revoked_at = NULL, revoked_by_id = NULL")
            assert cursor.rowcount == 0


def test_whose_account_is_closed_opens_nothing(world):
    token, secret = let_in(world)
    assert tokens.show(secret=secret)[0] == token
    assert tokens.show(secret=secret[:-1] + ("a" if secret[-1] != "a" else "b")) == (None, 0)
    with world.acting(world.administrator) as actor:
        end_member(actor=actor, membership=world.alice.memberships.get())
    assert tokens.show(secret=secret)[0] == token, "the door only knows tokens; who acts is asked after it"


def test_a_secret_stands_in_no_row(world):
    _token, secret = let_in(world)
    tokens.show(secret=secret)
    assert secret.rsplit("_", 1)[1] not in everything()
