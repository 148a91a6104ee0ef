"""The real server on a copy of the demo, and Debian's Chromium: a browser of their own for everyone.

    enter("csg-dh")         a page of someone who signed in through the list of the demo
    enter()                 a page of someone at the door

Whatever a page does wrong by itself (a request to elsewhere, an error on the console) fails the test at its end.
"""

import http.client
import os
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from rondom.config import run_demo
from rondom.core import embedded
from tests.journeys.doing import become
from tests.journeys.look import PATIENCE, TELL, Look, Watch

CHROMIUM = Path(os.environ.get("RONDOM_CHROMIUM") or "/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def address(demo_template: str, worker: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the real server serves a copy of the demo, one for each process of the run."""
    with serving(f"journeys_{worker}", demo_template, tmp_path_factory.mktemp("server")) as found:
        yield found


@contextmanager
def serving(
    name: str, template: str, folder: Path, *, number: int = 0, more: Mapping[str, str] | None = None
) -> Iterator[str]:
    """The real server on a copy of a database; gives its address."""
    embedded.create_database(name, template=template)
    number, log = number or _free_port(), folder / "log"
    with log.open("w") as out:
        server = subprocess.Popen(
            run_demo.server(number),
            env={**environment_of(name), **(more or {})},
            cwd=embedded.ROOT,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
        try:
            await_server(number, server, log)
            yield f"http://127.0.0.1:{number}"
        finally:
            server.terminate()
            server.wait(20)
            embedded.drop_database(name)


def environment_of(name: str) -> dict[str, str]:
    host = embedded.database(name=name)["HOST"]
    urls = {
        embedded.variable(role, base): f"postgresql://{role}@/{place}?host={host}&port={embedded.PORT}"
        for role in embedded.URLS
        for base, place in {"rondom": name, "rondom_keys": "rondom_keys"}.items()
    }
    return {**os.environ, **urls, "DJANGO_SETTINGS_MODULE": "rondom.config.settings.test"}


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def await_server(number: int, server: subprocess.Popen[bytes], log: Path) -> None:
    for _attempt in range(300):
        asked = http.client.HTTPConnection("127.0.0.1", number, timeout=5)
        try:
            asked.request("GET", "/healthz")
            if asked.getresponse().status == http.client.OK:
                return
        except OSError:
            time.sleep(0.1)
        finally:
            asked.close()
        if server.poll() is not None:
            break
    pytest.fail(f"The server does not answer: {log.read_text()}")


@pytest.fixture(
    scope="module"
)  # not longer: while it runs, Django thinks that it is asked from an event loop
def chromium() -> Iterator[Browser]:
    """Debian's Chromium; without one the journeys are left out, unless nothing may be left out."""
    if not CHROMIUM.exists():
        reason = f"There is no Chromium at {CHROMIUM}: the journeys in a browser are left out."
        (pytest.fail if os.environ.get("RONDOM_NO_SKIPS") else pytest.skip)(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def look() -> Look:
    """How one looks at the pages; a test may be parametrised with others."""
    return Look()


@pytest.fixture
def watch(address: str) -> Watch:
    """What the pages of a test did wrong by themselves."""
    return Watch(address)


@pytest.fixture
def enter(chromium: Browser, address: str, look: Look, watch: Watch) -> Iterator[Callable[..., Page]]:
    """Give someone a browser of their own, at the door or, with a key of the demo, signed in."""
    contexts = []

    def give(key: str = "") -> Page:
        context = chromium.new_context(
            base_url=address,
            locale={"nl": "nl-NL", "en": "en-GB"}[look.language],
            viewport={"width": look.width, "height": 900},
            java_script_enabled=look.scripts,
            reduced_motion="reduce",  # so that the page does not glide while it is looked at
        )
        contexts.append(context)
        page = context.new_page()
        page.add_init_script(TELL)
        page.set_default_timeout(PATIENCE)
        watch.over(page)
        if key:
            become(page, key)
        return page

    yield give
    for context in contexts:
        context.close()
    assert watch.faults == []
