"""A whole meeting of the MDT: six people, each in a browser of their own and by keys alone, go through eight cases to signed minutes.

The chair, the police, Veilig Thuis, Victim Support and the CSG sit at the table; the prosecutor is on call. One loses the
connection over a decision, one steps back from a case, one comes late.
"""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.doing import (
    by_keys,
    choose,
    close_mdt,
    fill,
    follow,
    give_reason,
    go,
    open_mdt,
    pick,
    send,
    tab_to,
    unfold,
)
from tests.journeys.look import Look, violations

MDT = "/mdt/den-haag/"
TYPED = "Wij kunnen vandaag nog bellen."
NAMES = {"chair": "voorzitter-dh", "csg": "csg-dh", "vt": "vt-dh", "shn": "shn-dh", "om": "om-dh"}


@pytest.mark.parametrize("look", [Look(1280, "nl")], ids=str)
def test_six_people_go_through_eight_cases_to_signed_minutes(enter: Callable[..., Page]):
    at = {name: by_keys(enter(key)) for name, key in NAMES.items()}
    enough_to_discuss(enter("politie-dh"), at["csg"])
    open_mdt(at["chair"])
    for page in at.values():
        go(page, MDT)
    items = agenda_of(at)
    assert len(items) >= 8
    on_call(at, items)
    left = one_steps_back(at, items)
    late, was_away = None, False
    for number, item in enumerate(items):
        discuss(at["chair"], item)
        if number == 2:
            late = by_keys(enter("politie-dh"))  # comes late, and lands where the meeting is
            assert go(late, "/mdt/").url.endswith(
                (item, "/mdt/")
            )  # a case that the police do not see leads nowhere
        if item == left:
            go(at["shn"], item, 404)
        if was_away or not one_stays_away_over_a_decision(at, late, item, items[number + 1 :]):
            decide_by_someone(at, late, item)
        else:
            was_away = True
    assert was_away
    assert agenda_of(at) == []
    close_mdt(at["chair"])
    minutes_are_signed(at, items)
    assert violations(at["chair"]) == []


def enough_to_discuss(police: Page, csg: Page) -> None:
    """Cases that were decided come back, because something changed, until eight are on the table."""
    for page in (police, csg):
        for _time in range(2):
            go(page, "/zaken/?status=weighed")
            found = page.locator("main h3 a[href^='/zaken/']")
            if not found.count():
                go(page, "/zaken/?status=coordinated")
                found = page.locator("main h3 a[href^='/zaken/']")
            if found.count():
                give_reason(page, f"{found.first.get_attribute('href')}opnieuw/", "Er is iets veranderd.")


def agenda_of(at: dict[str, Page]) -> list[str]:
    """What waits, as all who sit at the table together see it."""
    found: dict[str, None] = {}
    for name in ("chair", "csg", "vt", "shn"):
        go(at[name], f"{MDT}?zelf=1")
        waiting = at[name].locator("section[aria-labelledby=waiting] h3 a")
        found |= dict.fromkeys(str(link.get_attribute("href")) for link in waiting.all())
    return [link.split("?")[0] for link in found]


def on_call(at: dict[str, Page], items: list[str]) -> None:
    """The prosecutor sees nothing, until they are called for a case of which they may know."""
    go(at["om"], MDT)
    assert at["om"].locator("section[aria-labelledby=waiting] h3 a").count() == 0
    for item in items:
        if at["csg"].goto(item).status != 200:
            continue
        go(at["csg"], f"{item}erbij/")
        choice = at["csg"].locator("[name=seat] option").nth(1)
        whom = at["csg"].locator("[name=seat] option", has_text="Openbaar Ministerie")
        value = (whom.first if whom.count() else choice).get_attribute("value")
        values = at["csg"].locator("[name=seat] option").evaluate_all("all => all.map(one => one.value)")
        choose(at["csg"], at["csg"].locator("[name=seat]"), values.index(value))
        fill(at["csg"], why="Advies over aangifte.")
        follow(at["csg"], at["csg"].locator("main form button[type=submit]").first)
        if at["csg"].url.endswith(item):
            go(at["om"], item)
            expect(at["om"].locator("#members")).to_be_visible()
            return
    pytest.fail("there is no case of which the prosecutor may know")


