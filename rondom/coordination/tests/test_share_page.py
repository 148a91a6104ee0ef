"""Sharing something: first exactly what the receiver will see, then the sharing; both agree."""

import html
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from rondom.audit.models import Event
from rondom.cases.actions import documents, dossier, naming
from rondom.cases.models import Category, Document, Entry, Grant, Person, Regime, StepText, Teller
from rondom.coordination import preview as previews
from rondom.core.db import uuid7
from rondom.core.errors import Denied, WrongStep
from rondom.core.uploads import BY_NAME, Brought
from rondom.sharing import proposal
from rondom.sharing.actions import decisions, grants
from rondom.sharing.models import Decision20
from rondom.sharing.terms import Condition, Purpose
from rondom.triage.models import DecisionLine, View
from tests.browse import markup, nothing_changed, signed_in, words
from tests.proof import refused

CONTENT = (Person, Entry, StepText, DecisionLine, View, Document)


@pytest.fixture
def case(world):
    """Alice's case, which Anna coordinates; the person lets the prosecutor know who it is, what is needed and the story."""
    found = world.coordinated()
    world.consent(found, "prosecution", Category.IDENTITY, Category.STORY, Category.SAFETY)
    return found


def _at(case):
    return f"/zaken/{case.pk}/delen/nieuw/"


def _wish(world, *categories, organisation=None, **more):
    return {
        "organisation": str((organisation or world.om).pk),
        "categories": [str(int(one)) for one in categories],
        "purpose": "coordination",
        **more,
    }


def _hidden(page):
    """What the button to confirm sends."""
    form = re.search(r'name="agreed".*?</form>', markup(page), re.DOTALL)[0]
    found = {}
    for name, value in re.findall(r'name="(\w+)" value="([^"]*)"', f'<input type="hidden" {form}'):
        found.setdefault(name, []).append(html.unescape(value))
    return found


def _confirm(client, case, page, **more):
    return client.post(_at(case), {**_hidden(page), **more}, follow=True)


def test_the_form_offers_what_one_sees_and_who_works_in_the_region(world, case):
    page = markup(signed_in(world.anna).get(_at(case)))
    choices = re.search(r'<select name="organisation".*?</select>', page, re.DOTALL)[0]
    names = re.findall(r"Organisatie (\w+)</option>", choices)
    assert names == ["om", "police", "shn", "vt"]
    assert re.findall(r'name="categories" value="(\d+)"', page) == ["2", "4", "8", "16", "32", "64", "128"]


def test_an_organisation_where_someone_works_is_not_offered(world):
    case = world.report(works_at=[world.shn])
    choices = re.search(
        r'<select name="organisation".*?</select>', markup(signed_in(world.alice).get(_at(case))), re.DOTALL
    )
    assert "Organisatie shn" not in choices[0]
    assert "Organisatie vt" in choices[0]


def test_nothing_chosen_is_asked_for_at_its_place(world, case):
    anna = signed_in(world.anna)
    with nothing_changed():
        page = anna.post(_at(case), {"reason": "Nog iets getypt."})
    assert page.status_code == 422
    said = words(page)
    assert "Choose an organisation." in said
    assert "Choose what you want to share." in said
    assert "Choose one." in said


@pytest.mark.parametrize("field", ["organisation", "categories", "purpose", "stated"])
def test_an_unknown_code_is_refused_at_its_place(world, case, field):
    anna = signed_in(world.anna)
    with nothing_changed():
        page = anna.post(_at(case), {**_wish(world, Category.SAFETY), field: ["999"]})
    assert page.status_code == 422
    assert "Choose from the list." in words(page)


def test_looking_first_writes_nothing_and_shows_what_they_will_see(world, case):
    anna = signed_in(world.anna)
    with nothing_changed():
        page = anna.post(_at(case), _wish(world, Category.IDENTITY, Category.SAFETY))
    assert page.status_code == 200
    said = words(page)
    assert "Nothing is shared yet." in said
    assert "This is what Organisatie om will see" in said
    assert "Lotte" in said
    assert "Henk" not in said
    assert "Veilige plek vannacht." in said
    assert "Vandaag naar het CSG." not in said
    assert "They do not see: the story, law, medical care, recovery, possible perpetrator." in said
    assert 'id="confirm"' in markup(page)


def test_what_may_not_be_shared_says_why_and_is_left_out(world, case):
    page = signed_in(world.anna).post(_at(case), _wish(world, Category.IDENTITY, Category.MEDICAL))
    assert "Not: medical care. The person gave no consent for these data" in words(page)
    assert _hidden(page)["categories"] == ["2"]


