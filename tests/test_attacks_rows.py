"""Attacks on the rows of a case that the attacker does not see, or sees only part of."""

import psycopg
import pytest

from rondom.cases.models import Category
from tests.attack import AUTHORS, NO_NEW_ROW, REFUSED, TABLES, add, attack, ids_of, rows_of

READINGS = {
    "by identifier": "SELECT id FROM {table} WHERE id = ANY (%s)",
    "all of it": "SELECT id FROM {table}, unnest(%s::uuid[]) wanted WHERE id = wanted",
    "in a subquery": "SELECT wanted FROM unnest(%s::uuid[]) wanted WHERE EXISTS (SELECT FROM {table} WHERE id = wanted)",
    "in a lateral join": "SELECT found.* FROM unnest(%s::uuid[]) wanted, LATERAL (SELECT * FROM {table} WHERE id = wanted) found",
    "as JSON": "SELECT jsonb_agg({table}) FROM {table} WHERE id = ANY (%s) HAVING count(*) > 0",
    "locked": "SELECT id FROM {table} WHERE id = ANY (%s) FOR KEY SHARE",
}


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize(
    "reading", ["by identifier", "all of it", "in a subquery", "in a lateral join", "as JSON"]
)
def test_rows_of_anothers_case_cannot_be_read(reading, table, attacked, owner):
    ids = ids_of(owner, table, attacked.case)
    for stranger in attacked.strangers_to(table):
        with attack(stranger) as session:
            assert session.execute(READINGS[reading].format(table=table), [ids]).fetchall() == [], stranger


@pytest.mark.parametrize("table", TABLES)
def test_rows_of_anothers_case_cannot_be_copied_out(table, attacked):
    for stranger in set(attacked.strangers_to(table)) - {attacked.world.paul}:  # he has a case of his own
        with attack(stranger) as session, session.cursor().copy(f"COPY {table} TO STDOUT") as copy:
            assert b"".join(copy) == b"", stranger


def test_rows_of_anothers_case_cannot_be_locked(attacked):
    with attack(attacked.world.bob) as session:
        assert (
            session.execute(READINGS["locked"].format(table="cases_case"), [[attacked.case.pk]]).fetchall()
            == []
        )


def test_only_the_parts_that_were_shared_are_seen(attacked):
    with attack(attacked.world.victor) as session:
        seen = session.execute(
            "SELECT DISTINCT category FROM cases_entry UNION SELECT category FROM cases_person"
        )
        assert {row[0] for row in seen} == {Category.IDENTITY, Category.STORY}
        assert session.execute("SELECT domain FROM triage_decisionline").fetchall() == [("safety",)]
        assert session.execute("SELECT name FROM cases_person WHERE category = 128").fetchall() == []


@pytest.mark.parametrize("table", TABLES)
def test_nothing_can_be_added_to_anothers_case(table, attacked, owner):
    (row, *_) = rows_of(owner, table, attacked.case)
    for stranger in attacked.strangers:
        mine = {AUTHORS[table]: stranger.pk} if table in AUTHORS else {}
        with attack(stranger) as session, pytest.raises(REFUSED, match=NO_NEW_ROW):
            add(session, table, row, **mine)


@pytest.mark.parametrize("table", AUTHORS)
def test_nothing_can_be_written_in_anothers_name(table, attacked, owner):
    (row, *_) = rows_of(owner, table, attacked.case)
    with attack(attacked.world.alice) as session, pytest.raises(REFUSED, match=NO_NEW_ROW):
        add(session, table, row, **{AUTHORS[table]: attacked.world.bob.pk})


# Columns that say for which organisation a row was written.
FOR_ANOTHER = [
    ("cases_case", "registered_for_id"),
    ("cases_entry", "organisation_id"),
    ("cases_document", "organisation_id"),
    ("cases_retelling", "recorded_for_id"),
    ("triage_view", "organisation_id"),
    ("triage_addition", "organisation_id"),
    ("first_contact_report", "registered_for_id"),
    ("coordination_assignment", "organisation_id"),
    ("coordination_closing", "organisation_id"),
    ("coordination_guestquestion", "asked_for_id"),
    ("coordination_contactcode", "given_for_id"),
]


@pytest.mark.parametrize(("table", "column"), FOR_ANOTHER)
def test_nothing_can_be_written_for_another_organisation(table, column, attacked, owner):
    world = attacked.world
    (row, *_) = rows_of(owner, table, attacked.case)
    changes = {AUTHORS[table]: world.alice.pk, column: world.police.pk}
    if table == "coordination_assignment":
        changes |= {"state": "declined"}
    if table == "cases_case":
        changes |= {"status": "reported"}
    with attack(world.alice) as session, pytest.raises(REFUSED, match="row-level security"):
        add(session, table, row, **changes)


