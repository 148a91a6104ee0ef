"""One case in the MDT: views, decision, and what was decided before."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from rondom.cases.actions import dossier
from rondom.cases.models import FOUR, Case, Category, Status, Step
from rondom.triage import actions
from rondom.triage.models import Decision, DecisionLine, View
from tests.browse import field, markup, nothing_changed, signed_in, title, words
from tests.world import yes

ASKS = {f"ask-{row}-{name}": "" for row in range(3) for name in ("text", "domain", "who", "due_at")}


@pytest.fixture
def case(world):
    """Alice's report: Veilig Thuis sees story and safety, Victim Support recovery, the police nothing."""
    return world.report()


def _at(case, after=""):
    return f"/mdt/north/zaak/{case.pk}/{after}"


def _code(world, case):
    with world.acting(world.alice):
        return case.code


def _write(world, by, case, category, **said):
    with world.acting(by) as actor:
        actions.write_view(actor=actor, case=dossier.locked(actor, case.pk), category=category, **said)


def _decision(world, *domains, **more):
    """What someone fills in who sees these domains."""
    lines = {f"line-{domain}-need": "now" for domain in domains}
    texts = {f"line-{domain}-text": f"Afspraak {domain}." for domain in domains}
    coordinator = f"{world.csg.pk}:{world.anna.pk}"
    whole = {"coordinator": coordinator, "look_again_on": "", "no_quorum": "De anderen zijn gebeld."}
    return {**lines, **texts, **ASKS, **whole, **more}


def test_the_case_stands_there_in_one_sentence_with_its_clock(world, case):
    page = signed_in(world.alice).get(_at(case))
    said = words(page)
    assert title(page) == f"MDT {_code(world, case)} – Rondom"
    assert "Een vrouw vraagt hulp." in said
    assert re.search(r"in 2[12] hours t", said)
    assert f'href="/zaken/{case.pk}/"' in markup(page)


def test_who_may_not_read_the_story_does_not_read_the_sentence_either(world, case):
    said = words(signed_in(world.sam).get(_at(case)))
    assert "What it is about is not shared with your organisation." in said
    assert "Een vrouw" not in said


def test_it_is_the_same_whether_a_case_is_not_there_or_not_yours(world, case):
    bob = signed_in(world.bob)
    with nothing_changed():
        assert bob.get(_at(case)).status_code == 404
        assert bob.post(_at(case, "beeld/"), {"facts": "x"}).status_code == 404
        assert bob.post(_at(case, "besluit/"), {}).status_code == 404


def test_it_says_without_whom_the_case_is_discussed(world, case):
    said = words(signed_in(world.alice).get(_at(case)))
    assert "Discuss this case without: Organisatie police." in said
    assert "There is no consent for them to know of it." in said


def test_the_views_of_others_appear_when_the_own_one_is_in(world, case):
    _write(
        world,
        world.victor,
        case,
        Category.CASE,
        facts="Bekend bij ons.",
        opinion="Zorgelijk.",
        offer="Bezoek.",
    )
    alice = signed_in(world.alice)
    before = words(alice.get(_at(case)))
    assert "Write your own view first." in before
    assert "Bekend bij ons." not in before
    sent = {"facts": "Feit.", "category": str(Category.MEDICAL.value)}
    after = words(alice.post(_at(case, "beeld/"), sent, follow=True))
    assert "Your organisation's view is saved." in after
    assert (
        "Facts Bekend bij ons. Opinion Zorgelijk. Offer Bezoek. Read by who may see: the case itself Ground:"
        in after
    )
    assert "Add to your view" in after
    assert "Write your own view first." not in after


def test_they_appear_for_everyone_when_the_mdt_opens(world, case):
    _write(world, world.victor, case, Category.CASE, facts="Bekend bij ons.")
    world.open_mdt()
    assert "Bekend bij ons." in words(signed_in(world.alice).get(_at(case)))


def test_a_view_is_read_only_by_who_may_see_its_part(world, case):
    _write(world, world.victor, case, Category.SAFETY, facts="Over veiligheid.")
    world.open_mdt()
    assert "Over veiligheid." in words(signed_in(world.alice).get(_at(case)))
    assert "Over veiligheid." not in words(signed_in(world.sam).get(_at(case)))
    page = markup(signed_in(world.sam).get(_at(case)))
    own = re.search(r'<select name="category".*?</select>', page, re.DOTALL)[0]
    choices = re.findall(r"<option value=\"(\d+)\"", own)
    assert [int(value) for value in choices if value] == [Category.CASE, Category.IDENTITY, Category.RECOVERY]


