"""Attacks on who is in a case: taking someone out who is not theirs, a criminal route about whom one may not know, and moving until
when someone sees a case."""

import pytest

from rondom.cases.models import Category
from tests.attack import REFUSED, add, attack, rows_of

TAKE_OUT = "SELECT take_out(%s)"


def _people(owner, case):
    return rows_of(owner, "cases_person", case)


def test_who_may_not_take_someone_out_learns_no_more_than_that_there_is_none(attacked, owner):
    """Strangers; Victor and Sam, who may not know of a possible perpetrator; Sam, in an emergency, is not on the case."""
    world = attacked.world
    for row in _people(owner, attacked.case):
        unseen = [world.victor] if row["category"] == Category.PERPETRATOR else []
        for someone in [*attacked.strangers, world.sam, *unseen]:
            with attack(someone) as session:
                assert session.execute(TAKE_OUT, [row["id"]]).fetchone() == ("not_there",), someone


def test_the_person_whom_it_is_about_is_taken_out_by_nobody(attacked, owner):
    (victim,) = [row for row in _people(owner, attacked.case) if "victim" in row["roles"]]
    for someone in (attacked.world.alice, attacked.world.anna):
        with attack(someone) as session:
            assert session.execute(TAKE_OUT, [victim["id"]]).fetchone() == ("not_there",)


def test_who_acts_for_nobody_takes_nobody_out(attacked, owner):
    for row in _people(owner, attacked.case):
        with attack() as session:
            assert session.execute(TAKE_OUT, [row["id"]]).fetchone() == ("not_there",)


def test_a_criminal_route_is_about_nobody_of_another_case_and_not_about_the_person(attacked, owner):
    (row, *_) = rows_of(owner, "coordination_routestep", attacked.case)
    (victim,) = [one for one in _people(owner, attacked.case) if "victim" in one["roles"]]
    for person in [victim, *_people(owner, attacked.linked), *_people(owner, attacked.other)]:
        with attack(attacked.world.anna) as session, pytest.raises(REFUSED, match="row-level security"):
            add(session, "coordination_routestep", row, person_id=person["id"])


@pytest.mark.parametrize("until", ["now()", "now() - interval '1 day'", "now() + interval '30 days'", "NULL"])
def test_until_when_someone_sees_a_case_is_not_moved_by_hand(until, attacked, owner):
    """Not even by who coordinates it: of someone who coordinates now, or of an answer that there is not."""
    why = "help" if until == "NULL" else ""
    for row in rows_of(owner, "coordination_assignment", attacked.case):
        for someone in [*attacked.strangers, attacked.world.sam, attacked.world.victor, attacked.world.anna]:
            with attack(someone) as session:
                ask = f"SELECT former_stays(%s, {until}, %s, now())"
                assert session.execute(ask, [row["id"], why]).fetchone() == (False,), someone
