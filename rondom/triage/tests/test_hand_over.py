"""A case goes to the region where it belongs, and nothing is told again."""

import pytest
from django.utils import translation

from rondom.audit.models import Event
from rondom.cases.actions import dossier
from rondom.cases.models import ALL_CATEGORIES, Category, Entry, Status
from rondom.core.errors import Denied, WrongStep
from rondom.first_contact.intake import Incident
from rondom.triage import actions, policies
from tests.browse import nothing_changed, signed_in, words
from tests.proof import refused


@pytest.fixture(autouse=True)
def in_english():
    """Whatever language an earlier test left behind."""
    with translation.override("en"):
        yield


HAAG, ROTTERDAM = "GM0518", "GM0599"


def _over(world, case, *, by=None, agreed=True, region=None):
    with world.acting(by or world.alice) as actor:
        actions.hand_over(
            actor=actor, case=dossier.locked(actor, case.pk), region=region or world.south, reason="Daar woont zij.",
            agreed=agreed,
        )  # fmt: skip


def test_who_works_there_sees_what_the_person_allowed_and_the_clock_goes_on(world):
    case = world.report()
    before = world.seen(world.alice, case)
    assert world.held(world.paul, case) == 0
    _over(world, case)
    seen = world.seen(world.alice, case)
    assert (seen.region, seen.mdt_region, seen.status) == (world.south, world.south, Status.REPORTED)
    assert seen.mdt_due_at == before.mdt_due_at
    assert world.held(world.alice, case) == ALL_CATEGORIES
    assert world.held(world.victor, case) & Category.STORY  # Veilig Thuis works in both regions
    assert world.held(world.paul, case) == 0  # the person said no to the police, there too
    with world.acting(world.alice):
        assert Entry.objects.get(case=case, kind=Entry.Kind.STORY).text == "Het verhaal zoals verteld."
        assert Event.objects.filter(case_id=case.pk, verb="mdt:handed_over").count() == 1


def test_organisations_of_the_old_region_that_do_nothing_see_it_no_more(world):
    case = world.report()
    assert world.held(world.sam, case)
    _over(world, case)
    assert world.held(world.sam, case) == 0
    assert world.held(world.carol, case) == 0  # she chaired there, and was not on it


def test_without_the_persons_yes_they_only_see_that_a_case_waits(world):
    case = world.report(answers=[])
    _over(world, case, agreed=False)
    assert world.held(world.paul, case) == Category.CASE


def test_a_case_that_was_weighed_is_weighed_anew_there(world):
    case = world.coordinated()
    _over(world, case, by=world.anna)
    seen = world.seen(world.anna, case)
    assert (seen.status, seen.mdt_region, seen.mdt_round) == (Status.RE_TRIAGE, world.south, 2)
    assert seen.coordinator == world.anna


def test_who_did_not_register_it_and_does_not_coordinate_it_cannot(world):
    case = world.report()
    with world.acting(world.victor) as actor:
        seen = dossier.locked(actor, case.pk)
        with refused(Denied, "hands it over"):
            actions.hand_over(actor=actor, case=seen, region=world.south, reason="x", agreed=True)
    assert signed_in(world.victor).get(f"/zaken/{case.pk}/regio/").status_code == 403


def test_it_is_not_handed_over_to_where_it_is(world):
    case = world.report()
    with world.acting(world.alice) as actor:
        seen = dossier.locked(actor, case.pk)
        with refused(WrongStep, "already"):
            actions.hand_over(actor=actor, case=seen, region=world.north, reason="x", agreed=True)


def test_the_page_shows_where_the_person_lives_and_where_it_was_and_a_person_decides(world):
    person = {"roles": ["victim"], "name": "Lotte", "municipality": ROTTERDAM}
    case = world.report(people=[person], incident=Incident(municipality=HAAG))
    alice = signed_in(world.alice)
    said = words(alice.get(f"/zaken/{case.pk}/regio/"))
    assert "Now in Regio north" in said
    assert "The person lives in Rotterdam (Regio south)" in said
    assert "It happened in 's-Gravenhage (Regio north)" in said
    with nothing_changed():
        page = alice.post(f"/zaken/{case.pk}/regio/", {"region": "north"})
    assert page.status_code == 422
    sent = {"region": "south", "agreed": "yes", "reason": "Zij woont daar."}
    assert "The case is in Regio south now." in words(
        alice.post(f"/zaken/{case.pk}/regio/", sent, follow=True)
    )


def test_after_registering_the_question_is_put_when_the_person_lives_elsewhere(world):
    sent = {
        "region": "north", "channel": "csg", "sentence": "Hulp.", "residence": "rotterdam", "involved-TOTAL_FORMS": "0",
        "involved-INITIAL_FORMS": "0",
    }  # fmt: skip
    page = signed_in(world.alice).post("/melding/nieuw/", sent, follow=True)
    assert "The person lives in Rotterdam, which lies in Regio south. The case is in Regio north." in words(
        page
    )
    wrong = signed_in(world.alice).post("/melding/nieuw/", sent | {"residence": "Atlantis"})
    assert wrong.status_code == 422
    assert "Rondom does not know this municipality." in words(wrong)


def test_a_closed_case_is_opened_first(world):
    case = world.coordinated()
    with world.acting(world.anna) as actor:
        seen = dossier.locked(actor, case.pk)
        seen.status = Status.CLOSED
        with pytest.raises(WrongStep, match="closed"):
            policies.may_hand_over(actor, seen, world.south)
