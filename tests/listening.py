"""The real process of the streams, and one who listens to it as a browser does."""

import re
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from django.conf import settings
from django.test import Client

from rondom.accounts.models import User
from rondom.config import run_demo
from rondom.core import embedded

HOST = "127.0.0.1"
PATIENCE = 20  # seconds


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as one:
        one.bind((HOST, 0))
        return one.getsockname()[1]


@contextmanager
def streaming(environment: dict[str, str], log: Path, *, port: int, pages: int) -> Iterator[int]:
    """Run the streams until the block ends, for pages at another port; gives their own."""
    more = {"RONDOM_STREAMS_PORT": str(port), "RONDOM_PORT": str(pages), "RONDOM_STREAMS_CHECK_EVERY": "1"}
    with log.open("w") as out:
        process = subprocess.Popen(
            run_demo.streams(port), env={**environment, **more}, cwd=embedded.ROOT, stdout=out, stderr=out
        )
        try:
            _await(port, process, log)
            yield port
        finally:
            process.terminate()
            process.wait(20)


def _await(port: int, process: "subprocess.Popen[bytes]", log: Path) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        try:
            with Ear(port, "/healthz") as ear:
                if ear.status == 200:
                    return
        except OSError:
            pass
        time.sleep(0.1)
    raise AssertionError(f"The streams do not answer: {log.read_text()}")


def session_of(user: User) -> str:
    """The key of a session in which someone is signed in."""
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


class Ear:
    """One open stream: its status, its headers, and what it says."""

    def __init__(self, port: int, path: str, session: str = "", **headers: str) -> None:
        given = {"Host": f"{HOST}:{port}", "Accept": "text/event-stream", **headers}
        if session:
            given["Cookie"] = f"{settings.SESSION_COOKIE_NAME}={session}"
        lines = [f"GET {path} HTTP/1.1", *(f"{name}: {value}" for name, value in given.items()), "", ""]
        self._line = socket.create_connection((HOST, port), timeout=PATIENCE)
        self._line.sendall("\r\n".join(lines).encode())
        self._heard = ""
        while "\r\n\r\n" not in self._heard:
            if not self._more():
                break
        head, _, self._heard = self._heard.partition("\r\n\r\n")
        self.status = int(head.split()[1])
        self.head = head.lower()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._line.close()

    def _more(self) -> bool:
        said = self._line.recv(65536).decode()
        self._heard += said
        return bool(said)

    def next(self) -> tuple[str, str] | None:
        """The next thing that is said, but for signs of life; None when the stream is over (its last chunk is empty)."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            found = re.search(r"event: (\w+)\ndata: (.*)\n\n", self._heard)
            if found:
                self._heard = self._heard[found.end() :]
                if found[1] != "beat":
                    return found[1], found[2]
            elif self._heard.endswith("\n0\r\n\r\n") or not self._more():
                return None
        raise AssertionError("Nothing was said.")

    def said_within(self, seconds: float) -> list[str]:
        """What is said to have changed from now on, for so long."""
        until, found = time.monotonic() + seconds, []
        while (left := until - time.monotonic()) > 0:
            self._line.settimeout(left)
            try:
                said = self.next()
            except TimeoutError:
                break
            if said is None:
                break
            found.append(said[1])
        self._line.settimeout(PATIENCE)
        return found
