"""What one meets at first contact and after it: links, additions, files, drafts; parts of the round of every page."""

from collections.abc import Iterator
from io import BytesIO

from PIL import Image
from playwright.sync_api import Page

from tests.journeys.doing import become, fill, go, leaving, pick, send, visit


def who_links(page: Page) -> Iterator[str]:
    become(page, "csg-dh")
    go(page, "/melding/nieuw/")
    fill(page, name="Femke Stoutjesdijk", birth_year="2002")
    page.locator("[data-similar-found] details").wait_for()
    yield "report: perhaps known already"
    (one, _), (_, code) = known_cases(page)
    yield visit(page, f"{one}koppelen/")
    send(page, "", status=422)
    yield "link: something is missing"
    fill(page, code=code)
    pick(page, "kind", "same_person")
    pick(page, "grounds", "name")
    send(page, "")
    yield "case with a link"
    fold, undo = (
        str(page.locator(f"main a[href$='{end}']").get_attribute("href"))
        for end in ("/dezelfde/", "/ongedaan/")
    )
    yield visit(page, fold)
    send(page, "", status=422)
    yield "one case: nothing chosen"
    yield visit(page, undo)
    send(page, "")


def known_cases(page: Page) -> list[tuple[str, str]]:
    """The address and code of two open cases of which one may know who they are about."""
    links = go(page, "/zaken/").locator("main h3 a").all()
    found = [(str(link.get_attribute("href")), link.inner_text().strip()) for link in links]
    return [one for one in found if go(page, one[0]).locator("main a[href$='/koppelen/']").count()][:2]


def what_is_told_again(page: Page, case: str) -> Iterator[str]:
    yield visit(page, f"{case}verhaal/aanvullen/")
    send(page, "", status=422)
    yield "addition: nothing told"
    pick(page, "told_by", "relative")
    fill(page, text="Haar broer zei iets anders.", teller="haar broer", presence="haar moeder")
    send(page, "")
    pick(page, "purpose", "help")
    send(page, "")
    yield "story, with what someone else said"
    yield visit(page, f"{case}opnieuw-gevraagd/")
    send(page, "", status=422)
    yield "told again: nothing said"
    page.locator("[name=asked_by]").select_option("other")
    fill(page, asked_by_other="de school")
    pick(page, "need", "not_needed")
    send(page, "")
    yield "case, told again"


def what_is_kept_as_a_file(page: Page, case: str) -> Iterator[str]:
    yield visit(page, f"{case}bestanden/")
    yield visit(page, f"{case}bestanden/nieuw/")
    send(page, "", status=422)
    yield "file: nothing chosen"
    page.locator("[name=category]").select_option("4")
    pick(page, "given_by", "victim")
    pick(page, "shareable", "no")
    film = {"name": "film.mp4", "mimeType": "video/mp4", "buffer": b"x"}
    page.locator("[name=file]").set_input_files(film)
    assert page.locator("[role=alert]").last.inner_text(), "before anything is sent"
    yield "file: a video"
    picture = BytesIO()
    Image.new("RGB", (20, 20)).save(picture, "PNG")
    file = {"name": "Foto.png", "mimeType": "image/png", "buffer": picture.getvalue()}
    page.locator("[name=file]").set_input_files(file)
    send(page, "")
    yield "files"
    path = str(page.locator("main ol a[href*='/bestanden/0']").first.get_attribute("href"))
    yield visit(page, path)
    send(page, "", status=422)
    yield "file: no purpose"
    yield visit(page, f"{path}delen/")
    yield visit(page, f"{path}intrekken/")
    send(page, "")
    yield "files, one withdrawn"


def who_types_a_report(page: Page) -> Iterator[str]:
    go(page, "/melding/nieuw/")
    fill(page, name="Zonder zin")
    with leaving(page):
        page.locator("button[formaction]").click()
    yield "report: a draft"
    draft = f"/melding/concept/{page.url.partition('concept=')[2]}"
    yield visit(page, f"{draft}/versies/")
    yield visit(page, f"{draft}/weggooien/")
    yield visit(page, "/vandaag/")
    yield visit(page, "/melding/nieuw/")
    go(page, f"{draft}/weggooien/")
    send(page, "")
    yield "today: a draft to take back"
