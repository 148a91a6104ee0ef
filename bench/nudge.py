"""`python -m bench.nudge`: reminding of 10,000 actions that are late, as the worker does it, events included.

On a copy of the population of 10,000 cases: one action a case whose last moment passed an hour ago. Then once more, with
nothing left to do.
"""

import os
import time
from typing import Any

import django
from psycopg import sql

from bench import cluster, population
from rondom.core import embedded

SIZE = 10_000
COPY = "bench_nudge"
LATE = """
    INSERT INTO cases_step (id, case_id, kind, domain, organisation_id, due_at, state, asked_at, asked_by_id)
    SELECT gen_random_uuid(), id, 'action', 'care', registered_for_id, now() - interval '1 hour', 'proposed',
        now() - interval '3 days', registered_by_id
    FROM cases_case
"""


def main() -> None:
    with cluster.running():
        population.ready(SIZE)
        embedded.drop_database(COPY)
        with cluster.connect("postgres", "postgres") as server:
            source = sql.Identifier(cluster.name(SIZE))
            server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(COPY), source))
        with cluster.connect(COPY, "postgres") as owner:
            owner.execute("SET session_replication_role = replica")
            owner.execute(
                "UPDATE cases_step SET ended_at = now(), ended_by_id = asked_by_id, state = 'done' WHERE ended_at IS NULL"
            )
            owner.execute(LATE)
            owner.execute("VACUUM (ANALYZE) cases_step")
        os.environ.update({**cluster.environment(SIZE, "worker"), "RONDOM_BENCH_DATABASE": COPY})
        django.setup()
        try:
            _measured()
        finally:
            from django.db import connections  # noqa: PLC0415 - needs Django set up

            connections.close_all()
            embedded.drop_database(COPY)


def _measured() -> None:
    for name in ("due", "nothing_due"):
        took, reminded = _once()
        print(f"BENCH nudge_all_due.{name}.actions {reminded} count", flush=True)
        print(f"BENCH nudge_all_due.{name}.took {took:.2f} s", flush=True)


def _once() -> tuple[float, Any]:
    from django.utils import timezone  # noqa: PLC0415 - needs Django set up

    from rondom.coordination.actions import nudges  # noqa: PLC0415 - as above
    from rondom.organisations.actor import Actor  # noqa: PLC0415 - as above

    began = time.perf_counter()
    reminded = nudges.nudge_all_due(actor=Actor.service(timezone.now()))
    return time.perf_counter() - began, reminded


if __name__ == "__main__":
    main()
