"""A database from before anything was sealed: its texts are sealed by `rondom migrate`, whole or not at all."""

import subprocess
import sys
from datetime import UTC, datetime
from uuid import uuid4

import psycopg
import pytest

import conftest
from rondom.cases.models import Entry, Person, StepText
from rondom.coordination.models import Assignment
from rondom.core import embedded
from rondom.sharing.models import Consent
from rondom.triage.models import DecisionLine, View
from tests.opened import opened
from tests.random_rows import Laid, insert

BEFORE = [("cases", "0002"), ("first_contact", "0002"), ("triage", "0002"), ("coordination", "0002")]
CANARY = "roodborst"
MANY = 2500  # more than two batches


def run(name: str, *arguments: str, **changes: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-P", "-m", "rondom.config.command", *arguments, "--verbosity", "0"]
    environment = {**conftest.environment(name), "RONDOM_ROLE": "owner", **changes}
    return subprocess.run(
        command, env=environment, cwd=embedded.ROOT, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def old(world_template, worker):
    """A database as it was, with something in every column that is sealed now."""
    name = f"old_{worker}"
    embedded.create_database(name)
    for room, number in BEFORE:
        assert run(name, "migrate", room, number).returncode == 0
    with conftest._owner_of(name) as owner:
        fill(owner)
    yield name
    embedded.drop_database(name)


def fill(owner: psycopg.Connection) -> None:
    laid = Laid(datetime.now(UTC))
    place, author = laid.organisation(), laid.user()
    region = laid.add("organisations_region", slug=uuid4(), name="x", kind="pilot", mdt_time="10:30")
    case = laid.case(region)
    wrote = {"author_id": author, "organisation_id": place, "written_at": laid.now}
    empty = {"relation": "", "languages": [], "needs": [], "phone": "", "contact_hours": "", "code_word": ""}
    person = {"case_id": case, "category": 2, "roles": ["victim"], "gender": "", "birth_year": 1990}
    laid.add(
        "cases_person", **person, name=f"{CANARY} 1", **{**empty, "needs": [CANARY], "phone": "0612345678"}
    )
    laid.add("cases_person", **{**person, "birth_year": None}, name="", **empty)
    for number in range(MANY):
        text = f"{CANARY} {number} é"
        laid.add("cases_entry", case_id=case, category=4, kind="note", text=text, told_by="", **wrote)
    decided = {"case_id": case, "category": 8, "decision_id": _decision(laid, case, region)}
    laid.add("triage_decisionline", **decided, domain="safety", need="not", text="")
    laid.add("triage_decisionline", **decided, domain="care", need="now", text=CANARY)
    view = {"case_id": case, "round": 1, "category": 8, "nothing_known": False}
    laid.add("triage_view", **view, **wrote, facts=CANARY, opinion="", offer="")
    step = laid.add(
        "cases_step", case_id=case, kind="action", domain="care", state="proposed", organisation_id=place,
        asked_by_id=author, asked_at=laid.now, due_at=laid.now,
    )  # fmt: skip
    laid.add("cases_steptext", case_id=case, category=32, step_id=step, text=CANARY, outcome="")
    consent = {
        "case_id": case,
        "categories": 3,
        "given": True,
        "recorded_at": laid.now,
        "recorded_by_id": author,
    }
    laid.add("first_contact_consent", **consent, receiver_kind="", receiver_other=CANARY)
    laid.add("first_contact_consent", **consent, receiver_kind="csg", receiver_other="")
    laid.add(
        "coordination_assignment", case_id=case, user_id=author, organisation_id=place, state="declined",
        reason=CANARY, asked_at=laid.now, answered_at=laid.now,
    )  # fmt: skip
    for table, rows in laid.rows.items():
        insert(owner, table, rows)


def _decision(laid: Laid, case, region):
    author = laid.author
    times = {"opened_at": laid.now, "opened_by_id": author, "closed_at": laid.now, "closed_by_id": author}
    meeting = laid.add("triage_meeting", region_id=region, **times)
    decided = {"decided_at": laid.now, "decided_by_id": author, "coordinator_id": author}
    return laid.add(
        "triage_decision",
        case_id=case,
        meeting_id=meeting,
        round=1,
        **decided,
        coordinator_organisation_id=laid.place,
    )


def copied(owner: psycopg.Connection, table: str) -> bytes:
    with owner.cursor().copy(f"COPY {table} TO STDOUT") as copy:
        return b"".join(bytes(block) for block in copy)


def files_of(name: str) -> bytes:
    """The files of a database, as they lie on disk."""
    place = embedded.database()
    with psycopg.connect(
        host=place["HOST"], port=place["PORT"], user="postgres", dbname="postgres", autocommit=True
    ) as postgres:
        postgres.execute("CHECKPOINT")
        (number,) = postgres.execute("SELECT oid FROM pg_database WHERE datname = %s", [name]).fetchone()
    folder = embedded.data_folder() / "cluster" / "base" / str(number)
    return b"".join(path.read_bytes() for path in folder.iterdir())


def test_without_the_master_keys_nothing_is_changed(old, tmp_path):
    with conftest._owner_of(old) as owner:
        before = copied(owner, "cases_entry")
        refused = run(old, "migrate", RONDOM_KMS_FOLDER=str(tmp_path / "kms"))
        assert refused.returncode == 1
        assert "Put its keys back first." in refused.stderr.splitlines()[-1]
        assert copied(owner, "cases_entry") == before
        assert CANARY.encode() in before


def test_what_stood_there_is_sealed_and_can_be_read(old):
    assert CANARY.encode() in files_of(old)
    done = run(old, "migrate")
    assert done.returncode == 0, done.stderr
    with conftest._owner_of(old) as owner:
        assert {entry.text for entry in opened(owner, Entry)} == {f"{CANARY} {n} é" for n in range(MANY)}
        people = {person.name: person for person in opened(owner, Person)}
        told = people[f"{CANARY} 1"]
        assert (told.needs, told.phone, told.birth_year) == ([CANARY], "0612345678", 1990)
        assert (people[""].needs, people[""].phone, people[""].birth_year, people[""].codes) == (
            [],
            "",
            None,
            [],
        )
        assert len(told.codes) >= 3
        assert sorted(line.text for line in opened(owner, DecisionLine)) == ["", CANARY]
        assert [(view.facts, view.opinion) for view in opened(owner, View)] == [(CANARY, "")]
        assert [(words.text, words.outcome) for words in opened(owner, StepText)] == [(CANARY, "")]
        assert sorted(consent.receiver_other for consent in opened(owner, Consent)) == ["", CANARY]
        assert [answer.reason for answer in opened(owner, Assignment)] == [CANARY]
        for (table,) in owner.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        ).fetchall():
            found = copied(owner, table)
            assert CANARY.encode() not in found, table
            assert CANARY.encode().hex().encode() not in found, table
    assert CANARY.encode() not in files_of(old), "the tables were written anew, without what stood there"


def test_once_more_changes_nothing(old):
    assert run(old, "migrate").returncode == 0
    with conftest._owner_of(old) as owner:
        before = copied(owner, "cases_entry")
        assert run(old, "migrate").returncode == 0
        assert copied(owner, "cases_entry") == before


def test_it_cannot_be_undone(old):
    assert run(old, "migrate").returncode == 0
    refused = run(old, "migrate", "cases", "0002")
    assert refused.returncode == 1
    assert "IrreversibleError" in refused.stderr
