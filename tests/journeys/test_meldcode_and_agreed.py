"""The meldcode guide by keys alone, and the paper for the person: in a browser, with and without scripts."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.journeys.doing import go, pick, register_report, send, unfold
from tests.journeys.look import Look
from tests.papers import read

LOOKS = [Look(1280, "nl", scripts=False), Look(390, "en", scripts=True)]
ADVICE = {"nl": "Meld bij Veilig Thuis.", "en": "Report to Veilig Thuis."}
MOST_KEYS = 60


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until something has the focus."""
    for _key in range(MOST_KEYS):
        if page.evaluate("what => document.activeElement.matches(what)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no key leads to {selector}")


def press(page: Page, selector: str) -> None:
    """Press the button that has the focus then."""
    tab_to(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_the_guide_by_keys_alone_leaves_nothing_behind(enter, look):
    page = enter()
    go(page, "/meldcode/")
    cookies = {one["name"] for one in page.context.cookies()}
    press(page, "form.rd-card button[type=submit]")
    for question in ("suspicion", "unsafety"):
        tab_to(page, f"input[name={question}]")
        page.keyboard.press("Space")  # the first answer: yes
        press(page, "form.rd-card button[type=submit]")
    assert page.locator("#outcome").inner_text() == ADVICE[look.language]
    assert page.url.endswith("/meldcode/"), "no answer stands in the address"
    assert {one["name"] for one in page.context.cookies()} == cookies <= {"csrftoken"}
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert page.locator("[data-print]").is_visible() == look.scripts
    press(page, "button[name=back][value=unsafety]")
    assert page.locator("input[name=unsafety][value=yes]").count() == 1
    assert page.locator("input[name=suspicion][type=hidden]").first.get_attribute("value") == "yes"


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_a_paper_only_when_the_person_says_it_is_safe(enter, look):
    page = enter("csg-dh")
    case = register_report(page, "Iemand vraagt hulp.", "Zij vertelde het.", "M. van Dam")
    go(page, case)
    unfold(page, "a[href$='/afspraken/']")
    page.locator("a[href$='/afspraken/']").click()
    page.wait_for_url("**/afspraken/")
    pick(page, "safe", "no")
    send(page, "")
    assert page.locator("#told").is_visible()
    go(page, f"{case}afspraken/")
    pick(page, "safe", "yes")
    page.locator("[name=asked]").check()
    page.locator("[name=more]").fill("Maandag tussen 9 en 12 uur.")
    with page.expect_download() as waiting:
        page.locator("form.rd-card button[type=submit]").click()
    assert waiting.value.suggested_filename == "afspraken.pdf"
    text = read(Path(waiting.value.path()).read_bytes())
    assert "Maandag tussen 9 en 12 uur." in text
    assert "Dam" not in text
