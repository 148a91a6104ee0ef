"""The landscape in a browser: anyone reads the matrix and leaves no trace; a partner proposes and the editor takes it over."""

import pytest
from playwright.sync_api import Page

from tests.journeys.doing import go, send, unfold
from tests.journeys.look import Look, sideways, violations

LOOKS = [Look(1280, "nl", scripts=False), Look(390, "en", scripts=True)]
GAP = {"nl": "Waarom is dit een gat?", "en": "Why is this a gap?"}
FOR_THE_EDITOR = [
    "verloopt/",
    "inlezen/",
    "voorstellen/",
    "diensten/fier/nagekeken/",
    "diensten/fier/geschiedenis/",
    "nieuwe-dienst/",
]


def fine(page: Page, look: Look) -> None:
    """Nothing against it, at both widths."""
    if look.scripts:
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        assert violations(page) == []
    assert sideways(page) <= 0


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_anyone_reads_why_a_cell_is_a_gap_and_leaves_no_trace(enter, look):
    page = enter()
    go(page, "/landschap/")
    page.select_option("#regio", "den-haag")
    page.select_option("#vergelijk", "oost-brabant")
    with page.expect_navigation():
        page.locator(".rd-land__ask button").click()
    assert "regio=den-haag" in page.url
    assert page.locator(".rd-cell").count() == 25
    with page.expect_navigation():
        page.locator("a.rd-cell[href*='human_trafficking-P1']").click()
    assert GAP[look.language] in page.locator("#vak").inner_text()
    fine(page, look)
    with page.expect_navigation():
        page.locator("#vak [data-service='chat-met-fier'] a").click()
    assert page.locator("h1").inner_text() == "Chat met Fier"
    fine(page, look)
    go(page, "/landschap/diensten/")
    fine(page, look)
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_a_partner_proposes_and_the_editor_takes_it_over(enter, look):
    number = f"088-20{look.width:05}"
    page = enter("csg-dh")
    go(page, "/landschap/diensten/fier/wijzigen/")
    unfold(page, "[name=phone]")
    page.fill("[name=phone]", number)
    page.fill("[name=source]", "fier.nl")
    send(page, "")
    assert number not in go(page, "/landschap/diensten/fier/").content()
    editor = enter("redactie")
    go(editor, "/landschap/voorstellen/")
    with editor.expect_navigation():
        editor.locator("main .rd-row a").first.click()
    assert number in editor.locator("main").inner_text()
    fine(editor, look)
    editor.check("[name=accepted][value=yes]", force=True)
    send(editor, "")
    assert number in go(page, "/landschap/diensten/fier/").content()
    for path in FOR_THE_EDITOR:
        go(editor, f"/landschap/{path}")
        fine(editor, look)
