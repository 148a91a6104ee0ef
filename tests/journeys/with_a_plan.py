"""What a coordinator meets of the plan and of contacts; a part of the round of every page."""

from collections.abc import Iterator

from playwright.sync_api import Page

from tests.journeys.doing import fill, go, pick, send, visit


def who_steers(page: Page, case: str) -> Iterator[str]:
    yield visit(page, f"{case}doel/")
    send(page, "", status=422)
    yield "goal: something is missing"
    page.locator("[name=domain]").select_option(index=1)
    fill(page, text="Ik slaap thuis weer rustig.")
    send(page, "")
    yield "plan with a goal"
    yield visit(page, str(page.locator("main a[href*='/doel/0']").first.get_attribute("href")))
    pick(page, "state", "dropped")
    send(page, "", status=422)
    yield "goal: no reason"
    go(page, f"{case}plan/")
    action = str(
        page.locator("main li.rd-act:not(.rd-act--done) a[href*='/actie/0']").first.get_attribute("href")
    )
    for part in ("uiterlijk/", "herinneren/"):
        yield visit(page, f"{action}{part}")
        send(page, "", status=422)
        yield f"{part}: something is missing"
    fill(page, sentence="Lukt het?")
    send(page, "")
    yield "action with its history"
    yield from who_contacts(page, case)
    yield from who_explains(page, case)
    yield from who_hears_more(page, case)


def who_contacts(page: Page, case: str) -> Iterator[str]:
    yield visit(page, f"{case}contact/ritme/")
    send(page, "", status=422)
    yield "rhythm: something is missing"
    yield visit(page, f"{case}contact/nieuw/")
    pick(page, "way", "visit")
    for answer in page.locator("[name=in_hours][value=yes]").all():
        answer.check(force=True)
    send(page, "", status=422)
    yield "contact: stopped"
    pick(page, "way", "here")
    send(page, "")
    yield "contact: how did it go"
    pick(page, "result", "reached")
    send(page, "")
    yield "contacts"


def who_explains(page: Page, case: str) -> Iterator[str]:
    """Rights, the criminal route, and the timeline."""
    yield visit(page, f"{case}rechten/")
    yield visit(page, f"{case}rechten/lawyer/")
    send(page, "", status=422)
    yield "right: nothing chosen"
    pick(page, "state", "explained")
    send(page, "")
    yield "rights with one explained"
    yield visit(page, f"{case}tijdlijn/")
    yield visit(page, f"{case}rondomkaart/")
    if go(page, case).locator(f"a[href='{case}strafroute/']").count():
        yield from who_sees_the_law(page, case)


def who_sees_the_law(page: Page, case: str) -> Iterator[str]:
    yield visit(page, f"{case}strafroute/1/nieuw/")
    send(page, "", status=422)
    yield "criminal route: nothing chosen"
    pick(page, "state", "no_contact")
    send(page, "")
    yield "criminal route"
    yield visit(page, str(page.locator("main a[href$='/intrekken/']").first.get_attribute("href")))
    yield visit(page, f"{case}strafroute/2/nieuw/")
    pick(page, "state", "investigation")
    send(page, "")
    yield "criminal route: two of them"


def who_hears_more(page: Page, case: str) -> Iterator[str]:
    """What became known later: of the person, of someone else, of when it was."""
    go(page, case)
    yield visit(page, str(page.locator("main a[href*='/mensen/0']").first.get_attribute("href")))
    fill(page, phone="06-00000055")
    send(page, "")
    yield visit(page, str(page.locator("main a[href*='/mensen/0']").first.get_attribute("href")))
    yield visit(page, f"{case}mensen/nieuw/")
    send(page, "", status=422)
    yield "someone new: nobody"
    go(page, case)
    yield visit(page, str(page.locator("main a[href*='/mensen/0']").last.get_attribute("href")))
    yield visit(page, str(page.locator("main a[href$='/weghalen/']").get_attribute("href")))
    send(page, "", status=422)
    yield "taking someone out: no reason"
    yield visit(page, f"{case}moment/")
    send(page, "", status=422)
    yield "when it was: no moment"
