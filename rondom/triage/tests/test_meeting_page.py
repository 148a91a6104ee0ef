"""The agenda of the MDT, and opening and closing it."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rondom.cases.actions import dossier
from rondom.cases.models import Category
from rondom.triage import actions, agenda
from rondom.triage.models import Meeting, NotDiscussed
from tests.browse import markup, nothing_changed, signed_in, title, words
from tests.world import no

MDT = "/mdt/"
ENOUGH = 12


def _viewed(world, by, case, category):
    with world.acting(by) as actor:
        actions.write_view(actor=actor, case=dossier.locked(actor, case.pk), category=category, facts="Feit.")


def _reported(world, hours_ago, **changes):
    with world.acting(world.alice) as actor:
        moment = actor.at - timedelta(hours=hours_ago)
    return world.report(reported_at=moment, **changes)


def _code(world, case):
    with world.acting(world.alice):
        return case.code  # made by the database, read back when first asked for


def _codes(page):
    return re.findall(r'<a class="rd-code" href="[^"]*">([^<]*)</a>', markup(page))


def test_the_agenda_shows_what_must_be_discussed_first_on_top(world):
    soon, late, fresh = (_reported(world, hours) for hours in (22, 30, 1))
    page = signed_in(world.alice).get(MDT)
    assert _codes(page) == [_code(world, case) for case in (late, soon, fresh)]
    assert "6 hours late" in words(page)
    assert "To discuss 3" in words(page)


def test_the_title_holds_nothing_of_a_case(world):
    world.report()
    assert title(signed_in(world.alice).get(MDT)) == "MDT Regio north – Rondom"


def test_an_empty_agenda_says_that_nothing_waits(world):
    said = words(signed_in(world.alice).get(MDT))
    assert "Nothing waits for the MDT." in said
    assert "The MDT is not open" in said


def test_who_was_refused_does_not_see_the_case_on_the_agenda(world):
    case = world.report(answers=[no("police")])
    code = _code(world, case)
    assert code not in words(signed_in(world.bob).get(MDT))
    assert code in words(signed_in(world.sam).get(MDT))


def test_each_case_says_whether_the_own_view_is_in(world):
    case = world.report()
    _viewed(world, world.victor, case, Category.SAFETY)
    assert "Your view is in" in words(signed_in(world.victor).get(MDT))
    assert "No view of yours yet" in words(signed_in(world.sam).get(MDT))


def test_a_case_that_came_back_says_so(world):
    case = world.coordinated()
    with world.acting(world.anna) as actor:
        actions.bring_back(actor=actor, case=dossier.locked(actor, case.pk), reason="Er is iets veranderd.")
    assert "Back in the MDT" in words(signed_in(world.alice).get(MDT))


def test_the_fixed_members_stand_there_with_their_organisation(world):
    said = words(signed_in(world.olga).get(MDT))
    assert "Organisatie csg Alice, Carol (chair)" in said
    assert "Organisatie police Bob" in said
    assert "Organisatie om" not in said.partition("Fixed members")[2]


def test_who_sits_in_two_regions_changes_between_them(world):
    victor = signed_in(world.victor)
    assert '<a class="nl-link" href="/mdt/south/">Regio south</a>' in markup(victor.get(MDT))
    assert title(victor.get("/mdt/south/")) == "MDT Regio south – Rondom"
    assert 'aria-label="Regions"' not in markup(signed_in(world.alice).get(MDT))


@pytest.mark.parametrize(("path", "status"), [("/mdt/south/", 404), ("/mdt/nowhere/", 404), (MDT, 403)])
def test_the_agenda_of_another_region_is_not_there(world, path, status):
    browser = signed_in(world.dave if status == 403 else world.alice)
    with nothing_changed():
        assert browser.get(path).status_code == status


def test_only_the_chair_can_open_the_mdt(world):
    carol, alice = signed_in(world.carol), signed_in(world.alice)
    assert "Open the MDT" in words(carol.get(MDT))
    assert "Open the MDT" not in words(alice.get(MDT))
    with nothing_changed():
        refused = alice.post("/mdt/north/openen/")
    assert refused.status_code == 403
    opened = carol.post("/mdt/north/openen/", follow=True)
    assert opened.redirect_chain == [("/mdt/north/", 302)]
    assert re.search(r"Opened by Carol, today \d\d:\d\d The MDT is open", words(opened))


def test_opening_twice_changes_nothing_and_says_that_it_is_open(world):
    world.open_mdt()
    carol = signed_in(world.carol)
    with nothing_changed():
        page = carol.post("/mdt/north/openen/")
    assert page.status_code == 409
    assert "The MDT of Regio north is already open." in words(page)


def test_closing_says_first_what_it_does_and_then_does_it(world):
    case, kept = world.report(), world.report()
    world.open_mdt()
    world.decide(case)
    carol = signed_in(world.carol)
    page = carol.get(MDT)
    asked = re.search(
        r"<details[^>]*>\s*<summary>Close the MDT</summary>.*?</details>", markup(page), re.DOTALL
    )[0]
    assert "What was discussed leaves the agenda." in asked
    assert 'action="/mdt/north/sluiten/"' in asked
    assert f"Discussed in this MDT 1 {_code(world, case)}" in words(page)
    closed = carol.post("/mdt/north/sluiten/", follow=True)
    assert "The MDT is closed, and the minutes are ready. Look them through, and sign them." in words(closed)
    with world.acting(world.carol):
        meeting = Meeting.objects.get()
    assert meeting.closed_by == world.carol
    assert closed.redirect_chain == [(f"/mdt/north/verslagen/{meeting.pk}/", 302)]
    assert _codes(carol.get(MDT)) == [_code(world, kept)]


def test_closing_asks_first_when_something_was_not_discussed(world):
    late, _fresh = _planned_before(world), world.report()
    world.open_mdt()
    carol = signed_in(world.carol)
    assert "1 case was planned for now and was not discussed." in words(carol.get(MDT))
    for sent in ({}, {"undiscussed": "0"}, {"undiscussed": "x"}):
        with nothing_changed():
            page = carol.post("/mdt/north/sluiten/", sent)
        assert page.status_code == 422
        assert "Yes, close it: 1 case goes to the next MDT" in words(page)
    assert carol.post("/mdt/north/sluiten/", {"undiscussed": "1"}).status_code == 302
    with world.acting(world.alice):
        (moved,) = NotDiscussed.objects.all()
    assert (moved.case_id, moved.round) == (late.pk, 1)
    assert world.seen(world.alice, late).mdt_at == moved.moved_to


def _planned_before(world):
    with world.acting(world.alice) as actor:
        moment = actor.at - timedelta(days=2)
    return world.report(at=moment)


def test_others_cannot_close_it(world):
    world.open_mdt()
    alice = signed_in(world.alice)
    assert "Close the MDT" not in words(alice.get(MDT))
    with nothing_changed():
        assert alice.post("/mdt/north/sluiten/").status_code == 403


def test_looking_does_not_open_or_close(world):
    carol = signed_in(world.carol)
    with nothing_changed():
        assert carol.get("/mdt/north/openen/").status_code == 405
        assert carol.get("/mdt/north/sluiten/").status_code == 405


def test_a_long_agenda_goes_on_on_a_next_page(world, monkeypatch):
    monkeypatch.setattr(agenda, "PAGE", 2)
    cases = [_reported(world, hours) for hours in (22, 21, 20)]
    alice = signed_in(world.alice)
    codes = [_code(world, case) for case in cases]
    first = alice.get(MDT)
    following = re.search(r'href="([^"]*\?na=[^"]*)"', markup(first))[1].replace("&amp;", "&")
    assert _codes(first) == codes[:2]
    assert _codes(alice.get(following)) == codes[2:]


def test_the_agenda_asks_little_of_the_database(world):
    for _ in range(3):
        world.report()
    world.open_mdt()
    world.decide(world.report())
    alice = signed_in(world.alice)
    alice.get(MDT)
    with CaptureQueriesContext(connection) as asked:
        page = alice.get(MDT)
    assert page.status_code == 200
    statements = [query["sql"] for query in asked if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(statements) <= ENOUGH, "\n".join(statements)
