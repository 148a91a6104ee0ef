"""Someone who should not be in a case is taken out for good: nothing of them is left to read, find or see, and that is recorded."""

import pytest
from django.db import connection
from django.utils import timezone

from rondom.audit.models import Event
from rondom.cases.actions import finding, people
from rondom.cases.models import Case, CaseLink, Category, Person, PersonChange, Step, Teller
from rondom.coordination.actions import closing, criminal_route, plan
from rondom.coordination.actions import taking_out as doing
from rondom.coordination.models import RouteState, RouteStep
from rondom.coordination.taking_out import Why
from rondom.core.errors import Denied, WrongStep
from rondom.sharing.models import Consent
from tests.browse import markup, nothing_changed, signed_in, words
from tests.proof import refused
from tests.seen_to import SEEN_TO


@pytest.fixture
def case(world):
    return world.coordinated(
        people=[
            {"roles": ["victim"], "name": "Lotte"},
            {"roles": ["possible_perpetrator"], "name": "Henk Verkeerd"},
            {"roles": ["relative"], "name": "Ria Vergissing", "relation": "mother", "phone": "06-12345678"},
        ],
    )


def _one(world, case, role, by=None):
    with world.acting(by or world.alice):
        return Person.objects.get(case=case, roles__contains=[role])


def _at(case, person, after="weghalen/"):
    return f"/zaken/{case.pk}/mensen/{person.pk}/{after}"


def _sent(world, person, **more):
    with world.acting(world.alice):
        last = PersonChange.objects.filter(person=person).order_by("changed_at", "pk").last()
    return {"why": "mistake", "sure": "on", "seen": str(last.pk) if last else "", **more}


def _change(world, case, person, **known):
    with world.acting(world.alice) as actor:
        seen = world.seen(world.alice, case)
        mine = Person.objects.get(pk=person.pk)
        people.change(actor=actor, case=seen, person=mine, known=known, told_by=Teller.VICTIM)


def test_of_who_was_added_by_mistake_nothing_is_left_but_that_it_was_done(world, case):
    ria = _one(world, case, "relative")
    _change(world, case, ria, name="Ria Ooit Anders")
    alice = signed_in(world.alice)
    assert "Ria Ooit Anders" in words(alice.get(f"/zaken/{case.pk}/"))
    told = "noted something about someone in the case"
    assert told in words(alice.get(f"/zaken/{case.pk}/tijdlijn/")).lower()
    assert alice.post(_at(case, ria), _sent(world, ria)).status_code == 302
    for page in ("", "tijdlijn/", "rondomkaart/", "plan/", "logboek/", "koppelen/"):
        said = markup(alice.get(f"/zaken/{case.pk}/{page}"))
        assert "Ria" not in said, page
    assert told not in words(alice.get(f"/zaken/{case.pk}/tijdlijn/")).lower()
    assert alice.get(_at(case, ria, "")).status_code == 404
    with world.acting(world.alice) as actor:
        assert finding.search(actor=actor, name="Ria Anders") == []
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM cases_personchange WHERE person_id = %s", [ria.pk])
            assert cursor.fetchone() == (0,)
        event = Event.objects.get(verb="coordination:person:taken_out")
    assert (event.actor_id, event.case_id, event.data) == (world.alice.pk, case.pk, {"why": "mistake"})
    assert "took someone out of the case for good" in words(alice.get(f"/zaken/{case.pk}/logboek/"))


def test_the_page_says_what_goes_and_what_stays(world, case):
    ria = _one(world, case, "relative")
    alice = signed_in(world.alice)
    assert "Take them out" in words(alice.get(_at(case, ria, "")))
    said = words(alice.get(_at(case, ria)))
    assert "Ria Vergissing" in said
    assert "This cannot be undone." in said
    assert "What others wrote in which this person is named" in said
    assert "AVG articles 5(1)(c) and (d), 16 and 17." in said


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"why": ""}, "Choose why."),
        ({"sure": ""}, "Read what goes and what stays"),
        ({"why": "because"}, "Select a valid choice."),
        ({"seen": "stale"}, "Someone changed this person in the meantime."),
    ],
)
def test_nothing_goes_before_it_is_said_why_and_what_is_there_now_was_read(world, case, wrong, sentence):
    ria = _one(world, case, "relative")
    with nothing_changed():
        page = signed_in(world.alice).post(_at(case, ria), _sent(world, ria, **wrong))
    assert page.status_code == 422
    assert sentence in words(page)


