"""The pages of the programme, for everyone, for who works for it, and for the steering group."""

from collections.abc import Iterator

from playwright.sync_api import Page

from tests.journeys.doing import become, fill, first, go, pick, send, visit

ROOM = "/programma/"
FORMS = [
    "speedboten/nieuw/", "bevindingen/nieuw/", "afspraken/nieuw/", "bijeenkomsten/nieuw/", "berichten/nieuw/",
    "ervaringsdeskundigen/nieuw/",
]  # fmt: skip
LISTS = [
    "overzicht/", "speedboten/", "bevindingen/", "bevindingen/?soort=lesson&open=1", "afspraken/", "aandachtsfunctionarissen/",
    "bijeenkomsten/", "bijeenkomsten/?welke=geweest", "berichten/", "per-mail/", "ervaringsdeskundigen/",
]  # fmt: skip


def who_reads_without_an_account(page: Page) -> Iterator[str]:
    for path in (
        "",
        "?groep=other",
        "nieuws/",
        "gemeenten/",
        "gemeenten/?regio=VR15",
        "mail/x/stoppen/",
        "mail/x/bevestigen/",
    ):
        yield visit(page, f"{ROOM}{path}")
    yield visit(page, first(page, f"{ROOM}nieuws/", "an update", f"{ROOM}nieuws/"))


def who_improves(page: Page) -> Iterator[str]:
    become(page, "programma")
    for path in LISTS:
        yield visit(page, f"{ROOM}{path}")
    for path in FORMS:
        yield visit(page, f"{ROOM}{path}")
        send(page, "", status=422)
        yield f"{path}: something is missing"
    go(page, f"{ROOM}speedboten/?groep=domestic_violence")
    boat = str(page.locator("main h3 a").first.get_attribute("href"))
    yield visit(page, boat)
    for step in ("wijzigen/", "stap/", "bevinding/"):
        yield visit(page, f"{boat}{step}")
    yield visit(page, f"{boat}voorstel/", 409)
    go(page, f"{boat}stap/")
    pick(page, "stage", "test")
    fill(page, learned="Het werkt in één gesprek.")
    send(page, "")
    yield visit(page, f"{boat}voorstel/")
    for where in ("bijeenkomsten/", "bijeenkomsten/?welke=geweest"):
        go(page, f"{ROOM}{where}")
        meeting = str(page.locator("main h3 a").first.get_attribute("href"))
        yield visit(page, meeting)
        yield visit(page, f"{meeting}{'aanwezig' if 'geweest' in where else 'afzeggen'}/")
    for listed, links in [("berichten/", ("publiceren", "intrekken")), ("ervaringsdeskundigen/", ("wissen",)), ("bevindingen/", ("afgehandeld", "terugnemen")), ("afspraken/", ("evaluatie", "wijzigen"))]:  # fmt: skip
        for link in links:
            go(page, f"{ROOM}{listed}")
            yield visit(page, str(page.locator(f"main a[href$='/{link}/']").first.get_attribute("href")))
    become(page, "stuurgroep")
    go(page, f"{ROOM}overzicht/")
    waiting = str(page.locator("main section h3 a").first.get_attribute("href"))
    yield visit(page, waiting)
    yield visit(page, f"{waiting}besluit/")
    go(page, f"{waiting}besluit/")  # with the menu closed again
    pick(page, "outcome", "adopt")
    send(page, "", status=422)
    yield "decision: something is missing"
    become(page, "beheer-csg-dh")
    yield visit(page, f"{ROOM}aandachtsfunctionarissen/csg-dh/nieuw/")
    yield visit(page, f"{ROOM}speedboten/nieuw/", 403)
