"""Outside the demo nobody sees anything with a password alone; a second factor is one's own, and each code works once."""

import pytest
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.test import Client
from django.urls import reverse

from rondom.accounts import actions, questions
from rondom.audit.models import Event
from rondom.core.db import acting, confirmed
from rondom.core.sealed import unseal
from tests.browse import markup, words
from tests.codes import code

PASSWORD = "een lange zin met woorden"
FACTORS, PROOF = "/account/tweede-stap/", "/inloggen/tweede-stap/"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def outside_the_demo(settings):
    settings.SECOND_FACTOR = True
    settings.DEMO = False


@pytest.fixture
def alice(world):
    with world.acting(world.alice):
        world.alice.set_password(PASSWORD)
        world.alice.save(update_fields=["password"])
    return world.alice


def sign_in(user, client=None):
    client = client or Client(headers={"accept-language": "en"})
    return client.post(
        reverse("sign_in"), {"username": user.username, "password": PASSWORD, "next": "/zaken/"}
    )


@pytest.fixture
def with_app(alice):
    """Alice, who has a code app."""
    with transaction.atomic():
        browser = Client()
        browser.force_login(alice)
        actions.add_code_app(actor=alice, request=browser, secret=SECRET)
    return alice


def test_with_a_password_alone_one_gets_nothing_but_the_page_to_set_one_up(alice):
    client = sign_in(alice).client
    for path in ["/vandaag/", "/zaken/", "/mdt/", "/melding/nieuw/", reverse("password")]:
        answer = client.get(path)
        assert (answer.status_code, answer.headers["Location"]) == (302, FACTORS), path
    assert client.post("/melding/nieuw/", {"sentence": "x"}).headers["Location"] == FACTORS
    assert "You need a second step before you can go on." in words(client.get(FACTORS))
    assert client.get(reverse("add_code_app")).status_code == 200


def test_a_code_app_is_set_up_and_then_asked_for(alice, world):
    client = sign_in(alice).client
    page = client.get(reverse("add_code_app"))
    secret = page.context["secret"]
    assert "<svg" in markup(page)
    assert secret in words(page)
    wrong = client.post(reverse("add_code_app"), {"code": "000000"})
    assert (wrong.status_code, wrong.context["secret"]) == (422, secret)
    assert "This code is not right." in words(wrong)
    done = client.post(reverse("add_code_app"), {"code": code(secret)})
    assert done.headers["Location"] == reverse("recovery_codes")
    assert client.get("/vandaag/").status_code == 200

    again = sign_in(alice)
    assert again.headers["Location"] == PROOF
    assert again.client.get("/vandaag/").status_code == 302, "not in yet"
    answer = again.client.post(PROOF, {"code": code(secret, 1)})
    assert answer.headers["Location"] == "/zaken/"
    assert again.client.get("/zaken/").status_code == 200
    with transaction.atomic(), acting(alice.pk):
        mine = Event.objects.filter(actor_id=alice.pk, verb__startswith="account:").order_by("pk")
        said = list(mine.values_list("verb", flat=True))
    assert said == ["account:signed_in", "account:factor:added", "account:proved", "account:signed_in"]


def test_the_secret_is_sealed(with_app):
    with transaction.atomic(), acting(with_app.pk), confirmed("door", with_app.pk):
        row = Authenticator.objects.get(type="totp")
    assert SECRET not in str(row.data)
    assert unseal(row.data["secret"], "second factor") == SECRET


def test_a_wrong_code_does_not_let_in_and_five_close_the_door(with_app):
    client = sign_in(with_app).client
    for _time in range(4):
        answer = client.post(PROOF, {"code": "000000"})
        assert answer.status_code == 422
        assert "That is not right." in words(answer)
    client.post(PROOF, {"code": "000000"})
    answer = client.post(PROOF, {"code": code(SECRET)})
    assert answer.status_code == 429
    assert "Too many attempts." in words(answer)
    assert client.get("/vandaag/").status_code == 302


