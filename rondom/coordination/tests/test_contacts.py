"""Contact with the person: what is not safe is stopped, how it went is noted, and silence is seen."""

from datetime import timedelta

import pytest
from django.utils import timezone

from rondom.audit.models import Event
from rondom.cases.actions import dossier
from rondom.cases.models import Category, Person
from rondom.coordination.actions import contacts
from rondom.coordination.models import Contact, Rhythm
from rondom.core.errors import Denied, WrongStep
from tests.browse import signed_in, words
from tests.proof import refused
from tests.world import yes

Way, Result = Contact.Way, Contact.Result


@pytest.fixture
def case(world):
    """A case that Anna coordinates."""
    return world.coordinated()


@pytest.fixture
def person(world, case):
    with world.acting(world.anna):
        return Person.objects.get(case=case, roles__contains=["victim"])


def _begin(world, case, person, way, by=None, went=None, at=None, **more):
    with world.acting(by or world.anna) as actor:
        meant = contacts.Meant(person, way, at or actor.at, **more)
        return contacts.begin(actor=actor, case=dossier.locked(actor, case.pk), meant=meant, went=went)


def _sent(person, **more):
    return {"person": str(person.pk), "way": "call", "in_hours": "yes", **more}


def _address(case):
    return f"/zaken/{case.pk}/contact/nieuw/"


def test_what_is_safe_is_begun_and_how_it_went_is_noted_once(world, case, person):
    made = _begin(world, case, person, Way.HERE)
    assert (made.result, made.against) == ("", [])
    page = signed_in(world.anna).post(
        f"/zaken/{case.pk}/contact/{made.pk}/", {"result": "reached", "note": "Bel liever niet op dinsdag."}
    )
    assert page.status_code == 302
    said = words(signed_in(world.victor).get(f"/zaken/{case.pk}/contact/"))
    assert "Bel liever niet op dinsdag." in said
    assert "1 organisation, 1 contact" in said
    again = signed_in(world.anna).post(f"/zaken/{case.pk}/contact/{made.pk}/", {"result": "no_answer"})
    assert again.status_code == 409


@pytest.mark.parametrize(
    ("safe", "hours", "rules"),
    [(True, "yes", []), (False, "yes", ["calls"]), (None, "yes", ["unknown"]), (True, "no", ["hours"])],
)
def test_a_call_goes_only_where_and_when_it_is_safe(world, owner, safe, hours, rules):
    victim = {"roles": ["victim"], "name": "Lotte", "phone_ok": safe, "contact_hours": "werkdagen, 9 tot 12"}
    case = world.coordinated(people=[victim])
    with world.acting(world.anna):
        person = Person.objects.get(case=case)
    page = signed_in(world.anna).post(_address(case), _sent(person, in_hours=hours))
    said = words(page)
    assert page.status_code == (422 if rules else 302)
    assert ("Stop. This is not safe for the person:" in said) == bool(rules)
    with world.acting(world.anna):
        stopped = Event.objects.filter(verb="coordination:contact:stopped", case_id=case.pk)
        assert [event.data["against"] for event in stopped] == ([rules] if rules else [])
        assert Contact.objects.filter(case=case).count() == (0 if rules else 1)


def test_only_danger_goes_past_a_rule_and_then_it_is_recorded(world, case, person, owner):
    with refused(WrongStep, "not safe"):
        _begin(world, case, person, Way.CALL)
    sent = _sent(person, asked_why="1", danger="Hij is naar haar onderweg.")
    assert signed_in(world.anna).post(_address(case), sent).status_code == 302
    with world.acting(world.anna):
        made = Contact.objects.get(case=case)
        assert (made.against, made.danger) == (["unknown"], "Hij is naar haar onderweg.")
    said = words(signed_in(world.anna).get(f"/zaken/{case.pk}/contact/"))
    assert "Against what is safe, because of danger: Hij is naar haar onderweg." in said


def test_a_visit_or_letter_needs_that_the_person_agreed(world, case, person):
    for way in (Way.VISIT, Way.LETTER):
        with refused(WrongStep):
            _begin(world, case, person, way)
        assert _begin(world, case, person, way, agreed=True).against == []


