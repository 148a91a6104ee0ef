"""The streams: tell open screens that something changed in a meeting, never what (docs/adr/0021-live-pages.md).

A small ASGI process beside the pages, on /stroom/: one connection to the database listens for all its screens. The
browser then fetches what changed from the pages, under the rights of who looks.
"""

import asyncio
import contextlib
import http
import time
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import django
import psycopg
from django.conf import settings
from django.db import connection
from django.http.request import split_domain_port, validate_host

django.setup()

from rondom.cases.live import AGENDA, CHANNEL, MEETING  # noqa: E402
from rondom.config import streams_door as door  # noqa: E402 - needs Django set up
from rondom.config.streams_door import Admitted, Asked  # noqa: E402
from rondom.core.checks import must_serve_safely  # noqa: E402

must_serve_safely()

BEAT = 5.0  # seconds between signs of life; a browser that hears none for longer asks for itself
AGAIN = 2000  # milliseconds after which a browser comes back by itself
MOST_A_USER = 12
MOST = 2000
_ALIVE = 10.0  # seconds between looks whether the connection that listens is still one
_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
    (b"cross-origin-resource-policy", b"same-site"),
]

Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]


class Screen:
    """One open page: of whom, of which region's meeting, showing which case."""

    __slots__ = ("admitted", "asked", "ended", "pending", "wake")

    def __init__(self, asked: Asked, admitted: Admitted) -> None:
        self.asked, self.admitted = asked, admitted
        self.pending: set[str] = set()
        self.ended = ""
        self.wake = asyncio.Event()

    def tell(self, name: str) -> None:
        """Note a part that changed; what is not sent yet is sent once."""
        self.pending.add(name)
        self.wake.set()

    def end(self, why: str) -> None:
        """Close this stream, saying why in a word."""
        self.ended = why
        self.wake.set()


class Streams:
    """All screens of this process, and the one connection that listens for them."""

    def __init__(self) -> None:
        self.screens: set[Screen] = set()
        self.listening = False
        self.began = time.monotonic()
        self.last: dict[tuple[str, str], float] = {}
        self.agendas: dict[tuple[str, str], float] = {}  # when a case last changed the agenda of a region
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self) -> None:
        """Begin to listen and to look after the streams."""
        for work in (self._listen(), self._look_after()):
            self._run(work)

    def stop(self) -> None:
        """Let go of everyone: their browsers come back by themselves."""
        for screen in self.screens:
            screen.end("again")
        for task in self._tasks:
            task.cancel()

    def room_for(self, user_id: str) -> bool:
        """Whether another stream fits, in all and for this person."""
        mine = sum(screen.admitted.user_id == user_id for screen in self.screens)
        return len(self.screens) < MOST and mine < MOST_A_USER

    async def quiet_for(self, screen: Screen) -> int:
        """Milliseconds since something happened that this screen shows, or since this process began to listen.

        Of cases on the agenda only those count that this person may see.
        """
        region = screen.admitted.region_id
        keys = [(region, ""), (region, screen.admitted.case_id)]
        found = [self.last.get(key, self.began) for key in keys]
        changed = {case: moment for (of, case), moment in self.agendas.items() if of == region}
        if changed:
            seen = await door.ask(door.seen_by, screen.admitted.user_id, list(changed))
            found += [changed[case] for case in seen]
        return int((time.monotonic() - max(found)) * 1000)

    def hear(self, message: str) -> None:
        """Pass a message of the database on to the screens that it is for."""
        region, _, rest = message.partition("|")
        what, _, case = rest.partition("|")
        if what == AGENDA:
            if not _is_identifier(case):
                return
            self.agendas[region, case] = time.monotonic()
        else:
            self.last[region, case] = time.monotonic()
        screens = [screen for screen in self.screens if screen.admitted.region_id == region]
        if what == AGENDA:
            self._run(self._tell_who_may_see(case, MEETING, screens))
        elif case:
            showing = [screen for screen in screens if screen.admitted.case_id == case]
            self._run(self._tell_who_may_see(case, what, showing))
        else:
            for screen in screens:
                screen.tell(MEETING)

    def _run(self, work: Any) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _tell_who_may_see(self, case: str, what: str, screens: list[Screen]) -> None:
        """Ask for each of these people, under their own rights, whether they see the case at this moment."""
        users = {screen.admitted.user_id for screen in screens}
        seeing = await door.ask(door.seeing, case, users) if users else set()
        for screen in screens:
            if screen.admitted.user_id in seeing:
                screen.tell(what)

    async def _listen(self) -> None:
        """Listen for as long as the process lives. Whatever was missed meanwhile, every screen fetches anew."""
        while True:
            with contextlib.suppress(psycopg.Error, OSError):
                async with await psycopg.AsyncConnection.connect(**_place(), autocommit=True) as line:
                    await line.execute(f"LISTEN {CHANNEL}")
                    self.listening, self.began = True, time.monotonic()
                    for screen in self.screens:
                        screen.tell("all")
                    while True:
                        async for message in line.notifies(timeout=_ALIVE):
                            self.hear(message.payload)
                        await line.execute("SELECT 1")
            self.listening = False
            await asyncio.sleep(1)

    async def _look_after(self) -> None:
        """End the streams of who may not have one any more."""
        while True:
            await asyncio.sleep(settings.STREAMS_CHECK_EVERY)
            for screen in list(self.screens):
                try:
                    found = await door.ask(door.admit, screen.asked)
                except (django.db.DatabaseError, OSError):
                    continue  # nobody can be looked up now, nor is anything heard
                if isinstance(found, str):
                    screen.end(found)
            horizon = time.monotonic() - 3600
            self.last = {key: moment for key, moment in self.last.items() if moment > horizon}
            self.agendas = {key: moment for key, moment in self.agendas.items() if moment > horizon}


