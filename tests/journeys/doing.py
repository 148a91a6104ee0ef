"""What people do in their browser. Controls are found by their names and addresses, so that any language will do."""

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from weakref import WeakSet
from zoneinfo import ZoneInfo

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Locator, Page

from rondom.demo.personas import personas
from tests.journeys.look import sideways

NAMES = {persona.key: persona.name for persona in personas()}
NAMED = set(NAMES.values())
LOCAL = ZoneInfo("Europe/Amsterdam")
_BY_KEYS: WeakSet[Page] = WeakSet()
_MOST_KEYS = 400
# The control itself has an outline or a shadow, or the label around it, or the mark that is drawn beside it.
_SHOWS_FOCUS = """one => [one, one.closest("label"), one.nextElementSibling, one.parentElement].some(part => {
    const look = part && getComputedStyle(part);
    return look && (look.outlineStyle !== "none" || look.boxShadow !== "none"); })"""


def go(page: Page, path: str, status: int = 200) -> Page:
    """Open an address and see that it answers as expected, within the width of the window."""
    response = page.goto(path)
    assert response is not None
    assert response.status == status, f"{path}: {response.status}"
    assert sideways(page) <= 0, f"{page.url} is wider than the window"
    return page


def send(page: Page, form: str, button: str = "button[type=submit]", status: int = 200) -> None:
    """Press the button of the form with this action; without an action that of the only form of the page."""
    whole = page.locator(f"form[action='{form}']" if form else "main form:not([action])")
    with (
        leaving(page),
        page.expect_response(
            lambda answer: answer.request.is_navigation_request() and answer.status != 302
        ) as waiting,
    ):
        press(page, whole.locator(button).first)
    assert waiting.value.status == status, f"{page.url}: {waiting.value.status}"
    assert sideways(page) <= 0, f"{page.url} is wider than the window"


@contextmanager
def leaving(page: Page) -> Iterator[None]:
    """Whatever is done in the block leads to another page, at once or after a script has saved something first."""
    page.evaluate("document.documentElement.dataset.left = 'yes'")
    yield
    for _attempt in range(600):
        with suppress(PlaywrightError):  # while one page goes and the next comes
            if not page.evaluate("document.documentElement.dataset.left"):
                break
        page.wait_for_timeout(50)
    page.wait_for_load_state()


def follow(page: Page, control: Locator) -> Page:
    """Press what leads to another page, and be there."""
    with page.expect_navigation():
        press(page, control)
    return page


def by_keys(page: Page) -> Page:
    """From now on whoever has this page uses the keys alone."""
    _BY_KEYS.add(page)
    return page


def press(page: Page, control: Locator) -> None:
    """Press a button or link, or open what is folded: with the mouse, or with Enter by who uses keys."""
    if page in _BY_KEYS:
        tab_to(page, control)
        page.keyboard.press("Enter")
    else:
        control.click()


def tab_to(page: Page, control: Locator) -> None:
    """Press Tab until a control has the focus; whoever gets there sees that it has it."""
    for _key in range(_MOST_KEYS):
        if control.evaluate("one => one === document.activeElement"):
            assert control.evaluate(_SHOWS_FOCUS), f"{control} has the focus and does not show it"
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no key leads to {control} on {page.url}")


def choose(page: Page, control: Locator, index: int) -> None:
    """Choose from a list by its place in it."""
    if page not in _BY_KEYS:
        control.select_option(index=index)
        return
    tab_to(page, control)
    page.keyboard.press("Home")
    for _key in range(index):
        page.keyboard.press("ArrowDown")
    assert control.evaluate("one => one.selectedIndex") == index


def become(page: Page, key: str) -> None:
    """Sign in as someone of the demo, from the list."""
    go(page, "/demo/")
    send(page, f"/demo/als/{key}/")


def pick(page: Page, name: str, value: str) -> None:
    """Choose one of several answers by its label."""
    unfold(page, f"[name='{name}']")
    if page in _BY_KEYS:
        _pick_by_keys(page, name, value)
    else:
        page.locator(f"label:has(input[name='{name}'][value='{value}'])").click()


def _pick_by_keys(page: Page, name: str, value: str) -> None:
    """Of several answers only the chosen one, or the first, is on the way of Tab; arrows go to the others."""
    answers = page.locator(f"input[name='{name}']")
    checked = page.locator(f"input[name='{name}']:checked")
    wanted = page.locator(f"input[name='{name}'][value='{value}']")
    tab_to(page, checked if checked.count() else answers.first)
    page.keyboard.press("Space")
    for _answer in range(answers.count()):
        if wanted.is_checked():
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"no key chooses {value} of {name}")


def unfold(page: Page, inside: str) -> None:
    """Open the folded parts of the page that hide something."""
    while not page.locator(inside).first.is_visible():
        press(page, page.locator(f"details:not([open]):has({inside}) > summary").first)


def fill(page: Page, **values: str) -> None:
    """Type into fields, by their names."""
    for name, value in values.items():
        control = f"[name='{name.replace('__', '-')}']"
        unfold(page, control)
        if page in _BY_KEYS:
            tab_to(page, page.locator(control))
            page.keyboard.press("Control+A")
            page.keyboard.type(value)
        else:
            page.locator(control).fill(value)


