"""The same in PostgreSQL, as its superuser, and found by the commands that people run; witnesses and what they know."""

import csv
import io
import json
import subprocess
import sys
import threading
from uuid import uuid4
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.core.wsgi import get_wsgi_application
from django.db import connection

from rondom.audit import check, merkle, sealed
from rondom.audit.checkpoint import Checkpoint, Key
from rondom.audit.models import Event
from rondom.audit.seal import kept, public_key, seal
from rondom.audit.witness import Witness
from rondom.core import embedded
from tests.sealing import as_role, own_keys, superuser
from tests.world import World

TABLES = ["audit_event", "audit_leaf", "audit_branch", "audit_checkpoint"]
FIFTH = "(SELECT event_id FROM audit_leaf WHERE number = 5)"
SIXTH = "(SELECT event_id FROM audit_leaf WHERE number = 6)"
LAST = "(SELECT max(number) FROM audit_leaf)"
# What a database administrator does, and what `rondom verify` says.
TAMPERINGS = {
    "a record flipped": (f"UPDATE audit_event SET verb = 'case:viewer' WHERE id = {FIFTH}", "Record 5 is not what was"),
    "a moment, by a microsecond": (
        f"UPDATE audit_event SET at = at + interval '1 microsecond' WHERE id = {FIFTH}", "Record 5 is not what was",
    ),
    "a moment, before Christ": (
        f"UPDATE audit_event SET at = at - interval '4051 years' WHERE id = {FIFTH}", "Record 5 is not what was",
    ),
    "who did it": (f"UPDATE audit_event SET actor_id = gen_random_uuid() WHERE id = {FIFTH}", "Record 5 is not"),
    "two columns that read as one": (
        ("ALTER TABLE audit_event DROP CONSTRAINT event_data_holds_codes;"
        f"UPDATE audit_event SET data = data || ',\"decision\":\"x\"', decision = '' WHERE id = {FIFTH}"),
        "A record cannot be read",
    ),
    "a record deleted": (f"DELETE FROM audit_event WHERE id = {FIFTH}", "Record 5 is gone"),
    "a record deleted with its leaf": (
        f"DELETE FROM audit_event WHERE id = {FIFTH}; DELETE FROM audit_leaf WHERE number = 5", "1 records are missing between 0 and",
    ),
    "and the rest moved up": (
        (f"DELETE FROM audit_event WHERE id = {FIFTH}; DELETE FROM audit_leaf WHERE number = 5;"
        "UPDATE audit_leaf SET number = -number WHERE number > 5;"
        "UPDATE audit_leaf SET number = -number - 1 WHERE number < 0"),
        "records",
    ),
    "a record inserted at the end, with a leaf": (
        ("INSERT INTO audit_event (id, at, verb, outcome, actor_kind, purpose, basis, subject_kind, data)"
        " VALUES ('00000000-0000-4000-8000-000000000009', now(), 'x', 'done', 'service', '', '', '', '{}');"
        f"INSERT INTO audit_leaf VALUES ({LAST} + 1, '00000000-0000-4000-8000-000000000009', sha256('x'))"),
        "is not what was sealed",
    ),
    "two records exchanged": (
        ("UPDATE audit_leaf SET number = -1 WHERE number = 5; UPDATE audit_leaf SET number = 5 WHERE number = 6;"
        "UPDATE audit_leaf SET number = 6 WHERE number = -1"),
        "all hashes fit their records, but do not lead to the checkpoint",
    ),
    "a leaf of another event": (
        "UPDATE audit_leaf SET event_id = gen_random_uuid() WHERE number = 6", "Record 6 is gone",
    ),
    "the end taken off": (
        (f"DELETE FROM audit_event WHERE id = (SELECT event_id FROM audit_leaf WHERE number = {LAST});"
        f"DELETE FROM audit_leaf WHERE number = {LAST}"),
        "1 records are missing between 0 and",
    ),
    "the end and its checkpoint taken off": (
        ("DELETE FROM audit_leaf WHERE number >= (SELECT min(size) FROM audit_checkpoint);"
        "DELETE FROM audit_checkpoint WHERE size > (SELECT min(size) FROM audit_checkpoint)"),
        "records were signed, and there are",
    ),
    "a hash changed": ("UPDATE audit_leaf SET hash = sha256('x') WHERE number = 5", "Record 5 is not what was"),
    "a checkpoint changed": (
        "UPDATE audit_checkpoint SET note = replace(note, 'at 2', 'at 3')", "The signature under the checkpoint",
    ),
    "a checkpoint under another size": (
        f"UPDATE audit_checkpoint SET size = size + 1 WHERE size = {LAST} + 1", "The checkpoint kept as the one at",
    ),
    "all checkpoints gone": ("TRUNCATE audit_checkpoint", "the last checkpoint that is kept is of 0"),
}  # fmt: skip
AS_A_COMMAND = [
    "a record flipped",
    "a record deleted",
    "two records exchanged",
    "the end and its checkpoint taken off",
]


