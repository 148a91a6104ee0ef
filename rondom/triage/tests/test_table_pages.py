"""The pages of a live meeting: where it is, following, going on, and the parts that are fetched when something changed."""

import re

import pytest

from rondom.audit.models import Event
from rondom.cases.actions import dossier
from rondom.cases.models import Category, Shield
from rondom.sharing.actions import shields
from rondom.triage import actions
from rondom.triage.models import ItemTime
from tests.browse import field, markup, nothing_changed, signed_in, words

HIDDEN = "The MDT discusses a case that you do not see."


@pytest.fixture
def case(world):
    found = world.report()
    world.open_mdt()
    return found


def _at(case, after=""):
    return f"/mdt/north/zaak/{case.pk}/{after}"


def _shielded(world, case, from_whom):
    with world.acting(world.alice) as actor:
        seen = dossier.locked(actor, case.pk)
        shields.from_person(actor=actor, case=seen, user=from_whom, reason=Shield.Reason.RELATIVE)


def test_the_chair_begins_with_a_case_and_is_on_its_page(world, case):
    carol, code = signed_in(world.carol), world.code(case)
    assert f"Begin with {code}" in words(carol.get("/mdt/north/"))
    page = carol.post(_at(case, "bespreken/"), follow=True)
    assert page.redirect_chain == [(_at(case), 302)]
    assert "The MDT discusses this case now." in words(page)
    assert "0 min of 8 min" in words(page)


def test_the_chair_goes_on_to_the_next_and_after_the_last_to_the_first(world, case):
    other, carol = world.report(), signed_in(world.carol)
    world.discuss(case)
    assert f"To the next, {world.code(other)}" in words(carol.get(_at(case)))
    world.discuss(other)
    assert f"To the next, {world.code(case)}" in words(carol.get(_at(other)))


def test_the_chair_who_looks_at_another_case_can_discuss_that_one(world, case):
    other = world.report()
    world.discuss(case)
    assert f"Discuss {world.code(other)}" in words(signed_in(world.carol).get(_at(other)))


def test_nobody_else_gets_these_buttons(world, case):
    world.discuss(case)
    assert "/bespreken/" not in markup(signed_in(world.alice).get(_at(case)))


def test_who_comes_late_lands_on_the_case_that_is_discussed(world, case):
    world.discuss(case)
    page = signed_in(world.alice).get("/mdt/", follow=True)
    assert [where for where, _status in page.redirect_chain] == ["/mdt/north/volgen/", _at(case)]
    assert "/mdt/north/" in markup(page), "and finds the whole agenda from there"
    assert signed_in(world.alice).get("/mdt/north/").status_code == 200


def test_while_nothing_is_discussed_following_leads_to_the_agenda(world, case):
    assert signed_in(world.alice).get("/mdt/north/volgen/")["Location"] == "/mdt/north/"
    assert signed_in(world.alice).get("/mdt/").status_code == 200


def test_on_the_page_of_another_case_it_says_where_the_meeting_is(world, case):
    other = world.report()
    world.discuss(other)
    page = signed_in(world.alice).get(_at(case) + "?zelf=1")
    assert f"The MDT discusses now: {world.code(other)}" in words(page)
    assert "You look around by yourself" in words(page)
    assert "Follow again" in words(page)


def test_without_a_script_there_is_a_link_to_refresh(world, case):
    assert "Refresh" in words(signed_in(world.alice).get(_at(case)))


def test_a_shielded_person_sees_nothing_of_the_case_that_is_discussed(world, case):
    other = world.report()
    _shielded(world, case, world.victor)
    world.discuss(case)
    victor, code = signed_in(world.victor), world.code(case)
    for path in ["/mdt/north/", _at(other), "/mdt/north/nu/", f"/mdt/north/nu/?zaak={other.pk}"]:
        page = victor.get(path)
        assert HIDDEN in words(page), path
        assert code not in markup(page), path
        assert str(case.pk) not in markup(page), path
    assert victor.get("/mdt/north/volgen/")["Location"] == "/mdt/north/"
    with nothing_changed():
        assert victor.get(_at(case, "nu/")).status_code == 404


def test_the_parts_of_the_meeting_are_those_of_the_page(world, case):
    world.discuss(case)
    alice = signed_in(world.alice)
    parts = re.findall(r'data-live="(\w+)"', markup(alice.get(f"/mdt/north/nu/?zaak={case.pk}")))
    assert parts == ["now", "side"]
    assert re.findall(r'data-live="(\w+)"', markup(alice.get("/mdt/north/nu/"))) == [
        "now",
        "agenda",
        "presence",
    ]
    of_case = re.findall(r'data-live="(\w+)"', markup(alice.get(_at(case, "nu/"))))
    assert of_case == ["views", "written", "decision"]
    one = markup(alice.get(_at(case, "nu/?deel=decision")))
    assert re.findall(r'data-live="(\w+)"', one) == ["decision"]
    page = markup(alice.get(_at(case)))
    assert {*parts, *of_case} == {*re.findall(r'data-live="(\w+)"', page)}


