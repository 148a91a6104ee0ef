"""Noting later what the person says about sharing, and withdrawing it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from rondom.audit.models import Event
from rondom.cases.actions import dossier, naming
from rondom.cases.models import Category, Entry, Grant, Person, Step
from rondom.core.errors import Denied, WrongStep
from rondom.sharing.actions import consents, grants, notices
from rondom.sharing.models import Consent, Notice
from rondom.sharing.terms import Purpose
from tests.browse import markup, nothing_changed, signed_in, words
from tests.proof import refused
from tests.world import yes

TABLES = [
    "cases_case", "cases_grant", "cases_naming", "cases_person", "cases_entry", "cases_step", "cases_steptext",
    "triage_decision", "triage_decisionline", "triage_view", "sharing_consent", "sharing_notice",
]  # fmt: skip


@pytest.fixture
def case(world):
    """Alice's case, which Anna coordinates, reported an hour ago; Victor of Veilig Thuis has something to do."""
    with world.acting(world.alice) as actor:
        before = actor.at - timedelta(hours=1)
    found = world.report(at=before)
    world.open_mdt()
    world.decide(found)
    world.close_mdt()
    world.accept(found)
    return found


def _at(case):
    return f"/zaken/{case.pk}/toestemming/"


def _answer(**changes):
    return {
        "receiver": "prosecution",
        "given": "yes",
        "categories": ["2", "16"],
        "purposes": ["coordination", "mdt"],
        "words": "Zij mogen het weten.",
        "how": "interpreter",
        "given_by": "person",
        "explained": "on",
        **changes,
    }


def _consent(world, case, kind, by=None):
    with world.acting(by or world.alice):
        return Consent.objects.filter(case=case, receiver_kind=kind).order_by("-recorded_at").first()


def _withdraw_at(world, case, kind="veilig_thuis"):
    return f"{_at(case)}{_consent(world, case, kind).pk}/intrekken/"


# Ask


def test_the_page_holds_what_is_read_aloud(world, case):
    said = words(signed_in(world.alice).get(_at(case)))
    assert "Read this aloud" in said
    assert "The police also sit in the MDT." in said
    assert "without a criminal complaint (“ambtshalve”)" in said
    assert "What someone has read, we cannot take back." in said


def test_an_answer_is_noted_whole_and_shares_nothing_by_itself(world, case):
    alice = signed_in(world.alice)
    until = timezone.localdate() + timedelta(days=10)
    done = alice.post(_at(case), _answer(until=until.isoformat()), follow=True)
    assert "The answer is noted. Nothing is shared by it yet" in words(done)
    assert "Public Prosecution Service yes Zij mogen het weten." in words(done)
    assert "Through an interpreter, the person themselves" in words(done)
    assert "Explained: police in the MDT, and “ambtshalve”." in words(done)
    consent = _consent(world, case, "prosecution")
    assert (consent.categories, consent.purposes) == (18, ["coordination", "mdt"])
    assert (consent.how, consent.given_by, consent.explained) == ("interpreter", "person", True)
    assert timezone.localtime(consent.ends_at).date() == until + timedelta(days=1)
    with world.acting(world.alice):
        entry = Entry.objects.get(case=case, about_id=consent.pk)
        assert (entry.text, entry.category) == ("Zij mogen het weten.", Category.IDENTITY)
        assert not Grant.objects.filter(case=case, organisation=world.om).exists()
        event = Event.objects.get(verb="case:consent:recorded", case_id=case.pk)
    assert "Zij" not in str(event.data)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"receiver": ""}, "Choose one."),
        ({"receiver": "bedacht"}, "Choose from the list."),
        ({"receiver": "other"}, "Write who it is."),
        ({"given": ""}, "Choose one."),
        ({"categories": []}, "Choose what they may know."),
        ({"categories": ["3"]}, "Choose from the list."),
        ({"purposes": []}, "Choose what for."),
        ({"purposes": ["gossip"]}, "Choose from the list."),
        ({"given_by": "together"}, "Write the name of the representative."),
        ({"given_by": "bedacht"}, "Choose from the list."),
        ({"how": "bedacht"}, "Choose from the list."),
        ({"until": "2020-01-01"}, "This day has passed."),
        ({"until": "morgen"}, "Write a day, such as 31-12-2027."),
        ({"given_at": "2099-01-01T10:00"}, "This moment is still to come."),
    ],
    ids=str,
)
def test_what_is_wrong_is_said_at_its_place_and_nothing_typed_is_lost(world, case, wrong, sentence):
    alice = signed_in(world.alice)
    with nothing_changed():
        page = alice.post(_at(case), _answer(**wrong))
    assert page.status_code == 422
    assert sentence in words(page)
    assert "Zij mogen het weten." in markup(page)


