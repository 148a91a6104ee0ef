"""The landscape as open data: what is described is what comes, in JSON and CSV, and a wrong question is a problem."""

import csv
import io
import json
from datetime import timedelta

import jsonschema_rs
import pytest
from django.test import Client
from django.utils import timezone

from rondom.core.problem import MEDIA_TYPE, VERSION
from rondom.landscape import directory, facts, importing
from rondom.landscape.hours import LOCAL

pytestmark = pytest.mark.django_db
TODAY = timezone.now().astimezone(LOCAL).date()
SERVICES, COVERAGE = "/api/v1/services", "/api/v1/coverage"


@pytest.fixture(autouse=True)
def quiet(caplog):
    caplog.set_level("CRITICAL", logger="django")


def get(path, query=None, **headers):
    return Client(headers=headers).get(path, query or {})


def valid(schema, data):
    document = get("/api/v1/openapi.json").json()
    jsonschema_rs.Draft202012Validator({"$ref": f"#/components/schemas/{schema}", **document}).validate(data)


def test_all_services_come_with_their_facts_as_described(world):
    answer = get(SERVICES)
    assert (answer.status_code, answer["API-Version"], answer["Content-Type"]) == (
        200,
        VERSION,
        "application/json",
    )
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert not answer.cookies
    data = answer.json()
    valid("Services", data)
    assert data["count"] == len(data["services"]) == 47
    csg = next(one for one in data["services"] if one["id"] == "csg")
    assert csg["facts"]["phone"]["value"] == {"number": "0800-0188"}
    assert csg["facts"]["phone"]["verifiedOn"] == "2026-11-22"
    assert csg["facts"]["phone"]["expiresOn"] == "2027-05-24"


def test_what_was_not_checked_is_not_in_it_in_any_form(world):
    for query in ({}, {"format": "csv"}):
        text = get(SERVICES, query).content.decode()
        assert "0800-0188" in text
        for number in ("0900-0101", "088-2080000", "0800-3200032", "0800-7000", "0800-8020"):
            assert number not in text
    for place in directory.current().places:
        for name in place.public(TODAY):
            assert facts.is_public_fact(place.facts[name], TODAY)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"targetGroup": "human_trafficking", "phase": "P3"}, {"comensha", "arbeidsinspectie"}),
        ({"audience": "perpetrator"}, {"stopitnow", "de-waag"}),
    ],
)
def test_services_that_fit_the_question(world, query, expected):
    data = get(SERVICES, query).json()
    found = {one["id"] for one in data["services"]}
    assert expected <= found
    assert data["count"] < 47
    assert "kindertelefoon" not in found


def test_pages_follow_each_other(world):
    first = get(SERVICES, {"pageSize": "20", "audience": "victim"})
    assert len(first.json()["services"]) == 20
    assert (
        '</api/v1/services?audience=victim&pageSize=20&page=2>; rel="next"'.replace(
            "audience=victim&pageSize=20", "pageSize=20&audience=victim"
        )
        in first["Link"]
    )
    assert 'rel="prev"' not in first["Link"]
    seen = [
        one["id"]
        for page in "123"
        for one in get(SERVICES, {"pageSize": "20", "page": page}).json()["services"]
    ]
    assert len(seen) == len(set(seen)) == 47
    assert get(SERVICES, {"page": "99"}).json()["services"] == []


@pytest.mark.parametrize(("query", "slug"), [({}, None), ({"region": "north"}, "north")])
def test_coverage_says_for_every_cell_what_is_there_and_why_it_is_a_gap(world, query, slug):
    answer = get(COVERAGE, query)
    assert not answer.cookies
    data = answer.json()
    valid("Coverage", data)
    assert (data["region"] or {}).get("slug") == slug
    assert len(data["cells"]) == 25
    cell = next(
        one for one in data["cells"] if (one["targetGroup"], one["phase"]) == ("human_trafficking", "P1")
    )
    assert (cell["gap"], cell["count"]) == (True, 5)
    assert {"rule": "audience-unaware", "known": True, "about": ["relative"]} in cell["reasons"]
    assert {"rule": "language", "known": False, "about": []} in cell["reasons"]


def test_coverage_of_a_day(world):
    assert get(COVERAGE, {"on": "2026-11-22"}).json()["on"] == "2026-11-22"


def test_a_sheet_by_format_or_by_accept(world):
    for answer in (get(SERVICES, {"format": "csv"}), get(SERVICES, accept="text/csv")):
        assert answer["Content-Type"].startswith("text/csv")
        rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
        assert len(rows) == 47
    cover = list(csv.DictReader(io.StringIO(get(COVERAGE, {"format": "csv"}).content.decode())))
    assert [row["gap"] for row in cover].count("true") == 6
    assert get(SERVICES, accept="text/html,*/*").headers["Content-Type"] == "application/json"
    assert get(SERVICES, {"format": "json"}, accept="text/csv").headers["Content-Type"] == "application/json"


def test_the_sheet_can_be_taken_in_again_and_says_nothing_new(world):
    content = get(SERVICES, {"format": "csv"}).content
    found = importing.read(content, directory.current(), TODAY)
    assert [row.fault for row in found if row.fault] == []
    assert {row.slug for row in found if row.unchecked or row.new} == set()
    assert all(row.checked == {} for row in found)


@pytest.mark.parametrize("path", [SERVICES, COVERAGE])
@pytest.mark.parametrize(
    ("query", "headers", "status"),
    [
        ({"region": "nowhere"}, {}, 404),
        ({"region": "\0"}, {}, 404),
        ({"format": "xml"}, {}, 400),
        ({}, {"accept": "text/html"}, 406),
    ],
)
def test_a_wrong_question_is_a_problem(world, path, query, headers, status):
    answer = get(path, query, **headers)
    assert answer.status_code == status
    assert answer["Content-Type"] == MEDIA_TYPE
    assert answer["API-Version"] == VERSION
    assert not answer.cookies
    valid("Problem", json.loads(answer.content))


@pytest.mark.parametrize(
    "query",
    [
        {"phase": "P6"},
        {"audience": "🦊"},
        {"targetGroup": "x" * 5000},
        {"page": "0"},
        {"page": "-1"},
        {"page": "1e3"},
        {"pageSize": "٣"},
        {"page": "9" * 99},
    ],
)
def test_a_wrong_filter_or_page_is_a_problem(world, query):
    assert get(SERVICES, query).status_code == 400


@pytest.mark.parametrize("day", ["2026-11-21", str(TODAY + timedelta(days=1)), "today", "2026-13-01"])
def test_a_day_of_which_nothing_is_known_is_a_problem(world, day):
    assert get(COVERAGE, {"on": day}).status_code == 400


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("path", [SERVICES, COVERAGE])
def test_it_is_only_read(world, path, method):
    answer = getattr(Client(enforce_csrf_checks=True), method)(path)
    assert (answer.status_code, answer["Allow"], answer["Content-Type"]) == (405, "GET, HEAD", MEDIA_TYPE)
    assert get(path + "/").status_code == 404
