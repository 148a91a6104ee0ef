"""The person's rights: explained, wished, declined or arranged, with a history; mediation only when they are safe."""

import pytest
from django.utils import timezone

from rondom.coordination import entitlements
from rondom.coordination.actions import criminal_route as doing
from rondom.coordination.models import RightSaid
from rondom.core.errors import Denied
from tests.browse import nothing_changed, signed_in, words
from tests.proof import refused


@pytest.fixture
def case(world):
    return world.coordinated()


def _at(case, after=""):
    return f"/zaken/{case.pk}/rechten/{after}"


def test_a_right_is_explained_then_wished_and_both_stay(world, case):
    anna = signed_in(world.anna)
    page = words(anna.get(_at(case)))
    assert page.count("not discussed yet") == len(entitlements.RIGHTS)
    assert page.count("Not legally confirmed yet.") == len(entitlements.RIGHTS)
    assert "Not looked up yet: check it before you rely on it." in page
    sent = {"state": "explained", "understood": "yes", "note": "Met tolk."}
    assert anna.post(_at(case, "lawyer/"), sent).status_code == 302
    sent = {"state": "wished", "understood": "yes", "note": ""}
    assert signed_in(world.alice).post(_at(case, "lawyer/"), sent).status_code == 302
    said = words(anna.get(_at(case)))
    assert "A lawyer the person wants this" in said
    assert "Said before : A lawyer explained" in said.replace("Said before: A", "Said before : A")
    assert "Met tolk." in said
    assert said.count("not discussed yet") == len(entitlements.RIGHTS) - 1


@pytest.mark.parametrize(
    ("answers", "status"), [({"safe_place": "yes"}, 302), ({"safe_place": "no"}, 409), ({}, 409)]
)
def test_mediation_is_spoken_of_only_when_the_person_is_safe(world, answers, status):
    case = world.coordinated(safety=answers)
    anna = signed_in(world.anna)
    sent = {"state": "explained", "understood": "not_asked"}
    if status == 302:
        assert anna.post(_at(case, "mediation/"), sent).status_code == 302
        return
    with nothing_changed():
        page = anna.post(_at(case, "mediation/"), sent)
    assert page.status_code == 409
    assert "is not offered before the person is safe" in words(page)
    assert anna.post(_at(case, "mediation/"), {**sent, "state": "declined"}).status_code == 302


def test_what_is_not_filled_in_is_said_and_an_unknown_right_is_not_there(world, case):
    anna = signed_in(world.anna)
    with nothing_changed():
        assert anna.post(_at(case, "lawyer/"), {"note": "x"}).status_code == 422
        assert anna.post(_at(case, "nonsense/"), {"state": "explained"}).status_code == 404
        page = anna.post(_at(case, "lawyer/"), {"state": "explained", "understood": "yes", "note": "x" * 301})
    assert page.status_code == 422
    assert "x" * 301 in page.content.decode()


def test_who_is_not_on_the_case_notes_nothing(world, case):
    said = {"right": entitlements.right("lawyer"), "state": RightSaid.Stand.EXPLAINED}
    with world.acting(world.dave) as actor:
        seen = world.seen(world.alice, case)
        with refused(Denied):
            doing.say(actor=actor, case=seen, **said)
    with nothing_changed():
        assert signed_in(world.dave).post(_at(case, "lawyer/"), {"state": "explained"}).status_code == 404


def test_the_file_says_where_it_is_wrong():
    text = entitlements.FILE.read_text(encoding="utf-8")
    assert not entitlements.load(text, timezone.localdate())[1]
    broken = text.replace("expires = 2027-05-22", "expires = 2026-11-01", 1)
    (fault,) = entitlements.load(broken, timezone.localdate())[1]
    assert "line 20" in fault
    assert "expires is after checked_on" in fault
