"""`python -m bench.log`: what an event costs in a request, how many go in at once, how fast the log is sealed and checked."""

import argparse
import importlib.util
import multiprocessing
import os
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from uuid import uuid4

import django
from django.db import connection

from bench import cluster
from bench.__main__ import say
from rondom.core import embedded

WRITERS, SECONDS, APPENDS = 8, 5, 2000
# Many records as the application writes them: a quarter of them lists of cases.
_MANY = """
INSERT INTO audit_event (id, at, verb, action, outcome, actor_kind, actor_id, roles, organisation_id, purpose, basis,
    case_id, subject_kind, access_point, site, component, version, trace_id, data)
SELECT overlay(overlay(gen_random_uuid()::text PLACING '7' FROM 15) PLACING
        left(lpad(to_hex(1700000000000 + n * 10), 12, '0'), 8) || '-' || right(lpad(to_hex(1700000000000 + n * 10), 12, '0'), 4)
        FROM 1 FOR 13)::uuid,
    now() - interval '1 second' * n, 'case:viewed', 'R', 'done', 'professional', gen_random_uuid(), 'professional',
    gen_random_uuid(), 'coordination', '', gen_random_uuid(), '', 'cases:case', 'rondom', 'rondom-app', '0.1.0', md5(n::text),
    CASE WHEN n %% 4 = 0 THEN '{"cases":["' || gen_random_uuid() || '","' || gen_random_uuid() || '"]}' ELSE '{}' END
FROM generate_series(1, %s) AS n
"""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.log", description=__doc__)
    parser.add_argument("--records", type=int, default=300_000, help="records to seal and check")
    wanted = parser.parse_args()
    with cluster.running(), tempfile.TemporaryDirectory() as keys:
        embedded.drop_database(cluster.name(0))
        embedded.create_database(cluster.name(0))
        cluster.migrate(0)
        os.environ.update({**cluster.environment(0), "RONDOM_KMS_FOLDER": keys})
        django.setup()
        say("event_append.p50", append(), "ms")
        for name, write in [("event_append_8", _write), ("event_append_8.bare", _write_bare)] * 2:
            append_at_once(name, write)
        with cluster.connect(cluster.name(0), "postgres") as administrator:
            administrator.execute("TRUNCATE audit_event")
            administrator.execute(_MANY, [wanted.records])
            administrator.execute("VACUUM ANALYZE audit_event")
        _as("rondom_worker")
        check(wanted.records)
        connection.close()
        embedded.drop_database(cluster.name(0))


def append() -> float:
    """Milliseconds for one event inside the transaction of a request, as the serving role."""
    from django.db import transaction  # noqa: PLC0415 - needs Django set up

    from rondom.audit.verbs import Door  # noqa: PLC0415
    from rondom.core.db import acting  # noqa: PLC0415
    from rondom.organisations.actor import Actor  # noqa: PLC0415

    _as("rondom_app")
    times, user_id = [], uuid4()
    from rondom.audit.log import record  # noqa: PLC0415

    actor = Actor(at=datetime.now(UTC))
    object.__setattr__(actor, "user", type("Someone", (), {"pk": user_id})())
    with transaction.atomic(), acting(user_id):
        for _ in range(APPENDS):
            began = time.perf_counter()
            record(actor, Door.DENIED, case_id=user_id, purpose="help", data={"view": "case"})
            times.append(1000 * (time.perf_counter() - began))
    connection.close()
    return median(times)


Wrote = tuple[int, float, float]


def append_at_once(name: str, write: Callable[[int], Wrote]) -> None:
    """Events a second from eight processes, each event in a transaction of its own, kept on disk before the next.

    And what each costs a processor, in the writer and in the database: that says the same however busy the machine is.
    """
    began = time.perf_counter()
    with multiprocessing.get_context("spawn").Pool(WRITERS) as writers:
        found = writers.map(write, range(WRITERS))
    assert time.perf_counter() - began > SECONDS
    number, own, database = (sum(each) for each in zip(*found, strict=True))
    say(name, number / SECONDS, "records/s")
    say(f"{name}.writer", 1e6 * own / number, "us of a processor")
    say(f"{name}.database", 1e6 * database / number, "us of a processor")


def _busy(process: int) -> float:
    """Seconds that a process on this machine has used of a processor (Linux)."""
    ticks = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[11:13]
    return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")


def _write(_: int) -> Wrote:
    django.setup()
    from django.db import transaction  # noqa: PLC0415 - needs Django set up

    from rondom.audit.log import House, record  # noqa: PLC0415
    from rondom.audit.verbs import Door  # noqa: PLC0415

    number = 0
    connection.ensure_connection()
    backend = connection.connection.info.backend_pid
    time.sleep(3 - time.time() % 3)  # all begin at once, with Python started
    busy = time.process_time(), _busy(backend)
    until = time.perf_counter() + SECONDS
    while time.perf_counter() < until:
        with transaction.atomic():
            record(House(datetime.now(UTC)), Door.DENIED)
        number += 1
    used = time.process_time() - busy[0], _busy(backend) - busy[1]
    connection.close()
    return number, *used


def _write_bare(_: int) -> Wrote:
    """The same rows without Django and without our writer: what the database takes in."""
    django.setup()
    from rondom.audit import log  # noqa: PLC0415 - needs Django set up
    from rondom.core.db import uuid7  # noqa: PLC0415

    number, nothing = 0, dict(log.NOTHING)
    nothing |= {
        "at": datetime.now(UTC),
        "verb": "access:denied",
        "outcome": "refused",
        "actor_kind": "service",
    }
    with cluster.connect(cluster.name(0), "rondom_app", prepare_threshold=1) as session:
        time.sleep(3 - time.time() % 3)
        busy = time.process_time(), _busy(session.info.backend_pid)
        until = time.perf_counter() + SECONDS
        while time.perf_counter() < until:
            session.execute(log.INSERT, list((nothing | {"id": uuid7(), "data": "{}"}).values()))
            number += 1
        return number, time.process_time() - busy[0], _busy(session.info.backend_pid) - busy[1]


def check(records: int) -> None:
    """Seal and check many records, in the database and as others do."""
    from rondom.audit import check, export, seal  # noqa: PLC0415 - needs Django set up

    began = time.perf_counter()
    assert seal.seal(everywhere=True) == records
    say("seal", records / (time.perf_counter() - began), "records/s")
    for _ in range(3):
        began, busy = time.perf_counter(), time.process_time()
        with check.one_moment():
            known = check.read(check.notes(), seal.public_key())
            assert list(check.database(known, records))[-1] == records
        say("verify", records / (time.perf_counter() - began), "records/s")
        say("verify.of_our_own_core", records / (time.process_time() - busy), "records/s")
    place = cluster.ROOT / "scripts" / "verify_log.py"
    found = importlib.util.spec_from_file_location("verify_log", place)
    assert found
    assert found.loader
    verifier = importlib.util.module_from_spec(found)
    found.loader.exec_module(verifier)
    with tempfile.TemporaryDirectory() as folder:
        export.sealed(Path(folder), seal.public_key())
        for _ in range(3):
            began = time.perf_counter()
            with (Path(folder) / "records.jsonl").open("rb") as file:
                notes = [note for _, note in check.notes()]
                assert verifier.check_log(file, notes, verifier.key_of(str(seal.public_key())))[0] == records
            say("verify_log", records / (time.perf_counter() - began), "records/s")


def _as(role: str) -> None:
    connection.close()
    connection.settings_dict["USER"] = role


if __name__ == "__main__":
    main()
