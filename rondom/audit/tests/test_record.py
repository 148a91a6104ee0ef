"""The record that is sealed: the database and Python write the same bytes, and they are RFC 8785."""

import json
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import rfc8785
from django.db import DataError, IntegrityError, connection, models, transaction
from hypothesis import given
from hypothesis import strategies as st

from rondom.audit import log, record, trace
from rondom.audit.models import COLUMNS, Codes, Event
from rondom.audit.verbs import Door
from rondom.core.db import uuid7

pytestmark = pytest.mark.usefixtures("db")
NOW = datetime(2026, 11, 24, 12, 0, 0, 120_000, tzinfo=UTC)
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=10)
CODE = st.text(st.characters(codec="utf-8", exclude_categories=["Z", "C"]), max_size=8)
DATA = st.dictionaries(
    CODE, st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | CODE | st.lists(CODE, max_size=3)
)


def any_value(field):
    if isinstance(field, Codes):
        return DATA
    if isinstance(field, models.UUIDField):
        return st.uuids() | st.none() if field.null else st.uuids()
    if isinstance(field, models.DateTimeField):
        return st.datetimes(timezones=st.just(UTC))
    return TEXT.map(lambda text: text[: field.max_length])


@given(st.fixed_dictionaries({column: any_value(field) for column, field in COLUMNS.items()}))
def test_the_database_writes_what_python_writes_whatever_stands_in_an_event(values):
    event = Event(**values)
    whole = rfc8785.dumps(record.of(event))
    assert record.canonical(event) == whole
    with connection.cursor() as cursor:
        names = ", ".join(f"%s::{field.db_type(connection)} AS {column}" for column, field in COLUMNS.items())
        given = [field.get_db_prep_value(values[column], connection) for column, field in COLUMNS.items()]
        cursor.execute(f"SELECT {record.SQL} FROM (SELECT {names}) AS event", given)
        assert cursor.fetchone()[0].encode() == whole


@pytest.mark.parametrize(
    "verb", ["case:viewed", "één:ding", 'x","action":"R', "back\\slash", "tab\there", "\x7f\u2028"]
)
def test_a_text_of_any_kind_stands_for_one_column_alone(verb):
    event = Event(at=NOW, verb=verb, action="U", outcome="done", actor_kind="service", site="rondom")
    with connection.cursor() as cursor:
        names = ", ".join(f"%s::{field.db_type(connection)} AS {column}" for column, field in COLUMNS.items())
        given = [
            field.get_db_prep_value(getattr(event, field.attname), connection) for field in COLUMNS.values()
        ]
        cursor.execute(f"SELECT {record.SQL} FROM (SELECT {names}) AS event", given)
        (found,) = cursor.fetchone()
    assert found.encode() == record.canonical(event)
    assert (json.loads(found)["verb"], json.loads(found)["action"]) == (verb, "U")


def test_what_is_empty_is_no_part_of_it_so_that_a_later_column_changes_nothing():
    event = Event(at=NOW, verb="case:viewed", actor_kind="service")
    found = json.loads(record.canonical(event))
    assert found == {
        "id": str(event.pk), "at": "2026-11-24T12:00:00.12+00:00", "verb": "case:viewed", "outcome": "done",
        "actor_kind": "service",
    }  # fmt: skip


def test_data_that_is_no_json_is_refused_for_it_could_pass_for_other_columns():
    empty = [
        f"NULL::{field.db_type(connection)} AS {name}" for name, field in COLUMNS.items() if name != "data"
    ]
    query = f"SELECT {record.SQL} FROM (SELECT {', '.join(empty)}, %s AS data) AS event"
    with connection.cursor() as cursor:
        cursor.execute(query, ['{"a":"b"}'])
        assert cursor.fetchone() == ('{"data":{"a":"b"}}',)
        with pytest.raises(DataError), transaction.atomic():
            cursor.execute(query, ['{"a":"b"},"decision":"x"'])


def test_the_database_takes_no_narrative_in_an_event(world):
    with world.acting(world.alice) as actor:
        for told in ["een zin met woorden", "tab\there", "regel\neinde"]:
            with pytest.raises(IntegrityError, match="event_data_holds_codes"), transaction.atomic():
                log.record(actor, Door.DENIED, data={"note": told})
        log.record(actor, Door.DENIED, data={"note": "a-code"})


def test_an_event_says_in_which_roles_where_and_as_part_of_which_trace(world):
    with world.acting(world.carol) as actor, trace.apart():
        trace.begin("cases:case", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
        log.record(
            actor, Door.DENIED, decision="row-7", relation="coordinator", consent_id=UUID(int=3),
            on_behalf_of=UUID(int=4), pseudonym=UUID(int=5), category="story", sensitivity="special",
        )  # fmt: skip
    with world.acting(world.carol):
        event = Event.objects.order_by("-pk")[0]
    assert (event.action, event.roles, event.access_point) == ("E", "professional", "cases:case")
    assert (event.trace_id, event.parent_span_id) == ("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331")
    assert (event.decision, event.relation, event.category, event.sensitivity) == (
        "row-7", "coordinator", "story", "special",
    )  # fmt: skip
    assert (event.consent_id, event.on_behalf_of, event.pseudonym) == (UUID(int=3), UUID(int=4), UUID(int=5))
    assert (event.site, event.component) == ("rondom", "rondom-app")
    assert event.version
    assert event.span_id == event.pk.hex[16:]


@pytest.mark.parametrize(
    "brought",
    [
        "", "nonsense", "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
        "00-00000000000000000000000000000000-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
        "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\n",
    ],
)  # fmt: skip
def test_a_traceparent_that_is_not_valid_is_not_taken(brought):
    found = trace.Trace.of("x", brought)
    assert found.parent == ""
    assert len(bytes.fromhex(found.trace_id)) == 16
    assert found.trace_id != "0af7651916cd43dd8448eb211c80319c"


def test_a_later_version_of_traceparent_may_say_more():
    assert trace.Trace.of("x", "01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more").parent


def test_a_request_has_one_trace_and_another_request_another(world, client):
    client.force_login(world.alice)
    brought = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00"
    for headers in [{"traceparent": brought}, {}]:
        assert client.get("/vandaag/", headers=headers).status_code == 200
    with world.acting(world.alice):
        first, second = Event.objects.filter(verb="coordination:today:read").order_by("pk")
    assert (first.access_point, first.trace_id, first.parent_span_id) == (
        "today", "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331",
    )  # fmt: skip
    assert (second.access_point, second.parent_span_id) == ("today", "")
    assert second.trace_id not in {"", first.trace_id}


def test_the_moment_is_kept_to_the_microsecond():
    for rest in (0, 1, 1000, 120_000, 999_999):
        event = Event(pk=uuid7(), at=NOW.replace(microsecond=rest) + timedelta(days=1), verb="x")
        assert datetime.fromisoformat(record.of(event)["at"]) == event.at
