"""The small things that make the pages bearable: faults that are explained, keys that work, cookies that are few."""

import pytest
from playwright.sync_api import expect

from tests.journeys.doing import become, code, fill, follow, go, register_report, search, send, unfold
from tests.journeys.look import Look

LOOKS = [Look(1280, "nl", scripts=False), Look(390, "en", scripts=True)]
WORDS = {
    "no code": {"nl": "Dit kan geen zaakcode zijn.", "en": "This cannot be a case code."},
    "no case": {"nl": "Er is geen zaak", "en": "There is no case"},
}
FOCUSED = "document.activeElement"
# What has the focus and is not seen. Seen is what has a size, lies inside the window, and is marked; a chip is marked by its
# label, the parts of a moment by the browser.
UNSEEN = """() => {
    const one = document.activeElement, box = one.getBoundingClientRect(), style = getComputedStyle(one);
    const marked = style.outlineStyle !== "none" || style.boxShadow !== "none" || one.matches("label *, [type=date], [type=datetime-local]");
    return box.width > 0 && box.bottom > 0 && box.top < innerHeight && marked ? "" : one.outerHTML.slice(0, 80);
}"""


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_a_report_without_what_is_required_says_so_at_the_field_and_keeps_what_was_typed(enter, look):
    page = enter("csg-dh")
    waiting = go(page, "/zaken/").locator("main h3").count()
    go(page, "/melding/nieuw/")
    fill(page, name="Marit van Dam", story="Zij vertelde het zelf.")
    send(page, "/melding/nieuw/", status=422)
    sentence = page.locator("[name=sentence]")
    assert sentence.get_attribute("aria-invalid") == "true"
    said = str(sentence.get_attribute("aria-describedby")).split()
    assert page.locator(f"#{said[-1]}").inner_text(), "the field tells what is wrong"
    assert page.locator("[name=channel]").first.is_visible()
    assert page.locator("[name=name]").input_value() == "Marit van Dam"
    assert page.locator("[name=story]").input_value() == "Zij vertelde het zelf."
    page.locator("[role=alert] a[href='#id_sentence']").click()
    expect(sentence, "the list of faults leads there").to_be_focused()
    assert go(page, "/zaken/").locator("main h3").count() == waiting


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_a_wrong_code_says_so_and_a_right_one_is_found_however_it_is_typed(enter, look):
    page = enter("csg-dh")
    right = code(go(page, register_report(page, "Iemand vraagt hulp.", "Niets.", "M.")))
    wrong = right[:-1] + ("3" if right.endswith("2") else "2")
    assert search(page, wrong).count() == 0
    assert WORDS["no code"][look.language] in page.locator("main").inner_text()
    typed = page.locator("input[name=code]")
    assert (typed.input_value(), typed.get_attribute("aria-invalid")) == (wrong, "true")
    for way in (right, right.lower(), right.replace("-", ""), f" {right.replace('-', ' ')} "):
        assert search(page, way).all_inner_texts() == [right]
    stranger = enter("politie-ob")
    assert search(stranger, right).count() == 0
    assert WORDS["no case"][look.language] in stranger.locator("main").inner_text()


@pytest.mark.parametrize("look", [Look(390, "nl"), Look(1280, "en")], ids=str)
def test_the_keys_lead_past_the_menu_to_every_control_and_the_main_button(enter, look):
    page = enter("csg-dh")
    go(page, "/melding/nieuw/")
    page.keyboard.press("Tab")
    assert page.evaluate(f"{FOCUSED}.getAttribute('href')") == "#main", "first comes the link past the menu"
    assert page.evaluate(UNSEEN) == ""
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate(f"{FOCUSED}.closest('main') !== null")
    stops, unseen = 0, []
    while not page.evaluate(f"{FOCUSED}.matches('main form button[type=submit]')"):
        page.keyboard.press("Tab")
        stops += 1
        unseen.append(page.evaluate(UNSEEN))
        assert stops < 150, "the main button is out of reach"
    assert [one for one in unseen if one] == []
    page.keyboard.press("Enter")
    page.wait_for_selector("[role=alert]")


def test_one_signs_in_with_the_keys_alone(enter):
    page = enter()
    go(page, "/demo/")
    page.locator("form[action='/demo/als/csg-dh/'] button").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/vandaag/")


def test_cookies_are_few_and_guarded(enter, address):
    page = enter()
    cookies = page.context.cookies
    go(page, "/inloggen/")
    go(page, "/demo/")
    assert {one["name"] for one in cookies()} <= {"csrftoken"}
    send(page, "/taal/")
    assert {one["name"] for one in cookies()} <= {"csrftoken", "rondom_language"}
    become(page, "csg-dh")
    found = {one["name"]: one for one in cookies()}
    assert set(found) == {"csrftoken", "rondom_language", "sessionid"}
    assert found["sessionid"]["httpOnly"]
    assert found["csrftoken"]["httpOnly"]
    assert {one["sameSite"] for one in found.values()} == {"Lax"}
    assert found["sessionid"]["expires"] == -1, "gone when the browser closes"


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_a_language_is_chosen_on_any_page_and_stays(enter, look):
    page = enter("csg-dh")
    go(page, "/melding/nieuw/")
    html = page.locator("html")
    for language in ["en", "nl"] if look.language == "nl" else ["nl", "en"]:
        button = f"button[name=language][value={language}]"
        unfold(page, button)
        follow(page, page.locator(button))
        assert page.url.endswith("/melding/nieuw/")
        assert html.get_attribute("lang") == language
        assert go(page, "/zaken/").locator("html").get_attribute("lang") == language
        go(page, "/melding/nieuw/")


def test_signing_out_clears_what_the_browser_holds_and_keeps_the_language(enter):
    page = enter("csg-dh")
    send(page, "/taal/")
    before = page.locator("html").get_attribute("lang")
    page.evaluate("localStorage.setItem('left', 'behind')")
    unfold(page, "form[action='/uitloggen/']")
    send(page, "/uitloggen/")
    assert page.url.split("?")[0].endswith("/inloggen/")
    assert page.evaluate("localStorage.length") == 0
    assert page.locator("html").get_attribute("lang") == before
    assert {one["name"] for one in page.context.cookies()} == {"csrftoken", "rondom_language"}


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_after_signing_out_the_way_back_shows_nothing(enter, look):
    page = enter("csg-dh")
    case = register_report(page, "Iemand vraagt hulp.", "Zij vertelde het zelf.", "Marit van Dam")
    go(page, case)
    unfold(page, "form[action='/uitloggen/']")
    send(page, "/uitloggen/")
    page.go_back()
    page.wait_for_load_state()
    assert "Marit van Dam" not in page.content()
    assert page.url.split("?")[0].endswith("/inloggen/")
