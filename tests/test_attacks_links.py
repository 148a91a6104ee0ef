"""Attacks on what links two cases, by who sees one of them: with any SQL, there is nothing to see and no way to find out."""

from uuid import uuid4

import psycopg
import pytest

from rondom.cases.models import CaseLink
from tests.attack import REFUSED, add, attack, rows_of
from tests.world import no, yes

pytestmark = pytest.mark.usefixtures("own_database")


@pytest.fixture
def linked(world):
    """Two friends: the police work on the case of one (`mine`), and may not know of the other (`hers`); Alice linked them."""
    mine = world.report(answers=[yes("police", 1, 2, 4)])
    hers = world.report(answers=[no("police")])
    link = world.link(mine, hers, CaseLink.Kind.CO_VICTIM)
    world.link(hers, mine, CaseLink.Kind.SAME_PERSON)
    return mine, hers, link


READINGS = [
    "SELECT 1 FROM cases_caselink",
    "SELECT 1 FROM cases_caselink WHERE case_id = %(mine)s OR other_id = %(mine)s",
    "SELECT 1 FROM cases_caselink WHERE id = %(link)s FOR UPDATE",
    "SELECT 1 FROM cases_case c WHERE EXISTS (SELECT 1 FROM cases_caselink l WHERE c.id IN (l.case_id, l.other_id))",
    "SELECT 1 FROM cases_case c JOIN cases_caselink l ON l.other_id = c.id OR l.case_id = c.id",
    "UPDATE cases_caselink SET undone_at = now(), undone_by_id = (SELECT rondom_actor()) RETURNING 1",
    "SELECT 1 FROM audit_event WHERE verb LIKE 'case:link%%'",
    "SELECT 1 FROM audit_event WHERE data::text LIKE '%%' || %(hers)s || '%%'",
    "SELECT people_with(ARRAY(SELECT generate_series(-32768, 32767)::smallint), 1, '{}', 9, 99) EXCEPT SELECT id FROM cases_person",
]


@pytest.mark.parametrize("reading", READINGS)
def test_who_works_on_one_of_the_two_finds_nothing(reading, linked, world):
    mine, hers, link = linked
    assert world.held(world.bob, mine) & 4
    with attack(world.bob) as session:
        values = {"mine": mine.pk, "hers": str(hers.pk), "link": link.pk}
        assert session.execute(reading, values).fetchall() == []


def test_a_case_that_is_not_theirs_and_one_that_is_not_there_are_refused_alike(linked, world, owner):
    mine, hers, _ = linked
    row = next(row for row in rows_of(owner, "cases_caselink", mine) if row["kind"] == "co_victim")
    said: dict[str, set] = {"case_id": set(), "other_id": set()}
    for other in (hers.pk, uuid4()):
        for side, ends in (("other_id", (mine.pk, other)), ("case_id", (other, mine.pk))):
            changes = {"case_id": ends[0], "other_id": ends[1], "made_by_id": world.bob.pk}
            with attack(world.bob) as session, pytest.raises(REFUSED) as refusal:
                add(session, "cases_caselink", row, **changes)
            said[side].add((refusal.value.diag.sqlstate, refusal.value.diag.message_primary))
    assert {side: len(one) for side, one in said.items()} == {"case_id": 1, "other_id": 1}, said


def test_a_link_that_is_there_already_is_not_told_from_one_that_is_not(linked, world, owner):
    """The unique index would say it, were the policy not asked first."""
    mine, *_ = linked
    row = next(row for row in rows_of(owner, "cases_caselink", mine) if row["kind"] == "co_victim")
    for kind, category in [("co_victim", 4), ("maybe_same", 2)]:
        with attack(world.bob) as session, pytest.raises(REFUSED, match="row-level security"):
            add(session, "cases_caselink", row, made_by_id=world.bob.pk, kind=kind, category=category)


def test_a_link_holds_what_one_must_see_to_see_it(linked, world, owner):
    """Nobody makes it show to more people by saying that it tells less."""
    mine, _, _ = linked
    row = next(row for row in rows_of(owner, "cases_caselink", mine) if row["kind"] == "co_victim")
    with attack(world.alice) as session, pytest.raises(psycopg.errors.CheckViolation):
        add(session, "cases_caselink", row, made_by_id=world.alice.pk, category=2, kind="same_perpetrator")


def test_nobody_links_or_undoes_by_what_they_see_in_an_emergency_alone(linked, world, owner):
    mine, hers, link = linked
    for case in (mine, hers):
        world.break_glass(case, by=world.sam)
    (row, *_) = rows_of(owner, "cases_caselink", mine)
    with attack(world.sam) as session:
        assert len(session.execute("SELECT 1 FROM cases_caselink").fetchall()) == 2
        undo = "UPDATE cases_caselink SET undone_at = now(), undone_by_id = %s WHERE id = %s"
        assert session.execute(undo, [world.sam.pk, link.pk]).rowcount == 0
    with attack(world.sam) as session, pytest.raises(REFUSED, match="row-level security"):
        add(session, "cases_caselink", row, made_by_id=world.sam.pk, kind="maybe_same", category=2)


def test_nobody_undoes_it_in_anothers_name(linked, world):
    *_, link = linked
    undo = "UPDATE cases_caselink SET undone_at = now(), undone_by_id = %s WHERE id = %s"
    with attack(world.alice) as session, pytest.raises(REFUSED, match="row-level security"):
        session.execute(undo, [world.bob.pk, link.pk])


def test_the_worker_and_who_does_not_act_see_no_link(linked):
    with attack() as session:
        assert session.execute("SELECT 1 FROM cases_caselink").fetchall() == []
