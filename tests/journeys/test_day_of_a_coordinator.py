"""The day of a coordinator with twenty-five cases: what is stuck and whose turn it is, in one look, and done by keys alone."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.test import RequestFactory
from playwright.sync_api import Page

from rondom.cases.actions import dossier
from rondom.cases.models import Case, Step
from rondom.coordination.actions import at_the_code, codes, plan
from rondom.keys import store
from tests.browse import signed_in
from tests.journeys.conftest import serving
from tests.journeys.doing import fill, follow, go, pick, send
from tests.journeys.look import Look, sideways, violations
from tests.journeys.test_meldcode_and_agreed import press, tab_to
from tests.sealing import superuser
from tests.world import World

CASES, LATE, DONE = 25, 3, 2
ASKS = {"about": "help", "name": "Noor Visser, mentor", "place": "De school", "phone": "06 12345678"}


@pytest.fixture(scope="module", autouse=True)
def desk(
    own_database: str, worker: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, str]]:
    """Where the pages are, and the session of Anna, who coordinates it all."""
    world = World()
    cases = _coordinated(world)
    for case in cases[:DONE]:
        _finished(world, case)
    _shown(world, cases[0])
    session = signed_in(world.anna).cookies["sessionid"].value
    _made_late([case.pk for case in cases[-LATE:]])
    connection.close()
    store.close()
    with serving(f"day_{worker}", own_database, tmp_path_factory.mktemp("day")) as found:
        yield found, session


@pytest.fixture(scope="module")
def address(desk: tuple[str, str]) -> str:
    return desk[0]


def _coordinated(world: World) -> list[Case]:
    """Twenty-five reports, decided in one meeting, that Anna takes on."""
    cases = [world.report(sentence=f"Iemand vraagt hulp, {number}.") for number in range(CASES)]
    world.open_mdt()
    for case in cases:
        world.decide(case)
    world.close_mdt()
    for case in cases:
        world.accept(case)
    return cases


def _finished(world: World, case: Case) -> None:
    """What Veilig Thuis was asked is done: nothing is left, and Anna decides how it goes on."""
    with world.acting(world.victor) as actor:
        seen = dossier.locked(actor, case.pk)
        step = Step.objects.get(case=case, kind=Case.NextKind.ACTION)
        plan.advance(actor=actor, case=seen, step=step, state=Step.State.DONE, outcome="Zij is veilig.")


def _shown(world: World, case: Case) -> None:
    """The person showed her code at school."""
    with world.acting(world.anna) as actor:
        code = codes.give(actor=actor, case=dossier.locked(actor, case.pk)).code
    at_the_code.ask(request=RequestFactory().post("/"), code=code, **ASKS)


def _made_late(keys: list) -> None:
    """What was asked in these cases should have been done three hours ago."""
    with superuser() as administrator:
        ago = timedelta(hours=3)
        administrator.execute(
            "UPDATE cases_step SET due_at = now() - %s WHERE case_id = ANY (%s) AND ended_at IS NULL",
            [ago, keys],
        )
        administrator.execute(
            "UPDATE cases_case SET next_due_at = now() - %s WHERE id = ANY (%s)", [ago, keys]
        )


def _figures(page: Page) -> list[int]:
    """Open cases, someone else is next, someone else is late, no action left."""
    return [int(one) for one in page.locator("section[aria-labelledby=held] dd").all_inner_texts()]


@pytest.mark.parametrize("look", [Look(1280, "nl"), Look(390, "nl")], ids=str)
def test_the_day(enter, look, desk):
    anna = enter()
    anna.context.add_cookies([{"name": "sessionid", "value": desk[1], "url": desk[0]}])
    go(anna, "/vandaag/")
    assert violations(anna) == []
    open_cases, _others, _late, undecided = before = _figures(anna)
    assert open_cases in {CASES, CASES - 1}, "the second look comes after one was closed"
    assert undecided >= 1
    if open_cases == CASES:
        _answer_who_was_shown_the_code(anna)
        go(anna, "/vandaag/")
    late = anna.locator("section[aria-labelledby=others] h3 a")
    assert late.count() == 8, "the ones that are stuck come first, and the rest stands in the list"
    case = str(late.first.get_attribute("href"))
    _remind(anna, case)
    if open_cases == CASES:
        _close(anna)
    go(anna, "/vandaag/")
    if open_cases == CASES:
        assert _figures(anna)[0] == before[0] - 1
        assert _figures(anna)[3] == before[3] - 1
    follow(anna, anna.locator("section[aria-labelledby=held] dd a"))
    assert anna.locator("main h3 a[href^='/zaken/']").count() >= 20, "the rest is one page further"
    assert violations(anna) == []
    assert sideways(anna) <= 0


def _answer_who_was_shown_the_code(page: Page) -> None:
    """By keys alone: someone asks for contact, and Anna says yes."""
    press(page, "a[href$='/code/']")
    press(page, "button[value=accepted]")
    assert "Zij zien nu uw naam" in page.locator("body").inner_text()
    assert "De school" in page.locator("main").inner_text()


def _remind(page: Page, case: str) -> None:
    """By keys alone: from Today to the case, to the action that is late, and remind of it."""
    press(page, f"section[aria-labelledby=others] a[href='{case}']")
    assert page.url.endswith(case)
    action = str(page.locator("main a[href*='/actie/0']").first.get_attribute("href"))
    go(page, f"{action}herinneren/")
    tab_to(page, "[name=sentence]")
    page.keyboard.type("Lukt het vandaag?")
    press(page, "main form button[type=submit]")
    assert "Lukt het vandaag?" in page.locator("main").inner_text()


def _close(page: Page) -> None:
    """A case in which nothing is left: the checklist, and it is off the desk."""
    go(page, "/vandaag/")
    mine = page.locator("section[aria-labelledby=turn] h3 a").first
    case = str(mine.get_attribute("href"))
    go(page, f"{case}sluiten/")
    send(page, "", status=422)
    pick(page, "reason", "done")
    pick(page, "safety", "confirmed")
    page.locator("[name=settled]").check(force=True)
    pick(page, "told", "yes")
    fill(page, note="Zij redt het nu zelf.")
    send(page, "")
    assert page.url.endswith(case)
