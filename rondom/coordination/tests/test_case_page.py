"""The case page: one next step, one contact, and only what is shared."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from rondom.cases.actions import dossier
from rondom.cases.models import Case, Category, Step
from rondom.coordination.actions import closing, plan
from rondom.triage import actions as triage
from tests.browse import markup, signed_in, title, words
from tests.seen_to import DROPPED_OUT
from tests.statements import ON_A_CASE, few
from tests.world import yes

SAFE = {
    "roles": ["victim"],
    "name": "Lotte",
    "phone": "06 55 50 19 42",
    "phone_ok": True,
    "text_ok": False,
    "voicemail_ok": None,
    "shared_device": True,
    "contact_hours": "na vier uur",
    "code_word": "zonnebloem",
}


def _page(user, case):
    page = signed_in(user).get(f"/zaken/{case.pk}/")
    assert page.status_code == 200
    return page


def _said(user, case):
    return words(_page(user, case))


def _finish(world, case):
    with world.acting(world.victor) as actor:
        found = dossier.locked(actor, case.pk)
        for step in Step.objects.filter(case=case, kind="action").select_related("words"):
            plan.advance(
                actor=actor, case=found, step=step, state=Step.State.DONE, outcome="Zij slaapt bij haar zus."
            )


def _closed(world):
    case = world.coordinated()
    _finish(world, case)
    with world.acting(world.anna) as actor:
        closing.close(
            actor=actor,
            case=dossier.locked(actor, case.pk),
            reason=Case.ClosingReason.WISH,
            checklist=DROPPED_OUT,
        )
    return case


def _brought_back(world):
    case = world.coordinated()
    with world.acting(world.anna) as actor:
        triage.bring_back(actor=actor, case=dossier.locked(actor, case.pk), reason="Hij belde haar gisteren.")
    return case


def test_the_title_holds_the_code_and_nothing_of_the_person(world):
    case = world.report(people=[SAFE])
    page = _page(world.alice, case)
    assert title(page) == f"Case {world.code(case)} – Rondom"
    assert re.search(r"Say: “([2-9A-Z]|two|three|four|five|six|seven|eight|nine)", words(page))


def test_a_case_that_waits_shows_the_clock_the_agenda_and_someone_to_ask(world):
    said = _said(world.alice, world.report())
    assert "MDT within 24 hours of the report" in said
    assert re.search(r"2[12] hours( and \d+ minutes?)? left", said)
    assert "On the agenda of Regio north:" in said
    assert "No coordinator yet. Until then Alice, Organisatie csg" in said
    assert "The MDT has not decided yet." in said


def test_a_clock_that_has_run_out_is_said_in_words(world):
    ago = timezone.now() - timedelta(hours=30)
    case = world.report(at=ago, reported_at=ago)
    said = _said(world.alice, case)
    assert "The 24 hours have passed" in said
    assert re.search(r"[56] hours late", said)
    assert re.search(r"Was on the agenda of Regio north, not discussed yet: \w+ 10:30", said)


def test_safe_contact_says_in_words_what_may_and_what_may_not(world):
    page = _page(world.alice, world.report(people=[SAFE]))
    said = words(page)
    assert "You may call. When: na vier uur" in said
    assert 'href="tel:0655501942"' in markup(page)
    assert "Do not send messages" in said
    assert "Voicemail: not known, so do not leave any" in said
    assert "Shared telephone: someone else may answer or read along" in said


def test_the_code_word_is_folded_away_and_not_printed(world):
    page = markup(_page(world.alice, world.report(people=[SAFE])))
    fold = re.search(r'<details class="[^"]*rd-noprint[^"]*">((?!</details>).)*zonnebloem', page, re.DOTALL)
    assert fold
    assert page.count("zonnebloem") == 1


@pytest.mark.parametrize(
    ("phone_ok", "words_"),
    [(False, "Do not call."), (None, "Not known whether calling is safe. Find out first.")],
)
def test_a_number_that_may_not_be_called_is_no_link(world, phone_ok, words_):
    page = _page(world.alice, world.report(people=[{**SAFE, "phone_ok": phone_ok}]))
    assert words_ in words(page)
    assert "06 55 50 19 42" in words(page)
    assert "tel:0655501942" not in markup(page)


def test_who_may_not_know_who_it_is_reads_no_name_and_is_told_so(world):
    case = world.report(answers=[], people=[SAFE, {"roles": ["possible_perpetrator"], "name": "Henk"}])
    said = _said(world.bob, case)
    assert "Do not try to reach the person yourself." in said
    assert "Who it is, is not shared with your organisation." in said
    for secret in ["Lotte", "Henk", "06 55", "zonnebloem", "Een vrouw vraagt hulp."]:
        assert secret not in said


def test_a_possible_perpetrator_is_called_that_comes_last_and_is_never_close_by_on_the_map(world):
    people = [{"roles": ["possible_perpetrator"], "name": "Henk", "relation": "partner"}, SAFE]
    case = world.report(people=people)
    page = _page(world.alice, case)
    assert re.search(r"Lotte Victim .*Henk Possible perpetrator: partner", words(page))
    assert (
        "Henk" not in re.search(r'<div class="rd-mapbox">.*?rd-map-list.*?</div>', markup(page), re.DOTALL)[0]
    )
    assert "Henk" not in _said(world.victor, case)


def test_of_the_people_close_by_the_page_says_no_more_than_it_knows(world):
    people = [SAFE, {"roles": ["relative"], "name": "Wendy", "relation": "partner"}]
    said = _said(world.alice, world.report(people=people))
    assert "Wendy" in said
    assert "Tell the others nothing about the person, unless the person agrees." in said
    assert "Wendy, partner: knows" not in said
    assert "does not know" not in said


def test_the_story_is_folded_away_with_who_told_whom(world):
    page = _page(world.alice, world.report())
    assert re.search(r"Told by the person themselves to Alice, Organisatie csg, today \d\d:\d\d", words(page))
    assert "Do not ask the person to tell it again." in words(page)
    for secret in ["Het verhaal zoals verteld.", "Rust en een dokter.", "Zij belde zelf."]:
        assert secret not in markup(page)


def test_who_may_not_read_the_story_is_told_so_and_gets_no_link(world):
    case = world.report()
    page = _page(world.sam, case)
    assert "The story is not shared with your organisation. Do not ask the person for it." in words(page)
    assert "Een vrouw vraagt hulp." not in words(page)
    assert f"/zaken/{case.pk}/verhaal/" not in markup(page)


def test_the_plan_shows_decision_owner_and_moment_and_names_a_gap(world):
    said = _said(world.alice, world.weighed())
    assert "Now Veilige plek vannacht." in said
    assert re.search(r"Doe iets voor safety\. .*proposed vt, Victor in \d hours", said)
    assert "A gap: help is needed here, and nobody has been asked." in said
    assert "Not needed" in said


def test_a_domain_that_is_not_shared_is_said_to_be_so(world):
    said = _said(world.victor, world.weighed())
    assert "Veilige plek vannacht." in said
    assert "Vandaag naar het CSG." not in said
    assert said.count("What is decided here is not shared with your organisation.") == 3


def test_what_came_of_an_action_stands_with_it(world):
    case = world.coordinated()
    _finish(world, case)
    assert re.search(
        r"Doe iets voor safety\. done vt, Victor .*Zij slaapt bij haar zus\.", _said(world.alice, case)
    )


def test_who_is_asked_to_coordinate_gets_the_question_and_others_see_whom_to_wait_for(world):
    case = world.weighed()
    page = _page(world.anna, case)
    assert "Answer: will you coordinate?" in words(page)
    assert markup(page).count(f'href="/zaken/{case.pk}/regie/"') == 1
    other = _page(world.alice, case)
    assert "Asked to coordinate: Anna, Organisatie csg." in words(other)
    assert f'href="/zaken/{case.pk}/regie/"' not in markup(other)


def test_the_coordinator_adds_actions_and_closes_when_none_is_open(world):
    case = world.coordinated()
    page = _page(world.anna, case)
    assert "Coordinator, the one contact Anna (you), Organisatie csg" in words(page)
    assert f'href="/zaken/{case.pk}/actie/"' in markup(page)
    assert "You can close this case when the 1 open action is finished or withdrawn." in words(page)
    assert f'href="/zaken/{case.pk}/sluiten/"' not in markup(page)
    _finish(world, case)
    after = _page(world.anna, case)
    assert "No action is open. Add one, or close the case." in words(after)
    assert f'href="/zaken/{case.pk}/sluiten/"' in markup(after)


def test_others_cannot_lay_actions_or_close_but_can_bring_back(world):
    case = world.coordinated()
    page = markup(_page(world.victor, case))
    assert f'href="/zaken/{case.pk}/actie/"' not in page
    assert f'href="/zaken/{case.pk}/sluiten/"' not in page
    assert f'href="/zaken/{case.pk}/opnieuw/"' in page


def test_a_case_that_is_back_in_the_mdt_says_why_and_leads_there(world):
    case = _brought_back(world)
    page = _page(world.alice, case)
    assert "Back in the MDT" in words(page)
    assert "MDT within 24 hours of being brought back" in words(page)
    assert "Hij belde haar gisteren." in words(page)
    assert f'href="/mdt/north/zaak/{case.pk}/"' in markup(page)
    assert f'href="/mdt/north/zaak/{case.pk}/"' not in markup(_page(world.anna, case))


def test_a_closed_case_says_why_and_can_be_opened_again(world):
    case = _closed(world)
    page = _page(world.anna, case)
    assert "Nobody is next The person wishes to stop. Anna," in words(page)
    assert f'href="/zaken/{case.pk}/heropenen/"' in markup(page)
    assert f'href="/zaken/{case.pk}/opnieuw/"' not in markup(page)


def test_everyone_reads_which_organisation_may_see_which_part(world):
    case = world.report(answers=[yes("veilig_thuis", Category.IDENTITY, Category.SAFETY)])
    said = _said(world.alice, case)
    assert "Organisatie vt Who it is and safe contact, safety consent of the person" in said
    assert "Organisatie police Only that there is a case, not what is in it" in said
    assert "Organisatie csg yours" in said


@pytest.mark.parametrize("stage", ["report", "weighed", "coordinated", "back", "closed"])
def test_the_page_costs_few_statements(world, stage):
    case = {"back": _brought_back, "closed": _closed}.get(stage, lambda w: getattr(w, stage)())(world)
    client = signed_in(world.anna if stage == "closed" else world.alice)
    with few(ON_A_CASE):
        assert client.get(f"/zaken/{case.pk}/").status_code == 200
