"""An administrator connects providers, links and invites from a terminal; nobody else does."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from rondom.organisations.identities import invitation_for, who_is
from rondom.organisations.models import Provider
from tests.proof import refused

ISSUER = "https://login.csg.example"


@pytest.fixture
def secret(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("shown to nobody\n"))


def run(*arguments, by="beheerder"):
    out = io.StringIO()
    call_command(*arguments, "--as", by, stdout=out)
    return out.getvalue().strip()


def test_a_provider_is_connected(world, secret):
    said = run(
        "connect_provider", "csg", "--issuer", ISSUER, "--client-id", "rondom", "--acr", "high", "higher"
    )
    assert "/inloggen/organisatie/csg/terug/" in said
    provider = Provider.objects.get()
    assert (provider.organisation, provider.issuer, provider.client_id) == (world.csg, ISSUER, "rondom")
    assert provider.secret == "shown to nobody"
    assert provider.second_factor == {"acr": ["high", "higher"], "amr": []}


def test_an_account_is_linked(world):
    run("link_account", "Alice", "--issuer", ISSUER, "--subject", "u-1")
    assert who_is(ISSUER, "u-1") == world.alice
    assert who_is(ISSUER, "u-2") is None


def test_someone_is_invited(world):
    code = run("invite", "alice")
    assert invitation_for(code).user == world.alice
    assert invitation_for(code.upper().replace("-", " ")).user == world.alice


@pytest.mark.parametrize(
    "arguments",
    [
        ("connect_provider", "csg", "--issuer", ISSUER, "--client-id", "rondom"),
        ("link_account", "alice", "--issuer", ISSUER, "--subject", "u-1"),
        ("invite", "alice"),
    ],
    ids=lambda arguments: arguments[0],
)
def test_nobody_else_does(world, secret, arguments):
    with translation.override("nl"), refused(CommandError, "Alleen een beheerder"):
        run(*arguments, by="carol")


def test_what_is_not_there_is_said(world, secret):
    with refused(CommandError, "There is no account “niemand”."):
        run("invite", "niemand")
    with refused(CommandError, "There is no organisation “nergens”."):
        run("connect_provider", "nergens", "--issuer", ISSUER, "--client-id", "rondom")
    with refused(CommandError, "https"):
        run("connect_provider", "csg", "--issuer", "http://login.csg.example", "--client-id", "rondom")
