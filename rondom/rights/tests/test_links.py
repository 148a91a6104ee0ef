"""A link between cases is never in the copy that a person gets, and goes with the first of the two that is destroyed."""

import json
from uuid import uuid4

import pytest
from django.utils import translation

from rondom.cases.models import CaseLink
from rondom.rights.tests.test_destruction import age, closed
from rondom.rights.tests.test_requests import ask, copy


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def test_a_person_does_not_learn_of_the_other_case_from_their_copy(world):
    mine, other = world.report(), world.report(reporter_role="bystander")
    ask(world, mine)
    world.link(mine, other, CaseLink.Kind.SAME_PERSON)
    text = json.dumps(copy(world, mine))
    assert world.code(mine) in text
    assert world.code(other) not in text
    assert str(other.pk) not in text
    assert "linked" not in text


@pytest.mark.parametrize("first", ["case", "other"])
def test_it_goes_with_whichever_of_the_two_is_destroyed_first(first, own_database, world, owner):
    gone, stays = closed(world), world.report()
    kept = world.link(stays, world.report())
    ends = (gone, stays) if first == "case" else (stays, gone)
    lost = world.link(*ends)
    age(owner, gone)
    owner.execute("SELECT destroy_due(%s, %s)", [gone.pk, uuid4()])
    left = owner.execute("SELECT id FROM cases_caselink WHERE id = ANY (%s)", [[kept.pk, lost.pk]]).fetchall()
    assert left == [(kept.pk,)]
    proof = "SELECT rows FROM sharing_destruction WHERE case_id = %s"
    (rows,) = owner.execute(proof, [gone.pk]).fetchone()
    assert rows["cases_caselink"] == 1