@pytest.mark.parametrize(
    "table",
    [
        "cases_person",
        "cases_entry",
        "cases_document",
        "cases_steptext",
        "triage_view",
        "triage_decisionline",
        "triage_addition",
    ],
)
def test_nothing_can_be_written_in_a_part_that_is_not_shared(table, attacked, owner):
    world = attacked.world
    (row, *_) = rows_of(owner, table, attacked.case)
    mine = {AUTHORS[table]: world.victor.pk} if table in AUTHORS else {}
    changes = {"roles": ["possible_perpetrator"]} if table == "cases_person" else {}
    with attack(world.victor) as session, pytest.raises(REFUSED, match="row-level security"):
        add(session, table, row, category=Category.PERPETRATOR, **mine, **changes)


# One column of each table that may change at all.
CHANGEABLE = {
    "cases_case": "status",
    "cases_grant": "revoked_at",
    "cases_naming": "ends_at",
    "cases_caselink": "undone_at",
    "cases_step": "state",
    "cases_steptext": "outcome",
    "cases_goal": "state",
    "coordination_referral": "waiting_since",
    "coordination_insistence": "answer",
    "coordination_contact": "note",
    "coordination_assignment": "state",
    "coordination_guestquestion": "state",
    "coordination_contactcode": "ended_at",
    "coordination_contactrequest": "state",
    "cases_entry": "regime",
    "cases_document": "shareable",
    "cases_shield": "lifted_at",
    "cases_emergency": "words",
    "sharing_consent": "withdrawn_at",
    "sharing_notice": "seen_at",
    "first_contact_windowstep": "undone_at",
    "triage_escalation": "reason",
    "coordination_aftercare": "outcome",
}


@pytest.mark.parametrize("table", CHANGEABLE)
def test_rows_of_anothers_case_cannot_be_changed(table, attacked, owner):
    ids, column = ids_of(owner, table, attacked.case), CHANGEABLE[table]
    for stranger in attacked.strangers_to(table):
        with attack(stranger) as session:
            done = session.execute(f"UPDATE {table} SET {column} = {column} WHERE id = ANY (%s)", [ids])
            assert done.rowcount == 0, stranger


def test_all_rows_at_once_are_only_the_own_rows(attacked):
    with attack(attacked.world.bob) as session:
        assert session.execute("UPDATE cases_case SET mdt_round = 9").rowcount == 0


