"""Signing in at the organisation itself, against two real providers: code flow, PKCE, nonce, signed token.

Whom a token names is found by issuer and subject, never by anything else; what cannot be believed lets nobody in.
"""

import re
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
import requests
from django.db import transaction
from django.test import Client
from django.urls import reverse

from rondom.accounts import actions as accounts
from rondom.accounts.models import User
from rondom.core import embedded
from rondom.core.db import acting
from rondom.core.errors import Denied, WrongStep
from rondom.organisations.actions import providers as actions
from rondom.organisations.models import Identity, Invitation, Provider
from tests.browse import nothing_changed, words
from tests.codes import code
from tests.openid_provider import CLIENT, SECRET
from tests.proof import refused
from tests.world import PEOPLE

STRONG = {"acr": ["two-proofs"], "amr": []}
SECRET_OF_APP = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@dataclass
class Running:
    """A provider that runs, and the browser of someone who signs in there."""

    slug: str
    port: int
    folder: Path
    process: subprocess.Popen

    @property
    def issuer(self):
        return f"http://127.0.0.1:{self.port}"

    def behave(self, mode):
        (self.folder / "mode").write_text(mode)


def start(slug, folder):
    folder.mkdir()
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    command = [sys.executable, "tests/openid_provider.py", str(port), str(folder)]
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(command, cwd=embedded.ROOT, stdout=log, stderr=log)
    running = Running(slug, port, folder, process)
    for _attempt in range(200):
        try:
            requests.get(f"{running.issuer}/.well-known/openid-configuration", timeout=5).raise_for_status()
        except requests.RequestException:
            assert process.poll() is None, (folder / "log").read_text()
            time.sleep(0.1)
        else:
            return running
    raise AssertionError((folder / "log").read_text())


@pytest.fixture(scope="module")
def two(tmp_path_factory):
    """Two providers, with the same subjects."""
    place = tmp_path_factory.mktemp("providers")
    found = [start(slug, place / slug) for slug in ("csg", "politie")]
    yield found
    for one in found:
        one.process.terminate()
        one.process.wait(10)


@pytest.fixture
def csg(world, two):
    """The provider of the CSG, connected and behaving; Alice is u-100 there."""
    running, other = two
    running.behave("")
    other.behave("")
    with world.acting(world.administrator) as actor:
        for one, organisation in [(running, world.csg), (other, world.police)]:
            actions.connect_provider(
                actor=actor, organisation=organisation, slug=one.slug, issuer=one.issuer, client_id=CLIENT,
                secret=SECRET, second_factor=STRONG,
            )  # fmt: skip
        actions.link(actor=actor, user=world.alice, issuer=running.issuer, subject="u-100")
    return running


@pytest.fixture
def police(two, csg):
    return two[1]


def browser():
    return Client(headers={"accept-language": "en"})


def there(address, who):
    """Sign in at the provider; gives the address to which it sends one back."""
    with requests.Session() as session:
        page = followed(session, session.get(address, timeout=10, allow_redirects=False))
        if page.status_code == 200:
            token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)[1]
            data = {"csrfmiddlewaretoken": token, "login": who, "password": who}
            page = followed(session, session.post(page.url, data=data, timeout=10, allow_redirects=False))
        return page.headers["Location"].removeprefix("http://testserver")


def followed(session, page):
    """Where the provider leads, as long as that is a page of its own."""
    while page.status_code == 302 and not page.headers["Location"].startswith("http://testserver"):
        page = session.get(urljoin(page.url, page.headers["Location"]), timeout=10, allow_redirects=False)
    return page


def sign_in(running, who, client=None, way="/zaken/"):
    client = client or browser()
    away = client.get(reverse("provider_go", args=[running.slug]), {"next": way})
    assert away.headers["Location"].startswith(f"{running.issuer}/identity/o/authorize?")
    return client.get(there(away.headers["Location"], who))


def is_in(client):
    return client.get("/vandaag/").status_code == 200


def test_the_right_account_comes_in_where_it_was_going(csg):
    answer = sign_in(csg, "u-100")
    assert answer.headers["Location"] == "/zaken/"
    assert answer.client.get("/zaken/").context["actor"].user.username == "alice"


def test_it_is_asked_for_no_more_than_who_it_is_with_pkce_and_a_nonce(csg):
    asked = parse_qs(urlsplit(browser().get(reverse("provider_go", args=["csg"])).headers["Location"]).query)
    assert asked["scope"] == ["openid"]
    assert asked["response_type"] == ["code"]
    assert asked["code_challenge_method"] == ["S256"]
    assert {"state", "nonce", "code_challenge"} <= set(asked)


