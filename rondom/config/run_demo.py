"""The demo as one process: database, migrations, demo data and pages, started in order and stopped in order."""

import contextlib
import ctypes
import fcntl
import hashlib
import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from rondom.core import embedded

# What the demo makes in its data folder, and so what a reset takes away.
MADE = ["cluster", "kms", "secret", "migrated", "demo-loaded", "start.lock", "use.lock", "demo.lock"]
# For its processes: the demo keeps the database running, so they need not.
ENVIRONMENT = {"DJANGO_SETTINGS_MODULE": "rondom.config.settings.demo", "PYTHONUTF8": "1", "RONDOM_KEPT": "1"}
LINUX_SET_PARENT_DEATH_SIGNAL = 1
LAST_PORT = 65535


class DemoError(Exception):
    """The demo cannot start or go on; the sentence says why and what to do."""


class Stopped(Exception):  # noqa: N818 - not an error: someone asked for it
    """Someone asked the demo to stop before it ran."""


class Wish:
    """Whether someone asked to stop: a flag and no interruption, so that nothing is left half started."""

    def __init__(self) -> None:
        """Listen to Ctrl-C, to a polite kill and to the terminal being closed."""
        self.to_stop = False
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._hear)

    def _hear(self, *_: object) -> None:
        self.to_stop = True

    def heed(self) -> None:
        """Go no further when asked to stop."""
        if self.to_stop:
            raise Stopped


def run() -> None:
    """Start everything, serve until Ctrl-C, stop everything."""
    if not embedded.wanted():
        raise DemoError(
            "RONDOM_DATABASE_URL is set; unset it, so that no fictional people end up in that database."
        )
    data, wish, number = embedded.data_folder(), Wish(), port()
    embedded.prepare(data)
    with _alone(data):
        _check_port(number)
        try:
            with contextlib.ExitStack() as stack:
                with _step("database"):
                    stack.enter_context(embedded.in_use(data))
                wish.heed()
                _migrate(data, wish)
                _load(data, wish)
                _serve(number, wish)
        except Stopped:
            _say("Stopped before it ran; the next start goes on from here.")
            return
    _say("Stopped; nothing of it runs any more.")


def reset() -> None:
    """Throw the demo's data away; refused while anything uses it."""
    data = embedded.data_folder()
    if not data.exists():
        return
    with _alone(data), (data / "use.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise DemoError(f"A Rondom command is using {data}; try again when it is done.") from None
        if (data / "cluster").exists():
            embedded.stop(data)
        for name in [*MADE, *(path.name for path in data.glob("cluster-new-*"))]:
            path = data / name
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)
    with contextlib.suppress(OSError):
        data.rmdir()
    _say("The demo's data is gone.")


def port() -> int:
    """The port of the pages: RONDOM_PORT, or 8000."""
    text = os.environ.get("RONDOM_PORT") or "8000"
    if not text.isdecimal() or not 0 < int(text) <= LAST_PORT:
        raise DemoError(f"RONDOM_PORT is {text!r}; it must be a number from 1 to {LAST_PORT}.")
    return int(text)


def server(number: int, *, host: str = "127.0.0.1", workers: str = "1") -> list[str]:
    """The command that serves the pages."""
    options = {
        "--interface": "wsgi",
        "--host": host,
        "--port": str(number),
        "--workers": workers,
        "--blocking-threads": "4",
        "--workers-kill-timeout": "5",
        "--log-level": "warning",
    }
    flat = [part for pair in options.items() for part in pair]
    return [
        sys.executable,
        "-P",
        "-m",
        "granian",
        *flat,
        "--no-ws",
        "--no-access-log",
        "rondom.config.wsgi:application",
    ]


def streams(number: int, *, host: str = "127.0.0.1") -> list[str]:
    """The command that serves the streams beside the pages: one process, as each has one connection that listens."""
    options = {
        "--interface": "asgi",
        "--host": host,
        "--port": str(number),
        "--workers": "1",
        "--loop": "asyncio",
    }
    # Open streams do not end by themselves; browsers come back when a new process answers.
    stopping = {"--workers-kill-timeout": "1", "--log-level": "error", "--http": "1", "--backlog": "2048"}
    flat = [part for pair in {**options, **stopping}.items() for part in pair]
    return [
        sys.executable,
        "-P",
        "-m",
        "granian",
        *flat,
        "--no-ws",
        "--no-access-log",
        "rondom.config.streams:application",
    ]


# Steps


def _migrate(data: Path, wish: Wish) -> None:
    """Bring the tables up to date, unless these very migrations were applied to this very cluster."""
    files = sorted(
        [*embedded.ROOT.glob("rondom/*/migrations/*.py"), *embedded.ROOT.glob("rondom/*/sql/*.sql")]
    )
    contents = [path.read_bytes() for path in [*files, embedded.ROOT / "requirements" / "app.txt"]]
    current = hashlib.sha256(b"\0".join([embedded.identity(data).encode(), *contents])).hexdigest()
    _once(data / "migrated", current, "tables", ["migrate", "--verbosity", "0"], "owner", wish)


def _load(data: Path, wish: Wish) -> None:
    current = hashlib.sha256(embedded.identity(data).encode()).hexdigest()
    _once(data / "demo-loaded", current, "demo data", ["load_demo"], "app", wish)