@pytest.fixture(scope="module")
def log(own_database, tmp_path_factory):
    """A log of two checkpoints, with keys of its own, and a copy of it to put back."""
    with own_keys(tmp_path_factory.mktemp("keys")) as folder:
        with superuser() as administrator:
            fifth = "(SELECT id FROM audit_event ORDER BY id LIMIT 1 OFFSET 5)"
            data = """'{"a":"b"}'"""
            administrator.execute(f"UPDATE audit_event SET data = {data}, decision = 'x' WHERE id = {fifth}")
        _seal()
        World().report()
        _seal()
        with superuser() as administrator:
            for table in TABLES:
                administrator.execute(f"CREATE TABLE kept_{table} AS TABLE {table}")
        yield folder


@pytest.fixture
def administrator(log):
    """The superuser; what they did is put back afterwards, and what was kept beside the keys too."""
    seen = log / "log.seen"
    before = seen.read_text()
    with superuser() as found:
        yield found
        for table in TABLES:
            found.execute(f"TRUNCATE {table}; INSERT INTO {table} SELECT * FROM kept_{table}")
    seen.write_text(before)


def _seal():
    with as_role("rondom_worker"):
        return seal(everywhere=True)


def _verify():
    with as_role("rondom_worker"), check.one_moment():
        known, seen = check.read(check.notes(), public_key()), kept()
        due = [*known, Checkpoint.read(seen, public_key())]
        whole = known[-1].size if known else 0
        return list(check.database(due, whole))[-1]


def test_the_log_is_in_order(log, rondom):
    said = rondom("verify")
    assert (said.returncode, said.stderr) == (0, "")
    assert f"{_verify()} records in order, 2 checkpoints" in said.stdout
    assert "Not yet sealed: 0." in said.stdout
    assert f"Key of this log: {public_key()}" in said.stdout


@pytest.mark.parametrize("what", TAMPERINGS)
def test_what_an_administrator_of_the_database_changes_is_found(what, administrator):
    change, said = TAMPERINGS[what]
    administrator.execute(change)
    with pytest.raises(check.Broken, match=said):
        _verify()


@pytest.mark.parametrize("what", AS_A_COMMAND)
def test_the_command_says_so_and_fails(what, administrator, rondom):
    change, said = TAMPERINGS[what]
    event = administrator.execute(f"SELECT {FIFTH}").fetchone()[0]
    administrator.execute(change)
    found = rondom("verify")
    assert found.returncode == 1
    assert said in found.stderr
    assert (f"It is event {event}." in found.stderr) == ("Record 5" in said)


def test_a_record_that_is_not_sealed_yet_is_said(administrator, rondom):
    World().report()
    assert "Not yet sealed: 1." in rondom("verify").stdout


# Others: the export, the proof, and the witness


@pytest.fixture
def others():
    """The verifier for others, run as they would: without Rondom."""

    def run(*arguments):
        command = [
            sys.executable,
            "-I",
            str(embedded.ROOT / "scripts" / "verify_log.py"),
            *map(str, arguments),
        ]
        return subprocess.run(command, check=False, capture_output=True, text=True)

    return run


def test_the_exported_log_is_checked_without_rondom(administrator, rondom, others, tmp_path):
    assert rondom("log-export", "--sealed", str(tmp_path)).returncode == 0
    good = others(tmp_path, "--key", str(public_key()))
    assert good.returncode == 0, good.stderr
    assert good.stdout == f"{_verify()} records and 2 checkpoints are what was signed.\n"
    other = Key(bytes(32))
    assert "of another log" in others(tmp_path, "--key", str(other)).stderr
    records = (tmp_path / "records.jsonl").read_text()
    for changed in [records.replace("report:registered", "report:registerer", 1), records + '{"a":1}\n', ""]:
        (tmp_path / "records.jsonl").write_text(changed)
        bad = others(tmp_path)
        assert bad.returncode == 1
        assert "NOT what was signed" in bad.stderr
    assert [event.verb for event in _events("log:exported")] == ["log:exported"]


def test_the_proof_of_a_record_is_checked_without_rondom(administrator, rondom, others, tmp_path):
    event = administrator.execute(f"SELECT {FIFTH}").fetchone()[0]
    said = rondom("verify", "--prove", str(event))
    (tmp_path / "proof.json").write_text(said.stdout)
    proof = json.loads(said.stdout)
    good = others(tmp_path / "proof.json", "--key", str(public_key()))
    assert (good.returncode, proof["number"]) == (0, 5), good.stderr
    assert str(event) in good.stdout
    for change in [
        {"record": proof["record"].replace('"R"', '"D"').replace('"C"', '"D"').replace('"E"', '"D"')},
        {"number": 6},
        {"proof": proof["proof"][1:]},
    ]:
        (tmp_path / "proof.json").write_text(json.dumps(proof | change))
        assert others(tmp_path / "proof.json").returncode == 1
    assert rondom("verify", "--prove", str(uuid4())).returncode == 1


def _events(verb):
    with as_role("rondom_worker"):
        return list(Event.objects.filter(verb=verb).order_by("pk"))


