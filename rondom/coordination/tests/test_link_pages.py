"""The pages on which cases are linked, and closed into each other: what they show, and to whom they show nothing."""

import re

import pytest

from rondom.cases.models import Case, CaseLink, Status
from tests.browse import markup, nothing_changed, signed_in, title, words
from tests.world import no, yes

SAME = {"kind": "same_person", "grounds": ["name", "phone"]}


@pytest.fixture
def two(world):
    """Two cases about the same woman; the police know of the first alone."""
    person = {"roles": ["victim"], "name": "Aleksandra Wójcik", "birth_year": 1994}
    other = {"roles": ["victim"], "name": "Alexandra Vojtsik", "birth_year": 1994}
    first = world.report(people=[person], answers=[yes("police", 1, 2, 4)], reporter_role="bystander")
    return first, world.report(people=[other], answers=[no("police")])


def _at(case, after=""):
    return f"/zaken/{case.pk}/{after}"


def _link(world, two):
    return world.link(*two, CaseLink.Kind.SAME_PERSON)


def test_who_looks_alike_in_other_cases_is_said_with_why_and_folded(world, two):
    page = signed_in(world.alice).get(_at(two[0], "koppelen/"))
    said = words(page)
    assert title(page) == f"Link {world.code(two[0])} – Rondom"
    assert "Alexandra Vojtsik Victim born in 1994" in said
    assert "Alike: the name sounds the same, the same year of birth." in said
    assert re.search(r'<details class="rd-fold">\s*<summary>People in other cases', markup(page))


def test_they_are_linked_by_the_code_of_the_other_and_both_pages_show_it(world, two):
    client = signed_in(world.alice)
    sent = client.post(
        _at(two[0], "koppelen/"), {**SAME, "code": world.code(two[1]).lower().replace("-", " ")}
    )
    assert sent.headers["Location"] == _at(two[0])
    for here, there in [two, two[::-1]]:
        said = words(client.get(_at(here)))
        assert f"Other cases 1 {world.code(there)} The same person" in said
        assert "Grounds: the name sounds the same, the same phone number." in said


def test_who_sees_one_of_them_sees_the_same_page_as_before(world, two):
    client = signed_in(world.bob)
    before = words(client.get(_at(two[0])))
    _link(world, two)
    assert words(client.get(_at(two[0]))) == before
    assert world.code(two[1]) not in before


def test_a_code_of_a_case_that_is_not_theirs_and_one_that_does_not_exist_get_the_same_answer(world, two):
    client = signed_in(world.bob)
    answers = []
    for code in (world.code(two[1]), "222-229"):
        with nothing_changed():
            page = client.post(_at(two[0], "koppelen/"), {**SAME, "code": code})
        assert page.status_code == 422
        answers.append(words(page).replace(code, "CODE"))
    assert "You see no case with this code." in answers[0]
    assert answers[0] == answers[1]


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({}, "Choose at least one."),
        ({"kind": "duplicate"}, "Select a valid choice"),
        ({"code": "R7K"}, "You see no case with this code."),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_linked(sent, sentence, world, two):
    client = signed_in(world.alice)
    with nothing_changed():
        page = client.post(_at(two[0], "koppelen/"), sent)
    assert page.status_code == 422
    assert sentence in words(page)


def test_a_link_is_undone_after_a_question(world, two):
    link, client = _link(world, two), signed_in(world.alice)
    path = _at(two[1], f"koppeling/{link.pk}/ongedaan/")
    assert "Nothing changes in either case." in words(client.get(path))
    assert client.post(path).headers["Location"] == _at(two[1])
    assert "Other cases Has another case" in words(client.get(_at(two[0])))
    assert client.get(path).status_code == 404


def test_to_who_sees_one_of_them_a_link_is_not_there(world, two):
    link, client = _link(world, two), signed_in(world.bob)
    for what in ("ongedaan", "dezelfde"):
        for case in two:
            with nothing_changed():
                assert client.get(_at(case, f"koppeling/{link.pk}/{what}/")).status_code == 404
                assert client.post(_at(case, f"koppeling/{link.pk}/{what}/")).status_code == 404


def test_two_cases_become_one_and_two_again(world, two):
    first, second = two
    client, link = signed_in(world.alice), _link(world, two)
    path = _at(first, f"koppeling/{link.pk}/dezelfde/")
    asked = words(client.get(path))
    assert f"If {world.code(second)} closes" not in asked, "nobody knows of it who does not know of the other"
    assert f"If {world.code(first)} closes, these learn" in asked
    assert "Organisatie police" in asked
    sent = client.post(path, {"keeps": str(first.pk), "told": "on"})
    assert sent.headers["Location"] == _at(first)
    said = words(client.get(_at(second)))
    assert "Nobody is next The same as another case." in said
    assert "This case is closed, as the same person and situation: it goes on there." in said
    assert "Was noted twice: that one is closed, and this one goes on." in words(client.get(_at(first)))
    with world.acting(world.alice):
        duplicate = CaseLink.objects.get(kind="duplicate")
    undo = _at(second, f"koppeling/{duplicate.pk}/ongedaan/")
    assert "opens again and stands exactly where it stood" in words(client.get(undo))
    client.post(undo)
    with world.acting(world.alice):
        assert Case.objects.get(pk=second.pk).status == Status.REPORTED


def test_a_case_does_not_close_when_that_would_tell_the_police(world, two):
    first, second = two
    link = _link(world, two)
    with nothing_changed():
        path = _at(first, f"koppeling/{link.pk}/dezelfde/")
        page = signed_in(world.alice).post(path, {"keeps": str(second.pk), "told": "on"})
    assert page.status_code == 409
    assert "Organisatie police would learn that there is another case" in words(page)


def test_without_having_compared_them_nothing_closes(world, two):
    link = _link(world, two)
    with nothing_changed():
        path = _at(two[0], f"koppeling/{link.pk}/dezelfde/")
        page = signed_in(world.alice).post(path, {"keeps": str(two[0].pk)})
    assert page.status_code == 422
    assert "Do this first." in words(page)


def test_friends_are_never_one_case(world, two):
    link = world.link(*two, CaseLink.Kind.CO_VICTIM)
    page = signed_in(world.alice).get(_at(two[0], f"koppeling/{link.pk}/dezelfde/"))
    assert page.status_code == 409
    assert "These cases are not linked as being about the same person." in words(page)