def test_the_page_names_the_organisations(csg):
    said = words(browser().get(reverse("provider_choose")))
    assert "Organisatie csg" in said
    assert "Organisatie police" in said


def test_an_unknown_subject_gets_a_sentence_and_nothing_is_made(csg):
    client = browser()
    with nothing_changed():
        answer = sign_in(csg, "u-200", client)
        said = words(client.get(answer.headers["Location"]))
    assert "Your account is not linked yet" in said
    assert not is_in(client)
    assert User.objects.count() == len(PEOPLE) + 1


def test_the_same_subject_at_another_issuer_is_someone_else(csg, police):
    answer = sign_in(police, "u-100")
    assert answer.headers["Location"] == reverse("invitation")
    assert not is_in(answer.client)


def test_an_answer_of_one_provider_is_not_taken_by_another(csg, police):
    client = browser()
    away = client.get(reverse("provider_go", args=["csg"])).headers["Location"]
    back = there(away, "u-100").replace("/csg/", "/politie/")
    assert client.get(back).status_code == 403
    assert not is_in(client)


@pytest.mark.parametrize(
    "mode", ["expired", "forged", "no signature", "wrong nonce", "other audience", "other issuer"]
)
def test_a_token_that_is_not_right_lets_nobody_in(csg, mode):
    csg.behave(mode)
    client = browser()
    with nothing_changed():
        answer = sign_in(csg, "u-100", client)
    assert answer.status_code == 403
    assert "cannot be trusted" in words(answer)
    assert not is_in(client)


def test_an_answer_works_once_and_only_in_the_browser_that_asked(csg):
    client = browser()
    back = there(client.get(reverse("provider_go", args=["csg"])).headers["Location"], "u-100")
    assert browser().get(back).status_code == 403
    assert client.get(back).status_code == 302
    assert "began in another window" in words(client.get(back))


def test_who_stops_over_there_reads_that(csg):
    client = browser()
    away = client.get(reverse("provider_go", args=["csg"])).headers["Location"]
    (state,) = parse_qs(urlsplit(away).query)["state"]
    answer = client.get(reverse("provider_back", args=["csg"]), {"state": state, "error": "access_denied"})
    assert "You stopped signing in at your organisation." in words(answer)


def test_a_provider_that_is_down_says_so(world, csg):
    with world.acting(world.administrator) as actor:
        actions.connect_provider(
            actor=actor, organisation=world.vt, slug="vt", issuer="http://127.0.0.1:1", client_id="x", secret="x",
            second_factor={},
        )  # fmt: skip
    answer = browser().get(reverse("provider_go", args=["vt"]))
    assert answer.status_code == 502
    assert "does not answer now. Try again in a few minutes." in words(answer)


def test_a_provider_that_goes_down_on_the_way_says_so(csg, settings):
    settings.SOCIALACCOUNT_REQUESTS_TIMEOUT = 0.3
    client = browser()
    back = there(client.get(reverse("provider_go", args=["csg"])).headers["Location"], "u-100")
    csg.process.send_signal(signal.SIGSTOP)
    try:
        answer = client.get(back)
    finally:
        csg.process.send_signal(signal.SIGCONT)
    assert answer.status_code == 502
    assert not is_in(client)


def test_a_closed_account_stays_out(csg, world):
    with world.acting(world.administrator) as actor:
        user = User(username="gone", display_name="Gone", is_active=False)
        user.set_password(None)
        user.save(force_insert=True)
        actions.link(actor=actor, user=user, issuer=csg.issuer, subject="u-300")
    answer = sign_in(csg, "u-300")
    assert answer.status_code == 403
    assert "This account is closed." in words(answer)
    assert not is_in(answer.client)


def test_a_link_that_ended_no_longer_lets_in(csg, world):
    with world.acting(world.administrator) as actor:
        actions.unlink(actor=actor, identity=Identity.objects.get(user=world.alice))
        with refused(WrongStep):
            actions.unlink(actor=actor, identity=Identity.objects.get(user=world.alice))
    assert sign_in(csg, "u-100").headers["Location"] == reverse("invitation")


def test_a_provider_that_ended_is_gone(csg, world):
    with world.acting(world.administrator) as actor:
        actions.end_provider(actor=actor, provider=Provider.objects.get(slug="csg"))
    assert browser().get(reverse("provider_go", args=["csg"])).headers["Location"] == reverse(
        "provider_choose"
    )