# What was once written, by whom, for whom and when stays as it is, for those who see it too.
FIXED = [
    *((table, author) for table, author in AUTHORS.items()),
    *((table, column) for table, (column, _) in TABLES.items()),
    ("coordination_guestquestion", "answer"),
    ("coordination_guestquestion", "answered_as"),
    ("coordination_guestquestion", "code_hash"),
    ("coordination_guestquestion", "ends_at"),
    ("coordination_guestquestion", "opened_at"),
    ("coordination_guestquestion", "token_digest"),
    ("coordination_guestquestion", "wrong_codes"),
    ("coordination_contactcode", "code"),
    ("coordination_contactcode", "digest"),
    ("coordination_contactrequest", "receipt_digest"),
    ("coordination_contactrequest", "phone_sealed"),
    ("coordination_contactrequest", "ends_at"),
    ("cases_case", "reported_at"),
    ("cases_case", "registered_for_id"),
    ("cases_person", "category"),
    ("cases_entry", "text"),
    ("cases_entry", "category"),
    ("cases_entry", "told_by"),
    ("cases_entry", "told_at"),
    ("cases_entry", "teller"),
    ("cases_document", "name"),
    ("cases_document", "category"),
    ("cases_document", "given_by"),
    ("cases_document", "size"),
    ("cases_retelling", "need"),
    ("cases_retelling", "why"),
    ("cases_grant", "by_regime"),
    ("cases_grant", "rows"),
    ("cases_grant", "consent_id"),
    ("cases_grant", "decision_id"),
    ("cases_caselink", "other_id"),
    ("cases_caselink", "kind"),
    ("cases_caselink", "before"),
    ("cases_shield", "cleared"),
    ("cases_shield", "user_id"),
    ("cases_emergency", "ends_at"),
    ("cases_emergency", "review_due_at"),
    ("sharing_consent", "ends_at"),
    ("sharing_consent", "given_at"),
    ("sharing_notice", "user_id"),
    ("first_contact_windowstep", "kind"),
    ("first_contact_windowstep", "reason"),
    ("first_contact_windowstep", "noted_at"),
    ("cases_step", "organisation_id"),
    ("cases_step", "user_id"),
    ("cases_steptext", "text"),
    ("cases_steptext", "category"),
    ("cases_stepchange", "reason"),
    ("cases_stepchange", "due_at"),
    ("cases_goal", "text"),
    ("coordination_referral", "service"),
    ("coordination_referral", "place"),
    ("coordination_nudge", "sentence"),
    ("coordination_insistence", "reason"),
    ("coordination_insistence", "answer_before"),
    ("coordination_overlap", "keeps"),
    ("coordination_contact", "against"),
    ("coordination_contact", "danger"),
    ("coordination_contact", "at"),
    ("coordination_rhythm", "every_days"),
    ("coordination_rightsaid", "state"),
    ("cases_person", "roles"),
    ("cases_person", "category"),
    ("cases_personchange", "before"),
    ("first_contact_eventmoment", "latest"),
    ("coordination_routestep", "state"),
    ("coordination_routestep", "since"),
    ("coordination_routestep", "route"),
    ("coordination_routestep", "person_id"),
    ("first_contact_report", "channel"),
    ("sharing_consent", "given"),
    ("sharing_consent", "categories"),
    ("triage_view", "facts"),
    ("triage_decision", "coordinator_id"),
    ("triage_decisionline", "text"),
    ("triage_move", "to_at"),
    ("triage_move", "reason"),
    ("triage_escalation", "level"),
    ("triage_escalation", "due_at"),
    ("coordination_assignment", "organisation_id"),
    ("coordination_assignment", "stays_until"),
    ("coordination_assignment", "stays_for"),
    ("coordination_cover", "ends_at"),
    ("coordination_closing", "reason"),
    ("coordination_aftercare", "due_at"),
]


@pytest.mark.parametrize(("table", "column"), FIXED)
def test_what_was_written_cannot_be_changed(table, column, attacked):
    with attack(attacked.world.alice) as session, pytest.raises(REFUSED, match="permission denied"):
        session.execute(f"UPDATE {table} SET {column} = {column}")


def test_who_reads_who_it_is_and_is_not_on_the_case_changes_nobody(attacked):
    """Sam knows who it is, in an emergency; the number that others call is not his to change."""
    with attack(attacked.world.sam) as session:
        seen = session.execute("SELECT count(*) FROM cases_person WHERE case_id = %s", [attacked.case.pk])
        assert seen.fetchone()[0] > 0
        change = "UPDATE cases_person SET gender = 'x' WHERE case_id = %s"
        assert session.execute(change, [attacked.case.pk]).rowcount == 0


def test_a_case_cannot_be_given_another_number(attacked):
    with attack(attacked.world.alice) as session, pytest.raises(psycopg.Error):
        session.execute("UPDATE cases_case SET number = 1")


def test_a_step_of_another_case_cannot_be_described(attacked, owner):
    """The text would stand in the own case; the step is another's."""
    (row, *_) = rows_of(owner, "cases_steptext", attacked.case)
    free = next(step for step in rows_of(owner, "cases_step", attacked.case) if step["kind"] != "action")
    with attack(attacked.world.paul) as session, pytest.raises(psycopg.errors.ForeignKeyViolation):
        add(session, "cases_steptext", row, case_id=attacked.other.pk, step_id=free["id"])


def test_a_decision_of_another_case_cannot_get_a_line(attacked, owner):
    (row, *_) = rows_of(owner, "triage_decisionline", attacked.case)
    with attack(attacked.world.paul) as session, pytest.raises(psycopg.errors.ForeignKeyViolation):
        add(session, "triage_decisionline", row, case_id=attacked.other.pk, domain="recovery")


BULK = {
    "COPY FROM": "COPY cases_entry FROM STDIN",
    "MERGE": "MERGE INTO cases_naming n USING cases_case c ON n.case_id = c.id WHEN MATCHED THEN DELETE",
    "INSERT on conflict": "INSERT INTO cases_entry SELECT * FROM cases_entry ON CONFLICT (id) DO UPDATE SET text = ''",
}


@pytest.mark.parametrize("way", BULK)
def test_no_way_round_by_bulk(way, attacked):
    with (
        attack(attacked.world.alice) as session,
        pytest.raises((REFUSED, psycopg.errors.FeatureNotSupported)),
    ):
        session.execute(BULK[way])
