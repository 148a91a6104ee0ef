"""Every kind of page, small in Dutch and wide in English; axe looks at it with all its folded parts open."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page

from tests.journeys.asking_outside import who_asks_outside
from tests.journeys.at_coordinating import who_gives_away
from tests.journeys.at_first_contact import (
    what_is_kept_as_a_file,
    what_is_told_again,
    who_links,
    who_types_a_report,
)
from tests.journeys.at_the_mdt import who_sits_in_the_mdt
from tests.journeys.at_the_programme import who_improves, who_reads_without_an_account
from tests.journeys.conftest import serving
from tests.journeys.doing import (
    become,
    fill,
    first,
    go,
    pick,
    send,
    unfold,
    visit,
)
from tests.journeys.look import Look, sideways, violations
from tests.journeys.with_a_plan import who_steers

WIDTHS = (390, 1280)
LOOKS = [Look(WIDTHS[0], "nl"), Look(WIDTHS[1], "en")]
NOBODY = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def address(demo_template: str, worker: str, look: Look, tmp_path: Path) -> Iterator[str]:
    """A demo of their own for each round, as a round changes much of it."""
    with serving(f"round_{worker}_{look.width}", demo_template, tmp_path) as found:
        yield found


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_axe_has_nothing_against_any_page_and_no_page_goes_against_its_policy(enter, look):
    page, found = enter(), []
    for name in round_of(page):
        assert page.locator("html").get_attribute("lang") == look.language
        assert page.evaluate("document.styleSheets.length") > 0, name
        assert page.evaluate("document.fonts.ready.then(fonts => fonts.status)") == "loaded", name
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        found += [f"{name}, {look.width} wide: {one}" for one in violations(page)]
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            found += [f"{name}, {width} wide: goes on sideways"] * (sideways(page) > 0)
        page.set_viewport_size({"width": look.width, "height": 900})
    assert not found, "\n".join(found)


def test_what_goes_against_the_content_policy_is_seen(enter, watch):
    page = enter()
    page.goto("/inloggen/")
    page.evaluate(
        "document.body.append(Object.assign(document.createElement('img'), {src: 'https://elsewhere.example'}))"
    )
    page.evaluate("document.body.setAttribute('style', 'color: red')")
    with pytest.raises(PlaywrightError, match="TrustedHTML"):
        page.evaluate("document.body.innerHTML = '<b>mine</b>'")
    page.wait_for_timeout(200)
    found = "\n".join(watch.faults)
    watch.faults.clear()
    for directive in ("img-src", "style-src-attr", "require-trusted-types-for"):
        assert f"against the policy: {directive}" in found, found


def round_of(page: Page) -> Iterator[str]:
    """One page after another, each with a word for it, with all that one can meet: forms, faults, refusals."""
    for part in (
        at_the_door,
        who_reads_without_an_account,
        who_registers,
        who_links,
        who_types_a_report,
        who_coordinates,
        who_asks_outside,
        who_is_asked,
        who_sits_in_the_mdt,
        who_sees_nothing,
        who_looks_after_an_account,
        who_manages,
        who_decides_for_the_police,
        who_watches_over_privacy,
        who_improves,
    ):
        yield from part(page)


def at_the_door(page: Page) -> Iterator[str]:
    yield visit(page, "/inloggen/")
    page.locator("[name=username]").fill("niemand")
    page.locator("[name=password]").fill("verkeerd")
    send(page, "/inloggen/", status=422)
    yield "sign in: not believed"
    yield visit(page, "/demo/")
    yield visit(page, "/privacyprotocol/")
    yield visit(page, "/privacyprotocol/?van=csg&naar=police")
    yield visit(page, "/privacyprotocol/?van=research&naar=school")
    yield visit(page, "/bestaat/niet/", 404)
    yield from who_weighs(page)


def who_weighs(page: Page) -> Iterator[str]:
    yield visit(page, "/meldcode/")
    ask = "main form.rd-card button[type=submit]"
    page.locator(ask).click()
    yield "meldcode: the first question"
    page.locator(ask).click()
    yield "meldcode: no answer"
    for _question in ("suspicion", "unsafety"):
        page.locator("main label:has(input[value='yes'])").click()
        page.locator(ask).click()
        yield "meldcode: the next question, or the advice"


def who_registers(page: Page) -> Iterator[str]:
    become(page, "csg-dh")
    yield "today of a seat"
    yield visit(page, "/zaken/")
    yield visit(page, "/zaken/?status=closed&wie=turn")
    yield visit(page, "/zaken/?code=R7K-42X")
    yield visit(page, "/zaken/?code=R7K-42M")
    yield visit(page, "/melding/nieuw/")
    fill(page, name="Zonder zin")
    send(page, "/melding/nieuw/", status=422)
    yield "report: something is missing"
    case = first(page, "/zaken/?status=reported", "a case that waits")
    yield f"waiting case {go(page, case).url[-5:]}"
    yield visit(page, f"{case}logboek/")
    yield visit(page, f"{case}verhaal/")
    send(page, "", status=422)
    yield "story: no purpose"
    pick(page, "purpose", "help")
    send(page, "")
    yield "story"
    yield from what_is_told_again(page, case)
    yield from what_is_kept_as_a_file(page, case)
    yield visit(page, f"{case}sluiten/", 403)
    yield visit(page, f"{case}veiligheid/")
    send(page, "", status=422)
    yield "safety: nothing said"
    yield visit(page, f"{case}regio/", 403)
    yield visit(page, f"{case}termijnen/")
    unfold(page, "#PEP_72H [name='kind']")
    send(page, "", status=422)
    yield "windows: nothing chosen"
    yield visit(page, "/melding/voor-u-komt/")
    yield visit(page, f"{case}afschermen/")
    send(page, "", status=422)
    yield "shield: nobody chosen"
    become(page, "csg-dh")  # it must have been shown just now who they are, however long the looking took
    yield visit(page, "/noodtoegang/")
    send(page, "", status=422)
    yield "emergency: nothing said"
    yield visit(page, f"/zaken/{NOBODY}/", 404)


def who_coordinates(page: Page) -> Iterator[str]:
    become(page, "regie-csg-dh")
    yield "today of a coordinator"
    case = first(page, "/zaken/?wie=coordinate", "a case in coordination")
    yield visit(page, case)
    yield visit(page, f"{case}actie/")
    send(page, "", status=422)
    yield "action: something is missing"
    go(page, case)
    action = page.locator("main a[href*='/actie/0']").first.get_attribute("href")
    yield visit(page, str(action))
    pick(page, "state", "withdrawn")
    send(page, "", status=422)
    yield "action: no reason"
    yield from who_steers(page, case)
    yield visit(page, f"{case}sluiten/", 409)
    yield from who_gives_away(page, case)
    yield visit(page, f"{case}regio/")
    send(page, "", status=422)
    yield "region: nothing chosen"
    yield from what_is_shared(page, case)
    yield visit(page, f"{case}afspraken/")
    send(page, "", status=422)
    yield "agreed: something is missing"
    pick(page, "safe", "no")
    send(page, "")
    yield "agreed: to read out"
    yield visit(page, f"{case}opnieuw/")
    send(page, "", status=422)
    yield "back to the MDT: no reason"


def what_is_shared(page: Page, case: str) -> Iterator[str]:
    yield visit(page, f"{case}delen/")
    stop = str(page.locator("main a[href$='/stoppen/']").last.get_attribute("href"))
    withdraw = str(page.locator("main a[href$='/intrekken/']").first.get_attribute("href"))
    yield visit(page, f"{case}delen/nieuw/")
    send(page, f"{case}delen/nieuw/", status=422)
    yield "share: something is missing"
    page.locator("[name=organisation]").select_option(index=1)
    for category in ("2", "64"):
        pick(page, "categories", category)
    send(page, f"{case}delen/nieuw/")
    yield "share: look first"
    yield visit(page, f"{case}toestemming/")
    send(page, "", status=422)
    yield "ask the person: something is missing"
    yield visit(page, withdraw)
    response = page.goto(stop)
    assert response is not None
    assert response.status in {200, 409}
    yield "stop sharing"


def who_decides_for_the_police(page: Page) -> Iterator[str]:
    become(page, "beheerder")
    decisions = "/privacyprotocol/besluiten/"
    yield visit(page, f"{decisions}nieuw/")
    send(page, "", status=422)
    yield "decision about police data: something is missing"
    yield visit(page, decisions)
    end = page.locator("main a[href$='/beeindigen/']").first.get_attribute("href")
    yield visit(page, str(end))
    send(page, "")
    yield "decisions about police data"
    become(page, "politie-dh")
    yield "today of who is told"
    case = first(page, "/zaken/", "a case of the police")
    yield visit(page, case)
    yield visit(page, f"{case}delen/")


def who_is_asked(page: Page) -> Iterator[str]:
    become(page, "regie-shn-dh")
    yield "today of who is asked"
    case = first(page, "/zaken/?wie=turn&status=weighed", "a case to coordinate")
    yield visit(page, case)
    yield visit(page, f"{case}regie/")
    send(page, "", status=422)
    yield "question: no answer"
    become(page, "voorzitter-dh")
    yield "today of the chair"
    case = first(page, "/zaken/?wie=turn&status=weighed", "a case without coordinator")
    yield visit(page, f"{case}regie/vragen/")
    send(page, "", status=422)
    yield "ask a coordinator: nobody chosen"
    become(page, "politie-dh")
    go(page, first(page, "/zaken/?status=weighed", "a case of the police"))
    law = page.locator("main a[href$='/wet/']").first.get_attribute("href")
    yield visit(page, str(law))
    become(page, "vt-dh")
    case = first(page, "/zaken/?status=closed", "a closed case")
    yield visit(page, "/zaken/?status=closed")
    yield visit(page, case)
    yield visit(page, f"{case}heropenen/")


def who_sees_nothing(page: Page) -> Iterator[str]:
    become(page, "fg")
    yield "today, empty"
    yield visit(page, "/zaken/")
    yield visit(page, "/mdt/", 403)
    yield visit(page, "/toezicht/noodtoegang/")


def who_looks_after_an_account(page: Page) -> Iterator[str]:
    become(page, "onderzoeker")
    yield visit(page, "/account/tweede-stap/")
    yield visit(page, "/account/tweede-stap/passkey/")
    yield visit(page, "/account/tweede-stap/herstelcodes/")
    yield visit(page, "/account/tweede-stap/app/")
    fill(page, code="000000")
    send(page, "", status=422)
    yield "code app: wrong code"
    become(page, "onderzoeker")
    yield visit(page, "/account/wachtwoord/")
    send(page, "", status=422)
    yield "password: nothing chosen"
    yield visit(page, "/bevestigen/")
    yield visit(page, "/inloggen/organisatie/")


def who_manages(page: Page) -> Iterator[str]:
    become(page, "beheer-csg-dh")
    yield visit(page, "/organisatie/csg-dh/")
    for kind in ("mensen", "zetels"):
        link = page.locator(f"main a[href*='/{kind}/']").first.get_attribute("href")
        yield visit(page, str(link))
        go(page, "/organisatie/csg-dh/")
    send(page, "/organisatie/csg-dh/nagekeken/")
    yield "people: gone through"
    yield visit(page, "/organisatie/csg-dh/systemen/")
    send(page, "", status=422)
    yield "systems: something is missing"
    fill(page, name="Intakesysteem")
    page.locator("select[name=account]").select_option(index=1)
    page.locator("label:has(input[name=understood])").click()
    send(page, "")
    yield "systems: the token"
    link = go(page, "/organisatie/csg-dh/systemen/").locator("main a[href$='/weg/']").first
    yield visit(page, str(link.get_attribute("href")))
    become(page, "beheerder")
    yield visit(page, "/organisatie/")


def who_watches_over_privacy(page: Page) -> Iterator[str]:
    become(page, "fg")
    yield visit(page, "/toezicht/bewaren/")
    held = page.locator("main a[href*='/toezicht/bewaren/0']").first.get_attribute("href")
    yield visit(page, str(held))
    send(page, "", status=422)
    yield "hold: something is missing"
    yield visit(page, "/toezicht/rechten/")
    send(page, "", status=422)
    yield "request: something is missing"
    yield visit(page, f"/toezicht/rechten/{NOBODY}/", 404)
