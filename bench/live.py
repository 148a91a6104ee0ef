"""`python -m bench.live`: from the write of one person in a meeting to the fragment in everyone's browser.

Meetings of several screens each, all at once on one machine: real pages, real streams, real sessions, and one client that
does what the browsers do. Someone writes a view in every meeting in turn; every screen is told by its stream and fetches
the fragment; the time counts from just before the commit to the last byte of a fragment that holds what was written.
"""

import argparse
import asyncio
import contextlib
import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from bench import cluster
from bench.__main__ import say
from rondom.config import run_demo
from rondom.core import embedded

HOST = "127.0.0.1"
DATABASE = 0
_OK = 200


@dataclass
class Written:
    """One write: what it says, when, and how long it took to each screen."""

    words: str
    at: float = 0.0
    took: list[float] = field(default_factory=list)


@dataclass
class Room:
    """One meeting: its region, its case, who writes, and the sessions of its screens."""

    slug: str
    case: Any
    writer: Any
    sessions: list[str]
    written: list[Written] = field(default_factory=list)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.live", description=__doc__)
    parser.add_argument("--meetings", type=int, default=20)
    parser.add_argument("--screens", type=int, default=10, help="in each meeting")
    parser.add_argument("--every", type=float, default=5.0, help="seconds between two changes of a meeting")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--workers", type=int, default=2, help="processes that serve the pages")
    wanted = parser.parse_args()
    with cluster.running():
        embedded.drop_database(cluster.name(DATABASE))
        embedded.create_database(cluster.name(DATABASE))
        cluster.migrate(DATABASE)
        cluster.run(
            DATABASE,
            "django",
            "first_administrator",
            "bench",
            "--name",
            "Bench",
            "--no-password",
            role="owner",
        )
        os.environ.update(cluster.environment(DATABASE))
        from bench import live_rooms  # noqa: PLC0415 - the settings are known only now

        rooms = live_rooms.build(wanted.meetings, wanted.screens)
        pages, streams = _free_port(), _free_port()
        os.environ.update({"RONDOM_PORT": str(pages), "RONDOM_STREAMS_PORT": str(streams)})
        with (
            _process(run_demo.server(pages, workers=str(wanted.workers)), pages),
            _process(run_demo.streams(streams), streams) as process,
        ):
            _report(asyncio.run(Watch(rooms, pages, streams, wanted, process).run()))
        embedded.drop_database(cluster.name(DATABASE))


def _report(found: dict[str, Any]) -> None:
    times, expected = found["times"], found["expected"]
    say("live_propagation.p50", median(times), "ms")
    say("live_propagation.p95", quantiles(times, n=20)[-1], "ms")
    say("live_propagation.p99", quantiles(times, n=100)[-1], "ms")
    say("live_propagation.told.p95", quantiles(found["told"], n=20)[-1], "ms")
    say("live_propagation.missed", expected - len(times), "x")
    say("live_propagation.fragments", len(times), "x")
    say("live_streams.memory_empty", found["empty"], "kB")
    say("live_streams.memory_per_screen", found["per_screen"], "kB")
    say("machine.load", os.getloadavg()[0], "x")


