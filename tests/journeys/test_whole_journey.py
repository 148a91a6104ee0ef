"""One case from the first report to closing and opening again, with people of five organisations."""

import pytest

from tests.journeys.doing import (
    NAMES,
    add_action,
    answer,
    close_mdt,
    code,
    decide,
    follow,
    give_reason,
    go,
    move_action,
    next_one,
    open_mdt,
    pick,
    register_report,
    search,
    send,
    write_view,
)
from tests.journeys.look import Look

SENTENCE = "Een vrouw vraagt hulp na een feest."
STORY = "Zij vertelde het in haar eigen woorden."
NAME = "Marit van Dam"
FACTS_CSG, FACTS_VT = "Zij was vandaag bij ons.", "Het gezin is bij ons bekend."
PEOPLE = ["csg-dh", "politie-dh", "shn-dh", "vt-dh", "voorzitter-dh", "regie-csg-dh"]
ESRA, JORIS, DEWI, RACHID, ELS, ANNE = (NAMES[key] for key in PEOPLE)
PLACE, CALLS, DOCTOR = "Vannacht een veilige plek", "Iemand belt elke dag", "Naar de huisarts"
WORDS = {
    "first your own": {"nl": "Schrijf eerst uw eigen beeld.", "en": "Write your own view first."},
    "instead": {
        "nl": "Rond ze eerst af of trek ze in, en sluit dan de zaak af.",
        "en": "Finish or withdraw them first, then close the case.",
    },
    "nobody": {"nl": "Niemand is aan zet", "en": "Nobody is next"},
    "refused": {"nl": "Geweigerd", "en": "Refused"},
}
LOOKS = [Look(1280, "nl", scripts=False), Look(390, "en", scripts=True)]


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_five_organisations_around_one_person(enter, look):
    csg, politie, shn, vt, voorzitter, regie = (enter(key) for key in PEOPLE)
    words = {key: both[look.language] for key, both in WORDS.items()}
    case = register_report(csg, SENTENCE, STORY, NAME)
    item = case.replace("/zaken/", "/mdt/den-haag/zaak/")
    said = code(csg)
    assert next_one(csg, case) == ELS

    the_police_do_not_find_it(politie, case, item, said)
    victim_support_knows_the_name_and_not_the_story(shn, case, item)
    everyone_writes_a_view_before_reading_that_of_others(csg, vt, item, words)

    open_mdt(voorzitter)
    decide(csg, item, ANNE, (PLACE, "safety", RACHID, 6), (CALLS, "recovery", DEWI, 30))
    assert next_one(csg, case) == ANNE
    close_mdt(voorzitter)
    assert said not in go(shn, "/mdt/").locator("main").inner_text()
    assert NAME in go(shn, case).locator("main").inner_text(), "through its action"
    go(voorzitter, case, 404)

    answer(regie, case, "accept")
    assert next_one(csg, case) == RACHID
    move_action(vt, case, PLACE, "done", "Zij slaapt bij haar zus.")
    assert next_one(csg, case) == DEWI

    add_action(regie, case, DOCTOR, "care", ESRA, 40)
    assert next_one(regie, case) == DEWI
    closing_is_refused_while_actions_are_open(regie, case, words)

    give_reason(regie, f"{case}opnieuw/", "Er is een tweede melding.")
    assert next_one(csg, case) == ELS
    open_mdt(voorzitter)
    decide(csg, item, ANNE)
    close_mdt(voorzitter)
    assert next_one(csg, case) == DEWI

    move_action(shn, case, CALLS, "done", "Gebeld.")
    move_action(regie, case, DOCTOR, "withdrawn", "Zij ging zelf al.")
    assert next_one(csg, case) == ANNE
    close(regie, case, words)
    give_reason(regie, f"{case}heropenen/", "Zij belde opnieuw.")
    assert next_one(csg, case) == ELS
    the_log_tells_of_the_refusals(csg, case, words)


def the_police_do_not_find_it(page, case, item, said):
    assert said not in go(page, "/mdt/").locator("main").inner_text()
    assert said not in go(page, "/vandaag/").locator("main").inner_text()
    assert search(page, said).count() == 0
    for path in (case, f"{case}verhaal/", f"{case}logboek/", item):
        text = go(page, path, 404).locator("body").inner_text()
        assert not any(secret in text for secret in (said, SENTENCE, STORY, NAME))


def victim_support_knows_the_name_and_not_the_story(page, case, item):
    assert go(page, "/mdt/").locator(f"a[href='{item}']").count() > 0
    assert NAME in go(page, case).locator("main").inner_text()
    for path in (case, item, f"{case}verhaal/"):
        text = go(page, path).content()
        assert SENTENCE not in text
        assert STORY not in text


def everyone_writes_a_view_before_reading_that_of_others(csg, vt, item, words):
    write_view(csg, item, FACTS_CSG)
    text = go(vt, item).locator("main").inner_text()
    assert words["first your own"] in text
    assert FACTS_CSG not in text
    write_view(vt, item, FACTS_VT)
    assert FACTS_CSG in vt.locator("main").inner_text()
    assert FACTS_VT in go(csg, item).locator("main").inner_text()


def closing_is_refused_while_actions_are_open(page, case, words):
    assert go(page, case).locator(f"a[href='{case}sluiten/']").count() == 0
    go(page, f"{case}sluiten/", 409)
    assert words["instead"] in page.locator("main").inner_text()


def close(page, case, words):
    follow(page, go(page, case).locator(f"a[href='{case}sluiten/']"))
    pick(page, "reason", "done")
    pick(page, "safety", "confirmed")
    page.locator("input[name=settled]").check()
    pick(page, "told", "yes")
    send(page, "")
    assert words["nobody"] in page.locator("section[aria-labelledby=turn]").inner_text()


def the_log_tells_of_the_refusals(page, case, words):
    go(page, f"{case}logboek/")
    found = page.locator("main li").filter(has_text=words["refused"]).all_inner_texts()
    older = page.locator("main a[href*='voor=']")
    while older.count():
        follow(page, older)
        found += page.locator("main li").filter(has_text=words["refused"]).all_inner_texts()
    assert {who: sum(who in line for line in found) for who in NAMES.values() if who in str(found)} == {
        JORIS: 4,  # the case, its story, its log, and its place in the MDT
        ELS: 1,  # the case, after the MDT had closed
        ANNE: 1,  # closing, while actions were open
    }