def test_what_happened_already_is_noted_with_how_it_went(world, case, person):
    sent = _sent(person, way="here", happened="2026-11-01T10:00")
    assert "Say how it went." in words(signed_in(world.anna).post(_address(case), sent))
    page = signed_in(world.anna).post(_address(case), {**sent, "result": "no_answer"})
    assert page.status_code == 302
    ahead = signed_in(world.anna).post(_address(case), {**sent, "happened": "2099-01-01T10:00"})
    assert "This moment is still to come." in words(ahead)


def test_who_may_not_know_who_it_is_sees_no_contact_and_makes_none(world, person, case):
    consented = world.coordinated(answers=[yes("veilig_thuis", Category.SAFETY)])
    assert not world.held(world.victor, consented) & Category.IDENTITY
    with world.acting(world.anna):
        known = Person.objects.get(case=consented, roles__contains=["victim"])
    _begin(world, consented, known, Way.HERE)
    with world.acting(world.victor):
        assert not Contact.objects.filter(case=consented).exists()


def test_a_colleague_of_another_organisation_does_not_note_how_it_went(world, case, person):
    made = _begin(world, case, person, Way.HERE)
    with world.acting(world.victor) as actor:
        found = dossier.locked(actor, case.pk)
        with refused(Denied):
            contacts.note(actor=actor, case=found, contact=made, went=contacts.Went(Result.REACHED))


@pytest.mark.parametrize(("days", "quiet"), [(13, False), (15, True)])
def test_silence_of_fourteen_days_is_seen_at_the_case_and_in_the_day_of_the_coordinator(
    world, case, person, days, quiet
):
    went, said = contacts.Went(Result.REACHED), f"The person has not heard anything for {days} days."
    _begin(world, case, person, Way.HERE, went=went, at=timezone.now() - timedelta(days=days, hours=1))
    for page in ("/vandaag/", f"/zaken/{case.pk}/", f"/zaken/{case.pk}/contact/"):
        assert (said in words(signed_in(world.anna).get(page))) == quiet
    assert said not in words(signed_in(world.victor).get("/vandaag/"))


@pytest.mark.parametrize(("agreed", "until", "quiet"), [(5, 20, True), (2, 20, False), (5, -1, False)])
def test_what_was_agreed_counts_from_when_it_was_agreed_until_its_day(
    world, case, person, agreed, until, quiet
):
    now = timezone.now()
    _begin(
        world, case, person, Way.HERE, went=contacts.Went(Result.REACHED), at=now - timedelta(days=4, hours=1)
    )
    with world.acting(world.anna, now - timedelta(days=agreed)) as actor:
        until_day = timezone.localdate(now) + timedelta(days=until)
        Rhythm(case=case, every_days=3, until=until_day, agreed_at=actor.at, agreed_by=world.anna).save(
            force_insert=True
        )
    said = words(signed_in(world.anna).get(f"/zaken/{case.pk}/"))
    assert ("for 4 days. Agreed: every 3 days." in said) == quiet


def test_only_the_coordinator_notes_what_was_agreed(world, case):
    sent = {"every_days": "3", "until": "2099-01-01"}
    address = f"/zaken/{case.pk}/contact/ritme/"
    assert signed_in(world.alice).post(address, sent).status_code == 403
    assert signed_in(world.anna).post(address, {**sent, "until": "2020-01-01"}).status_code == 422
    assert signed_in(world.anna).post(address, sent).status_code == 302
    assert "Every 3 days. Until" in words(signed_in(world.anna).get(f"/zaken/{case.pk}/contact/"))


def test_two_organisations_in_a_month_are_two(world, case, person):
    went = contacts.Went(Result.NO_ANSWER)
    for by, how in ((world.anna, went), (world.victor, went), (world.victor, contacts.Went(Result.NOT_DONE))):
        _begin(world, case, person, Way.HERE, by=by, went=how)
    said = words(signed_in(world.anna).get(f"/zaken/{case.pk}/contact/"))
    assert "2 organisations, 2 contacts" in said
