"""Registering a report: the one thing that starts a case."""

from dataclasses import replace
from datetime import timedelta

import pytest

from rondom.audit.models import Event
from rondom.cases.models import ALL_CATEGORIES, Case, Category, Entry, Grant, Naming, Person, Status, Step
from rondom.core.errors import Denied
from rondom.first_contact.models import Report
from rondom.sharing.models import Consent
from tests.proof import refused
from tests.world import no, yes


@pytest.fixture
def case(world):
    return world.report()


def _as_alice(world, query):
    with world.acting(world.alice):
        return list(query())


def test_a_report_begins_a_case_that_waits_for_the_mdt(world, case):
    seen = world.seen(world.alice, case)
    assert (seen.status, seen.region, seen.mdt_region) == (Status.REPORTED, world.north, world.north)
    assert (seen.registered_by, seen.registered_for) == (world.alice, world.csg)


def test_the_clock_of_24_hours_runs_from_the_report_not_from_registering_it(world, case):
    with world.acting(world.alice) as actor:
        now = actor.at
    assert case.reported_at == now - timedelta(hours=2)
    assert case.mdt_due_at == now + timedelta(hours=22)
    assert case.mdt_at > now


def test_the_chair_of_the_mdt_is_next_until_it_is_discussed(world, case):
    assert (case.next_kind, case.next_organisation) == (Case.NextKind.MDT, world.csg)
    assert world.seen(world.alice, case).next_user == world.carol
    assert case.next_due_at == case.mdt_due_at


def test_the_one_who_registers_is_on_the_case_and_sees_all_of_it(world, case):
    assert [naming.user for naming in _as_alice(world, Naming.objects.all)] == [world.alice]
    assert world.held(world.alice, case) == ALL_CATEGORIES


def test_everyone_who_was_asked_sees_what_the_person_said_and_nothing_more(world, case):
    assert (
        world.held(world.victor, case) == Category.CASE | Category.IDENTITY | Category.STORY | Category.SAFETY
    )
    assert world.held(world.sam, case) == Category.CASE | Category.IDENTITY | Category.RECOVERY


@pytest.mark.parametrize("name", ["bob", "olga", "dave", "anna", "celia", "paul", "eve"])
def test_nobody_else_sees_that_there_is_a_case(world, case, name):
    """Refused, no fixed seat, a colleague, not yet asked, another region, keeper of the register."""
    assert world.held(getattr(world, name), case) == 0


def test_who_was_not_asked_and_has_a_fixed_seat_sees_only_that_there_is_a_case(world):
    case = world.report(answers=[])
    for name in ("bob", "victor", "sam"):
        assert world.held(getattr(world, name), case) == Category.CASE, name


def test_every_text_stands_in_the_category_that_protects_it(world, case):
    found = {(entry.kind, entry.category) for entry in _as_alice(world, Entry.objects.all)}
    assert found == {
        ("summary", Category.STORY),
        ("reporter_note", Category.STORY),
        ("story", Category.STORY),
        ("wishes", Category.STORY),
        ("consent_words", Category.IDENTITY),
    }


def test_what_is_known_of_a_possible_perpetrator_stands_apart(world, case):
    found = {person.name: person.category for person in _as_alice(world, Person.objects.all)}
    assert found == {"Lotte": Category.IDENTITY, "Henk": Category.PERPETRATOR}


def test_someone_who_is_victim_and_possible_perpetrator_is_protected_as_the_latter(world):
    world.report(people=[{"roles": ["victim", "possible_perpetrator"], "name": "Kim"}])
    (kim,) = _as_alice(world, Person.objects.all)
    assert kim.category == Category.PERPETRATOR


def test_every_answer_is_kept_with_the_words_that_were_used(world, case):
    consents = _as_alice(world, Consent.objects.all)
    words = {
        entry.about_id: entry.text
        for entry in _as_alice(world, Entry.objects.filter(kind="consent_words").all)
    }
    assert {(one.receiver_kind, one.given, words[one.pk]) for one in consents} == {
        ("veilig_thuis", True, "Ja, dat mag."),
        ("victim_support", True, "Ja, dat mag."),
        ("police", False, "Nee."),
    }


def test_an_answer_about_someone_who_is_no_partner_shares_nothing(world):
    answer = replace(yes("", Category.IDENTITY, Category.STORY), receiver_other="huisarts")
    world.report(answers=[answer])
    grants = _as_alice(world, Grant.objects.exclude(basis=Grant.Basis.MDT_AGENDA).all)
    assert [grant.organisation for grant in grants] == [world.csg]
    assert [one.receiver_other for one in _as_alice(world, Consent.objects.all)] == ["huisarts"]


def test_the_moments_of_the_event_are_kept_as_bounds(world, case):
    (report,) = _as_alice(world, Report.objects.all)
    assert case.reported_at - report.event_earliest == timedelta(hours=7)
    assert case.reported_at - report.event_latest == timedelta(hours=5)


def test_only_a_region_a_channel_and_a_sentence_are_needed(world):
    empty = {"story": "", "wishes": "", "reporter_note": "", "reporter_role": "", "people": [], "answers": []}
    world.report(**empty)
    assert [entry.kind for entry in _as_alice(world, Entry.objects.all)] == ["summary"]
    assert _as_alice(world, Person.objects.all) == []


def test_registering_is_one_event_without_words(world, case):
    (event,) = _as_alice(world, Event.objects.filter(case_id=case.pk).all)
    assert (event.verb, event.actor_id, event.organisation_id) == (
        "report:registered",
        world.alice.pk,
        world.csg.pk,
    )
    shared = {str(world.vt.pk): 15, str(world.shn.pk): 67}
    assert event.data["shared_with"].items() >= shared.items()


def test_there_is_no_step_yet_that_someone_must_carry_out(world, case):
    assert _as_alice(world, Step.objects.all) == []


def test_the_chair_sees_that_there_is_a_case_even_when_its_organisation_was_refused(world):
    case = world.report(by=world.victor, answers=[no("csg")])
    assert world.held(world.carol, case) == Category.CASE
    assert world.held(world.anna, case) == 0


def test_an_organisation_registers_only_in_the_regions_where_it_works(world):
    with refused(Denied):
        world.report(by=world.alice, region=world.south)
    with refused(Denied):
        world.report(by=world.eve)


def test_an_organisation_of_two_regions_registers_in_both(world):
    for region in (world.north, world.south):
        case = world.report(by=world.victor, region=region)
        assert world.seen(world.victor, case).region == region
