"""The embedded PostgreSQL: made, found again after every kind of accident, and named for Django."""

import os
import shutil
import signal
import tempfile
import time
from pathlib import Path

import psycopg
import pytest

from rondom.core import embedded


@pytest.fixture(scope="module")
def data():
    folder = Path(tempfile.mkdtemp(prefix="rondom-test-"))
    embedded.start(folder, fast=True)
    yield folder
    embedded.stop(folder)
    shutil.rmtree(folder)


def ask(data, question, role="rondom_app", name="rondom"):
    with psycopg.connect(host=str(data / "cluster"), user=role, dbname=name) as connection:
        return connection.execute(question).fetchone()


def test_the_serving_role_may_connect_and_look_but_make_nothing(data):
    question = """
        SELECT has_database_privilege('rondom', 'CONNECT'), has_schema_privilege('public', 'USAGE'),
               has_database_privilege('rondom', 'TEMP'), has_schema_privilege('public', 'CREATE'),
               rolsuper OR rolbypassrls OR rolcreatedb OR rolcreaterole FROM pg_roles WHERE rolname = current_user"""
    for role in ["rondom_app", "rondom_worker"]:
        assert ask(data, question, role) == (True, True, False, False, False)
    assert ask(data, "SELECT current_setting('idle_in_transaction_session_timeout')") == ("1min",)
    assert ask(data, question, "rondom_owner") == (True, True, True, True, True)
    assert ask(data, "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = 'rondom_owner'") == (
        False,
    )


def test_it_keeps_time_in_utc_and_knows_letters(data):
    assert ask(
        data, "SELECT current_setting('timezone'), lower('ÉÇŠ'), current_setting('listen_addresses')"
    ) == (
        "UTC",
        "éçš",
        "",
    )


def test_starting_twice_changes_nothing(data):
    before = embedded.identity(data)
    embedded.start(data, fast=True)
    assert embedded.identity(data) == before


def test_a_copy_of_a_database_has_its_tables_and_its_grants(data):
    embedded.create_database("first", data=data)
    with psycopg.connect(host=str(data / "cluster"), user="rondom_owner", dbname="first") as connection:
        connection.execute("CREATE TABLE kept (a int)")
    embedded.create_database("second", "first", data=data)
    assert ask(
        data, "SELECT to_regclass('kept')::text, has_database_privilege('second', 'TEMP')", name="second"
    ) == (
        "kept",
        False,
    )
    embedded.drop_database("second", data=data)
    embedded.drop_database("first", data=data)
    embedded.drop_database("first", data=data)
    assert ask(data, "SELECT count(*) FROM pg_database WHERE datname IN ('first', 'second')") == (0,)


def test_a_killed_server_starts_again_with_what_was_committed(data):
    safe = {"user": "rondom_owner", "dbname": "rondom", "options": "-c synchronous_commit=on"}
    with psycopg.connect(host=str(data / "cluster"), **safe) as connection:
        connection.execute("CREATE TABLE survived (a int)")
    pid_file = data / "cluster" / "postmaster.pid"
    os.kill(int(pid_file.read_text().split()[0]), signal.SIGKILL)
    while embedded.is_running(data):
        time.sleep(0.02)
    # The number in the file now belongs to a program that has nothing to do with it: this one.
    pid_file.write_text(pid_file.read_text().replace(pid_file.read_text().split()[0], str(os.getpid()), 1))
    embedded.start(data, fast=True)
    assert ask(data, "SELECT to_regclass('survived')::text") == ("survived",)


def test_half_a_cluster_does_not_count(data):
    (data / "cluster-new-abc" / "base").mkdir(parents=True)
    other = data / "other"
    (other / "cluster-new-abc" / "base").mkdir(parents=True)
    try:
        embedded.start(other, fast=True)
        assert [path.name for path in other.glob("cluster*")] == ["cluster"]
        assert embedded.identity(other) != embedded.identity(data)
    finally:
        embedded.stop(other)


def test_the_last_one_out_stops_it(data):
    with embedded.in_use(data):
        with embedded.in_use(data):
            pass
        assert embedded.is_running(data)
    assert not embedded.is_running(data)
    embedded.stop(data)
    embedded.start(data, fast=True)


def test_a_full_disk_is_said_in_a_sentence(tmp_path, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(1, 1, 123_000_000))
    with pytest.raises(embedded.EmbeddedError, match="Only 123 MB is free"):
        embedded.start(tmp_path / "data")


def test_the_reason_of_a_failure_is_the_first_complaint():
    log = (
        "x starting PostgreSQL\nFATAL:  old\ny starting PostgreSQL 18\nLOG:  a\nFATAL:  no\nLOG:  shut down\n"
    )
    assert embedded._reason(log) == "FATAL:  no"
    assert embedded._reason("initdb: error: could not\ninitdb: removing") == "initdb: error: could not"
    assert embedded._reason("one\ntwo\n") == "two"
    assert embedded._reason("FATAL:  x\nPANIC: No space left on device\n").startswith("PANIC")
    assert embedded._reason("") == "nothing"


def test_somebody_elses_folder_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    with pytest.raises(embedded.EmbeddedError, match=f"belongs to user {os.getuid()}"):
        embedded._check_ours(tmp_path)


def test_a_long_path_gets_a_short_socket_that_is_ours_alone(tmp_path, monkeypatch):
    data = tmp_path / ("x" * 100)
    folder = embedded._socket_folder(data)
    assert folder.parent == Path("/tmp")
    assert len(str(folder / ".s.PGSQL.5432")) <= embedded.LONGEST_SOCKET
    shared = tmp_path / "shared"
    shared.mkdir(mode=0o777)
    monkeypatch.setattr(embedded, "_socket_folder", lambda _: shared)
    with pytest.raises(embedded.EmbeddedError, match="not ours alone"):
        embedded._make_socket_folder(data)


def test_without_an_address_the_embedded_one_is_used(monkeypatch, tmp_path):
    monkeypatch.delenv("RONDOM_DATABASE_URL", raising=False)
    monkeypatch.setenv("RONDOM_DATA", str(tmp_path / "d"))
    found = embedded.database("rondom_owner", name="other")
    assert (found["NAME"], found["USER"], found["HOST"]) == ("other", "rondom_owner", f"{tmp_path}/d/cluster")
    assert not (tmp_path / "d").exists()


def test_an_address_is_taken_apart(monkeypatch):
    monkeypatch.setenv(
        "RONDOM_DATABASE_URL", "postgresql://a%40b:p%2Fw@db.example:6543/care?sslmode=verify-full"
    )
    monkeypatch.delenv("RONDOM_OWNER_DATABASE_URL", raising=False)
    found = embedded.database()
    assert (found["USER"], found["PASSWORD"], found["HOST"]) == ("a@b", "p/w", "db.example")
    assert (found["PORT"], found["NAME"], found["OPTIONS"]) == ("6543", "care", {"sslmode": "verify-full"})
    monkeypatch.setenv("RONDOM_DATABASE_URL", "postgresql://app@/care?host=/run/postgresql")
    assert embedded.database()["HOST"] == "/run/postgresql"
    with pytest.raises(embedded.EmbeddedError, match="RONDOM_OWNER_DATABASE_URL must be set"):
        embedded.database("rondom_owner")