def test_an_empty_view_is_not_saved(world, case):
    alice = signed_in(world.alice)
    with nothing_changed():
        page = alice.post(_at(case, "beeld/"), {"category": str(Category.CASE.value)})
    assert page.status_code == 422
    assert "Write at least one of these, or choose that nothing is known." in words(page)
    assert 'href="#id_facts"' in markup(page)


def test_nothing_known_is_a_view_too_but_never_throws_away_what_was_typed(world, case):
    alice = signed_in(world.alice)
    sent = {"opinion": "Toch iets.", "category": str(Category.CASE.value), "nothing_known": "1"}
    with nothing_changed():
        page = alice.post(_at(case, "beeld/"), sent)
    assert "You wrote something here. Save it, or empty it first." in words(page)
    assert "Toch iets." in field(page, "opinion")
    saved = alice.post(_at(case, "beeld/"), sent | {"opinion": ""}, follow=True)
    assert "Nothing is known here." in words(saved)
    with world.acting(world.alice):
        assert View.objects.get().nothing_known


def test_while_the_mdt_is_closed_it_says_who_opens_it_and_shows_no_decision_form(world, case):
    page = signed_in(world.alice).get(_at(case))
    assert "The MDT is not open. The chair opens it; then the decision can be written down here." in words(
        page
    )
    assert _at(case, "besluit/") not in markup(page)
    assert "Open it at the top of this page" in words(signed_in(world.carol).get(_at(case)))


def test_a_decision_without_an_open_mdt_is_refused_and_what_was_typed_is_shown(world, case):
    alice = signed_in(world.alice)
    with nothing_changed():
        page = alice.post(_at(case, "besluit/"), _decision(world, *FOUR))
    assert page.status_code == 409
    assert "The MDT is not open." in words(page)
    assert "What you wrote It was not saved. Copy what you still need. Afspraak safety." in words(page)


def test_the_decision_asks_only_for_the_domains_one_may_see_and_names_the_others(world, case):
    world.open_mdt()
    page = signed_in(world.victor).get(_at(case))
    assert re.findall(r'name="line-(\w+)-text"', markup(page)) == ["safety"]
    assert "You may not see: Law, Care, Recovery." in words(page)
    domains = re.search(r'<select name="ask-0-domain".*?</select>', markup(page), re.DOTALL)[0]
    assert re.findall(r'value="(\w+)"', domains) == ["safety"]


def test_who_sees_no_domain_reads_that_another_member_decides(world):
    case = world.report(answers=[])
    world.open_mdt()
    page = signed_in(world.sam).get(_at(case))
    assert "You may not see any part of this case to decide on." in words(page)
    assert _at(case, "besluit/") not in markup(page)


def test_only_people_who_may_know_who_it_is_can_be_asked_to_coordinate(world, case):
    world.open_mdt()
    page = signed_in(world.alice).get(_at(case))
    choices = re.search(r'<select name="coordinator".*?</select>', markup(page), re.DOTALL)[0]
    assert re.findall(r">(\w+) \(open cases: 0\)</option>", choices) == ["Anna", "Sara", "Vera"]


def test_when_nobody_can_coordinate_it_says_why(world):
    case = world.report(by=world.bob, answers=[])
    world.open_mdt()
    assert "Nobody can be asked now." in words(signed_in(world.bob).get(_at(case)))


def test_a_decision_with_faults_records_nothing_and_keeps_what_was_typed(world, case):
    world.open_mdt()
    alice = signed_in(world.alice)
    sent = _decision(
        world, "law", **{"coordinator": "", "look_again_on": "2099-01-02", "ask-2-text": "Belt haar."}
    )
    sent |= {"line-safety-need": "now", "line-safety-text": " "}
    with nothing_changed():
        page = alice.post(_at(case, "besluit/"), sent)
    said = words(page)
    assert page.status_code == 422
    assert "Safety: what do we agree? Say what is agreed." in said
    assert "Care: Choose now, later or not needed." in said
    assert "Case coordinator: Choose who will be asked." in said
    assert "Who (3): Fill this in too." in said
    assert "Afspraak law." in field(page, "line-law-text")
    assert "Belt haar." in field(page, "ask-2-text")
    assert "2099-01-02" in field(page, "look_again_on")
    assert re.search(r"<details[^>]* open>\s*<summary>Action 3</summary>", markup(page))


