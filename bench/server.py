"""The real server on a loopback port, and the one browser that asks it for pages."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from bench import cluster
from rondom.config import run_demo

HOST = "127.0.0.1"
_PATIENCE = 60


@dataclass(frozen=True)
class Answer:
    """What came back, the cookies it set, and how long that took, from the first byte sent to the last read."""

    status: int
    headers: Mapping[str, str]
    cookies: Mapping[str, str]
    body: str
    milliseconds: float


class Browser:
    """One kept-open connection to one server, with whatever cookies are given."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._connection = http.client.HTTPConnection(HOST, port, timeout=30)

    def close(self) -> None:
        """Let go of the connection, for which the server would wait."""
        self._connection.close()

    def ask(self, path: str, cookies: Mapping[str, str], form: object = None) -> Answer:
        """GET a page, or POST a form to it."""
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in cookies.items()), "Accept-Language": "nl"}
        body = None if form is None else urlencode(form, doseq=True)  # type: ignore[arg-type]
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        began = time.perf_counter()
        self._connection.request("POST" if body is not None else "GET", path, body, headers)
        response = self._connection.getresponse()
        read = response.read()
        took = (time.perf_counter() - began) * 1000
        pairs = [line.partition(";")[0].partition("=") for line in response.headers.get_all("Set-Cookie", [])]
        return Answer(
            response.status,
            dict(response.headers),
            {key: value for key, _, value in pairs},
            read.decode(),
            took,
        )


@contextlib.contextmanager
def serving(size: int) -> Iterator[Browser]:
    """Serve the population of `size` cases, as `rondom demo` serves, for the length of a block."""
    port = _free_port()
    child = subprocess.Popen(
        run_demo.server(port),
        env=cluster.environment(size),
        cwd=cluster.ROOT,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )
    browser = Browser(port)
    try:
        _wait(child, port)
        yield browser
    finally:
        browser.close()
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(timeout=10)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _wait(child: subprocess.Popen[bytes], port: int) -> None:
    """Return once the pages answer."""
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until and child.poll() is None:
        with contextlib.suppress(OSError):
            connection = http.client.HTTPConnection(HOST, port, timeout=5)
            connection.request("GET", "/healthz")
            if connection.getresponse().status == http.HTTPStatus.OK:
                return
        time.sleep(0.1)
    raise RuntimeError("The server did not start; what it said stands above.")