def later(hours: int) -> str:
    """A moment from now, as one types it."""
    return (datetime.now(LOCAL) + timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M")


def register_report(page: Page, sentence: str, story: str, name: str) -> str:
    """Note a report: no police, Victim Support the name only, Veilig Thuis everything. Gives the address of the case."""
    go(page, "/melding/nieuw/")
    pick(page, "channel", "csg")
    fill(page, sentence=sentence, name=name, story=story)
    for kind, scope in [("police", "none"), ("victim_support", "name"), ("veilig_thuis", "all")]:
        pick(page, f"consent-{kind}-scope", scope)
    send(page, "/melding/nieuw/")
    return page.url.removeprefix(page.url.split("/zaken/")[0])


def code(page: Page) -> str:
    """The code of the case on the page."""
    return page.get_by_role("heading", level=1).inner_text().strip()


def search(page: Page, typed: str) -> Locator:
    """Look a case up by its code; gives the links to what was found."""
    go(page, "/zaken/")
    page.locator("input[name=code]").fill(typed)
    follow(page, page.locator("search form button[type=submit]"))
    return page.locator("main h3 a[href^='/zaken/']")


def next_one(page: Page, case: str) -> str:
    """Who is next, as the page of the case says: exactly one person."""
    go(page, case)
    card = page.locator("section[aria-labelledby=turn]")
    assert card.count() == 1
    found = [name for name in NAMED if name in card.inner_text()]
    assert len(found) == 1, card.inner_text()
    return found[0]


def write_view(page: Page, item: str, facts: str) -> None:
    """Write what the own organisation knows, for everyone on the case."""
    go(page, item)
    fill(page, facts=facts)
    page.locator("[name=category]").select_option(index=0)
    send(page, f"{item}beeld/")


def open_mdt(page: Page, region: str = "den-haag") -> None:
    """The chair opens the MDT."""
    go(page, f"/mdt/{region}/")
    send(page, f"/mdt/{region}/openen/")


def close_mdt(page: Page, region: str = "den-haag") -> None:
    """The chair closes the MDT."""
    go(page, f"/mdt/{region}/")
    unfold(page, f"form[action='/mdt/{region}/sluiten/']")
    send(page, f"/mdt/{region}/sluiten/")


def decide(page: Page, item: str, coordinator: str, *asks: tuple[str, str, str, int]) -> None:
    """Write the decision down: something in every domain, who coordinates, and actions (what, domain, who, in hours)."""
    go(page, item)
    for domain in ("safety", "law", "care", "recovery"):
        pick(page, f"line-{domain}-need", "now" if domain != "law" else "not")
        if domain != "law":
            fill(page, **{f"line-{domain}-text": f"Wat wij afspreken over {domain}."})
    choice = page.locator("[name=coordinator] option", has_text=coordinator).first
    page.locator("[name=coordinator]").select_option(value=choice.get_attribute("value"))
    if page.locator("[name=no_quorum]").count():
        fill(page, no_quorum="Wie er niet is, krijgt het besluit vandaag nog.")
    for row, ask in enumerate(asks):
        _ask(page, f"ask-{row}-", *ask)
    send(page, f"{item}besluit/")


def add_action(page: Page, case: str, *ask: str | int) -> None:
    """Add an action to the plan (what, domain, who, in hours)."""
    go(page, f"{case}actie/")
    _ask(page, "", *ask)
    send(page, "")


def _ask(page: Page, prefix: str, text: str, domain: str, who: str, hours: int) -> None:
    fill(page, **{f"{prefix}text": text, f"{prefix}due_at": later(hours)})
    page.locator(f"[name='{prefix}domain']").select_option(domain)
    page.locator(f"[name='{prefix}who']").select_option(label=who)


def answer(page: Page, case: str, choice: str) -> None:
    """Answer the question to coordinate."""
    go(page, f"{case}regie/")
    pick(page, "answer", choice)
    send(page, "")


def move_action(page: Page, case: str, text: str, state: str, outcome: str) -> None:
    """Move an action along, from the plan on the page of the case."""
    go(page, case)
    follow(page, page.get_by_role("link", name=text))
    pick(page, "state", state)
    fill(page, outcome=outcome)
    send(page, "")


def give_reason(page: Page, path: str, reason: str) -> None:
    """Bring a case back to the MDT, or open it again."""
    go(page, path)
    fill(page, reason=reason)
    send(page, "")


def visit(page: Page, path: str, status: int = 200) -> str:
    """Open an address; gives it as the word for the page."""
    go(page, path, status)
    return re.sub(r"[0-9a-f-]{36}", "*", path)


def first(page: Page, path: str, what: str, start: str = "/zaken/") -> str:
    """The first case in a list."""
    link = go(page, path).locator(f"main h3 a[href^='{start}']").first
    assert link.count(), f"the demo has no longer {what}"
    return str(link.get_attribute("href"))
