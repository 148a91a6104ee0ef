"""Among many cases the agenda of a region is found with its index, and never by going past all of them."""

import re

import pytest

from rondom.triage.agenda import _rows

MANY = 20_000
# Cases of which the MDT decided, as the first one that was reported.
CROWD = """
INSERT INTO cases_case (id, region_id, status, reported_at, registered_by_id, registered_for_id, mdt_due_at, mdt_round,
    next_kind, next_organisation_id, next_due_at, closing_reason)
SELECT gen_random_uuid(), region_id, 'weighed', reported_at, registered_by_id, registered_for_id,
    mdt_due_at - nth * interval '1 minute', 1, 'propose', registered_for_id, now(), ''
FROM cases_case CROSS JOIN generate_series(1, %s) AS nth WHERE id = %s
"""


@pytest.mark.usefixtures("own_database")
def test_the_agenda_is_found_with_its_index_and_never_by_going_past_all_cases(world, owner):
    case = world.report()
    for _ in range(3):
        world.report()
    owner.execute(CROWD, [MANY, case.pk])
    owner.execute("ANALYZE cases_case, cases_access")
    with world.acting(world.alice) as actor:
        waiting = _rows(actor.key, actor.at, actor.organisation.pk, world.north.pk, meets=True)
        assert len(waiting) == 4
        plan = waiting.explain(analyze=True)
    assert "Seq Scan on cases_case" not in plan, plan
    assert re.search(r"Index Scan using (case_agenda|cases_case_\w+) on cases_case", plan), plan
