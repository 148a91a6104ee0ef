"""The MDT from agenda to signed minutes; a part of the round of every page."""

from collections.abc import Iterator

from playwright.sync_api import Page

from tests.journeys.doing import become, close_mdt, fill, first, go, later, open_mdt, pick, send, visit


def who_sits_in_the_mdt(page: Page) -> Iterator[str]:
    become(page, "voorzitter-ob")
    yield visit(page, "/mdt/oost-brabant/")
    item = first(page, "/mdt/oost-brabant/", "a case on the agenda", "/mdt/oost-brabant/zaak/")
    yield visit(page, item)
    send(page, f"{item}beeld/", status=422)
    yield "view: nothing written"
    yield from who_plans(page, item)
    open_mdt(page, "oost-brabant")
    yield "agenda of an open MDT"
    yield visit(page, "/vandaag/")
    yield visit(page, item)
    go(page, item)  # with its menu folded again
    send(page, f"{item}bespreken/")
    yield "case that the MDT discusses"
    close_mdt(page, "oost-brabant")  # so that nobody's screen follows while it is looked at
    open_mdt(page, "oost-brabant")
    become(page, "csg-ob")
    item = to_decide(page)
    yield "case in an open MDT"
    send(page, f"{item}besluit/", status=422)
    yield "decision: something is missing"
    become(page, "voorzitter-ob")
    close_mdt(page, "oost-brabant")
    yield "minutes that wait to be signed"
    yield from what_the_mdt_said(page)
    become(page, "perspectief")
    yield visit(page, "/mdt/routes/")
    yield visit(page, "/mdt/")


def who_plans(page: Page, item: str) -> Iterator[str]:
    yield visit(page, "/mdt/oost-brabant/rooster/")
    fill(page, at="16:00")
    send(page, "", status=422)
    yield "roster: half a time"
    yield visit(page, f"{item}verplaatsen/")
    send(page, "", status=422)
    yield "move: nothing chosen"
    pick(page, "to", "extra")
    fill(page, extra_at=later(120), reason="Zij is er dan.")
    page.locator("[name=late]").check()
    send(page, "")
    yield visit(page, "/mdt/oost-brabant/te-laat/")
    yield visit(page, f"{item}te-laat/")
    send(page, "", status=422)
    yield "late: no reason chosen"


def what_the_mdt_said(page: Page) -> Iterator[str]:
    minutes = page.url
    yield visit(page, "/mdt/oost-brabant/verslagen/")
    yield visit(page, f"{minutes}tekenen/")
    send(page, "")
    yield "minutes, signed"
    yield visit(page, f"{minutes}tekenen/", 409)
    become(page, "regie-csg-ob")
    case = first(page, "/zaken/?wie=coordinate", "a case that the MDT decided")
    yield visit(page, f"{case}mdt/")
    add = page.locator("main a[href$='/aanvullen/']").first.get_attribute("href")
    yield visit(page, str(add))
    send(page, "", status=422)
    yield "minutes: nothing added"
    pick(page, "kind", "correction")
    fill(page, text="Het was dinsdag.")
    page.locator("[name=category]").select_option(index=1)
    send(page, "")
    yield "minutes with a correction"


def to_decide(page: Page) -> str:
    """Open the first case of the MDT of which one may write the decision down."""
    links = go(page, "/mdt/oost-brabant/").locator("main h3 a[href^='/mdt/oost-brabant/zaak/']").all()
    for item in [str(link.get_attribute("href")) for link in links]:
        if go(page, item).locator("#decide").count():
            return item
    raise AssertionError("the demo has no longer a case to decide")
