"""Another system registers a report: the same comes of it as at the command line, and every refusal is a problem."""

import json
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.utils import timezone

from rondom.accounts.actions import DOOR
from rondom.accounts.confirm import Fresh, saying
from rondom.audit.models import Event
from rondom.cases.models import Case
from rondom.core.db import confirmed
from rondom.core.problem import MEDIA_TYPE, VERSION
from rondom.organisations import tokens
from rondom.organisations.actions import end_member
from rondom.organisations.actions import tokens as actions
from rondom.organisations.models import Token
from tests.browse import signed_in
from tests.casuistry import NAMES, case_file, changed
from tests.proof import everything
from tests.systems import URL, let_in, send

UNTOUCHED = {"organisations_token", "audit_event", "axes_accessattempt"}  # that it was tried is written


@pytest.fixture(autouse=True)
def quiet(caplog):
    caplog.set_level("CRITICAL", logger="django")


@pytest.fixture
def token(world):
    return let_in(world)[1]


def kept() -> dict[str, str]:
    return {name: rows for name, rows in json.loads(everything()).items() if name not in UNTOUCHED}


def problem(answer, status):
    """What is said of a refusal, which is a problem in every way."""
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == MEDIA_TYPE
    assert answer["API-Version"] == VERSION
    said = answer.json()
    assert said["status"] == status
    assert {"type", "title", "detail"} <= said.keys()
    return said


def test_a_report_is_registered_and_what_came_of_it_comes_back(world, token):
    answer = send(case_file(), token)
    assert (answer.status_code, answer["API-Version"]) == (201, VERSION)
    said = answer.json()
    assert list(said) == [
        "code", "region", "status", "reportedAt", "mdtDueAt", "mdtMeeting", "nextActor", "windows", "similar", "warnings",
    ]  # fmt: skip
    assert (said["region"], said["status"], said["similar"]) == ("north", "reported", 0)
    assert said["nextActor"].items() >= {"organisation": world.csg.name, "action": "mdt"}.items()
    with world.acting(world.alice):
        case = Case.objects.get()
        assert (case.code, case.registered_by, case.registered_for) == (said["code"], world.alice, world.csg)
        events = {event.verb: event for event in Event.objects.filter(case_id=case.pk)}
        assert events["report:registered"].access_point == "first_contact:api_reports"
        assert events["report:received"].subject_kind == "token"
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("name", NAMES)
def test_every_case_file_is_taken_as_it_is(name, world, token):
    answer = send(case_file(name), token)
    assert answer.status_code == 201, answer.content


def test_sentences_come_in_the_language_that_is_asked_for(world, token):
    file = case_file("DH-05")
    dutch, english = (send(file, token, accept_language=one).json()["warnings"] for one in ("nl", "en"))
    said = [{one["code"]: one["sentence"] for one in each} for each in (dutch, english)]
    assert said[1].keys() - said[0].keys() == {"possible_double"}, "it is in there twice"
    assert all(said[0][code] != said[1][code] for code in said[0])


WRONG = [
    (400, {"idempotency_key": ""}),
    (400, {"idempotency_key": "short"}),
    (400, {"idempotency_key": '"' + "x" * 201 + '"'}),
    (401, {"authorization": ""}),
    (401, {"authorization": "Basic YTpi"}),
    (401, {"authorization": "Bearer rondom_aaaaaaaa_" + "a" * 52}),
    (401, {"authorization": "Bearer " + "x" * 900}),
    (406, {"accept": "text/html"}),
    (415, {"content_type": "text/plain"}),
    (415, {"content_type": "multipart/form-data; boundary=x"}),
    (411, {"transfer_encoding": "chunked"}),
]


@pytest.mark.parametrize(
    ("status", "headers"), WRONG, ids=[f"{s} {next(iter(h))} {n}" for n, (s, h) in enumerate(WRONG)]
)
def test_what_is_not_as_agreed_is_a_problem_and_nothing_is_registered(status, headers, world, token):
    before = kept()
    said = problem(send(case_file(), token, **headers), status)
    assert said["detail"]
    assert kept() == before


@pytest.mark.parametrize("body", [b" ", b"{", b"[1,]", b'{"a": NaN}', b"\xff", b"[" * 100_000, b"1" * 5000])
def test_what_is_no_json_is_a_problem(body, world, token):
    before = kept()
    problem(send(body, token), 400)
    assert kept() == before


def test_what_is_too_large_is_a_problem(world, token):
    problem(send(b" " * 1_000_001, token), 413)
    headers = {"content-length": str(settings.BODY_MAX_BYTES + 1)}
    problem(Client().generic("POST", URL, b"", headers=headers), 413)


def test_every_fault_has_an_entry_with_its_field(world, token):
    file = changed(case_file(channel="pigeon"), ("persons", 0, "birth_year"), 1850)
    before = kept()
    said = problem(send(file, token), 422)
    assert [(one["pointer"], one["field"]) for one in said["errors"]] == [
        ("#/channel", "channel"),
        ("#/persons/0/birth_year", "persons[0].birth_year"),
    ]
    assert all(one["detail"] for one in said["errors"])
    assert kept() == before


@pytest.mark.parametrize("data", [[], "a", None, 5])
def test_what_is_no_object_is_at_fault_as_a_whole(data, world, token):
    assert problem(send(data, token), 422)["errors"][0]["pointer"] == "#"


