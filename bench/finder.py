"""`python -m bench.finder`: what an answer of "Where can I go?" costs, with 5,000 services, from first byte to last.

The questions are those of the tests, each asked by GET as the acceptance of the finder does; served as `rondom demo` serves, with
one worker. Then several ask at once, each on a connection of their own, from a process of their own.
"""

import argparse
import json
import os
import subprocess
import sys
import time
import tomllib
from itertools import cycle, islice
from statistics import median, quantiles
from urllib.parse import quote

from bench import cluster
from bench.__main__ import say
from bench.server import Browser
from rondom.core import embedded

SERVICES = 5000
WARM_UP = 60
ASKERS = 4
_QUESTIONS = embedded.ROOT / "rondom" / "landscape" / "tests" / "questions.toml"
# The services there are, again and again under another name, until there are enough of them.
_MORE = """
CREATE TABLE public.bench_more AS
SELECT gen_random_uuid() AS id, s.id AS of, left(s.slug, 40) || '-' || n AS slug, n
FROM landscape_service s CROSS JOIN generate_series(1, 200) AS n ORDER BY n
LIMIT %(services)s - (SELECT count(*) FROM landscape_service);
INSERT INTO landscape_service (id, slug, added_at) SELECT id, slug, now() FROM bench_more;
"""
_FACTS = """
INSERT INTO landscape_fact (id, service_id, field, value, source, verified_on, verified_by_id, expires_on, entered_by_id, starts_at, ends_at)
SELECT gen_random_uuid(), m.id, f.field,
    CASE f.field WHEN 'name' THEN jsonb_build_object('nl', (f.value->>'nl') || ' plaats' || n, 'en', (f.value->>'en') || ' place' || n)
                 ELSE f.value END,
    f.source, f.verified_on, f.verified_by_id, f.expires_on, f.entered_by_id, now(), NULL
FROM landscape_fact f JOIN bench_more m ON m.of = f.service_id WHERE f.ends_at IS NULL
"""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.finder", description=__doc__)
    parser.add_argument("--turns", type=int, default=600)
    parser.add_argument(
        "--ask", type=int, nargs=2, metavar=("PORT", "TURNS"), help="only ask: one of those at once"
    )
    wanted = parser.parse_args()
    if wanted.ask:
        _asks(*wanted.ask)
        return
    with cluster.running():
        embedded.drop_database(cluster.name(0))
        embedded.create_database(cluster.name(0))
        cluster.migrate(0)
        with cluster.connect(cluster.name(0), "postgres") as administrator:
            administrator.execute("SET session_replication_role = replica")
            for statement in _MORE.split(";")[:-1]:
                administrator.execute(statement.replace("%(services)s", str(SERVICES)))
            administrator.execute(_FACTS)
            administrator.execute("DROP TABLE bench_more")
            administrator.execute("VACUUM ANALYZE")
        _measure(wanted.turns)
        embedded.drop_database(cluster.name(0))


def _measure(turns: int) -> None:
    from bench import server  # noqa: PLC0415 - the folder of the data is known only now

    os.environ.update(cluster.environment(0))
    with server.serving(0) as browser:
        first = browser.ask(_paths()[0], {})
        say("finder_index.first", first.milliseconds, "ms")
        times = [_good(browser, path) for path in islice(cycle(_paths()), WARM_UP + turns)][WARM_UP:]
        say("finder_answer.p50", median(times), "ms")
        say("finder_answer.p95", quantiles(times, n=20)[-1], "ms")
        say("finder_answer.p5", quantiles(times, n=20)[0], "ms")
        command = [sys.executable, "-m", "bench.finder", "--ask", str(browser.port), str(turns)]
        began = time.perf_counter()
        several = [
            subprocess.Popen(command, stdout=subprocess.PIPE, env={**os.environ}) for _ in range(ASKERS)
        ]
        spans = [json.loads(one.communicate()[0]) for one in several]
        assert time.perf_counter() - began > 0
        took = max(end for _, end in spans) - min(start for start, _ in spans)
        say("finder_answer.rate", ASKERS * turns / took, "1/s")
        say("machine.load", os.getloadavg()[0], "x")


def _asks(port: int, turns: int) -> None:
    """One of those who ask at once: prints when it began and when it was done."""
    browser = Browser(port)
    began = time.time()
    for path in islice(cycle(_paths()), turns):
        _good(browser, path)
    sys.stdout.write(json.dumps([began, time.time()]) + "\n")


def _paths() -> list[str]:
    questions = tomllib.loads(_QUESTIONS.read_text(encoding="utf-8"))["questions"]
    return [f"/waar-kan-ik-terecht/?q={quote(words)}" for words, _ in questions]


def _good(browser: Browser, path: str) -> float:
    answer = browser.ask(path, {})
    if answer.status != 200 or "data-service" not in answer.body or answer.cookies:  # noqa: PLR2004
        raise RuntimeError(f"{path} gave status {answer.status}, and not the page it should be.")
    return answer.milliseconds


if __name__ == "__main__":
    main()