def one_steps_back(at: dict[str, Page], items: list[str]) -> str:
    """Victim Support knows someone in a case: the others see that they stepped back, and they see nothing of it."""
    shn = at["shn"]
    for item in items:
        if shn.goto(f"{item}terugtreden/").status != 200:
            continue
        pick(shn, "reason", "relative")
        tab_to(shn, shn.locator("[name=understood]"))
        shn.keyboard.press("Space")
        send(shn, "")
        assert shn.url.endswith(MDT)
        go(shn, item, 404)
        go(at["csg"], item)
        expect(at["csg"].locator("#members").locator("..")).to_contain_text("teruggetreden")
        return item
    pytest.fail("Victim Support sees no case that waits")


def discuss(chair: Page, item: str) -> None:
    """The chair lets the meeting discuss a case that they see."""
    if chair.goto(item).status == 200 and chair.locator(f"form[action='{item}bespreken/']").count():
        send(chair, f"{item}bespreken/")


def one_stays_away_over_a_decision(
    at: dict[str, Page], late: Page | None, item: str, rest: list[str]
) -> bool:
    """Who loses the connection while writing comes back to where the meeting is by then, and lost no word.

    Where Veilig Thuis sees this case and the next, so that there is somewhere to come back to; gives whether it was so.
    """
    vt, others = at["vt"], {name: page for name, page in at.items() if name != "vt"}
    if not rest or any(vt.goto(one).status != 200 for one in (rest[0], item)):
        return False
    if not vt.locator("#own [name=offer]").count() or at["chair"].goto(rest[0]).status != 200:
        return False
    unfold(vt, "[name=offer]")
    vt.locator("#own [name=offer]").press_sequentially(TYPED)
    vt.context.set_offline(True)
    expect(vt.locator("[data-live-say]")).to_contain_text("Verbinding weg")
    decide_by_someone(others, late, item)
    discuss(at["chair"], rest[0])
    vt.context.set_offline(False)
    expect(vt.locator("[data-live=decision]")).to_contain_text("Het besluit over deze zaak is vastgelegd.")
    expect(vt.locator("#own [name=offer]")).to_have_value(TYPED)
    there = vt.get_by_role("link", name="Het MDT ging door naar een andere zaak")
    expect(there).to_be_visible()
    follow(vt, there)
    assert vt.url.endswith(rest[0])
    return True


def decide_by_someone(at: dict[str, Page], late: Page | None, item: str) -> None:
    """Whoever sees most of the case writes the decision down."""
    pages = [page for page in (at["csg"], late, at.get("vt"), at["shn"], at["chair"]) if page]
    seen = {page: lines(page, item) for page in pages}
    writer = max(pages, key=lambda page: seen[page])
    assert seen[writer], item
    go(writer, f"{item}?zelf=1")
    for domain in ("safety", "law", "care", "recovery"):
        if writer.locator(f"[name=line-{domain}-need]").count():
            pick(writer, f"line-{domain}-need", "later")
            fill(writer, **{f"line-{domain}-text": "Eerst rust, dan verder."})
    unfold(writer, "[name=coordinator]")
    if writer.locator("[name=coordinator] option").count() > 1:
        choose(writer, writer.locator("[name=coordinator]"), 1)
    else:
        choose(writer, writer.locator("[name=no_coordinator]"), 1)
    if writer.locator("[name=weighed]").count():
        unfold(writer, "[name=weighed]")
        fill(writer, weighed="Dit is wie zij het liefst spreekt.")
    if writer.locator("[name=no_quorum]").count():
        fill(writer, no_quorum="Wie er niet is, hoort het vandaag.")
    send(writer, f"{item}besluit/")


def lines(page: Page, item: str) -> int:
    """In how many domains someone could decide."""
    if page.goto(f"{item}?zelf=1").status != 200:
        return 0
    return (
        page.locator("select, input[type=radio][value=later]").count()
        and page.locator("input[type=radio][value=later][name^=line-]").count()
    )


def minutes_are_signed(at: dict[str, Page], items: list[str]) -> None:
    """The minutes are there when the meeting closes; the chair signs, and each reads what they may."""
    chair = at["chair"]
    minutes = re.sub(r"\?.*", "", chair.url)
    assert "/verslagen/" in minutes
    go(chair, f"{minutes}tekenen/")
    send(chair, "")
    expect(chair.locator("main")).to_contain_text("Getekend door Els de Vos")
    for name in ("csg", "vt", "shn", "om"):
        go(at[name], minutes)
        expect(at[name].locator("main")).to_contain_text("Getekend door Els de Vos")
    paper = at["csg"].request.get(f"{minutes}verslag.pdf")
    assert (paper.status, paper.body()[:5]) == (200, b"%PDF-")
    assert go(at["csg"], minutes).locator("main").inner_text().count("Eerst rust, dan verder.") >= len(items)
