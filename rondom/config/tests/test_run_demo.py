"""The demo: starts in order, stops in order, and says in a sentence why it does not."""

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from rondom.config import run_demo


def test_the_port_is_a_number(monkeypatch):
    monkeypatch.delenv("RONDOM_PORT", raising=False)
    assert run_demo.port() == 8000
    monkeypatch.setenv("RONDOM_PORT", "8001")
    assert run_demo.port() == 8001
    for wrong in ["0", "65536", "http", "-1"]:
        monkeypatch.setenv("RONDOM_PORT", wrong)
        with pytest.raises(run_demo.DemoError, match="must be a number"):
            run_demo.port()


def test_a_taken_port_is_named_with_what_to_try(monkeypatch):
    monkeypatch.setattr(run_demo.time, "sleep", lambda _: None)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        number = taken.getsockname()[1]
        with pytest.raises(
            run_demo.DemoError, match=f"Port {number} is in use .* RONDOM_PORT={number + 1} make demo"
        ):
            run_demo._check_port(number)
    run_demo._check_port(number)


def test_no_fictional_people_in_a_database_that_is_named(monkeypatch):
    monkeypatch.setenv("RONDOM_DATABASE_URL", "postgresql://app@db.example/care")
    with pytest.raises(run_demo.DemoError, match="unset it"):
        run_demo.run()


def test_a_second_demo_on_the_same_data_is_refused(tmp_path):
    with run_demo._alone(tmp_path), pytest.raises(run_demo.DemoError, match="A demo is running"):  # noqa: SIM117
        with run_demo._alone(tmp_path):
            pass
    with run_demo._alone(tmp_path):
        pass


def test_a_reset_takes_away_what_the_demo_made_and_nothing_else(tmp_path, monkeypatch):
    monkeypatch.setenv("RONDOM_DATA", str(tmp_path))
    for name in ["migrated", "demo-loaded", "secret", "mine"]:
        (tmp_path / name).write_text("x")
    with run_demo._alone(tmp_path), pytest.raises(run_demo.DemoError, match="A demo is running"):
        run_demo.reset()
    run_demo.reset()
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def runs(process):
    stat = Path(f"/proc/{process}/stat")
    return stat.exists() and stat.read_text().rpartition(")")[2].split()[0] != "Z"


def test_nothing_of_a_process_group_is_left(tmp_path):
    note = tmp_path / "pid"
    with run_demo._child(["sh", "-c", f"sleep 60 & echo $! > {note}; wait"], "app") as child:
        while not note.exists() or not note.read_text():
            time.sleep(0.02)
    assert child.returncode == -signal.SIGTERM
    until = time.monotonic() + 5
    while runs(int(note.read_text())) and time.monotonic() < until:
        time.sleep(0.02)
    assert not runs(int(note.read_text()))


@pytest.fixture
def data():
    """A data folder outside pytest's own, which as root every other run of pytest closes to the database's user."""
    folder = Path(tempfile.mkdtemp(prefix="rondom-demo-"))
    yield folder
    shutil.rmtree(folder)


def test_it_runs_answers_and_stops(data):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number = free.getsockname()[1]
    environment = {
        key: value for key, value in os.environ.items() if key not in {"RONDOM_DATABASE_URL", "RONDOM_ROLE"}
    }
    environment |= {"RONDOM_DATA": str(data), "RONDOM_PORT": str(number)}
    command = [sys.executable, "-P", "-m", "rondom.config.command", "demo"]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as demo:
        said = ""
        while "Stop with Ctrl-C" not in said and (line := demo.stdout.readline()):
            said += line
        assert "Stop with Ctrl-C" in said, said
        connection = http.client.HTTPConnection("127.0.0.1", number, timeout=10)
        connection.request("GET", "/healthz")
        assert connection.getresponse().status == 200
        connection.close()
        demo.send_signal(signal.SIGINT)
        said += demo.stdout.read()
    assert demo.returncode == 0
    assert said.endswith("Stopped; nothing of it runs any more.\n")
    assert not (data / "cluster" / "postmaster.pid").exists()