def _is_identifier(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


def _place() -> dict[str, Any]:
    """Where the database is, without what only Django's own connections need."""
    given = connection.get_connection_params()
    left_out = {"cursor_factory", "context", "prepare_threshold"}
    kept = {name: value for name, value in given.items() if name not in left_out}
    return {**kept, "application_name": "rondom streams"}


streams = Streams()


async def application(
    scope: MutableMapping[str, Any], receive: Callable[[], Awaitable[Message]], send: Send
) -> None:
    """Serve one stream, from its opening until either side ends it."""
    if scope["type"] == "lifespan":
        await _live(receive, send)
    elif scope["type"] == "http":
        origin = _allowed(scope)
        if origin is None or scope["method"] != "GET":
            await _refuse(send, http.HTTPStatus.FORBIDDEN)
        elif scope["path"] == "/healthz":
            await _refuse(
                send, http.HTTPStatus.OK if streams.listening else http.HTTPStatus.SERVICE_UNAVAILABLE
            )
        else:
            await _stream(scope, receive, send, origin)


async def _live(receive: Callable[[], Awaitable[Message]], send: Send) -> None:
    while True:
        kind = (await receive())["type"]
        if kind == "lifespan.startup":
            streams.start()
        else:
            streams.stop()
        await send({"type": f"{kind}.complete"})
        if kind == "lifespan.shutdown":
            return


def _allowed(scope: MutableMapping[str, Any]) -> list[tuple[bytes, bytes]] | None:
    """The headers for a page that may read the answer: of our own origin, or in the demo of the port beside it.

    None for a host that is not ours, and for the pages of others.
    """
    given = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
    host, _port = split_domain_port(given.get("host", ""))
    if not validate_host(host, settings.ALLOWED_HOSTS):
        return None
    origin = given.get("origin", "")
    if not origin or urlsplit(origin).netloc == given["host"]:
        return []
    if origin in settings.PAGE_ORIGINS and urlsplit(origin).hostname == host:
        yes = (b"access-control-allow-credentials", b"true")
        return [(b"access-control-allow-origin", origin.encode()), yes, (b"vary", b"origin")]
    return None


async def _refuse(send: Send, status: int, headers: list[tuple[bytes, bytes]] | None = None) -> None:
    words = [(b"content-type", b"text/plain"), (b"cache-control", b"no-store"), *(headers or [])]
    await send({"type": "http.response.start", "status": int(status), "headers": words})
    await send({"type": "http.response.body", "body": http.HTTPStatus(status).phrase.encode()})


def _asked(scope: MutableMapping[str, Any]) -> Asked:
    cookies = SimpleCookie()
    for name, value in scope["headers"]:
        if name == b"cookie":
            with contextlib.suppress(CookieError):
                cookies.load(value.decode("latin-1"))
    session = cookies.get(settings.SESSION_COOKIE_NAME)
    case = parse_qs(scope["query_string"].decode("latin-1")).get("zaak", [""])[0]
    slug = scope["path"].removeprefix("/stroom").strip("/")
    return Asked(session.value if session else "", slug, case)


async def _stream(
    scope: MutableMapping[str, Any],
    receive: Callable[[], Awaitable[Message]],
    send: Send,
    origin: list[tuple[bytes, bytes]],
) -> None:
    asked = _asked(scope)
    admitted = await door.ask(door.admit, asked)
    if isinstance(admitted, str):
        await _refuse(
            send, http.HTTPStatus.UNAUTHORIZED if admitted == "out" else http.HTTPStatus.NOT_FOUND, origin
        )
        return
    if not (streams.listening and streams.room_for(admitted.user_id)):
        await _refuse(send, http.HTTPStatus.SERVICE_UNAVAILABLE, [*origin, (b"retry-after", b"5")])
        return
    screen = Screen(asked, admitted)
    streams.screens.add(screen)
    try:
        await send({"type": "http.response.start", "status": 200, "headers": [*_HEADERS, *origin]})
        async for said in _said(screen, receive):
            await send({"type": "http.response.body", "body": said, "more_body": True})
        await send({"type": "http.response.body", "body": b""})
    finally:
        streams.screens.discard(screen)


async def _said(screen: Screen, receive: Callable[[], Awaitable[Message]]) -> AsyncIterator[bytes]:
    """What a screen is told, until it goes, or may not stay. Without an ear there are no beats: then it asks itself."""
    yield f"retry: {AGAIN}\nevent: hello\ndata: {await streams.quiet_for(screen)}\n\n".encode()
    gone = asyncio.ensure_future(_gone(receive))
    try:
        while not gone.done():
            woken = asyncio.ensure_future(screen.wake.wait())
            await asyncio.wait({gone, woken}, timeout=BEAT, return_when=asyncio.FIRST_COMPLETED)
            woken.cancel()
            screen.wake.clear()
            names, screen.pending = sorted(screen.pending), set()
            if screen.ended:
                yield f"event: end\ndata: {screen.ended}\n\n".encode()
                return
            for name in names:
                yield f"event: changed\ndata: {name}\n\n".encode()
            if not names and streams.listening and not gone.done():
                yield b"event: beat\ndata: 1\n\n"
    finally:
        gone.cancel()


async def _gone(receive: Callable[[], Awaitable[Message]]) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