def test_the_action_refuses_a_consent_in_the_future_and_an_end_in_the_past(world, case):
    with world.acting(world.alice) as actor:
        seen = dossier.locked(actor, case.pk)
        later = actor.at + timedelta(minutes=1)
        for wrong in ({"given_at": later}, {"ends_at": actor.at}):
            answer = yes("prosecution", Category.IDENTITY)
            with refused(WrongStep):
                consents.ask(actor=actor, case=seen, answer=type(answer)(**{**vars(answer), **wrong}))


def test_someone_else_is_a_receiver_too(world, case):
    done = signed_in(world.alice).post(
        _at(case), _answer(receiver="other", receiver_other="Haar huisarts"), follow=True
    )
    assert "Haar huisarts yes" in words(done)


def test_for_a_child_under_twelve_a_representative_decides(world):
    year = timezone.localdate().year - 11
    case = world.report(people=[{"roles": ["victim"], "name": "Kind", "birth_year": year}], answers=[])
    alice = signed_in(world.alice)
    with nothing_changed():
        page = alice.post(_at(case), _answer())
    assert page.status_code == 422
    assert "The person is younger than twelve: a legal representative decides." in words(page)
    with world.acting(world.alice) as actor:
        seen = dossier.locked(actor, case.pk)
        with refused(WrongStep, "younger than twelve"):
            consents.ask(actor=actor, case=seen, answer=yes("police", Category.IDENTITY))
    assert alice.post(_at(case), _answer(given="no")).status_code == 302
    done = alice.post(_at(case), _answer(given_by="together", representative="Haar moeder"), follow=True)
    assert "the person together with a representative: Haar moeder" in words(done)


@pytest.mark.parametrize("years", [12, 13, 40, None])
def test_who_can_be_twelve_decides(world, years):
    year = years and timezone.localdate().year - years
    case = world.report(people=[{"roles": ["victim"], "name": "Kind", "birth_year": year}], answers=[])
    assert signed_in(world.alice).post(_at(case), _answer()).status_code == 302


def test_a_no_ends_at_once_what_was_shared_there(world, case):
    assert world.held(world.victor, case)
    done = signed_in(world.alice).post(_at(case), _answer(receiver="veilig_thuis", given="no"), follow=True)
    assert "The answer is noted. What was shared there has stopped." in words(done)
    assert world.held(world.victor, case) == 0


def test_a_narrower_yes_ends_what_goes_beyond_it(world, case):
    wider = _consent(world, case, "veilig_thuis")
    with world.acting(world.alice):
        assert Grant.objects.get(consent_id=wider.pk).revoked_at is None
    signed_in(world.alice).post(_at(case), _answer(receiver="veilig_thuis", categories=["2"]))
    with world.acting(world.alice):
        assert Grant.objects.get(consent_id=wider.pk).revoked_at
    assert world.held(world.victor, case) == 0


def test_a_wider_yes_leaves_what_is_shared(world, case):
    every = [str(int(one)) for one in Category if one != Category.CASE]
    purposes = [str(purpose) for purpose in (Purpose.MDT, Purpose.COORDINATION, Purpose.HELP)]
    signed_in(world.alice).post(
        _at(case), _answer(receiver="veilig_thuis", categories=every, purposes=purposes)
    )
    assert world.held(world.victor, case) & Category.STORY


def test_who_may_not_know_who_it_is_notes_nothing(world, case):
    world.consent(case, "prosecution", Category.LEGAL)
    with world.acting(world.alice) as actor:
        seen = dossier.locked(actor, case.pk)
        grants.give(actor=actor, case=seen, organisation=world.om, categories=[Category.LEGAL])
        naming.name(actor=actor, case=seen, organisation=world.om, user=world.olga)
    olga = signed_in(world.olga)
    path = _withdraw_at(world, case)
    for ask in (olga.get, olga.post):
        for where in (_at(case), path):
            with nothing_changed():
                page = ask(where, _answer())
            assert page.status_code == 403
            assert "You may not see who this is" in words(page)
    with world.acting(world.olga):
        assert (
            Event.objects.filter(verb="access:denied", case_id=case.pk, actor_id=world.olga.pk).count() == 4
        )


# Withdraw


def test_the_page_says_first_what_will_end(world, case):
    alice, path = signed_in(world.alice), _withdraw_at(world, case)
    with nothing_changed():
        said = words(alice.get(path))
    assert "Organisatie vt no longer sees this case." in said
    assert "The open action of Organisatie vt is withdrawn: Doe iets voor safety." in said
    assert "Whoever coordinates the case is told" in said
    assert "has no coordinator any more" not in said


