"""A partner without an account answers one question on a telephone, by keys alone, with and without scripts."""

import pytest
from playwright.sync_api import Page

from tests.journeys.asking_outside import ask_the_doctor, case_of_the_doctor
from tests.journeys.doing import go
from tests.journeys.look import Look, sideways, violations
from tests.journeys.test_meldcode_and_agreed import press, tab_to

LOOKS = [Look(390, "nl"), Look(390, "en", scripts=False)]
THANKS = {"nl": "Dank u wel", "en": "Thank you"}


def _fine(page: Page, look: Look) -> None:
    assert sideways(page) <= 0
    if look.scripts:
        assert violations(page) == []


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_a_question_is_answered_once_by_keys_alone(enter, look):
    page = enter("regie-csg-dh")
    case = case_of_the_doctor(page)
    go(page, f"{case}partners/vraag/")
    link, code = ask_the_doctor(page)
    guest = enter()
    go(guest, link)
    _fine(guest, look)
    tab_to(guest, "input[name=code]")
    guest.keyboard.type(f"{code[:4]} {code[4:]}")
    press(guest, "form.rd-card button[type=submit]")
    _fine(guest, look)
    assert "Wie doet de controle?" in guest.locator("main").inner_text()
    tab_to(guest, "textarea[name=answer]")
    guest.keyboard.type("Dat doe ik zelf, bel de praktijk.")
    tab_to(guest, "input[name=who]")
    guest.keyboard.type("A. de Wit, huisarts")
    press(guest, "button[name=read]")
    _fine(guest, look)
    press(guest, "button[name=send]")
    _fine(guest, look)
    assert guest.get_by_role("heading", level=1).inner_text() == THANKS[look.language]
    assert {one["name"] for one in guest.context.cookies()} <= {"csrftoken"}
    go(guest, link)
    tab_to(guest, "input[name=code]")
    guest.keyboard.type(code)
    press(guest, "form.rd-card button[type=submit]")
    assert "controle" not in guest.locator("main").inner_text(), "a second time it opens nothing"
    assert "Dat doe ik zelf, bel de praktijk." in go(page, f"{case}partners/").locator("main").inner_text()
