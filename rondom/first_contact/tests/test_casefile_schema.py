"""The form as JSON Schema: every file of the demo fits, and what it refuses the reader refuses."""

import copy
import json
from datetime import UTC, datetime

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rondom.core import embedded
from rondom.first_contact.casefile import BrokenFile, read
from rondom.first_contact.casefile_schema import schema
from rondom.first_contact.openapi import document
from rondom.first_contact.tests.test_casefile import BROKEN, IDS, MISSING
from rondom.first_contact.tests.test_casefile_fuzz import mutated
from tests.casuistry import FOLDER, NAMES, case_file, changed, without

pytestmark = pytest.mark.usefixtures("db")

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
FITS = jsonschema_rs.Draft202012Validator(schema())
# What no schema can say, or not as it is.
UNSAYABLE = {
    ("region", "atlantis"): "which regions there are",
    ("event.earliest_hours_before_report", "1"): "that it is not smaller than the other",
}


def read_it(data):
    try:
        return read(data, NOW, strict=True)
    except BrokenFile:
        return None


def test_it_is_a_schema():
    jsonschema_rs.meta.validate({"$schema": "https://json-schema.org/draft/2020-12/schema", **schema()})


@pytest.mark.parametrize("name", NAMES)
def test_every_file_of_the_demo_fits_as_it_is(name):
    assert FITS.is_valid(json.loads((FOLDER / f"{name}.json").read_text()))


def test_the_example_fits_and_is_read(db):
    body = document()["paths"]["/reports"]["post"]["requestBody"]["content"]["application/json"]
    assert FITS.is_valid(body["example"])
    assert read_it({**body["example"], "region": "north"})


def test_what_is_kept_of_it_in_the_docs_is_what_it_is():
    kept = json.loads((embedded.ROOT / "docs" / "report.schema.json").read_text())
    assert kept == {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema()}


@pytest.mark.parametrize(("path", "value", "field"), BROKEN, ids=IDS)
def test_what_the_reader_refuses_the_schema_refuses_where_it_can(path, value, field, db):
    data = without(case_file(), path) if value is MISSING else changed(case_file(), path, value)
    try:
        text = json.dumps(data, allow_nan=False)
        text.encode()
    except ValueError:
        return  # is not JSON at all
    if "\\ud" in text or (field, str(value)) in UNSAYABLE:
        return
    assert read_it(data) is None
    assert not FITS.is_valid(json.loads(text)), (field, value)


@given(data=mutated())
def test_what_fits_is_read_but_for_what_no_schema_can_say(data):
    try:
        data = json.loads(json.dumps(data, allow_nan=False))
        json.dumps(data, ensure_ascii=False).encode()
    except ValueError:
        return
    if not FITS.is_valid(data):
        return
    try:
        read(data, NOW, strict=True)
    except BrokenFile as broken:
        for fault in broken.faults:
            assert fault.field.endswith(
                ("region", "earliest_hours_before_report", "birth_year", "works_at")
            ), fault


@given(spot=st.sampled_from(["", "reporter", "event", "persons", "consents", "safe_contact"]))
def test_no_field_is_passed_over_unless_it_is_named(spot, db):
    data = copy.deepcopy(case_file())
    inside = {
        "": data,
        "persons": data["persons"][0],
        "consents": data["consents"][0],
        "safe_contact": data["persons"][0]["safe_contact"],
    }
    inside.get(spot, data.get(spot))["colour"] = "blue"
    assert not FITS.is_valid(data)
    assert read_it(data) is None
    assert read(data, NOW), "at the command line it is passed over"
