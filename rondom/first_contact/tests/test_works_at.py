"""A report in which someone works at a partner, and how the person's answers were given."""

import json
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from rondom.cases.models import Case, Shield
from rondom.first_contact import casefile
from rondom.sharing.models import Consent
from tests.browse import markup, nothing_changed, signed_in, words

NEW = "/melding/nieuw/"
ROWS = {"involved-TOTAL_FORMS": "3", "involved-INITIAL_FORMS": "0"}


def _sent(**fields):
    return {"region": "north", **ROWS, "channel": "csg", "sentence": "Iemand vraagt hulp.", **fields}


def _case(world, by):
    with world.acting(by) as actor:
        return Case.objects.visible_to(actor).get()


def test_the_question_lists_the_partners_of_the_region(world):
    page = markup(signed_in(world.alice).get(NEW))
    assert "Does someone in this case work at one of these organisations?" in page
    offered = re.findall(r'name="works_at" value="([0-9a-f-]+)"', page)
    partners = [world.csg, world.om, world.police, world.shn, world.vt]
    assert offered == [str(one.pk) for one in partners]


def test_an_organisation_where_someone_works_does_not_see_the_case_from_the_start(world):
    sent = _sent(works_at=[str(world.shn.pk)], **{"consent-victim_support-scope": "all"})
    assert signed_in(world.alice).post(NEW, sent).status_code == 302
    case = _case(world, world.alice)
    assert world.held(world.sam, case) == 0
    assert world.held(world.bob, case)
    with world.acting(world.alice):
        shield = Shield.objects.get(case=case)
    assert (shield.organisation, shield.reason) == (world.shn, Shield.Reason.WORKS_THERE)


def test_of_the_own_organisation_only_who_registers_sees_it(world):
    assert signed_in(world.alice).post(NEW, _sent(works_at=[str(world.csg.pk)])).status_code == 302
    case = _case(world, world.alice)
    assert world.held(world.alice, case)
    assert world.held(world.carol, case) == 0


@pytest.mark.parametrize("what", ["bedacht", "csg_south"])
def test_an_organisation_that_is_not_offered_is_refused_at_its_place(world, what):
    value = str(world.csg_south.pk) if what == "csg_south" else what
    alice = signed_in(world.alice)
    with nothing_changed():
        page = alice.post(NEW, _sent(works_at=[value]))
    assert page.status_code == 422
    assert "Choose from the list." in words(page)


# How it was said


def test_how_it_was_said_holds_for_every_answer(world):
    until = timezone.localdate() + timedelta(days=30)
    how = {
        "how-how": "signs",
        "how-given_by": "together",
        "how-representative": "Haar zus",
        "how-until": until.isoformat(),
        "how-explained": "on",
    }
    answers = {"consent-veilig_thuis-scope": "all", "consent-police-scope": "none"}
    assert signed_in(world.alice).post(NEW, _sent(**how, **answers)).status_code == 302
    with world.acting(world.alice):
        found = list(Consent.objects.all())
    assert len(found) == 2
    for consent in found:
        assert (consent.how, consent.given_by, consent.explained) == ("signs", "together", True)
        assert consent.representative == "Haar zus"
        assert timezone.localtime(consent.ends_at).date() == until + timedelta(days=1)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"how-until": "2020-01-01"}, "This day has passed."),
        ({"how-given_by": "representative"}, "Write the name of the representative."),
        ({"how-how": "bedacht"}, "Choose from the list."),
    ],
    ids=str,
)
def test_what_is_wrong_about_it_is_said_at_its_place(world, wrong, sentence):
    alice = signed_in(world.alice)
    with nothing_changed():
        page = alice.post(NEW, _sent(**wrong))
    assert page.status_code == 422
    assert sentence in words(page)


def test_for_a_child_under_twelve_a_representative_says_yes(world):
    child = {"birth_year": str(timezone.localdate().year - 11), "name": "Kind"}
    alice = signed_in(world.alice)
    with nothing_changed():
        page = alice.post(NEW, _sent(**child, **{"consent-veilig_thuis-scope": "all"}))
    assert page.status_code == 422
    assert "The person is younger than twelve: a legal representative decides." in words(page)
    assert alice.post(NEW, _sent(**child, **{"consent-veilig_thuis-scope": "none"})).status_code == 302


# The case file


def _file(**more):
    return {
        "region": "north",
        "channel": "csg",
        "title_nl": "Iemand vraagt hulp.",
        "reported_hours_ago": 1,
        "reporter": {},
        "event": {},
        **more,
    }


def test_a_case_file_says_where_someone_works_by_kind(world):
    with world.acting(world.alice) as actor:
        intake = casefile.read(json.loads(json.dumps(_file(works_at=["victim_support"]))), actor.at)
        assert list(intake.works_at) == [world.shn]
        assert list(casefile.read(_file(), actor.at).works_at) == []


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("csg", "must be a list of codes"),
        (["bedacht"], "unknown code"),
        (["school"], "no organisation of the kind “school” works in this region"),
    ],
)
def test_a_case_file_with_another_value_is_refused(world, value, sentence):
    with world.acting(world.alice) as actor, pytest.raises(casefile.BrokenFile) as broken:
        casefile.read(_file(works_at=value), actor.at)
    assert any(fault.startswith("works_at:") and sentence in fault for fault in broken.value.faults)
