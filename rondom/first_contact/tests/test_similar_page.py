"""On the page of a new report: whether someone is known already, without scripts too, and a report that repeats one."""

import re

import pytest

from rondom.cases.models import Case, CaseLink
from tests.browse import field, markup, nothing_changed, signed_in, words
from tests.world import no

NEW, LOOK = "/melding/nieuw/", "/melding/lijkt-op/"
ROWS = {"involved-TOTAL_FORMS": "3", "involved-INITIAL_FORMS": "0", "region": "north"}
PERSON = {"roles": ["victim"], "name": "Aleksandra Wójcik", "birth_year": 1994, "phone": "06-00000012"}
HER = {"name": "Alexandra Vojtsik", "birth_year": "1994"}


@pytest.fixture
def known(world):
    """A case about her that Alice sees, and the police do not."""
    return world.report(people=[PERSON], answers=[no("police")])


def test_who_looks_alike_is_shown_folded_with_why_and_the_code_of_the_case(world, known):
    page = signed_in(world.alice).post(LOOK, HER)
    assert page.status_code == 200
    said = words(page)
    assert "Perhaps known already: 1 person" in said
    assert f"Aleksandra Wójcik Victim born in 1994 {world.code(known)}" in said
    assert "Alike: the name sounds the same, the same year of birth." in said
    assert '<details class="rd-fold rd-fold--plain">' in markup(page), "who looks along sees no name"


def test_to_who_may_not_know_of_her_it_is_the_page_of_nobody(world, known):
    client = signed_in(world.bob)
    nobody = client.post(LOOK, {"name": "Zomaar Iemand", "birth_year": "1994"})
    assert client.post(LOOK, HER).content == nobody.content
    assert "Nobody looks like this in the cases that you may see." in words(nobody)


@pytest.mark.parametrize(
    "sent", [{}, {"birth_year": "19"}, {"birth_year": "x", "name": ""}, {"name": "\x00"}, {"name": "a" * 500}]
)
def test_what_cannot_be_used_yet_counts_for_nothing(sent, world, known):
    page = signed_in(world.alice).post(LOOK, sent)
    assert page.status_code == 200
    assert "Nobody looks like this" in words(page)


def test_who_does_not_take_reports_does_not_look(world, known):
    with nothing_changed():
        assert signed_in(world.eve).post(LOOK, HER).status_code == 403
    assert signed_in(world.alice).get(LOOK).status_code == 405


def test_without_scripts_a_button_looks_and_everything_typed_stays(world, known):
    client = signed_in(world.alice)
    page = client.post(NEW, {**ROWS, **HER, "story": "Zij vertelt.", "involved-0-name": "Piet", "look": "1"})
    said = words(page)
    assert page.status_code == 200
    assert "Perhaps known already: 1 person" in said
    assert "Nothing is registered yet. What you wrote is still on this page." in said
    assert "Choose one." not in said, "nothing is missing yet"
    with world.acting(world.alice):
        assert list(Case.objects.all()) == [known]
    assert 'value="Alexandra Vojtsik"' in field(page, "name")
    assert "Zij vertelt." in markup(page)
    assert 'value="Piet"' in markup(page)


def test_a_report_about_someone_known_gets_its_own_clock_and_is_linked(world, known):
    client = signed_in(world.alice)
    sent = {**ROWS, **HER, "channel": "csg", "sentence": "Zij belt weer.", "repeat_of": str(known.pk)}
    page = client.post(NEW, sent)
    key = re.search(r"/zaken/([0-9a-f-]+)/", page.headers["Location"])[1]
    with world.acting(world.alice):
        case = Case.objects.get(pk=key)
        link = CaseLink.objects.get()
    assert (str(link.case_id), link.other_id, link.kind) == (key, known.pk, "repeat")
    assert case.mdt_due_at != world.seen(world.alice, known).mdt_due_at
    assert "A later report about the same person" in words(client.get(f"/zaken/{key}/"))


@pytest.mark.parametrize("of", ["a case of others", "nothing", "an emergency"])
def test_a_report_never_waits_for_what_it_repeats(of, world, known):
    """Whatever stands there, the report is registered; it is linked to nothing that the person may not link."""
    if of == "an emergency":
        world.break_glass(known, by=world.bob)
    sent = {
        **ROWS,
        "channel": "police",
        "sentence": "Zij belt weer.",
        "repeat_of": "x" if of == "nothing" else str(known.pk),
    }
    assert signed_in(world.bob).post(NEW, sent).status_code == 302
    with world.acting(world.bob):
        assert not CaseLink.objects.exists()
