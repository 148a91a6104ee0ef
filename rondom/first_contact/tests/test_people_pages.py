"""Who is in a case, as it becomes known after the report: changed with its history, added, and never overwritten unseen."""

import pytest

from rondom.cases.actions import people
from rondom.cases.models import Category, Person, PersonChange, Teller
from rondom.core.errors import Denied
from tests.browse import nothing_changed, signed_in, words
from tests.proof import refused


@pytest.fixture
def case(world):
    return world.report()


@pytest.fixture
def lotte(world, case):
    with world.acting(world.alice):
        return Person.objects.get(case=case, roles__contains=["victim"])


def _at(case, person=None):
    return f"/zaken/{case.pk}/mensen/{person.pk if person else 'nieuw'}/"


def _sent(world, person, **more):
    with world.acting(world.alice):
        last = PersonChange.objects.filter(person=person).order_by("changed_at", "pk").last()
    return {
        "name": "Lotte", "birth_year": "1998", "gender": "", "residence": "", "language": "", "phone": "", "contact_hours": "",
        "contact_others": "", "code_word": "", "phone_ok": "", "text_ok": "", "voicemail_ok": "", "shared_device": "",
        "told_by": "victim", "seen": str(last.pk) if last else "", **more,
    }  # fmt: skip


def test_a_new_number_is_next_to_safe_contact_at_once_and_the_old_one_can_be_read(world, case, lotte):
    alice = signed_in(world.alice)
    first = _sent(world, lotte, phone="06-00000021", phone_ok="yes")
    assert alice.post(_at(case, lotte), first).status_code == 302
    second = _sent(world, lotte, phone="06-00000022", phone_ok="no", shared_device="yes")
    assert alice.post(_at(case, lotte), second).status_code == 302
    said = words(alice.get(f"/zaken/{case.pk}/"))
    assert "06-00000022" in said
    assert "06-00000021" not in said
    assert "Do not call." in said
    page = words(alice.get(_at(case, lotte)))
    assert "Phone number 06-00000021" in page
    assert "May we call? Yes" in page
    assert "May we call? Don't know" in page


def test_who_is_named_later_is_found_by_that_name(world):
    case = world.report(people=[{"roles": ["victim"], "name": ""}])
    with world.acting(world.alice):
        person = Person.objects.get(case=case)
    sent = _sent(world, person, name="Saskia van den Berg")
    assert signed_in(world.alice).post(_at(case, person), sent).status_code == 302
    found = words(signed_in(world.alice).get("/zaken/?naam=berg"))
    assert world.code(case)[:3] in found


def test_who_is_overtaken_sees_both_and_chooses(world, case, lotte):
    stale = _sent(world, lotte, name="Lotte de Wit")
    assert (
        signed_in(world.alice).post(_at(case, lotte), _sent(world, lotte, name="Lotte Zwart")).status_code
        == 302
    )
    alice = signed_in(world.alice)
    with nothing_changed():
        page = alice.post(_at(case, lotte), stale)
    assert page.status_code == 422
    assert "Someone changed this in the meantime." in words(page)
    assert "Lotte Zwart" in words(page)
    assert "Lotte de Wit" in page.content.decode()
    again = _sent(world, lotte, name="Lotte de Wit")
    assert alice.post(_at(case, lotte), again).status_code == 302
    assert "Name Lotte Zwart" in words(alice.get(_at(case, lotte)))


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"birth_year": "1850"}, "Write a year, such as 1998."),
        ({"birth_year": "2031"}, "Write a year, such as 1998."),
        ({"name": "x" * 121}, "Ensure this value has at most 120 characters"),
        ({"residence": "Nergens"}, "Rondom does not know this municipality."),
        ({"told_by": ""}, "This field is required."),
    ],
)
def test_what_is_not_right_is_said_at_the_field_and_nothing_is_lost(world, case, lotte, wrong, sentence):
    with nothing_changed():
        page = signed_in(world.alice).post(_at(case, lotte), _sent(world, lotte, code_word="blijft", **wrong))
    assert page.status_code == 422
    assert sentence in words(page)
    assert "blijft" in page.content.decode()


def test_a_change_that_changes_nothing_leaves_no_trace(world, case, lotte):
    with nothing_changed():
        assert signed_in(world.alice).post(_at(case, lotte), _sent(world, lotte)).status_code == 302


def test_what_the_form_cannot_show_is_not_lost(world):
    """A language, a need and a relation as another system wrote them."""
    known = {"languages": ["ku", "nl"], "needs": ["something_else"], "name": "Lotte"}
    people_then = [
        {"roles": ["victim"], **known},
        {"roles": ["relative"], "relation": "mother", "name": "Ria"},
    ]
    case = world.report(people=people_then)
    with world.acting(world.alice):
        victim = Person.objects.get(case=case, roles__contains=["victim"])
        mother = Person.objects.get(case=case, roles=["relative"])
    sent = _sent(world, victim, birth_year="", language="ku", needs=["transport"])
    alice = signed_in(world.alice)
    assert alice.post(_at(case, victim), sent).status_code == 302
    page = alice.get(_at(case, mother)).content.decode()
    word = mother.relation_word()
    assert word in page
    with nothing_changed():
        same = {
            "name": "Ria",
            "relation": word,
            "birth_year": "",
            "phone": "",
            "told_by": "victim",
            "seen": "",
        }
        assert alice.post(_at(case, mother), same).status_code == 302
    with world.acting(world.alice):
        now = Person.objects.get(pk=victim.pk)
        assert list(now.languages) == ["ku", "nl"]
        assert sorted(now.needs) == ["something_else", "transport"]


def test_a_possible_perpetrator_who_is_added_is_kept_apart(world, case):
    alice = signed_in(world.alice)
    sent = {"roles": ["possible_perpetrator"], "name": "Karel", "told_by": "victim"}
    assert alice.post(_at(case), sent).status_code == 302
    assert "Karel" in words(alice.get(f"/zaken/{case.pk}/"))
    with world.acting(world.alice):
        karel = PersonChange.objects.get(case=case, category=Category.PERPETRATOR).person
    assert "Karel" not in words(signed_in(world.victor).get(f"/zaken/{case.pk}/"))
    with world.acting(world.victor):
        assert not PersonChange.objects.filter(person=karel.pk).exists()


def test_the_victim_is_there_once_and_who_is_nobody_is_not_added(world, case):
    alice = signed_in(world.alice)
    with nothing_changed():
        assert alice.post(_at(case), {"roles": ["victim"], "name": "Nog een", "told_by": "victim"}).status_code == 422  # fmt: skip
        assert alice.post(_at(case), {"name": "Iemand", "told_by": "victim"}).status_code == 422


def test_who_is_not_on_the_case_changes_nobody(world, case, lotte):
    with world.acting(world.victor) as actor:
        seen = world.seen(world.victor, case)
        with refused(Denied):
            people.change(actor=actor, case=seen, person=lotte, known={"name": "x"}, told_by=Teller.VICTIM)
    with nothing_changed():
        assert signed_in(world.bob).post(_at(case, lotte), _sent(world, lotte)).status_code == 404
