"""Pages and their bare statements, turn by turn, so that the machine's noise falls on all of them alike."""

import contextlib
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median, quantiles
from uuid import UUID

from bench import record, server
from bench.pages import Page, Visit, report
from bench.server import Browser

# Four threads serve, each with a connection that prepares a statement the fifth time it comes by.
WARM_UP = 40
# Nobody waits longer than this for the turns; fewer turns are then said to be fewer.
MOST_SECONDS = 240


@dataclass
class Course:
    """One page on one population: its visits, their statements, and the times so far, in milliseconds."""

    page: Page
    size: int
    visits: list[Visit]
    recorded: list[list[record.Statement]]
    times: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)

    @property
    def queries(self) -> int:
        """The most statements that any visit needed."""
        return max(map(len, self.recorded))

    def figures(self) -> Iterator[tuple[str, float, str]]:
        """The figures of this page on this population."""
        start, twentieths = f"{self.page.name}.{self.size}", quantiles(self.times, n=20)
        yield f"{start}.p50", median(self.times), "ms"
        yield f"{start}.p95", twentieths[-1], "ms"
        yield f"{start}.p5", twentieths[0], "ms"
        yield f"{start}.bare", median(self.bare), "ms"
        yield f"{start}.queries", self.queries, "count"
        yield f"{start}.ratio", median(self.times) / median(self.bare), "x"


@dataclass(frozen=True)
class Place:
    """One population being served, with the people who are signed in."""

    browser: Browser
    bare: record.Bare
    cookies: dict[UUID, dict[str, str]]


def courses(pages: Sequence[Page], sizes: Sequence[int], turns: int) -> list[Course]:
    """Measure the pages on the populations; every turn asks each page once, and once its statements alone."""
    number = WARM_UP + turns
    with contextlib.ExitStack() as stack:
        found, places = [], {}
        for size in sizes:
            mine = [(page, page.visits(size, number)) for page in pages]
            with record.population(size):
                cookies = record.sign_in({visit.user_id for _, visits in mine for visit in visits})
                for page, visits in mine:
                    recorded = [record.statements(page, visit, cookies[visit.user_id]) for visit in visits]
                    found.append(Course(page, size, visits, recorded))
            places[size] = Place(stack.enter_context(server.serving(size)), record.Bare(size), cookies)
        until = time.monotonic() + MOST_SECONDS
        for turn in range(number):
            for course in found:
                _turn(course, places[course.size], turn)
            if time.monotonic() > until and turn > WARM_UP:
                break
    for course in found:
        del course.times[:WARM_UP], course.bare[:WARM_UP]
    return found


def _turn(course: Course, place: Place, turn: int) -> None:
    visit = course.visits[turn]
    cookies = dict(place.cookies[visit.user_id])
    form = None
    if visit.fills:
        empty = place.browser.ask(visit.path, cookies)
        cookies |= empty.cookies
        form = report(empty.body)
    answer = place.browser.ask(visit.path, cookies, form)
    if not course.page.good(answer.status, answer.body):
        raise RuntimeError(f"{visit.path} gave status {answer.status}, and not the page it should be.")
    course.times.append(answer.milliseconds)
    course.bare.append(place.bare.run(visit.user_id, course.recorded[turn]))


def growth(found: Sequence[Course]) -> Iterator[tuple[str, float, str]]:
    """How many times slower each page is on the largest population than on the smallest."""
    for name in dict.fromkeys(course.page.name for course in found):
        mine = sorted(
            (course for course in found if course.page.name == name), key=lambda course: course.size
        )
        if len(mine) > 1:
            yield f"{name}.growth", median(mine[-1].times) / median(mine[0].times), "x"


def pace() -> float:
    """How fast this machine is just now: milliseconds for a fixed piece of Python, so that runs can be compared."""
    times = []
    for _ in range(100):
        began = time.perf_counter()
        counts: dict[str, int] = {}
        for number in range(10_000):
            key = str(number % 100)
            counts[key] = counts.get(key, 0) + number
        times.append((time.perf_counter() - began) * 1000)
    return median(times)