def _once(marker: Path, current: str, name: str, command: list[str], role: str, wish: Wish) -> None:
    """Run one of our commands, unless the marker says that it was done."""
    if marker.exists() and marker.read_text() == current:
        return
    with _step(name), tempfile.TemporaryFile("w+") as said:
        call = [sys.executable, "-P", "-m", "rondom.config.command", *command]
        with _child(call, role, said) as child:
            while child.poll() is None:
                wish.heed()
                time.sleep(0.02)
        if child.returncode:
            said.seek(0)
            sys.stdout.write("\n" + said.read())
            raise DemoError(f"`rondom {command[0]}` failed; what it said stands above.")
    marker.write_text(current)


def _serve(number: int, wish: Wish) -> None:
    """Serve the pages with the worker and the streams beside them, say where once they answer, stop all when asked."""
    work = [sys.executable, "-P", "-m", "rondom.config.command", "worker"]
    beside = _streams_port(number)
    os.environ["RONDOM_PORT"], os.environ["RONDOM_STREAMS_PORT"] = str(number), str(beside)
    with contextlib.ExitStack() as stack:
        children = {
            name: stack.enter_context(_child(command, role))
            for name, command, role in [
                ("worker", work, "worker"), ("pages", server(number), "app"), ("streams", streams(beside), "app"),
            ]
        }  # fmt: skip
        with _step("pages"):
            while not (_answers(number) and _answers(beside)):
                _check_alive(children)
                wish.heed()
                time.sleep(0.05)
        _say(f"\nRondom runs at http://127.0.0.1:{number}/ (a fictional region, fictional people).")
        _say("Stop with Ctrl-C.")
        while not wish.to_stop:
            _check_alive(children)
            time.sleep(0.2)
        _say("\nStopping ...")


def _streams_port(number: int) -> int:
    """The port of the streams: RONDOM_STREAMS_PORT, else the next one that is free; nobody types it."""
    given = os.environ.get("RONDOM_STREAMS_PORT", "")
    if given.isdecimal() and 0 < int(given) <= LAST_PORT:
        return int(given)
    for port in [*range(number + 1, min(number + 20, LAST_PORT)), 0]:
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port))
            return int(probe.getsockname()[1])
    raise DemoError("There is no port free for the streams; set RONDOM_STREAMS_PORT.")


def _check_alive(children: dict[str, subprocess.Popen[bytes]]) -> None:
    for name, child in children.items():
        if child.poll() is not None:
            raise DemoError(
                f"The {name} stopped by itself (status {child.returncode}); the database is stopped too."
            )


def _answers(number: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", number, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == http.HTTPStatus.OK
    except OSError:
        return False
    finally:
        connection.close()


# Processes, locks and words


@contextlib.contextmanager
def _child(command: list[str], role: str, output: object = None) -> Iterator[subprocess.Popen[bytes]]:
    """Run a process in a group of its own, out of reach of Ctrl-C, and leave nothing of the group behind."""
    child = subprocess.Popen(
        command,
        env={**os.environ, **ENVIRONMENT, "RONDOM_ROLE": role},
        stdin=subprocess.DEVNULL,
        stdout=output,  # type: ignore[call-overload]
        stderr=subprocess.STDOUT if output else None,
        start_new_session=True,
        preexec_fn=_die_with_parent,  # noqa: PLW1509 - this process has one thread
    )
    try:
        yield child
    finally:
        _end(child)


def _die_with_parent() -> None:
    """On Linux: be told to stop when the demo itself is killed without a chance to do so."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(LINUX_SET_PARENT_DEATH_SIGNAL, signal.SIGTERM)


def _end(child: subprocess.Popen[bytes]) -> None:
    """Ask the process to stop, which stops those it started itself; after ten seconds, do not ask."""
    child.terminate()
    with contextlib.suppress(subprocess.TimeoutExpired):
        child.wait(timeout=10)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


@contextlib.contextmanager
def _alone(data: Path) -> Iterator[None]:
    """Be the only demo on this data folder; a killed demo lets go by itself."""
    with (data / "demo.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise DemoError(
                f"A demo is running on {data}; stop it first, with Ctrl-C in its window."
            ) from None
        yield


def _check_port(number: int) -> None:
    """Refuse a port that is taken; a demo that was killed just now gets a moment to let go of it."""
    for _ in range(20):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", number))
            except PermissionError:
                raise DemoError(f"Port {number} is for root alone; try RONDOM_PORT=8000 make demo.") from None
            except OSError:
                time.sleep(0.1)
            else:
                return
    raise DemoError(f"Port {number} is in use by another program; try RONDOM_PORT={number + 1} make demo.")


@contextlib.contextmanager
def _step(name: str) -> Iterator[None]:
    """Print the name of what is done now, and its time once it is done."""
    began = time.monotonic()
    _say(f"  {name} ... ", end="")
    try:
        yield
    except BaseException:
        _say("")
        raise
    _say(f"{time.monotonic() - began:.1f} s")


def _say(sentence: str, *, end: str = "\n") -> None:
    with contextlib.suppress(OSError):  # the terminal may be closed
        sys.stdout.write(sentence + end)
        sys.stdout.flush()
