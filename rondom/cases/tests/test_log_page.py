"""The log of a case: who did, saw or tried what."""

import re

from tests.browse import markup, signed_in, title, words
from tests.statements import few


def _log(user, case, query=""):
    page = signed_in(user).get(f"/zaken/{case.pk}/logboek/{query}")
    assert page.status_code == 200
    return page


def test_it_says_in_plain_words_who_did_what_for_what(world):
    case = world.report()
    signed_in(world.victor).get(f"/zaken/{case.pk}/")
    page = _log(world.alice, case)
    said = words(page)
    assert title(page) == f"Log {world.code(case)} – Rondom"
    assert "Alice registered the report Organisatie csg purpose: first contact" in said
    assert "Victor looked at the case Organisatie vt purpose: coordination" in said
    assert said.index("Alice read this log") < said.index("Victor looked at the case")


def test_reading_the_story_stands_in_it_with_the_purpose(world):
    case = world.report()
    signed_in(world.alice).post(f"/zaken/{case.pk}/verhaal/", {"purpose": "help"})
    assert "Alice read the story Organisatie csg purpose: to give help" in words(_log(world.alice, case))


def test_what_was_refused_is_marked_in_words(world):
    case = world.report()
    signed_in(world.sam).post(f"/zaken/{case.pk}/verhaal/", {"purpose": "help"})
    assert "Sam tried something that is not allowed Refused Organisatie shn" in words(_log(world.alice, case))


def test_nothing_of_what_was_told_stands_in_it(world):
    case = world.report()
    page = markup(_log(world.alice, case))
    for secret in ["Lotte", "Henk", "Het verhaal zoals verteld.", "Een vrouw vraagt hulp."]:
        assert secret not in page


def test_a_long_log_goes_on_with_what_is_older(world):
    case = world.report()
    client = signed_in(world.alice)
    for _time in range(55):
        client.get(f"/zaken/{case.pk}/")
    first = _log(world.alice, case)
    older = re.search(r'href="(\?voor=[^"]+)"', markup(first))[1]
    second = _log(world.alice, case, older)
    assert "Alice registered the report" not in words(first)
    assert "Alice registered the report" in words(second)
    assert "To the newest" in words(second)


def test_who_may_not_see_the_case_finds_no_log(world):
    assert signed_in(world.bob).get(f"/zaken/{world.report().pk}/logboek/").status_code == 404


def test_the_page_costs_few_statements(world):
    case = world.coordinated()
    client = signed_in(world.alice)
    with few():
        client.get(f"/zaken/{case.pk}/logboek/")
