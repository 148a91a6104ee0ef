"""The list of cases: filters, codes, and pages."""

import re
from datetime import timedelta

from django.utils import timezone

from rondom.cases.code import SIGNS
from tests.browse import markup, signed_in, title, words
from tests.statements import few

LIST = "/zaken/"


def _page(user, query=""):
    page = signed_in(user).get(LIST + query)
    assert page.status_code == 200
    return page


def _codes(page):
    return re.findall(r'<a class="rd-code" href="/zaken/[^"]+">([^<]+)</a>', markup(page))


def _wrong(code):
    """The same code with another last sign: the check sign no longer fits."""
    return code[:-1] + next(sign for sign in SIGNS if sign != code[-1])


def test_without_cases_it_says_so(world):
    page = _page(world.eve)
    assert title(page) == "Cases – Rondom"
    assert "No open case is shared with you now." in words(page)


def test_what_is_due_first_stands_on_top_with_who_is_next(world):
    later = world.report()
    sooner = world.report(reported_at=timezone.now() - timedelta(hours=30))
    page = _page(world.alice)
    assert _codes(page) == [world.code(sooner), world.code(later)]
    assert re.search(
        rf"hours late .*{world.code(sooner)} Organisatie csg, Carol: discuss in the MDT No coordinator yet",
        words(page),
    )


def test_only_cases_that_are_shared_are_in_it(world):
    world.report()
    assert _codes(_page(world.bob)) == []


def test_my_turn_is_called_that_and_can_be_asked_for(world):
    case = world.weighed()
    world.report()
    page = _page(world.anna, "?wie=turn")
    assert _codes(page) == [world.code(case)]
    assert "Your turn: answer the question to coordinate" in words(page)
    assert 'value="turn" selected' in markup(page)


def test_the_cases_that_i_coordinate_can_be_asked_for(world):
    case = world.coordinated()
    assert _codes(_page(world.anna, "?wie=coordinate")) == [world.code(case)]
    assert "Coordinator: you" in words(_page(world.anna, "?wie=coordinate"))
    assert "No case fits this choice." in words(_page(world.alice, "?wie=coordinate"))


def test_a_code_is_found_however_it_is_typed(world):
    code = world.code(world.report())
    world.report()
    assert _codes(_page(world.alice, f"?code={code.lower().replace('-', '+')}")) == [code]


def test_a_code_with_a_wrong_sign_is_called_wrong_and_stays_in_the_field(world):
    typed = _wrong(world.code(world.report()))
    page = _page(world.alice, f"?code={typed}")
    assert "This cannot be a case code. Check the signs." in words(page)
    assert f'value="{typed}"' in markup(page)
    assert 'aria-invalid="true" aria-describedby="code-error"' in markup(page)
    assert _codes(page) == []


def test_the_answer_is_the_same_for_a_case_that_is_not_there_and_one_that_is_not_shared(world):
    case = world.report()
    said = words(_page(world.bob, f"?code={world.code(case)}"))
    assert f"There is no case {world.code(case)}, or it is not shared with you." in said


def test_closed_cases_stand_in_a_list_of_their_own(world):
    world.report()
    page = _page(world.alice, "?status=closed")
    assert "Closed, last closed on top" in words(page)
    assert _codes(page) == []


def test_a_long_list_goes_on_where_the_page_ended_and_keeps_the_choice(world):
    for hours in range(22):
        world.report(reported_at=timezone.now() - timedelta(hours=hours))
    first = _page(world.alice, "?wie=organisation")
    following = re.search(r'href="(\?[^"]*na=[^"]*)"', markup(first))[1].replace("&amp;", "&")
    assert "wie=organisation" in following
    second = _page(world.alice, following)
    assert len(_codes(first)) == 20
    assert len(set(_codes(first)) | set(_codes(second))) == 22
    assert "To the first page" in words(second)


def test_the_page_costs_few_statements(world):
    world.coordinated()
    world.report()
    client = signed_in(world.alice)
    with few():
        client.get(LIST)