@pytest.mark.parametrize(
    ("path", "field"),
    [(("consent",), "#"), (("persons", 0, "safe_contact", "Phone_ok"), "#/persons/0/safe_contact")],
)
def test_a_field_that_is_not_known_is_not_lost_in_silence(path, field, world, token):
    file = case_file()
    inside = file
    for step in path[:-1]:
        inside = inside[step]
    inside[path[-1]] = []
    said = problem(send(file, token), 422)
    assert [one["pointer"] for one in said["errors"]] == [field]
    assert path[-1] in said["errors"][0]["detail"]


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_other_methods_are_refused_with_what_is_allowed(method, db):
    answer = Client().generic(method, URL)
    assert (answer.status_code, answer["Allow"]) == (405, "POST")


def test_the_description_is_for_everyone_and_is_only_read(db):
    answer = Client().get("/api/v1/openapi.json")
    assert (answer.status_code, answer["Access-Control-Allow-Origin"]) == (200, "*")
    assert answer.json()["info"]["version"] == answer["API-Version"] == VERSION
    strict = Client(enforce_csrf_checks=True)
    for method in ("POST", "PUT", "DELETE", "QUERY"):
        answer = strict.generic(method, "/api/v1/openapi.json")
        problem(answer, 405)
        assert answer["Allow"] == "GET, HEAD"


@pytest.mark.parametrize("path", ["/api/v1/reports/", "/api/v1/", "/api/v2/reports", "/api/v1/reports/1"])
def test_no_address_ends_in_a_slash_and_elsewhere_is_nothing(path, db):
    problem(Client().get(path), 404)
    problem(Client().post(path, {}, content_type="application/json"), 404)


def test_an_organisation_registers_only_where_it_works_and_the_refusal_is_recorded(world, token):
    before = kept()
    said = problem(send(case_file(region="south"), token), 403)
    assert "Regio south" in said["detail"]
    assert kept() == before
    event = refusal(world, world.alice)
    assert (event.verb, event.access_point) == ("access:denied", "first_contact:api_reports")
    assert set(json.loads(event.data) if isinstance(event.data, str) else event.data) == {"view", "token"}


def refusal(world, user):
    with world.acting(user):
        return Event.objects.filter(outcome=Event.Outcome.REFUSED, actor_id=user.pk).latest("pk")


def test_a_session_does_not_open_it_and_a_token_opens_no_page(world, token):
    client = signed_in(world.alice)
    assert client.get("/vandaag/").status_code == 200
    key = {"Idempotency-Key": "x" * 16}
    answer = client.post(URL, case_file(), content_type="application/json", headers=key)
    problem(answer, 401)
    page = Client().get("/vandaag/", headers={"Authorization": f"Bearer {token}"})
    assert page.status_code == 302


def test_what_was_taken_back_opens_nothing_at_once(world):
    row, token = let_in(world)
    assert send(case_file(), token).status_code == 201
    with world.acting(world.dave) as actor:
        actions.revoke(actor=actor, token=row)
    assert "error" in send(case_file(), token)["WWW-Authenticate"]


def test_whose_account_no_longer_works_there_registers_nothing(world, token):
    membership = world.alice.memberships.get()
    with world.acting(world.administrator) as actor:
        end_member(actor=actor, membership=membership)
    before = kept()
    problem(send(case_file(), token), 403)
    assert kept() == before


def test_a_token_without_the_scope_does_not_do_it(world):
    row, _token = let_in(world)
    secret = "rondom_bbbbbbbb_" + "b" * 52
    fields = {
        name: getattr(row, name) for name in ("organisation", "user", "name", "made_at", "made_by", "ends_at")
    }
    with world.acting(world.dave), saying(Fresh(world.dave.pk), "make token"):
        other = Token(prefix="bbbbbbbb", digest=tokens.digest(secret), scopes=["reports:read"], **fields)
        other.save(force_insert=True)
    before = kept()
    problem(send(case_file(), secret), 403)
    assert kept() == before
    assert refusal(world, world.alice).verb == "access:denied"


def test_who_sends_more_than_a_minute_allows_waits_as_long_as_they_are_told(world):
    row, token = let_in(world)
    for _attempt in range(2):  # the minute may turn between counting and sending
        with transaction.atomic(), confirmed(DOOR, None):
            began = timezone.now().replace(second=0, microsecond=0)
            Token.objects.filter(pk=row.pk).update(minute_at=began, minute_count=settings.TOKEN_MOST_A_MINUTE)
        answer = send(case_file(), token)
        if answer.status_code == 429:
            break
    problem(answer, 429)
    assert 1 <= int(answer["Retry-After"]) <= 60
    with transaction.atomic(), confirmed(DOOR, None):
        Token.objects.filter(pk=row.pk).update(minute_at=began - timedelta(minutes=1))
    assert send(case_file(), token).status_code == 201, "a minute later it is taken"


def test_wrong_tokens_are_recorded_and_from_one_address_soon_no_longer_tried(world, token):
    wrong = "rondom_aaaaaaaa_" + "a" * 52
    answers = [send(case_file(), wrong).status_code for _time in range(settings.AXES_FAILURE_LIMIT + 1)]
    assert answers == [401] * settings.AXES_FAILURE_LIMIT + [429]
    assert send(case_file(), token).status_code == 201, "a good one still opens"
