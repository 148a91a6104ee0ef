"""Waar kan ik terecht, in a browser: four languages, two widths, with and without scripts; light, and leaving nothing behind."""

import pytest
from playwright.sync_api import Page, Request

from rondom.landscape.languages import languages
from rondom.landscape.views.finder import EXIT
from tests.journeys.doing import go
from tests.journeys.look import Look, sideways, violations

START = "/waar-kan-ik-terecht/"
LOOKS = [Look(1280, "nl", scripts=True), Look(390, "nl", scripts=False)]
WORDS = "Mijn ex valt me lastig"
MOST_BYTES = (
    150_000  # of a whole visit, as it goes over the line: headers, pages, styles, fonts, scripts, pictures
)


def ask(page: Page, text: str) -> None:
    """Type words and send the form."""
    page.locator("[name=q]").fill(text)
    with page.expect_navigation():
        page.locator("form.fi-form button[type=submit]").click()


def first(page: Page) -> str | None:
    return page.locator("[data-service]").first.get_attribute("data-service")


@pytest.mark.parametrize("look", LOOKS, ids=str)
@pytest.mark.parametrize("code", list(languages()))
def test_every_page_is_right_in_every_language(enter, look, code):
    page = enter()
    for path in (START, f"{START}sporen/", f"{START}voor/eigen-gedrag/"):
        go(page, f"{path}?taal={code}")
        if look.scripts:  # axe is one
            assert violations(page) == []
        assert sideways(page) <= 0
    go(page, f"{START}?taal={code}")
    ask(page, WORDS)
    assert page.locator("html").get_attribute("dir") == languages()[code].direction
    assert first(page) == "veilig-thuis"
    assert sideways(page) <= 0
    if look.scripts:
        assert violations(page) == []


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_a_visit_is_light_and_leaves_nothing(enter, look):
    page, sizes = enter(), []
    page.on("requestfinished", lambda request: sizes.append(request.sizes()))
    go(page, START)
    ask(page, WORDS)
    page.wait_for_load_state("networkidle")
    total = sum(one["responseBodySize"] + one["responseHeadersSize"] for one in sizes)
    assert 20_000 < total < MOST_BYTES
    assert page.url.endswith(START), "no word stands in the address"
    assert page.title() == "Waar kan ik terecht?"
    assert page.context.cookies() == []
    if look.scripts:
        assert page.evaluate("localStorage.length + sessionStorage.length") == 0
        assert page.evaluate("indexedDB.databases().then(all => all.length)") == 0
        assert page.evaluate("history.state") is None


def test_the_question_can_be_changed_and_the_language_too_without_losing_it(enter):
    page = enter()
    go(page, START)
    page.locator("[name=wie][value=me]").check()
    ask(page, WORDS)
    page.locator("button[name=opnieuw]").click()
    page.wait_for_load_state()
    assert page.locator("[name=q]").input_value() == WORDS
    assert page.locator("[name=wie][value=me]").is_checked()
    ask(page, WORDS)
    page.locator(".fi-lang summary").click()
    page.locator(".fi-lang button[value=en]").click()
    page.wait_for_load_state()
    assert page.locator("h1").inner_text() == "You can go here"
    assert first(page) == "veilig-thuis"


@pytest.fixture
def stranger(chromium, address):
    """Someone whose way out leads to a page that answers here."""
    context = chromium.new_context(base_url=address, locale="nl-NL", viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.route(
        f"{EXIT}**", lambda route: route.fulfill(status=200, content_type="text/html", body="<p>Weer</p>")
    )
    yield page
    context.close()


@pytest.mark.parametrize("how", ["escape", "button", "no scripts"])
def test_the_way_out_takes_the_place_of_the_page(stranger, chromium, address, how):
    page = stranger
    page.goto(START)
    ask(page, WORDS)
    sent = []

    def note(request: Request) -> None:
        sent.append(request)

    page.on("request", note)
    if how == "escape":
        for _ in range(3):
            page.keyboard.press("Escape")
    elif how == "button":
        page.locator("[data-exit]").click()
    else:
        assert page.locator("[data-exit]").get_attribute("href") == EXIT
        assert "noreferrer" in page.locator("[data-exit]").get_attribute("rel")
        return
    page.wait_for_url(EXIT)
    assert "referer" not in sent[0].headers
    page.go_back()
    assert WORDS not in page.content()


def test_escape_twice_or_slowly_does_nothing(stranger):
    page = stranger
    page.goto(START)
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    assert page.url.endswith(START)
