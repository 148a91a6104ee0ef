"""`python -m bench.nudge`: reminding of 10,000 actions that are late, as the worker does it, events included.

Beside the loaded demo: 10,000 more cases without content, each with one action whose last moment passed an hour ago. Then once
more, with nothing left to do.
"""

import os
import subprocess
import time
from typing import Any

import django
from psycopg import sql

from bench import cluster, sealed
from rondom.core import embedded

CASES = 10_000
DATABASE = sealed.MODES["on"]
_COLUMNS = """
    SELECT column_name FROM information_schema.columns WHERE table_name = 'cases_case' AND is_generated = 'NEVER'
        AND is_identity = 'NO' AND column_name NOT IN ('id', 'number', 'code')
"""
_LATE = """
    INSERT INTO cases_step (id, case_id, kind, domain, organisation_id, due_at, state, asked_at, asked_by_id)
    SELECT gen_random_uuid(), id, 'action', 'care', registered_for_id, now() - interval '1 hour', 'proposed',
        now() - interval '3 days', registered_by_id
    FROM cases_case ORDER BY number DESC LIMIT %s
"""


def main() -> None:
    with cluster.running():
        embedded.drop_database(DATABASE)
        embedded.create_database(DATABASE)
        environment = sealed._environment(DATABASE)
        sealed._run(DATABASE, "migrate", role="owner")
        subprocess.run(sealed._command("on", "--load"), env=environment, check=True)
        _more_cases()
        os.environ.update({**environment, "RONDOM_ROLE": "worker"})
        django.setup()
        try:
            _measured()
        finally:
            from django.db import connections  # noqa: PLC0415 - needs Django set up

            connections.close_all()
            embedded.drop_database(DATABASE)


def _more_cases() -> None:
    """Laid by the owner past triggers and policies: nobody sees them, and the worker needs no one who does."""
    with cluster.connect(DATABASE, "postgres") as owner:
        owner.execute("SET session_replication_role = replica")
        names = [sql.Identifier(name) for (name,) in owner.execute(_COLUMNS).fetchall()]
        copy = sql.SQL(
            "INSERT INTO cases_case (id, {0}) SELECT gen_random_uuid(), {0} FROM"
            " (SELECT * FROM cases_case ORDER BY number LIMIT 1) one, generate_series(1, %s)"
        )
        owner.execute(copy.format(sql.SQL(", ").join(names)), [CASES])
        owner.execute(_LATE, [CASES])
        owner.execute("VACUUM (ANALYZE)")


def _measured() -> None:
    for name in ("due", "nothing_due"):
        took, reminded = _once()
        with cluster.connect(DATABASE, "postgres") as owner:
            owner.execute("ANALYZE coordination_nudge")  # as autovacuum does within a minute
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
