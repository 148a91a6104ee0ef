"""The pages of a coordinator's life: history, handing over, wish, absence, workload, aftercare."""

from collections.abc import Iterator

from playwright.sync_api import Page

from tests.journeys.doing import become, first, go, send, visit


def who_gives_away(page: Page, case: str) -> Iterator[str]:
    yield visit(page, f"{case}regiehouders/")
    for at in (f"{case}regie/overdragen/", f"{case}wens-regiehouder/", "/afwezig/"):
        yield visit(page, at)
        send(page, "", status=422)
        yield "something is missing"
    become(page, "beheer-csg-dh")
    yield visit(page, "/organisatie/csg-dh/belasting/")
    yield visit(page, "/organisatie/csg-dh/afwezig/")
    send(page, "", status=422)
    yield "absence: something is missing"
    go(page, "/organisatie/csg-dh/")
    yield visit(page, str(page.locator("main a[href$='/profiel/']").first.get_attribute("href")))
    become(page, "beheerder")
    yield visit(page, "/mdt/den-haag/regiehouders/")
    become(page, "regie-vt-dh")
    closed = first(page, "/zaken/?status=closed", "a closed case")
    yield visit(page, f"{closed}nazorg/")
    yield visit(page, str(page.locator("main a[href*='/nazorg/0']").first.get_attribute("href")))
    become(page, "regie-csg-dh")
