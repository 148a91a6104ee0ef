"""Every column of a case that could hold what someone told is sealed, or stands here with its reason."""

import pytest
from django.apps import apps
from django.db import connection

from rondom.keys.sealed import SHORTEST, Sealed

CODE = "a code from a list of ours"
DOOR = "sealed with the key of the door, as nobody knows then whether there is a case"
PLAIN = {
    ("cases_case", "code"): "made by the database; people say it to each other and it tells nothing",
    ("cases_case", "status"): CODE,
    ("cases_case", "next_kind"): CODE,
    ("cases_case", "closing_reason"): CODE,
    ("cases_caselink", "kind"): CODE,
    ("cases_caselink", "grounds"): CODE,
    (
        "cases_caselink",
        "before",
    ): "where a duplicate stood before it was closed: codes, identifiers and moments",
    ("cases_entry", "kind"): CODE,
    ("cases_entry", "told_by"): CODE,
    ("cases_entry", "interpreter"): CODE,
    ("cases_document", "given_by"): CODE,
    ("cases_document", "kind"): CODE,
    ("cases_document", "media"): CODE,
    ("cases_document", "shareable"): CODE,
    ("cases_retelling", "need"): CODE,
    ("cases_emergency", "finding"): CODE,
    ("cases_emergency", "reason"): CODE,
    ("cases_grant", "purpose"): CODE,
    ("cases_grant", "rows"): "rows of the privacy protocol",
    ("cases_grant", "basis"): CODE,
    ("cases_person", "roles"): CODE,
    ("cases_person", "gender"): CODE,
    ("cases_person", "codes"): "the blind index: 16 bits of a keyed hash each",
    ("cases_shield", "cleared"): "identifiers of accounts",
    ("cases_shield", "reason"): CODE,
    ("cases_step", "kind"): CODE,
    ("cases_step", "domain"): CODE,
    ("cases_step", "state"): CODE,
    ("coordination_aftercare", "outcome"): CODE,
    ("coordination_assignment", "end_why"): CODE,
    ("coordination_assignment", "state"): CODE,
    ("coordination_assignment", "stays_for"): CODE,
    ("coordination_closing", "reason"): CODE,
    ("coordination_closing", "safety"): CODE,
    ("coordination_closing", "told"): CODE,
    ("coordination_vacancy", "level"): CODE,
    ("cases_stepchange", "state"): CODE,
    ("cases_goal", "domain"): CODE,
    ("cases_goal", "state"): CODE,
    ("coordination_nudge", "kind"): CODE,
    ("coordination_insistence", "level"): CODE,
    ("coordination_overlap", "keeps"): CODE,
    ("coordination_contact", "way"): CODE,
    ("coordination_contact", "result"): CODE,
    ("coordination_contact", "against"): CODE,
    ("coordination_rightsaid", "entitlement"): "a row of rights.toml",
    ("coordination_rightsaid", "state"): CODE,
    ("coordination_rightsaid", "understood"): CODE,
    ("coordination_routestep", "state"): CODE,
    ("coordination_routestep", "told_by"): CODE,
    ("coordination_contactcode", "digest"): "a keyed digest of eight random signs",
    ("coordination_contactrequest", "about"): CODE,
    ("coordination_contactrequest", "name_sealed"): DOOR,
    ("coordination_contactrequest", "phone_sealed"): DOOR,
    ("coordination_contactrequest", "place_sealed"): DOOR,
    ("coordination_contactrequest", "receipt_digest"): "a digest of 256 random bits",
    ("coordination_contactrequest", "state"): CODE,
    ("coordination_guestquestion", "code_hash"): "a slow hash of eight digits that only the receiver heard",
    ("coordination_guestquestion", "purpose"): CODE,
    ("coordination_guestquestion", "receiver_kind"): CODE,
    ("coordination_guestquestion", "rows"): "rows of the privacy protocol",
    ("coordination_guestquestion", "state"): CODE,
    ("coordination_guestquestion", "token_digest"): "a digest of 256 random bits",
    ("first_contact_reception", "body_digest"): "a keyed digest of what another system sent",
    ("first_contact_reception", "key_digest"): "the same of its key",
    ("first_contact_eventmoment", "told_by"): CODE,
    ("cases_personchange", "told_by"): CODE,
    ("first_contact_report", "channel"): CODE,
    ("first_contact_report", "dependency_relation"): CODE,
    ("first_contact_report", "explained"): CODE,
    ("first_contact_report", "place_kind"): CODE,
    ("first_contact_report", "reporter_role"): CODE,
    ("first_contact_report", "violence_types"): CODE,
    ("first_contact_windowstep", "code"): "a row of windows.toml",
    ("first_contact_windowstep", "kind"): CODE,
    ("sharing_consent", "given_by"): CODE,
    ("sharing_consent", "how"): CODE,
    ("sharing_consent", "purposes"): CODE,
    ("sharing_consent", "receiver_kind"): CODE,
    ("sharing_notice", "kind"): CODE,
    ("rights_request", "ground"): CODE,
    ("rights_request", "identity_how"): CODE,
    ("rights_request", "kind"): CODE,
    ("rights_request", "outcome"): CODE,
    ("sharing_due", "code"): "the code of the case, for who sees no case",
    ("sharing_due", "rule"): "a row of retention.toml",
    ("sharing_destruction", "code"): "the code of the case, for who sees no case",
    ("sharing_destruction", "rules"): "rows of retention.toml",
    ("sharing_destruction", "rows"): "numbers of rows by table",
    ("sharing_hold", "reason"): CODE,
    ("sharing_restriction", "ground"): CODE,
    ("triage_decision", "look_again_where"): CODE,
    ("triage_decision", "no_coordinator"): CODE,
    ("triage_addition", "kind"): CODE,
    ("triage_decisionline", "domain"): CODE,
    ("triage_decisionline", "need"): CODE,
    ("triage_itemmember", "kind"): CODE,
    ("triage_escalation", "level"): CODE,
    ("triage_escalation", "reason"): CODE,
    ("triage_decisionroute", "route"): "a row of routes.toml",
    ("triage_invited", "ground"): "a row of the privacy protocol",
    ("triage_invited", "purpose"): CODE,
    ("triage_view", "ground"): "a row of the privacy protocol",
}
SEALED = [
    (model, field)
    for model in apps.get_models()
    for field in model._meta.concrete_fields
    if isinstance(field, Sealed)
]