def test_with_nothing_that_may_be_shared_there_is_no_button(world, case):
    page = signed_in(world.anna).post(_at(case), _wish(world, Category.MEDICAL))
    assert "Nothing of this may be shared." in words(page)
    assert 'name="agreed"' not in markup(page)


def test_a_refusal_of_the_person_is_said(world, case):
    page = signed_in(world.anna).post(_at(case), _wish(world, Category.SAFETY, organisation=world.police))
    assert "The person does not want this to be shared with this organisation." in words(page)
    assert 'name="agreed"' not in markup(page)


def test_confirmed_it_is_shared_and_the_one_who_was_chosen_sees_it(world, case):
    anna = signed_in(world.anna)
    page = anna.post(_at(case), _wish(world, Category.IDENTITY, Category.SAFETY))
    with nothing_changed():
        missing = _confirm(anna, case, page)
    assert missing.status_code == 422
    assert "Choose someone." in words(missing)
    done = _confirm(anna, case, page, who=str(world.olga.pk))
    assert "This is now shared with Organisatie om." in words(done)
    assert world.held(world.olga, case) == Category.CASE | Category.IDENTITY | Category.SAFETY
    with world.acting(world.anna):
        assert Event.objects.filter(verb="case:grant:given", case_id=case.pk).count() == 1


@pytest.mark.parametrize(
    "wanted",
    [
        [Category.IDENTITY],
        [Category.SAFETY],
        [Category.IDENTITY, Category.STORY],
        [Category.IDENTITY, Category.STORY, Category.SAFETY],
    ],
    ids=str,
)
def test_the_preview_and_the_sharing_agree_row_by_row(world, case, wanted):
    """The rows of the preview are those that the receiver then gets from the database, in plain queries."""
    with world.acting(world.alice) as actor:
        seen = dossier.locked(actor, case.pk)
        for category in Category:
            entry = dossier.write(
                actor=actor, case=seen, kind=Entry.Kind.NOTE, category=category, text="Notitie."
            )
            if category == Category.SAFETY:  # and one as the police would have written it
                entry.pk, entry.regime = uuid7(), Regime.WPG_8
                entry.save(force_insert=True)
            for shareable in Document.Shareable:
                about = documents.About(category, Teller.VICTIM, shareable)
                brought = Brought("Brief.pdf", BY_NAME["PDF"], b"%PDF-1.4 en meer")
                documents.add(actor=actor, case=seen, brought=brought, about=about)
    with world.acting(world.anna) as actor:
        seen = dossier.locked(actor, case.pk)
        proposed = proposal.for_case(actor, seen, world.om, wanted, Purpose.COORDINATION)
        expected = previews.preview(actor, seen, world.om, wanted, proposed)
        grant = grants.give(actor=actor, case=seen, organisation=world.om, categories=wanted)
        assert grant.by_regime == proposed.by_regime
        naming.name(actor=actor, case=seen, organisation=world.om, user=world.olga)
    with world.acting(world.olga):
        found = {row.pk for model in CONTENT for row in model.objects.filter(case=case)}
    assert found == expected.rows
    assert len(found) > 1


def test_what_changed_since_one_looked_is_looked_at_again(world, case):
    anna = signed_in(world.anna)
    page = anna.post(_at(case), _wish(world, Category.IDENTITY, Category.SAFETY))
    sent = {**_hidden(page), "categories": ["2"], "who": str(world.olga.pk)}
    with nothing_changed():
        again = anna.post(_at(case), sent)
    assert again.status_code == 422
    assert "Something changed since you looked. Look again." in words(again)


def test_a_day_that_has_passed_is_refused(world, case):
    yesterday = (timezone.localdate() - timedelta(days=1)).isoformat()
    anna = signed_in(world.anna)
    with nothing_changed():
        page = anna.post(_at(case), _wish(world, Category.SAFETY, until=yesterday))
    assert page.status_code == 422
    assert "This day has passed." in words(page)


def test_sharing_does_not_outlast_the_consent(world, case):
    with world.acting(world.alice) as actor:
        until = actor.at + timedelta(days=3)
    world.consent(case, "mediation", Category.IDENTITY)
    world.consent(case, "veilig_thuis", Category.LEGAL, ends_at=until)
    late = (timezone.localdate() + timedelta(days=9)).isoformat()
    anna = signed_in(world.anna)
    with nothing_changed():
        page = anna.post(_at(case), _wish(world, Category.LEGAL, organisation=world.vt, until=late))
    assert page.status_code == 422
    assert "What this rests on ends earlier:" in words(page)
    assert "Share with" not in words(page)
    with world.acting(world.anna) as actor:
        seen = dossier.locked(actor, case.pk)
        with refused(WrongStep, "longer than the consent"):
            grants.give(
                actor=actor, case=seen, organisation=world.vt, categories=[Category.LEGAL],
                ends_at=until + timedelta(days=1),
            )  # fmt: skip


