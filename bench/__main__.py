"""`python -m bench`: the pages on the populations, one line a figure, and the same in bench/out/latest.json."""

import argparse
import json
import os
import sys
from datetime import UTC, datetime

import django

from bench import cluster, population
from bench.pages import PAGES, Page

SIZES = [10_000, 100_000]
OUT = cluster.HERE / "out" / "latest.json"


def main() -> None:
    names = [page.name for page in PAGES]
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "pages", nargs="*", metavar="PAGE", help=f"which of {', '.join(names)}; all when left out"
    )
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="numbers of cases")
    parser.add_argument(
        "--turns", type=int, default=200, help="requests a page and a size, after the warm-up"
    )
    parser.add_argument("--where", action="store_true", help="say where the time of these pages goes instead")
    wanted = parser.parse_args()
    unknown = set(wanted.pages) - set(names)
    if unknown:
        parser.error(f"no such page: {', '.join(sorted(unknown))}")
    pages = [page for page in PAGES if not wanted.pages or page.name in wanted.pages]
    with cluster.running():
        for size in wanted.sizes:
            took = population.ready(size)
            if took:
                say(f"population.{size}.load", took, "s")
        os.environ.update(cluster.environment(wanted.sizes[0]))
        django.setup()
        try:
            if wanted.where:
                from bench import where  # noqa: PLC0415 - needs Django set up

                where.say(pages, wanted.sizes[-1])
            else:
                measured(pages, wanted)
        finally:
            for size in wanted.sizes:
                population.forget_runs(size)


def measured(pages: list[Page], wanted: argparse.Namespace) -> None:
    """Measure, print and keep the figures."""
    from bench import measure  # noqa: PLC0415 - needs Django set up

    before = measure.pace()
    found = measure.courses(pages, wanted.sizes, wanted.turns)
    figures = [figure for course in found for figure in course.figures()] + list(measure.growth(found))
    figures.append(("machine.pace", (before + measure.pace()) / 2, "ms"))
    figures.append(("machine.load", os.getloadavg()[0], "x"))
    for name, value, unit in figures:
        say(name, value, unit)
    OUT.parent.mkdir(exist_ok=True)
    kept = {name: {"value": round(value, 3), "unit": unit} for name, value, unit in figures}
    about = {"at": datetime.now(UTC).isoformat(timespec="seconds"), "turns": min(len(c.times) for c in found)}
    OUT.write_text(json.dumps({**about, "figures": kept}, indent=1) + "\n")


def say(name: str, value: float, unit: str) -> None:
    """One line a figure."""
    shown = f"{value:.0f}" if unit == "count" else f"{value:.3g}" if unit == "x" else f"{value:.1f}"
    sys.stdout.write(f"BENCH {name} {shown} {unit}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
