"""Nothing is lost: what is typed in a report is saved as it is typed, through a cut connection, a killed server, a second
window, a lost session; and without scripts there is a button. Every word of which the page said that it is saved is there.

On a server of its own, which is killed and started again.
"""

import os
import signal
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from rondom.config import run_demo
from rondom.core import embedded
from tests.journeys.conftest import await_server, environment_of
from tests.journeys.doing import become, fill, go, leaving, pick, send, unfold
from tests.journeys.look import Look

NEW = "/melding/nieuw/"
STORY = "[name=story]"
HARD = '\u200f\u05e9\u05dc\u05d5\u05dd\u202e e\u0301 \U0001f469\u200d\U0001f467 "aan" <b>&amp;</b>\nTweede regel, 12 %s'


class Server:
    """The real server on a copy of the demo, that can die at any moment."""

    def __init__(self, name: str, log: Path) -> None:
        self.name, self.log = name, log
        with socket.socket() as one:
            one.bind(("127.0.0.1", 0))
            self.port = one.getsockname()[1]
        self.start()

    def start(self) -> None:
        with self.log.open("a") as out:
            self.process = subprocess.Popen(
                run_demo.server(self.port), env=environment_of(self.name), cwd=embedded.ROOT, stdout=out,
                stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip
        await_server(self.port, self.process, self.log)

    def kill(self) -> None:
        """Without a word, in the middle of whatever it does, with all its processes."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(20)


@pytest.fixture(scope="module")
def server(demo_template: str, worker: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    name = f"drafts_{worker}"
    embedded.create_database(name, template=demo_template)
    found = Server(name, tmp_path_factory.mktemp("server") / "log")
    yield found
    found.kill()
    embedded.drop_database(name)


@pytest.fixture(scope="module")
def address(server: Server) -> str:
    """In the place of the server that all journeys share."""
    return f"http://127.0.0.1:{server.port}"


def state(page: Page, wanted: str) -> None:
    """Wait until the page says this of what was typed."""
    expect(page.locator(f"[data-draft-state={wanted}]").first).to_be_attached(timeout=90_000)


def story(page: Page, key: str) -> str:
    """What stands in a draft, seen in a window of its own."""
    other = page.context.new_page()
    go(other, f"{NEW}?concept={key}")
    found = other.locator(STORY).input_value()
    other.close()
    return found


def key_of(page: Page) -> str:
    return page.url.partition("concept=")[2]


def begin(page: Page, typed: str) -> str:
    """Type in the story until the page says that it is saved; gives the draft."""
    go(page, NEW)
    unfold(page, STORY)
    page.locator(STORY).press_sequentially(typed)
    state(page, "saved")
    return key_of(page)


@pytest.mark.parametrize("look", [Look(1280, "nl"), Look(390, "en")], ids=str)
def test_what_is_typed_is_saved_by_itself_and_found_on_another_device(enter, look):
    page = enter("csg-dh")
    go(page, NEW)
    pick(page, "channel", "csg")
    fill(page, story=HARD, birth_year="negentien", name="Marit", sentence="Zij wil rust.")
    state(page, "saved")
    said = page.locator("[data-draft-on=saved]:visible").inner_text()
    assert said.startswith({"nl": "Opgeslagen om ", "en": "Saved at "}[look.language])
    other = enter("csg-dh")
    go(other, "/vandaag/")
    assert "Marit" not in other.locator("section[aria-labelledby=drafts]").inner_text()
    with leaving(other):
        other.locator(f"a[href$='concept={key_of(page)}']").first.click()
    assert other.locator(STORY).input_value() == HARD
    assert other.locator("[name=birth_year]").input_value() == "negentien"
    assert other.locator("[name=channel][value=csg]").is_checked()
    assert other.locator("[role=alert] a").count() == 0, "nothing is judged yet"
    send(other, NEW, status=422)  # the year is none
    fill(other, birth_year="1998")
    send(other, NEW)
    assert "/zaken/" in other.url
    case = other.url
    send(page, NEW, status=422)
    fill(page, birth_year="1998")
    send(page, NEW)
    assert page.url == case, "registered once"


def test_with_the_connection_cut_it_is_tried_until_it_is_saved(enter):
    page = enter("csg-dh")
    key = begin(page, "Voor. ")
    page.context.set_offline(True)
    page.locator(STORY).press_sequentially("Tijdens. ")
    state(page, "retry")
    expect(page.locator("[data-draft-on=retry]:visible")).to_have_count(1)
    page.locator(STORY).press_sequentially("Nog meer. ")
    page.locator(f"form[action='{NEW}'] button[type=submit]").first.click()
    page.wait_for_timeout(300)
    assert page.locator(STORY).input_value() == "Voor. Tijdens. Nog meer. ", "the page stays"
    page.context.set_offline(False)
    state(page, "saved")
    assert story(page, key) == "Voor. Tijdens. Nog meer. "


def test_every_word_that_was_said_to_be_saved_survives_a_killed_server(enter, server):
    page = enter("csg-dh")
    begin(page, "Woord 0. ")
    for turn in range(1, 4):
        page.locator(STORY).press_sequentially(f"Woord {turn}. ")
        page.locator(STORY).blur()  # saves at once
        server.kill()  # before, in or after that save
        page.locator(STORY).press_sequentially(f"Zonder server {turn}. ")
        state(page, "retry")
        server.start()
        state(page, "saved")
    typed = page.locator(STORY).input_value()
    assert typed.count("Woord") == 4
    assert story(page, key_of(page)) == typed
    last = page.locator(STORY)
    last.press_sequentially("Gezegd. ")
    state(page, "unsaved")
    state(page, "saved")
    server.kill()
    page.close(run_before_unload=False)
    server.start()
    after = enter("csg-dh")
    assert story(after, page.url.partition("concept=")[2]) == typed + "Gezegd. "


def test_two_windows_keep_both_and_one_is_chosen(enter):
    page = enter("csg-dh")
    key = begin(page, "Samen. ")
    other = page.context.new_page()
    go(other, f"{NEW}?concept={key}")
    other.locator(STORY).press_sequentially("In het tweede. ")
    state(other, "saved")
    page.locator(STORY).press_sequentially("In het eerste. ")
    state(page, "unsaved")
    state(page, "saved")
    beside = page.locator("[data-draft-beside]:visible")
    expect(beside).to_have_count(1)
    assert key_of(page) != key
    stories = {story(page, key), story(page, key_of(page))}
    assert stories == {page.locator(STORY).input_value(), other.locator(STORY).input_value()}
    assert len(stories) == 2
    with leaving(page):
        beside.locator("a").click()
    text = page.locator("main").inner_text()
    assert "In het eerste." in text
    assert "In het tweede." in text
    with leaving(page):
        page.locator(f"form[action$='{key}/versies/'] button").click()
    assert page.locator(STORY).input_value() == next(one for one in stories if "tweede" in one)
    go(page, "/vandaag/")
    assert page.locator("form[action$='/terughalen/']").count() >= 1


@pytest.mark.parametrize("look", [Look(390, "nl", scripts=False)], ids=str)
def test_without_scripts_a_button_keeps_it(enter, look):
    page = enter("politie-dh")
    go(page, NEW)
    fill(page, story=HARD, phone="geen nummer")
    with leaving(page):
        page.locator("button[formaction]").click()
    key = key_of(page)
    assert page.locator(STORY).input_value().replace("\r", "") == HARD
    go(page, "/vandaag/")
    with leaving(page):
        page.locator(f"a[href$='concept={key}']").first.click()
    assert page.locator("[name=phone]").input_value() == "geen nummer"
    go(page, f"/melding/concept/{key}/weggooien/")
    send(page, "")
    send(page, f"/melding/concept/{key}/terughalen/")
    assert page.locator(STORY).input_value().replace("\r", "") == HARD


@pytest.mark.parametrize("look", [Look(390, "nl"), Look(1280, "en")], ids=str)
def test_by_keyboard_alone(enter, look):
    page = enter("vt-dh")
    go(page, NEW)
    reach(page, "document.activeElement.name === 'sentence'")
    page.keyboard.type("Zij wil rust.")
    state(page, "saved")
    key = key_of(page)
    go(page, "/vandaag/")
    reach(page, f"(document.activeElement.href || '').endsWith('concept={key}')")
    with leaving(page):
        page.keyboard.press("Enter")
    reach(page, "document.activeElement.name === 'sentence'")
    page.keyboard.press("End")
    page.keyboard.type(" En een dokter.")
    state(page, "saved")
    reach(page, "(document.activeElement.formAction || '').includes('/melding/concept/')")
    with leaving(page):
        page.keyboard.press("Enter")
    assert page.locator("[name=sentence]").input_value() == "Zij wil rust. En een dokter."


def reach(page: Page, arrived: str) -> None:
    """Go on with the tab key until the focus is there."""
    for _press in range(200):
        page.keyboard.press("Tab")
        if page.evaluate(arrived):
            return
    raise AssertionError(f"not reached: {arrived}")


def test_who_lost_the_session_signs_in_beside_it_and_the_page_saves_on(enter):
    page = enter("csg-dh")
    key = begin(page, "Voor. ")
    page.context.clear_cookies()
    page.locator(STORY).press_sequentially("Na. ")
    state(page, "out")
    other = page.context.new_page()
    become(other, "politie-dh")
    page.wait_for_timeout(2500)
    state(page, "out")  # someone else came in: nothing of hers is theirs
    become(other, "csg-dh")
    state(page, "saved")
    assert story(page, key) == "Voor. Na. "


def test_the_browser_asks_before_what_is_not_saved_is_left(enter):
    page = enter("csg-dh")
    begin(page, "Bewaard. ")
    page.context.set_offline(True)
    page.locator(STORY).press_sequentially("Nog niet. ")
    state(page, "retry")
    leave = "dispatchEvent(new Event('beforeunload', {cancelable: true}))"
    assert page.evaluate(leave) is False, "the browser asks"
    page.context.set_offline(False)
    state(page, "saved")
    assert page.evaluate(leave) is True