def test_until_a_day_means_that_whole_day(world, case):
    anna, day = signed_in(world.anna), timezone.localdate() + timedelta(days=5)
    page = anna.post(_at(case), _wish(world, Category.IDENTITY, until=day.isoformat()))
    _confirm(anna, case, page, who=str(world.olga.pk))
    with world.acting(world.anna):
        grant = Grant.objects.get(case=case, organisation=world.om, granted_by=world.anna)
    ends = timezone.localtime(grant.ends_at)
    assert (ends.date(), ends.hour, ends.minute) == (day + timedelta(days=1), 0, 0)


def test_who_only_takes_part_shares_nothing(world, case):
    victor = signed_in(world.victor)
    for ask in (victor.get, victor.post):
        with nothing_changed():
            page = ask(_at(case), _wish(world, Category.SAFETY))
        assert page.status_code == 403
        assert "Only the coordinator, or the organisation that registered this case" in words(page)


def test_what_could_be_stated_is_offered_and_nothing_else(world, case):
    page = markup(
        signed_in(world.anna).post(
            _at(case), _wish(world, Category.LEGAL, organisation=world.vt, purpose="protection")
        )
    )
    offered = re.findall(r'name="stated" value="(\w+)"', page)
    assert {"domestic_circle", "needed_to_end_or_investigate"} <= set(offered)
    assert not {"consent", "art20_decision", "mdt_seat", "own_registration", "needed_for_authority"} & set(
        offered
    )


def test_what_is_stated_counts_and_is_recorded(world, case):
    anna = signed_in(world.anna)
    stated = ["domestic_circle", "needed_to_end_or_investigate"]
    wish = _wish(world, Category.LEGAL, organisation=world.vt, purpose="protection")
    assert "Nothing of this may be shared." in words(anna.post(_at(case), wish))
    page = anna.post(_at(case), {**wish, "stated": stated})
    assert "This is what Organisatie vt will see" in words(page)
    _confirm(anna, case, page, who="")
    with world.acting(world.anna):
        event = Event.objects.get(verb="case:grant:given", case_id=case.pk)
    assert event.data["stated"] == sorted(stated)
    assert event.data["rows"] == ["secrecy-veilig-thuis"]


def test_acute_danger_takes_a_written_reason(world, case):
    anna = signed_in(world.anna)
    with nothing_changed():
        page = anna.post(
            _at(case), _wish(world, Category.SAFETY, stated=[Condition.ACUTE_DANGER.value], reason="Kort.")
        )
    assert page.status_code == 422
    assert "Write in at least 30 signs why this cannot wait." in words(page)


@pytest.mark.parametrize(
    "condition", ["consent", "art20_decision", "mdt_seat", "own_registration", "bedacht"]
)
def test_nobody_states_what_is_looked_up(world, case, condition):
    with world.acting(world.anna) as actor:
        seen = dossier.locked(actor, case.pk)
        with refused(Denied, "looked up"):
            grants.give(
                actor=actor,
                case=seen,
                organisation=world.om,
                categories=[Category.MEDICAL],
                stated=[condition],
            )


def test_police_data_needs_a_decision_that_holds(world):
    case = world.report(by=world.bob, answers=[])
    bob = signed_in(world.bob)
    wish = _wish(world, Category.SAFETY, organisation=world.shn)
    assert "This is what Organisatie shn will see" in words(bob.post(_at(case), wish))
    with world.acting(world.administrator) as actor:
        for decision in Decision20.objects.filter(region=world.north):
            decisions.end(actor=actor, decision=decision)
    page = bob.post(_at(case), wish)
    assert (
        "Police data may be shared only after a decision as meant in Wpg article 20; there is none."
        in words(page)
    )
    assert 'name="agreed"' not in markup(page)


def test_a_coordinator_who_sees_less_than_the_receiver_is_told(world):
    case = world.report()
    world.open_mdt()
    world.decide(case, coordinator=world.sara, coordinator_organisation=world.shn)
    world.accept(case, by=world.sara)
    world.consent(case, "veilig_thuis", Category.RECOVERY, Category.IDENTITY, Category.STORY, Category.SAFETY)
    page = signed_in(world.sara).post(_at(case), _wish(world, Category.RECOVERY, organisation=world.vt))
    assert "They see more already than you may see." in words(page)
