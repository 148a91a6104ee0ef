"""Asking someone without an account: the coordinator's pages and those of the guest; a part of the round of every page."""

import re
from collections.abc import Iterator

from playwright.sync_api import Page

from tests.journeys.doing import become, fill, go, pick, send, visit

DOCTOR = {
    "name": "A. de Wit",
    "place": "De Linde",
    "phone": "070 555 01 43",
    "question": "Wie doet de controle?",
}


def case_of_the_doctor(page: Page) -> str:
    """The address of the case in which the demo asks a doctor, who takes part in the treatment."""
    found = [
        one.get_attribute("href") for one in go(page, "/zaken/?wie=coordinate").locator("main h3 a").all()
    ]
    for case in found:
        if "De Linde" in go(page, f"{case}partners/").locator("main").inner_text():
            return str(case)
    raise AssertionError("the demo asks no doctor")


def ask_the_doctor(page: Page) -> tuple[str, str]:
    """Ask; gives the link, and the code to say over the phone."""
    for name, value in (("kind", "care"), ("category", "32"), ("purpose", "help"), ("hours", "4")):
        page.locator(f"[name={name}]").select_option(value)
    fill(page, **DOCTOR)
    pick(page, "stated", "treatment_team")
    send(page, "")
    said = page.locator("main").inner_text()
    link, code = re.search(r"/vraag/[a-z2-7]{52}/", said), re.search(r"\b(\d{4}) (\d{4})\b", said)
    assert link
    assert code
    return link[0], code[1] + code[2]


def who_asks_outside(page: Page) -> Iterator[str]:
    become(page, "regie-csg-dh")
    case = case_of_the_doctor(page)
    yield visit(page, f"{case}partners/")
    yield visit(page, f"{case}partners/vraag/")
    send(page, "", status=422)
    yield "asking outside: something is missing"
    link, code = ask_the_doctor(page)
    yield "asking outside: the link and the code"
    yield visit(page, link)
    fill(page, code="00000000")
    send(page, "", status=422)
    yield "link: not believed"
    fill(page, code=code)
    send(page, "")
    yield "link: the question"
    send(page, "", status=422)
    yield "link: no answer"
    fill(page, answer="Dat doe ik zelf.", who="A. de Wit, huisarts")
    send(page, "")
    yield "link: read back"
    send(page, "")
    yield "link: sent"
    yield visit(page, "/vandaag/")
    yield visit(page, f"{case}partners/")