def test_what_is_fetched_of_a_case_is_recorded_like_its_page(world, case):
    alice = signed_in(world.alice)
    alice.get(_at(case, "nu/"))
    with world.acting(world.alice):
        assert Event.objects.filter(case_id=case.pk, verb="case:viewed", purpose="mdt").count() == 1


def test_what_a_page_fetches_by_itself_does_not_make_a_session_last(world, case):
    alice = signed_in(world.alice)
    session = alice.session
    key, before = session.session_key, session.ends
    session.save()
    row = type(session)(key)
    row.load()
    before = row.ends
    for path in ["/mdt/north/nu/", _at(case, "nu/")]:
        alice.get(path)
    row.load()
    assert row.ends == before


def test_nonsense_for_the_case_one_looks_at_is_no_case(world, case):
    assert signed_in(world.alice).get("/mdt/north/nu/?zaak=x").status_code == 200


def test_a_colleague_who_wrote_a_view_meanwhile_is_named_where_one_writes(world, case):
    with world.acting(world.carol) as actor:
        seen = dossier.locked(actor, case.pk)
        actions.write_view(actor=actor, case=seen, category=Category.CASE, facts="Van Carol.")
    alice = signed_in(world.alice)
    said = "Carol of your organisation wrote a view too. What you write stands beside it."
    assert said in words(alice.get(_at(case, "nu/")))
    alice.post(_at(case, "beeld/"), {"facts": "Van Alice.", "category": str(Category.CASE.value)})
    both = words(alice.get(_at(case)))
    assert "Van Carol." in both
    assert "Van Alice." in both


def test_who_decides_second_gets_both_texts_back_and_nothing_is_lost(world, case):
    world.decide(case)
    typed = {"line-care-need": "now", "line-care-text": "Rust", "ask-0-text": "Morgen bellen."}
    carol = signed_in(world.carol)
    with nothing_changed():
        page = carol.post(_at(case, "besluit/"), typed)
    assert page.status_code == 409
    said = words(page)
    assert "Alice has recorded the decision on this case just now." in said
    assert "Care: Now. Vandaag naar het CSG." in said
    assert "What you wrote, which was not recorded Rust Morgen bellen." in said


def test_of_what_was_decided_meanwhile_they_see_no_more_than_they_may(world, case):
    world.decide(case)
    page = signed_in(world.sam).post(_at(case, "besluit/"), {"line-recovery-text": "Eerst rust."})
    assert page.status_code == 409
    assert "Vandaag naar het CSG." not in words(page)
    assert "Eerst rust." in words(page)


def test_the_decision_of_another_shows_where_one_was_typing(world, case):
    world.decide(case)
    assert "The decision on this case is recorded." in words(signed_in(world.carol).get(_at(case, "nu/")))


def test_the_decision_of_the_chair_leads_everyone_to_the_next(world, case):
    other = world.report()
    world.discuss(case)
    carol = signed_in(world.carol)
    form = carol.get(_at(case))
    assert "Record and go to the next case" in words(form)
    assert 'name="line-care-need"' in field(form, "line-care-need")
    need = {f"line-{one}-need": "not" for one in ("safety", "law", "care", "recovery")}
    rows = {f"ask-{row}-{name}": "" for row in range(3) for name in ("text", "domain", "who", "due_at")}
    sent = {
        **need,
        **rows,
        "coordinator": f"{world.csg.pk}:{world.anna.pk}",
        "no_quorum": "Het kan niet wachten.",
    }
    page = carol.post(_at(case, "besluit/"), sent)
    assert page["Location"] == _at(other)
    with world.acting(world.alice):
        assert ItemTime.objects.get(ended_at__isnull=True).case_id == other.pk


def test_the_part_with_views_says_of_each_what_the_page_says(world, case):
    with world.acting(world.victor) as actor:
        seen = dossier.locked(actor, case.pk)
        actions.write_view(actor=actor, case=seen, category=Category.CASE, facts="Bekend bij ons.")
    alice = signed_in(world.alice)
    ground = "Read by who may see: the case itself Ground: "
    assert ground in words(alice.get(_at(case)))
    assert ground in words(alice.get(_at(case, "nu/?deel=views")))
