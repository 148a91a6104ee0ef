"""The code "I have a coordinator": the coordinator decides, and until then nobody learns anything."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rondom.audit.models import Event
from rondom.cases.actions import dossier
from rondom.cases.models import Case, Step
from rondom.coordination import codes
from rondom.coordination.actions import closing, plan
from rondom.coordination.models import ContactCode, ContactRequest
from tests.browse import field, nothing_changed, signed_in, words
from tests.seen_to import SEEN_TO

PAGE = "/ik-heb-een-regiehouder/"
TOLD = {"about": "help", "name": "Noor Visser, mentor", "place": "De school", "phone": "06 12345678"}


@pytest.fixture
def case(world):
    return world.coordinated()


@pytest.fixture
def code(world, case):
    """The code that Anna, who coordinates, gave the person."""
    signed_in(world.anna).post(f"/zaken/{case.pk}/code/", {"asked": "on"})
    with world.acting(world.anna):
        return ContactCode.objects.get(case=case, ended_at__isnull=True).code


@pytest.fixture
def anyone():
    """Someone without an account."""
    return Client(headers={"accept-language": "en"})


def _ask(anyone, code, **more):
    return anyone.post(PAGE, {**TOLD, "code": code, **more})


def _link(page):
    return re.search(r'href="http://[^/]+(/ik-heb-een-regiehouder/[^"]+)"', page.content.decode())[1]


def _bare(page):
    """A page without what is other each time: the link in it, and the token of a form."""
    return re.sub(r"/ik-heb-een-regiehouder/[\w-]+|value=\"\w{64}\"", "", page.content.decode())


def _asked(world, case):
    with world.acting(world.anna):
        return list(ContactRequest.objects.filter(case=case))


def _decide(world, case, state, by=None):
    (one, *_) = _asked(world, case)
    return signed_in(by or world.anna).post(f"/zaken/{case.pk}/code/{one.pk}/", {"state": state}, follow=True)


def test_who_shows_the_code_gets_the_coordinator_once_she_says_yes(world, case, code, anyone):
    page = _ask(anyone, code.lower().replace("-", " "))
    assert page.status_code == 200
    link = _link(page)
    assert "There is no answer here" in words(anyone.get(link))
    today = words(signed_in(world.anna).get("/vandaag/"))
    assert "someone who was shown the code asks you for contact" in today
    seen = words(signed_in(world.anna).get(f"/zaken/{case.pk}/code/"))
    for said in ("Noor Visser, mentor, De school", "06 12345678", "I help this person too", code):
        assert said in seen
    assert "They now see your name" in words(_decide(world, case, "accepted"))
    said = words(anyone.get(link))
    assert "Anna, Organisatie csg" in said
    assert world.code(case) not in said
    assert "asks you for contact" not in words(signed_in(world.anna).get("/vandaag/"))


def test_a_code_that_does_not_exist_looks_the_same_and_keeps_nothing(world, case, code, anyone):
    other = codes.new_code()
    right, wrong = _ask(anyone, code), _ask(anyone, other)
    assert wrong.status_code == right.status_code
    assert _bare(wrong) == _bare(right)
    assert len(_asked(world, case)) == 1
    assert _bare(anyone.get(_link(wrong))) == _bare(anyone.get(_link(right)))
    with world.acting(world.anna):
        verbs = Event.objects.filter(verb="coordination:code:asked").order_by("pk")
        assert [event.case_id for event in verbs if event.case_id == case.pk] == [case.pk]


def test_it_costs_as_many_statements_right_or_wrong(code, anyone):
    counted = []
    for text in (codes.new_code(), code, codes.new_code()):
        with CaptureQueriesContext(connection) as found:
            _ask(anyone, text)
        counted.append(len(found))
    assert counted[1] == counted[2]


def test_no_is_as_silent_as_not_yet(world, case, code, anyone):
    link = _link(_ask(anyone, code))
    before = _bare(anyone.get(link))
    assert "They learn nothing" in words(_decide(world, case, "declined"))
    assert _bare(anyone.get(link)) == before
    assert _decide(world, case, "accepted").status_code == 409


def test_only_the_coordinator_decides_and_gives(world, case, code, anyone):
    _ask(anyone, code)
    with nothing_changed():
        assert _decide(world, case, "accepted", by=world.alice).status_code == 403
        assert _decide(world, case, "accepted", by=world.bob).status_code == 404
        for way in ("", "einde/"):
            answer = signed_in(world.alice).post(f"/zaken/{case.pk}/code/{way}", {"asked": "on"})
            assert answer.status_code == 403
    with world.acting(world.anna):
        refusals = Event.objects.filter(case_id=case.pk, outcome="refused", actor_id=world.alice.pk)
        assert refusals.count() == 3


def test_another_code_stops_the_old_one_and_an_ended_one_stops_at_once(world, case, code, anyone):
    anna = signed_in(world.anna)
    anna.post(f"/zaken/{case.pk}/code/", {"asked": "on"})
    _ask(anyone, code)
    assert _asked(world, case) == []
    with world.acting(world.anna):
        new = ContactCode.objects.get(case=case, ended_at__isnull=True).code
    anna.post(f"/zaken/{case.pk}/code/einde/")
    _ask(anyone, new)
    assert _asked(world, case) == []
    assert anna.post(f"/zaken/{case.pk}/code/einde/").status_code == 404
    assert "No code was given yet" in words(anna.get(f"/zaken/{case.pk}/code/"))


def test_a_closed_case_takes_no_requests_and_answers_none(world, case, code, anyone):
    link = _link(_ask(anyone, code))
    _decide(world, case, "accepted")
    (action,) = world.steps(case, kind=Case.NextKind.ACTION)
    with world.acting(world.victor) as actor:
        seen = dossier.locked(actor, case.pk)
        plan.advance(actor=actor, case=seen, step=Step.objects.get(pk=action.pk), state=Step.State.DONE)
    with world.acting(world.anna) as actor:
        seen = dossier.locked(actor, case.pk)
        closing.close(actor=actor, case=seen, reason=Case.ClosingReason.DONE, checklist=SEEN_TO, note="")
    assert "There is no answer here" in words(anyone.get(link))
    _ask(anyone, code)
    with world.acting(world.alice):
        assert ContactRequest.objects.filter(case=case).count() == 1


def test_five_in_a_quarter_of_an_hour_is_enough_and_what_was_typed_stays(world, case, code, anyone):
    for _ in range(5):
        assert _ask(anyone, codes.new_code()).status_code == 200
    page = _ask(anyone, code)
    assert page.status_code == 429
    assert code in field(page, "code")
    assert "Too many requests from this place" in words(page)
    assert _asked(world, case) == []


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"code": ""}, "Type the code."),
        ({"code": "R7K-42M"}, "This cannot be a code"),
        ({"code": "AAA-AAA-AAA"}, "This cannot be a code"),
        ({"code": "<script>alert(1)"}, "This cannot be a code"),
        ({"name": ""}, "Say who you are."),
        ({"place": " "}, "Say where you work."),
        ({"phone": "bel mij"}, "Type a telephone number"),
        ({"about": "gossip"}, "Choose from the list."),
        ({"name": "a\0b"}, "Null characters are not allowed."),
    ],
)
def test_what_is_wrong_is_said_at_its_place_and_the_rest_stays(world, case, code, anyone, more, said):
    page = _ask(anyone, **{"code": code, **more})
    assert page.status_code == 422
    assert said in words(page)
    kept = next(part for part in ("place", "name") if part not in more)
    assert TOLD[kept] in field(page, kept)
    assert _asked(world, case) == []


def test_a_sign_that_is_wrong_or_two_that_changed_places_are_found():
    code = codes.new_code()
    assert codes.clean(code) == code
    bare = code.replace("-", "")
    for place in range(9):
        for sign in codes.SIGNS:
            other = bare[:place] + sign + bare[place + 1 :]
            assert bool(codes.clean(other)) == (other == bare)
    for place in range(8):
        swapped = bare[:place] + bare[place + 1] + bare[place] + bare[place + 2 :]
        assert bool(codes.clean(swapped)) == (swapped == bare)


def test_the_person_is_asked_first(world, case):
    page = signed_in(world.anna).post(f"/zaken/{case.pk}/code/", {})
    assert page.status_code == 422
    assert "First ask the person whether they want one" in words(page)
    with world.acting(world.anna):
        assert not ContactCode.objects.filter(case=case).exists()


def test_what_they_typed_and_the_code_are_sealed(world, case, code, anyone):
    _ask(anyone, code)
    with world.acting(world.anna), connection.cursor() as cursor:
        for table, text in (
            ("contactrequest", "Noor"),
            ("contactrequest", "12345678"),
            ("contactcode", code),
        ):
            cursor.execute(f"SELECT x::text FROM coordination_{table} x")
            (row,) = cursor.fetchall()
            assert text not in row[0]