def test_with_an_invitation_someone_links_their_account_once(csg, world):
    with world.acting(world.administrator) as actor:
        invitation = actions.invite(actor=actor, user=world.dave)
    client = browser()
    sign_in(csg, "u-200", client)
    wrong = client.post(reverse("invitation"), {"invitation": "aaaaaa-bbbbbb-cccccc-dddddd"})
    assert wrong.status_code == 422
    assert "This code is not right, was used, or is too old." in words(wrong)
    done = client.post(reverse("invitation"), {"invitation": invitation.upper()})
    assert done.headers["Location"] == reverse("today")
    assert client.get("/vandaag/").context["actor"].user == world.dave
    assert sign_in(csg, "u-200").headers["Location"] == "/zaken/"

    another = browser()
    sign_in(csg, "u-300", another)
    assert another.post(reverse("invitation"), {"invitation": invitation}).status_code == 422
    with world.acting(world.administrator):
        (row,) = Invitation.objects.all()
        assert invitation.replace("-", "") not in str(vars(row))


def test_an_invitation_is_of_no_use_without_signing_in_over_there(csg, world):
    with world.acting(world.administrator) as actor:
        invitation = actions.invite(actor=actor, user=world.dave)
    answer = browser().post(reverse("invitation"), {"invitation": invitation})
    assert answer.headers["Location"] == reverse("sign_in")


@pytest.mark.parametrize(("mode", "way"), [("strong", "/zaken/"), ("", "/account/tweede-stap/")])
def test_the_second_factor_of_the_provider_counts_when_it_says_so(csg, settings, mode, way):
    settings.SECOND_FACTOR = True
    csg.behave(mode)
    client = browser()
    sign_in(csg, "u-100", client)
    assert client.get("/zaken/").headers.get("Location", "/zaken/") == way


def test_else_ones_own_is_asked_for(csg, settings, world):
    settings.SECOND_FACTOR = True
    accounts.add_code_app(actor=world.alice, request=browser(), secret=SECRET_OF_APP)
    answer = sign_in(csg, "u-100")
    assert answer.headers["Location"] == reverse("second_proof")
    assert not is_in(answer.client)
    assert (
        answer.client.post(reverse("second_proof"), {"code": code(SECRET_OF_APP)}).headers["Location"]
        == "/zaken/"
    )
    assert is_in(answer.client)


def again(client, running, who, mode=""):
    session = client.session
    session["confirmed"] = 0
    session.save()
    running.behave(mode)
    assert client.get(reverse("add_passkey")).status_code == 302
    away = client.get(reverse("provider_again"), {"next": reverse("add_passkey")}).headers["Location"]
    asked = parse_qs(urlsplit(away).query)
    assert (asked["prompt"], asked["max_age"]) == (["login"], ["0"])
    return client.get(there(away, who))


def test_one_confirms_over_there_too(csg):
    client = sign_in(csg, "u-100").client
    assert again(client, csg, "u-100").headers["Location"] == reverse("add_passkey")
    assert client.get(reverse("add_passkey")).status_code == 200


@pytest.mark.parametrize(
    ("who", "mode", "said"),
    [("u-200", "", "someone else signed in"), ("u-100", "old proof", "did not ask you again")],
)
def test_someone_else_or_an_old_proof_confirms_nothing(csg, who, mode, said):
    client = sign_in(csg, "u-100").client
    assert said in words(again(client, csg, who, mode))
    assert client.get(reverse("add_passkey")).status_code == 302


@pytest.mark.parametrize("name", ["alice", "carol", "eve"])
def test_only_an_administrator_connects_links_and_invites(csg, world, name):
    with world.acting(getattr(world, name)) as actor:
        with refused(Denied):
            actions.link(actor=actor, user=world.bob, issuer=csg.issuer, subject="u-200")
        with refused(Denied):
            actions.invite(actor=actor, user=world.bob)
        with refused(Denied):
            actions.connect_provider(
                actor=actor, organisation=world.csg, slug="mine", issuer="https://mine.example", client_id="x",
                secret="x", second_factor={},
            )  # fmt: skip


def test_a_provider_is_reached_by_https(world):
    with world.acting(world.administrator) as actor, refused(WrongStep, "https"):
        actions.connect_provider(
            actor=actor, organisation=world.csg, slug="plain", issuer="http://login.example", client_id="x",
            secret="x", second_factor={},
        )  # fmt: skip


def test_the_secret_of_a_provider_is_sealed(csg):
    provider = Provider.objects.get(slug="csg")
    assert SECRET not in str(vars(provider))
    assert provider.secret == SECRET
    provider.issuer = "https://elsewhere.example"
    assert provider.secret == "", "of no use at another issuer"


def test_links_are_not_seen_by_others(csg, world):
    with transaction.atomic(), acting(world.bob.pk):
        assert not Identity.objects.exists()
    with transaction.atomic(), acting(world.alice.pk):
        assert [one.subject for one in Identity.objects.all()] == ["u-100"]
