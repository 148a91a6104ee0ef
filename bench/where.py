"""Where the time of a page goes: a sample of its stack every millisecond, and each of its statements."""

import signal
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from statistics import median
from types import CodeType, FrameType
from typing import Any

from django.test import Client

from bench import record
from bench.pages import Page, Visit, report

NUMBER = 120
TICK = 0.001
SHOWN = 110
# The first of these that stands anywhere in the stack names what is going on.
DOING = [
    ("events", "rondom/audit/log.py", "record"),
    ("session and user", "django/contrib/sessions", ""),
    ("session and user", "django/contrib/auth", ""),
    ("who acts", "rondom/organisations/actor.py", "of"),
    ("who acts", "rondom/core/db.py", "acting"),
    ("template", "django/template", ""),
    ("form", "django/forms", ""),
    ("view", "rondom", "views.py"),
    ("commit and savepoints", "django/db/transaction.py", ""),
    ("middleware and rest", "django/core/handlers/base.py", ""),
]
# And the first of these says what it costs.
Sample = tuple[float, list[CodeType]]
COSTS = [("database", "psycopg"), ("ORM", "django/db")]


def say(pages: Sequence[Page], size: int) -> None:
    """Print, for each page, what its time is spent on and what its statements cost."""
    for page in pages:
        visits = page.visits(size, NUMBER)
        with record.population(size):
            cookies = record.sign_in({visit.user_id for visit in visits})
            browser = Client(HTTP_HOST="127.0.0.1", headers={"accept-language": "nl"})
            recorded = [record.statements(page, visit, cookies[visit.user_id]) for visit in visits]
            samples = _sampled(browser, visits, cookies)
        _table(page, size, samples)
        _statements(size, visits, recorded)


def _sampled(browser: Client, visits: list[Visit], cookies: dict[Any, Any]) -> list[Sample]:
    """Ask for each visit and look at the stack meanwhile."""
    samples: list[Sample] = []
    for visit in visits:
        browser.cookies.load(cookies[visit.user_id])
        form = report(browser.get(visit.path).content.decode()) if visit.fills else None
        with _looking(samples):
            browser.post(visit.path, form) if visit.fills else browser.get(visit.path)
    return samples


@contextmanager
def _looking(samples: list[Sample]) -> Iterator[None]:
    """Look at the stack every tick: what was going on since the last look, and for how long.

    By a signal and not from a thread, which would get its turn mostly while this one waits for the database.
    """
    last = time.perf_counter()

    def look(_: int, frame: FrameType | None) -> None:
        nonlocal last
        passed, codes = time.perf_counter() - last, []
        while frame:
            codes.append(frame.f_code)
            frame = frame.f_back
        samples.append((passed, codes))
        last = time.perf_counter()

    before = signal.signal(signal.SIGALRM, look)
    signal.setitimer(signal.ITIMER_REAL, TICK, TICK)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _meaning(codes: list[CodeType]) -> tuple[str, str]:
    """What is going on at this place, and what it costs."""
    places = [f"{code.co_filename} {code.co_name}" for code in codes]
    doing = next((what for what, file, name in DOING if any(file in p and name in p for p in places)), "")
    costs = next((what for what, file in COSTS if any(file in place for place in places)), "Python")
    return doing, costs


def _table(page: Page, size: int, samples: list[Sample]) -> None:
    """What is going on (down) and what it costs (across), in milliseconds a request; outside Django left out."""
    spent: Counter[tuple[str, str]] = Counter()
    for seconds, codes in samples:
        spent[_meaning(codes)] += seconds * 1000 / NUMBER  # type: ignore[assignment]
    costs = [*(what for what, _ in COSTS), "Python"]
    inside = sum(value for (doing, _), value in spent.items() if doing)
    print(f"\n{page.name}, {size} cases: {inside:.1f} ms a request in process, of which")
    print(f"  {'':24}" + "".join(f"{cost:>10}" for cost in [*costs, "all"]))
    for doing in dict.fromkeys(what for what, _, _ in DOING):
        each = [spent[doing, cost] for cost in costs]
        print(f"  {doing:24}" + "".join(f"{value:10.2f}" for value in [*each, sum(each)]))


def _statements(size: int, visits: list[Visit], recorded: list[list[record.Statement]]) -> None:
    """What each statement costs by itself, and how the database goes about the heaviest one that reads."""
    bare = record.Bare(size)
    times: dict[str, list[float]] = defaultdict(list)
    for visit, statements in zip(visits, recorded, strict=True):
        bare.run(visit.user_id, statements, times)
    costs = {sql: median(values) for sql, values in times.items() if len(values) > len(visits) / 4}
    for sql, cost in costs.items():
        print(f"  {cost:6.2f} ms  {sql[:SHOWN]}")
    heaviest = max((sql for sql in costs if sql.startswith("SELECT")), key=lambda sql: costs[sql])
    visit, statement = next(
        (visit, statement)
        for visit, statements in zip(visits, recorded, strict=True)
        for statement in statements
        if statement[0] == heaviest
    )
    print(f"\n  {heaviest}\n")
    for line in bare.explain(visit.user_id, statement):
        print(f"    {line}")