class Watch:
    """All screens, on one event loop."""

    def __init__(self, rooms: list[Room], pages: int, streams: int, wanted: Any, process: int) -> None:
        self.rooms, self.pages, self.streams, self.wanted, self.process = (
            rooms,
            pages,
            streams,
            wanted,
            process,
        )
        self.told: list[float] = []
        self.ready = 0

    async def run(self) -> dict[str, Any]:
        """Open all screens, let every meeting change in turn, and gather what was seen."""
        empty = _memory(self.process)
        screens = [
            asyncio.create_task(self._screen(room, session))
            for room in self.rooms
            for session in room.sessions
        ]
        while self.ready < 2 * len(screens):
            await asyncio.sleep(0.1)
            for one in screens:
                if one.done():
                    one.result()
        full = _memory(self.process)
        await asyncio.gather(*(self._writes(place, room) for place, room in enumerate(self.rooms)))
        await asyncio.sleep(3)
        for one in screens:
            one.cancel()
        written = [one for room in self.rooms for one in room.written]
        return {
            "times": [took for one in written for took in one.took],
            "told": self.told,
            "expected": sum(len(room.written) * len(room.sessions) for room in self.rooms),
            "empty": empty,
            "per_screen": (full - empty) / len(screens),
        }

    async def _writes(self, place: int, room: Room) -> None:
        """Someone in the meeting writes, again and again, out of step with the other meetings."""
        from bench import live_rooms  # noqa: PLC0415 - needs Django set up

        began = time.monotonic() + place * self.wanted.every / len(self.rooms)
        for turn in range(int(self.wanted.seconds / self.wanted.every)):
            await asyncio.sleep(max(0.0, began + turn * self.wanted.every - time.monotonic()))
            one = Written(f"Regel {room.slug} {turn}.")
            room.written.append(one)
            await asyncio.to_thread(live_rooms.write, room, one)

    async def _screen(self, room: Room, session: str) -> None:
        """One browser: listens, and fetches what it is told of; what comes meanwhile is fetched in one more turn."""
        wake, path = asyncio.Event(), f"/mdt/{room.slug}/zaak/{room.case}/nu/?deel=views"
        line = await self._open(self.pages)
        listening = asyncio.create_task(self._listen(room, session, wake))
        seen = 0
        try:
            await _get(line, self.pages, path, session)  # the page that is open already
            self.ready += 1
            while True:
                await wake.wait()
                wake.clear()
                page = await _get(line, self.pages, path, session)
                moment = time.perf_counter()
                for one in room.written[seen:]:
                    if one.words not in page:
                        break
                    one.took.append(1000 * (moment - one.at))
                    seen += 1
        finally:
            listening.cancel()

    async def _listen(self, room: Room, session: str, wake: asyncio.Event) -> None:
        reader, writer = await self._open(self.streams)
        writer.write(_request(self.streams, f"/stroom/{room.slug}/?zaak={room.case}", session))
        async for line in reader:
            if line.startswith(b"data: views"):
                self.told.append(1000 * (time.perf_counter() - room.written[-1].at))
                wake.set()
            elif line.startswith(b"event: hello"):
                self.ready += 1
            elif line.startswith((b"event: end", b"HTTP/1.1 4", b"HTTP/1.1 5")):
                raise RuntimeError(line.decode())

    @staticmethod
    async def _open(port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        return await asyncio.open_connection(HOST, port)


def _request(port: int, path: str, session: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: {HOST}:{port}\r\nCookie: sessionid={session}\r\n\r\n".encode()


async def _get(
    line: tuple[asyncio.StreamReader, asyncio.StreamWriter], port: int, path: str, session: str
) -> str:
    reader, writer = line
    writer.write(_request(port, path, session))
    head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
    length = re.search(r"content-length: (\d+)", head)
    if int(head.split()[1]) != _OK or length is None:
        raise RuntimeError(head)
    return (await reader.readexactly(int(length[1]))).decode()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def _process(command: list[str], port: int) -> Iterator[int]:
    """Run a server of ours for the length of a block, once it answers; gives its process."""
    child = subprocess.Popen(command, cwd=cluster.ROOT, stdin=subprocess.DEVNULL, start_new_session=True)
    try:
        until = time.monotonic() + 60
        while not run_demo._answers(port):
            if child.poll() is not None or time.monotonic() > until:
                raise RuntimeError("The server did not start; what it said stands above.")
            time.sleep(0.1)
        yield child.pid
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(timeout=15)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()


def _memory(process: int) -> float:
    """Kilobytes in use by a process and those that it started."""
    found = 0.0
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            status = (folder / "status").read_text()
            mine = folder.name == str(process) or re.search(rf"^PPid:\s+{process}$", status, re.MULTILINE)
            size = re.search(r"^VmRSS:\s+(\d+)", status, re.MULTILINE)
            found += float(size[1]) if mine and size else 0.0
    return found


if __name__ == "__main__":
    main()