def test_the_person_whom_it_is_about_stays(world, case):
    lotte = _one(world, case, "victim")
    alice = signed_in(world.alice)
    assert "weghalen" not in markup(alice.get(_at(case, lotte, "")))
    with nothing_changed():
        assert alice.post(_at(case, lotte), _sent(world, lotte)).status_code == 403
    with world.acting(world.alice), connection.cursor() as cursor:
        cursor.execute("SELECT take_out(%s)", [lotte.pk])
        assert cursor.fetchone() == ("not_there",), "the database says so itself"
        assert Person.objects.filter(pk=lotte.pk).exists()


def test_who_may_not_know_of_someone_takes_nobody_out(world, case):
    henk = _one(world, case, "possible_perpetrator")
    with world.acting(world.victor) as actor, refused(Denied):
        doing.take_out(actor=actor, case=world.seen(world.victor, case), person=henk, why=Why.MISTAKE)
    for stranger in (world.victor, world.bob):
        with nothing_changed():
            assert signed_in(stranger).post(_at(case, henk), _sent(world, henk)).status_code == 404


def test_a_criminal_route_about_them_is_settled_first_be_it_unseen(world, case):
    henk = _one(world, case, "possible_perpetrator", by=world.anna)
    with world.acting(world.anna) as actor:
        stands = criminal_route.Stands(
            RouteState.NO_CONTACT, timezone.localdate(actor.at), RouteStep.ToldBy.PERSON, person=henk
        )
        step = criminal_route.note(actor=actor, case=world.seen(world.anna, case), stands=stands)
    anna = signed_in(world.anna)
    with nothing_changed():
        page = anna.get(_at(case, henk))
    assert page.status_code == 409
    assert "A criminal route in this case is about this person." in words(page)
    with world.acting(world.anna), connection.cursor() as cursor:
        cursor.execute("SELECT take_out(%s)", [henk.pk])
        assert cursor.fetchone() == ("route",)
    with world.acting(world.anna) as actor:
        criminal_route.withdraw(
            actor=actor, case=world.seen(world.anna, case), step=step, why="Dit was een ander."
        )
    assert anna.post(_at(case, henk), _sent(world, henk)).status_code == 302
    assert "Dit was een ander." in words(anna.get(f"/zaken/{case.pk}/strafroute/"))


def test_consent_given_by_them_as_representative_is_settled_first(world, case):
    ria = _one(world, case, "relative")
    given = world.consent(
        case, "school", Category.STORY, given_by=Consent.By.REPRESENTATIVE, representative="ria vergissing"
    )
    with nothing_changed():
        page = signed_in(world.alice).post(_at(case, ria), _sent(world, ria))
    assert page.status_code == 409
    assert "Consent in this case was given by someone of this name" in words(page)
    henk = _one(world, case, "possible_perpetrator")
    with world.acting(world.alice) as actor:
        doing.take_out(actor=actor, case=world.seen(world.alice, case), person=henk, why=Why.OTHER_CASE)
        consent = Consent.objects.get(pk=given.pk)
        consent.withdrawn_at, consent.withdrawn_by = actor.at, actor.user
        consent.save(update_fields=["withdrawn_at", "withdrawn_by"])
        doing.take_out(actor=actor, case=world.seen(world.alice, case), person=ria, why=Why.MISTAKE)
        assert Person.objects.filter(case=case).count() == 1


def test_a_link_by_the_same_possible_perpetrator_is_undone_first(world, case):
    henk = _one(world, case, "possible_perpetrator")
    world.link(case, world.report(), CaseLink.Kind.SAME_PERPETRATOR)
    with world.acting(world.alice) as actor, refused(WrongStep, "linked to another"):
        doing.take_out(actor=actor, case=world.seen(world.alice, case), person=henk, why=Why.MISTAKE)
    with world.acting(world.alice) as actor:
        people.add(
            actor=actor, case=world.seen(world.alice, case), roles=["possible_perpetrator"],
            known={"name": "Henk Echt"}, told_by=Teller.VICTIM,
        )  # fmt: skip
        doing.take_out(actor=actor, case=world.seen(world.alice, case), person=henk, why=Why.TWICE)


def test_in_a_closed_case_nobody_is_taken_out(world, case):
    henk = _one(world, case, "possible_perpetrator")
    (action,) = world.steps(case, kind=Case.NextKind.ACTION)
    with world.acting(world.victor) as actor:
        step = Step.objects.get(pk=action.pk)
        plan.advance(actor=actor, case=world.seen(world.victor, case), step=step, state=Step.State.DONE)
    with world.acting(world.anna) as actor:
        closing.close(
            actor=actor, case=world.seen(world.anna, case), reason=Case.ClosingReason.DONE, checklist=SEEN_TO
        )
    with nothing_changed():
        assert signed_in(world.alice).post(_at(case, henk), _sent(world, henk)).status_code == 409
    with world.acting(world.alice), connection.cursor() as cursor:
        cursor.execute("SELECT take_out(%s)", [henk.pk])
        assert cursor.fetchone() == ("not_there",)