def test_an_action_for_who_may_not_see_its_domain_is_refused_at_its_field(world, case):
    world.open_mdt()
    alice = signed_in(world.alice)
    asked = {
        "ask-0-text": "Beoordeelt.",
        "ask-0-domain": "care",
        "ask-0-who": f"{world.vt.pk}:{world.victor.pk}",
        "ask-0-due_at": "2099-01-02T10:00",
    }
    with nothing_changed():
        page = alice.post(_at(case, "besluit/"), _decision(world, *FOUR, **asked))
    assert (
        "Who: Organisatie vt may not see this domain of the case. Ask the person for consent first."
        in words(page)
    )


def test_a_decision_is_recorded_and_the_next_case_comes(world, case):
    following = world.report()
    world.open_mdt()
    alice = signed_in(world.alice)
    assert "Record and go to the next case" in words(alice.get(_at(case)))
    with world.acting(world.alice) as actor:
        due = (actor.at + timedelta(days=1)).replace(second=0, microsecond=0)
    asked = {
        "ask-0-text": "Beoordeelt veiligheid.",
        "ask-0-domain": "safety",
        "ask-0-who": f"{world.vt.pk}:{world.victor.pk}",
        "ask-0-due_at": timezone.localtime(due).strftime("%Y-%m-%dT%H:%M"),
    }
    sent = _decision(world, *FOUR, **asked, **{"line-law-need": "not", "line-law-text": ""})
    page = alice.post(_at(case, "besluit/"), sent, follow=True)
    assert page.redirect_chain == [(_at(following), 302)]
    assert f"The decision on {_code(world, case)} is recorded." in words(page)
    assert "Record the decision" in words(page)
    with world.acting(world.alice):
        decision = Decision.objects.get()
        assert (decision.coordinator, decision.round) == (world.anna, 1)
        assert DecisionLine.objects.get(domain="law").need == "not"
        action = Step.objects.get(case=case, kind="action")
        assert (action.user, action.due_at, action.words.text) == (
            world.victor,
            due,
            "Beoordeelt veiligheid.",
        )
        assert Case.objects.get(pk=case.pk).status == Status.WEIGHED


def test_after_the_last_case_the_agenda_comes(world, case):
    world.open_mdt()
    page = signed_in(world.alice).post(_at(case, "besluit/"), _decision(world, *FOUR), follow=True)
    assert page.redirect_chain == [("/mdt/north/", 302)]
    assert "Nothing waits for the MDT." in words(page)


def test_a_case_that_was_decided_shows_the_decision_and_no_form(world, case):
    world.open_mdt()
    world.decide(case)
    page = signed_in(world.alice).get(_at(case))
    said = words(page)
    assert "Weighed, looks for a coordinator" in said
    assert "Safety Now Veilige plek vannacht. Law Not needed Care Now Vandaag naar het CSG." in said
    assert "Coordinator asked Anna, Organisatie csg" in said
    assert _at(case, "besluit/") not in markup(page)
    assert _at(case, "beeld/") not in markup(page)


def test_each_reads_only_the_lines_of_a_decision_that_they_may_see(world, case):
    world.open_mdt()
    world.decide(case)
    said = words(signed_in(world.victor).get(_at(case)))
    assert "Veilige plek vannacht." in said
    assert "Vandaag naar het CSG." not in said
    assert "You may not see any part of this decision." in words(signed_in(world.sam).get(_at(case)))


def test_a_case_that_came_back_shows_why_and_what_was_decided_before(world):
    case = world.coordinated()
    with world.acting(world.anna) as actor:
        actions.bring_back(actor=actor, case=dossier.locked(actor, case.pk), reason="Zij is verhuisd.")
    said = words(signed_in(world.alice).get(_at(case)))
    assert "Why the MDT looks again: Zij is verhuisd." in said
    assert "In the MDT: time 2" in said
    assert "Coordinator: Anna, Organisatie csg" in said
    assert "Earlier decision, time 1" in said


def test_who_has_a_seat_elsewhere_only_cannot_decide_here(world):
    case = world.report(answers=[yes("veilig_thuis", Category.IDENTITY, Category.SAFETY)])
    world.open_mdt()
    celia = signed_in(world.celia)
    with nothing_changed():
        assert celia.get(_at(case)).status_code == 404
        assert celia.post(_at(case, "besluit/"), _decision(world, "safety")).status_code == 404