@pytest.fixture
def columns(db, owner) -> dict[tuple[str, str], str]:
    """Every column of a table of a case, with its type; log and access table apart, as they hold no words."""
    query = """
        SELECT c.table_name, c.column_name, c.data_type FROM information_schema.columns c
        JOIN pg_class ON relname = c.table_name AND relkind = 'r'
        WHERE c.table_schema = 'public' AND c.table_name <> 'audit_event' AND (c.table_name = 'cases_case' OR EXISTS (
            SELECT 1 FROM information_schema.columns k
            WHERE k.table_schema = 'public' AND k.table_name = c.table_name AND k.column_name = 'case_id'))
    """
    return {(table, column): kind for table, column, kind in owner.execute(query)}


def test_what_could_hold_words_is_sealed_or_has_a_reason(columns):
    harmless = {"uuid", "integer", "bigint", "smallint", "boolean", "timestamp with time zone", "date"}
    sealed = {(model._meta.db_table, field.column) for model, field in SEALED}
    assert len(sealed) >= 16
    assert {column for column in sealed if columns[column] != "bytea"} == set()
    words = {column for column, kind in columns.items() if kind not in harmless} - sealed
    assert words == set(PLAIN)


def test_a_number_that_says_who_someone_is_is_sealed_too(columns):
    assert columns["cases_person", "birth_year"] == "bytea"


@pytest.mark.parametrize(("model", "field"), SEALED, ids=str)
def test_the_database_demands_that_it_is_long_enough_to_be_sealed(model, field, db, owner):
    query = (
        "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'c' AND conrelid = %s::regclass"
        " AND conkey = ARRAY[(SELECT attnum FROM pg_attribute WHERE attrelid = conrelid AND attname = %s)]"
    )
    rules = [rule for (rule,) in owner.execute(query, [model._meta.db_table, field.column])]
    assert [rule for rule in rules if f">= {SHORTEST}" in rule], rules
    assert not [rule for rule in rules if f">= {SHORTEST}" not in rule], "nothing else looks at its content"


@pytest.mark.parametrize(("model", "field"), SEALED, ids=str)
def test_no_index_looks_at_a_sealed_column(model, field, db):
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, model._meta.db_table)
    assert [name for name, one in found.items() if one["index"] and field.column in one["columns"]] == []