def test_the_log_as_lines_of_the_logboek_dataverwerkingen(administrator, rondom):
    lines = [json.loads(line) for line in rondom("log-export").stdout.splitlines()]
    with as_role("rondom_worker"):
        events = {str(event.pk): event for event in Event.objects.all()}
    assert {line["attributes"]["dpl.rondom.event_id"] for line in lines} == set(events)
    registered = next(line for line in lines if line["name"] == "report:registered")
    event = events[registered["attributes"]["dpl.rondom.event_id"]]
    assert registered["span_id"] == event.span_id
    assert len(bytes.fromhex(registered["trace_id"])) == 16
    assert registered["attributes"]["dpl.nen7513.eventTypeCode"] == "C"
    assert registered["attributes"]["dpl.nen7513.users"][0]["userID"] == str(event.actor_id)
    case = rondom("log-export", "--case", str(event.case_id)).stdout.splitlines()
    assert {json.loads(line)["attributes"]["dpl.rondom.case_id"] for line in case} == {str(event.case_id)}
    assert rondom("log-export", "--from", "2999-01-01").stdout == ""
    table = list(csv.DictReader(io.StringIO(rondom("log-export", "--format", "csv").stdout)))
    assert len(table) > len(lines)  # that the log was taken out is in it by now
    assert {row["trace_id"] for row in table} >= {line["trace_id"] for line in lines if "trace_id" in line}
    assert rondom("log-export", "--from", "yesterday").returncode != 0


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_):
        pass


@pytest.fixture
def url(log):
    """The pages on a port of this machine, as a partner organisation reaches them."""
    database, served = dict(connection.settings_dict), get_wsgi_application()

    def application(environ, start):
        connection.settings_dict.update(database)
        try:
            return list(served(environ, start))
        finally:
            connection.close()

    with make_server("127.0.0.1", 0, application, handler_class=_Quiet) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


def test_a_witness_sees_the_log_grow_and_keeps_what_it_saw(administrator, rondom, url, tmp_path):
    file = tmp_path / "seen.jsonl"
    refused = rondom("witness", url, "--file", str(file))
    assert (refused.returncode, file.exists()) == (1, False)
    assert "--key" in refused.stderr
    first = rondom("witness", url, "--file", str(file), "--key", str(public_key()))
    assert first.returncode == 0, first.stderr
    assert f"{sealed.latest().size} records" in first.stdout
    assert "seen and kept" in first.stdout
    assert "nothing new" in rondom("witness", url, "--file", str(file)).stdout
    World().report()
    _seal()
    assert "seen and kept" in rondom("witness", url, "--file", str(file)).stdout
    assert [each.size for each in Witness(file).seen()] == [size for size, _ in check.notes()[1:]]
    assert rondom("verify", "--witness", str(file)).returncode == 0


@pytest.mark.parametrize("way", ["rewritten", "shorter"])
def test_a_witness_finds_a_log_that_was_rewritten_and_signed_again(
    administrator, rondom, url, tmp_path, way, log
):
    file = tmp_path / "seen.jsonl"
    rondom("witness", url, "--file", str(file), "--key", str(public_key()))
    before = file.read_text()
    administrator.execute(f"UPDATE audit_event SET purpose = 'another' WHERE id = {FIFTH}")
    if way == "shorter":
        administrator.execute(f"DELETE FROM audit_event WHERE id = {SIXTH}")
    administrator.execute("TRUNCATE audit_leaf, audit_branch, audit_checkpoint")
    (log / "log.seen").unlink()  # as whoever has the server too can
    assert _seal() > 0
    if way == "rewritten":
        World().report()
        _seal()
    assert rondom("verify").returncode == 0  # by itself it is in order: that is why there are witnesses
    found = rondom("witness", url, "--file", str(file))
    assert found.returncode == 1
    assert "The log was rewritten" in found.stderr
    assert file.read_text() == before
    assert rondom("verify", "--witness", str(file)).returncode == 1


def test_a_witness_is_not_taken_in_by_another_log(administrator, rondom, url, tmp_path):
    file = tmp_path / "seen.jsonl"
    other = rondom("witness", url, "--file", str(file), "--key", str(Key(bytes(32))))
    assert other.returncode == 1
    assert "of another log" in other.stderr


def test_what_anyone_may_ask_says_nothing_of_anyone(administrator, client):
    note = client.get("/logboek/checkpoint")
    assert (note.status_code, note["Content-Type"]) == (200, "text/plain; charset=utf-8")
    size = Checkpoint.read(note.content.decode(), public_key()).size
    answer = client.get("/logboek/consistentie", {"vanaf": 3}).json()
    assert set(answer) == {"checkpoint", "proof"}
    assert all(len(step) == merkle.SIZE for step in sealed.steps(answer["proof"]))
    assert client.get("/logboek/consistentie").json()["proof"] == []
    for wrong in [str(size + 1), "-1", "x", "9" * 500, "١"]:
        assert client.get("/logboek/consistentie", {"vanaf": wrong}).status_code == 409


def test_nothing_is_sealed_yet(db, client):
    for address in ["/logboek/checkpoint", "/logboek/consistentie?vanaf=3"]:
        assert client.get(address).status_code == 204