def test_nothing_filled_in_says_so(with_app):
    answer = sign_in(with_app).client.post(PROOF, {})
    assert answer.status_code == 422
    assert "Fill in one of them." in words(answer)


def test_a_code_works_once(with_app):
    now = code(SECRET)
    assert sign_in(with_app).client.post(PROOF, {"code": now}).headers["Location"] == "/zaken/"
    assert sign_in(with_app).client.post(PROOF, {"code": now}).status_code == 422


def test_a_recovery_code_works_once(with_app):
    (first, *_rest) = questions.codes_left(with_app)
    assert len(_rest) == 9
    assert (
        sign_in(with_app).client.post(PROOF, {"code": f"{first[:5]} {first[5:]}"}).headers["Location"]
        == "/zaken/"
    )
    assert sign_in(with_app).client.post(PROOF, {"code": first}).status_code == 422
    assert len(questions.codes_left(with_app)) == 9


def test_new_recovery_codes_end_the_old(with_app):
    client = sign_in(with_app).client
    client.post(PROOF, {"code": code(SECRET)})
    old = questions.codes_left(with_app)
    client.post(reverse("recovery_codes"))
    new = questions.codes_left(with_app)
    assert not {*old} & {*new}
    assert new[0] in words(client.get(reverse("recovery_codes")))


def test_who_gave_no_first_proof_is_not_asked_for_a_second(world):
    assert Client().get(PROOF).headers["Location"] == reverse("sign_in")
    assert Client().post(PROOF, {"code": "000000"}).headers["Location"] == reverse("sign_in")


def test_removing_the_last_one_leads_to_setting_up_another(with_app):
    client = sign_in(with_app).client
    client.post(PROOF, {"code": code(SECRET)})
    (factor,) = questions.factors(with_app)
    url = reverse("remove_factor", args=[factor.pk])
    assert "Remove the code app?" in words(client.get(url))
    assert client.post(url).headers["Location"] == FACTORS
    assert questions.ways(with_app) == set(), "the recovery codes too"
    assert sign_in(with_app).headers["Location"] == "/zaken/"


def test_nobody_removes_anothers(with_app, world):
    (factor,) = questions.factors(with_app)
    client = Client(raise_request_exception=False)
    client.force_login(world.bob)
    session = client.session
    session.update({"second": True, "confirmed": 9e12})
    session.save()
    assert client.post(reverse("remove_factor", args=[factor.pk])).status_code == 404
    assert questions.factors(with_app) == [factor]


@pytest.mark.parametrize("who", ["alice", "bob", "administrator"])
def test_second_factors_are_neither_seen_nor_changed_away_from_the_door(with_app, world, who):
    """As SQL that was slipped in anywhere else would have it."""
    with transaction.atomic(), acting(getattr(world, who).pk):
        assert not Authenticator.objects.exists()
        assert Authenticator.objects.update(data={}) == 0
        assert Authenticator.objects.all().delete() == (0, {})


def test_not_even_at_the_door_are_those_of_another_seen(with_app, world):
    with transaction.atomic(), acting(world.bob.pk), confirmed("door", world.bob.pk):
        assert not Authenticator.objects.exists()


def test_a_new_password_ends_the_other_sessions(with_app):
    one, other = (sign_in(with_app).client for _browser in range(2))
    one.post(PROOF, {"code": code(SECRET)})
    other.post(PROOF, {"code": code(SECRET, 1)})
    assert {client.get("/vandaag/").status_code for client in (one, other)} == {200}
    chosen = {"new_password1": "nog een lange zin", "new_password2": "nog een lange zin"}
    short = one.post(reverse("password"), {"new_password1": "kort", "new_password2": "kort"})
    assert short.status_code == 422
    assert one.post(reverse("password"), chosen).headers["Location"] == FACTORS
    assert one.get("/vandaag/").status_code == 200
    assert other.get("/vandaag/").status_code == 302
