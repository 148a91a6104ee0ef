"""Attacks on the log: nobody writes in another's name, changes what was written, or reads of cases they do not see."""

import pytest

from tests.attack import REFUSED, attack

EVENT = (
    "INSERT INTO audit_event (id, at, verb, outcome, actor_kind, actor_id, purpose, basis, subject_kind, data)"
    " VALUES (gen_random_uuid(), now(), 'case:viewed', 'done', 'professional', %s, '', '', '', '{}')"
)


def test_no_event_in_anothers_name(attacked):
    alice, bob = attacked.world.alice, attacked.world.bob
    for named in [alice.pk, None]:
        with attack(bob) as session, pytest.raises(REFUSED, match="row-level security"):
            session.execute(EVENT, [named])
    with attack() as session, pytest.raises(REFUSED, match="row-level security"):
        session.execute(EVENT, [alice.pk])


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE audit_event SET verb = 'x'",
        "UPDATE audit_event SET actor_id = NULL",
        "DELETE FROM audit_event",
        "TRUNCATE audit_event",
    ],
)
def test_the_log_cannot_be_rewritten(change, attacked):
    for someone in [attacked.world.alice, attacked.world.administrator]:
        with attack(someone) as session, pytest.raises(REFUSED, match="permission denied"):
            session.execute(change)


def test_the_log_of_anothers_case_cannot_be_read(attacked):
    for stranger in attacked.strangers:
        with attack(stranger) as session:
            seen = session.execute("SELECT * FROM audit_event WHERE case_id = %s", [attacked.case.pk])
            assert seen.fetchall() == [], stranger
