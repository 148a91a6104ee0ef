"""The live meeting: the chair goes through the agenda and every screen follows, also one that lost its connection."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import environment_of, serving
from tests.journeys.doing import code, fill, go, open_mdt, pick, register_report, send, unfold, write_view
from tests.journeys.look import Look, violations
from tests.listening import free_port, streaming

SENTENCE, STORY = "Een vrouw vraagt hulp na een feest.", "Zij vertelde het in haar eigen woorden."
FACTS, TYPED = "Het gezin is bij ons bekend.", "Wij kunnen vandaag nog bellen"
FOLLOWS, BROWSES, HIDDEN = "U volgt live mee", "U bladert zelf", "Het MDT bespreekt een zaak die u niet ziet."
LOST, BACK = "Verbinding weg. Wat u typt blijft staan.", "De verbinding is er weer"
MDT = "/mdt/den-haag/"


@pytest.fixture(scope="module")
def live(
    demo_template: str, worker: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, str]]:
    """The pages and the streams beside them, on a copy of the demo; gives where each of them is."""
    folder, name = tmp_path_factory.mktemp("live"), f"live_{worker}"
    port, pages = free_port(), free_port()
    more = {"RONDOM_STREAMS_PORT": str(port), "RONDOM_PORT": str(pages)}
    with (
        serving(name, demo_template, folder, number=pages, more=more) as found,
        streaming({**environment_of(name), **more}, folder / "streams", port=port, pages=pages),
    ):
        yield found, f"http://127.0.0.1:{port}/"


@pytest.fixture(scope="module")
def address(live: tuple[str, str]) -> str:
    return live[0]


@pytest.fixture(autouse=True)
def streams(live, watch) -> None:
    """The one other place that pages of the demo ask."""
    watch.also = live[1]


def _item(case: str) -> str:
    return case.replace("/zaken/", "/mdt/den-haag/zaak/")


def _discuss(page: Page, item: str) -> None:
    """The chair lets the meeting discuss a case, unless it does already."""
    if go(page, item).locator(f"form[action='{item}bespreken/']").count():
        send(page, f"{item}bespreken/")


@pytest.fixture(scope="module")
def registered() -> list[str]:
    """The addresses of two cases in the MDT, once they are registered."""
    return []


@pytest.fixture
def cases(enter, registered) -> list[str]:
    """Two cases wait, and the MDT is open, whichever of these tests comes first."""
    if not registered:
        csg = enter("csg-dh")
        registered += [
            register_report(csg, SENTENCE, STORY, name) for name in ("Marit van Dam", "Saar de Wit")
        ]
        open_mdt(enter("voorzitter-dh"))
    return registered


def test_the_screens_of_a_meeting(enter, cases):
    csg, vt, chair = enter("csg-dh"), enter("vt-dh"), enter("voorzitter-dh")
    first, second = map(_item, cases)
    go(csg, MDT)
    expect(csg.get_by_text(FOLLOWS)).to_be_visible()

    _discuss(chair, first)
    expect(csg).to_have_url(re.compile(f"{first}$"))
    assert go(vt, "/mdt/").url.endswith(first), "who comes late lands where the meeting is"
    expect(csg.locator("[data-live=side]")).to_contain_text("Veilig Thuis")
    expect(csg.locator("[data-live-say]")).to_have_text("")

    what_others_write_comes_in_and_what_one_types_stays(csg, vt, first)
    who_types_is_not_taken_along(csg, chair, first, second)
    one_can_look_around_and_follow_again(vt, chair, first, second)
    assert violations(vt) == []
    assert violations(csg) == []


def what_others_write_comes_in_and_what_one_types_stays(csg, vt, item):
    unfold(csg, "#own [name=offer]")
    field = csg.locator("#own [name=offer]")
    field.press_sequentially(TYPED)
    write_view(vt, item, FACTS)
    expect(csg.locator("[data-live=views]")).to_contain_text(FACTS)
    expect(csg.locator("[data-live-say]")).to_have_text("Er is een beeld bijgekomen.")
    expect(field).to_have_value(TYPED)
    expect(field).to_be_focused()
    field.press_sequentially(".")
    expect(field).to_have_value(f"{TYPED}.")


def who_types_is_not_taken_along(csg, chair, first, second):
    _discuss(chair, second)
    there = csg.get_by_role("link", name="Het MDT ging door naar een andere zaak")
    expect(there).to_be_visible()
    assert csg.url.endswith(first)
    expect(csg.locator("#own [name=offer]")).to_have_value(f"{TYPED}.")
    send(csg, f"{first}beeld/")
    csg.wait_for_url(f"**{second}")


def one_can_look_around_and_follow_again(vt, chair, first, second):
    go(vt, second)
    vt.keyboard.press("Tab")
    browse = vt.get_by_role("link", name="Zelf bladeren")
    browse.focus()
    vt.keyboard.press("Enter")
    expect(vt.get_by_text(BROWSES)).to_be_visible()
    _discuss(chair, first)
    expect(vt.locator("[data-live=now]")).to_contain_text("Het MDT bespreekt nu:")
    assert second in vt.url
    again = vt.get_by_role("link", name="Weer volgen")
    again.focus()
    vt.keyboard.press("Enter")
    vt.wait_for_url(f"**{first}")
    expect(vt.get_by_text(FOLLOWS)).to_be_visible()


def test_a_new_report_shows_at_once_and_nobody_who_types_loses_a_word(enter, cases):
    vt, csg = enter("vt-dh"), enter("csg-dh")
    go(vt, f"{_item(cases[1])}?zelf=1")
    expect(vt.locator("html")).to_have_attribute("data-live", "on")
    unfold(vt, "#own [name=offer]")
    field = vt.locator("#own [name=offer]")
    field.press_sequentially(TYPED)
    register_report(csg, SENTENCE, STORY, "Fleur Visser")
    expect(vt.locator("[data-live=side]")).to_contain_text(code(csg))
    expect(field).to_be_focused()
    field.press_sequentially(".")
    expect(field).to_have_value(f"{TYPED}.")
    field.fill("")


def test_a_connection_that_breaks_shows_and_mends_itself(enter, cases):
    csg, vt = enter("csg-dh"), enter("vt-dh")
    item = _item(cases[1])
    go(csg, f"{item}?zelf=1")
    expect(csg.locator("html")).to_have_attribute("data-live", "on")
    unfold(csg, "#own [name=facts]")
    csg.locator("#own [name=facts]").fill(TYPED)
    csg.context.set_offline(True)
    expect(csg.get_by_role("status")).to_have_text(LOST)
    write_view(vt, item, "Terwijl de verbinding weg was.")
    csg.context.set_offline(False)
    expect(csg.get_by_role("status")).to_contain_text(BACK)
    expect(csg.locator("[data-live=views]")).to_contain_text("Terwijl de verbinding weg was.")
    expect(csg.locator("#own [name=facts]")).to_have_value(TYPED)
    expect(csg.locator("html")).to_have_attribute("data-live", "on")
    csg.locator("#own [name=facts]").fill("")


def test_who_is_shielded_from_a_case_sees_nothing_of_it(enter, cases):
    csg, shn, chair = enter("csg-dh"), enter("shn-dh"), enter("voorzitter-dh")
    _discuss(chair, _item(cases[0]))
    case = register_report(csg, SENTENCE, STORY, "Noor Bakker")
    said, item = code(csg), _item(case)
    go(csg, f"{case}afschermen/")
    whom = csg.locator("[name=whom] option", has_text="Dewi Pinas").first.get_attribute("value")
    csg.locator("[name=whom]").select_option(whom)
    pick(csg, "reason", "relative")
    send(csg, "")
    go(chair, item)
    go(shn, MDT)
    expect(shn.locator("html")).to_have_attribute("data-live", "on")
    who_opened_another_case_stays_there_whoever_arrives(chair, item)
    _discuss(chair, item)
    expect(shn.get_by_text(HIDDEN)).to_be_visible()
    assert said not in shn.content()
    assert item not in shn.content()
    go(shn, item, 404)
    assert go(shn, "/mdt/").url.endswith("/mdt/"), "there is nowhere to land"


def who_opened_another_case_stays_there_whoever_arrives(page, item):
    expect(page.locator("[data-live=now]")).to_contain_text("Het MDT bespreekt nu:")
    unfold(page, "[data-live=side] .rd-seats")
    expect(page.locator("[data-live=side] .rd-seats li:not(.off)")).to_contain_text(["Slachtofferhulp"])
    assert page.url.endswith(item)


def test_a_decision_comes_in_where_someone_else_was_writing_one(enter, cases):
    csg, chair = enter("csg-dh"), enter("voorzitter-dh")
    item = _item(cases[0])
    go(csg, f"{item}?zelf=1")
    csg.locator("[name=line-care-text]").fill("Morgen naar de dokter.")
    go(chair, item)
    for domain in ("safety", "law", "care", "recovery"):
        if chair.locator(f"[name=line-{domain}-need]").count():
            pick(chair, f"line-{domain}-need", "not")
    chair.locator("[name=coordinator]").select_option(index=1)
    if chair.locator("[name=no_quorum]").count():
        fill(chair, no_quorum="Wie er niet is, hoort het vandaag.")
    send(chair, f"{item}besluit/")
    expect(csg.locator("[data-live=decision]")).to_contain_text("Het besluit over deze zaak is vastgelegd.")
    expect(csg.locator("[name=line-care-text]")).to_have_value("Morgen naar de dokter.")
    fill(csg, line__recovery__text="Steun van een lotgenoot.")
    send(csg, f"{item}besluit/", status=409)
    assert "Morgen naar de dokter." in csg.locator("main").inner_text()
    assert "Wat is besloten" in csg.locator("main").inner_text()


@pytest.mark.parametrize("look", [Look(390, "nl", scripts=False)], ids=str)
def test_without_scripts_there_are_plain_pages(enter, cases):
    csg, chair = enter("csg-dh"), enter("voorzitter-dh")
    item = _item(cases[1])
    _discuss(chair, item)
    expect(chair.get_by_text("Het MDT bespreekt deze zaak nu.")).to_be_visible()
    assert go(csg, "/mdt/").url.endswith(item)
    expect(csg.get_by_role("link", name="Ververs")).to_be_visible()
    expect(csg.get_by_text(FOLLOWS)).to_be_hidden()