def test_after_it_nothing_of_the_receivers_view_remains_in_the_same_transaction(world, case):
    """Asked of the database in plain SQL, as the serving role and as the receiver, before and after one POST."""

    def seen():
        found = {}
        with world.acting(world.victor), connection.cursor() as cursor:
            cursor.execute("SELECT current_user, session_user")
            assert set(cursor.fetchone()) == {"rondom_app"}
            for table in TABLES:
                column = "id" if table == "cases_case" else "case_id"
                cursor.execute(f"SELECT count(*) FROM {table} WHERE {column} = %s", [case.pk])
                found[table] = cursor.fetchone()[0]
        return found

    path = _withdraw_at(world, case)
    before = seen()
    assert all(
        before[table]
        for table in ("cases_case", "cases_person", "cases_entry", "cases_steptext", "sharing_consent")
    )
    assert signed_in(world.alice).post(path, {"words": "Ik wil het niet meer."}).status_code == 302
    assert seen() == dict.fromkeys(TABLES, 0)
    assert signed_in(world.victor).get(f"/zaken/{case.pk}/").status_code == 404


def test_withdrawing_ends_grants_steps_and_tells_the_coordinator(world, case):
    alice, path = signed_in(world.alice), _withdraw_at(world, case)
    done = alice.post(path, {"words": "Ik wil het niet meer."}, follow=True)
    assert "The consent is withdrawn. What rested on it is no longer shared." in words(done)
    assert "Veilig Thuis withdrawn" in words(done)
    assert "Ik wil het niet meer." in words(done)
    with world.acting(world.anna):
        assert not Step.objects.filter(case=case, organisation=world.vt, ended_at__isnull=True).exists()
        assert Notice.objects.get(case=case).user == world.anna
    with nothing_changed():
        assert alice.get(path).status_code == 409
        assert alice.post(path).status_code == 409


def test_the_coordinator_reads_it_under_today_until_they_have_seen_it(world, case):
    signed_in(world.alice).post(_withdraw_at(world, case))
    anna = signed_in(world.anna)
    page = anna.get("/vandaag/")
    assert "The person withdrew consent" in words(page)
    assert f'href="/zaken/{case.pk}/delen/"' in markup(page)
    with world.acting(world.anna):
        notice = Notice.objects.get(case=case)
    victor = signed_in(world.victor)
    with nothing_changed():
        assert victor.post(f"/vandaag/gezien/{notice.pk}/").status_code == 404
    for _time in range(2):
        assert anna.post(f"/vandaag/gezien/{notice.pk}/").headers["Location"] == "/vandaag/"
    assert "The person withdrew consent" not in words(anna.get("/vandaag/"))
    with world.acting(world.anna):
        assert Event.objects.filter(verb="case:notice:seen", case_id=case.pk).count() == 1


def test_what_was_told_to_someone_else_is_not_seen_in_their_name(world, case):
    signed_in(world.alice).post(_withdraw_at(world, case))
    with world.acting(world.anna):
        notice = Notice.objects.get(case=case)
    alice = signed_in(world.alice)
    with nothing_changed():
        assert alice.post(f"/vandaag/gezien/{notice.pk}/").status_code == 404
    with world.acting(world.alice) as actor, refused(Denied, "someone else"):
        notices.seen(actor=actor, notice=notice)


def test_when_the_coordinator_loses_sight_the_chair_is_told_and_the_one_who_noted_it_goes_to_today(world):
    with world.acting(world.alice) as actor:
        case = world.report(at=actor.at - timedelta(hours=1))
    world.open_mdt()
    world.decide(case, coordinator=world.sara, coordinator_organisation=world.shn)
    world.close_mdt()
    world.accept(case, by=world.sara)
    sara, path = signed_in(world.sara), _withdraw_at(world, case, "victim_support")
    said = words(sara.get(path))
    assert "The case has no coordinator any more. The chair of the MDT looks for another." in said
    assert sara.post(path).headers["Location"] == "/vandaag/"
    assert world.held(world.sara, case) == 0
    seen = world.seen(world.alice, case)
    assert seen.coordinator_id is None


def test_an_answer_of_another_case_is_not_there(world, case):
    other = world.report()
    consent = _consent(world, other, "veilig_thuis")
    alice = signed_in(world.alice)
    for ask in (alice.get, alice.post):
        with nothing_changed():
            assert ask(f"{_at(case)}{consent.pk}/intrekken/").status_code == 404


def test_a_no_is_not_withdrawn(world, case):
    alice, path = signed_in(world.alice), _withdraw_at(world, case, "police")
    with nothing_changed():
        assert alice.get(path).status_code == 409


def test_the_people_of_a_case_stay_what_they_are(world, case):
    signed_in(world.alice).post(_withdraw_at(world, case))
    with world.acting(world.alice):
        assert Person.objects.filter(case=case).count() == 2


def test_the_form_speaks_the_language_of_the_reader(world, case):
    anna = signed_in(world.anna)
    assert "To give help" in words(anna.get(_at(case)))
    dutch = words(anna.get(_at(case), headers={"accept-language": "nl"}))
    assert "Hulp geven" in dutch
    assert "To give help" not in dutch
