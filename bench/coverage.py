"""`python -m bench.coverage`: the matrices of all regions, with 5,000 services; no database.

The services are made up: a tenth for the whole country, the others for some municipalities each, with facts like those of
the first filling. The 25 safety regions are those of the municipalities that come with Rondom. `ready` is what happens once
a day and once after each change; `all_regions`, from there, the number, the gaps and the overlap of every cell of every matrix; `one_region` one matrix with the names of all
services too.
"""

import csv
import random
import time
from collections import defaultdict
from datetime import date, timedelta
from statistics import median
from typing import Any

import django
from django.conf import settings

SERVICES = 5000
TURNS = 30
TODAY = date(2026, 11, 29)


def main() -> None:
    from rondom.config.settings import test as plain  # noqa: PLC0415 - only its lists are needed

    settings.configure(**{name: getattr(plain, name) for name in dir(plain) if name.isupper()})
    django.setup()
    from rondom.landscape import coverage  # noqa: PLC0415 - needs Django set up

    areas = _areas()
    directory = _directory(sorted({code for area in areas for code in area.municipalities or ()}))
    took: dict[str, list[float]] = defaultdict(list)
    for _turn in range(TURNS):
        start = time.perf_counter()
        ready = coverage.Landscape(directory, TODAY)
        took["ready"].append(time.perf_counter() - start)
        start = time.perf_counter()
        cells = [
            (cell.count, cell.gaps, cell.is_overlap)
            for area in areas
            for cell in ready.matrix(area).cells.values()
        ]
        took["all_regions"].append(time.perf_counter() - start)
        start = time.perf_counter()
        assert [
            (cell.count, cell.reasons, cell.overlaps, cell.places)
            for cell in ready.matrix(areas[0]).cells.values()
        ]
        took["one_region"].append(time.perf_counter() - start)
    assert len(cells) == len(areas) * 25
    for name, seconds in took.items():
        print(f"BENCH coverage_matrix.{SERVICES}.{name} {1000 * median(seconds):.1f} ms")


def _areas() -> list[Any]:
    from rondom.landscape.coverage import Area  # noqa: PLC0415 - needs Django set up
    from rondom.organisations import municipalities  # noqa: PLC0415 - as above

    file = municipalities.__file__.replace("municipalities.py", "data/municipalities.csv")
    found: dict[str, set[str]] = defaultdict(set)
    with open(file, encoding="utf-8") as rows:  # noqa: PTH123 - a path as text
        for row in csv.DictReader(rows):
            found[row["safety_region"]].add(row["code"])
    return [Area(name, name, frozenset(codes)) for name, codes in sorted(found.items())]


def _directory(codes: list[str]) -> Any:
    from rondom.landscape.directory import Directory, Place  # noqa: PLC0415 - needs Django set up
    from rondom.landscape.facts import Known  # noqa: PLC0415 - as above
    from rondom.landscape.terms import Audience, Expertise, Violence  # noqa: PLC0415 - as above
    from rondom.programme.cells import Phase, TargetGroup  # noqa: PLC0415 - as above

    chance = random.Random(1)  # nosec B311 # noqa: S311 - made-up services

    def some(values: list[str], most: int) -> list[str]:
        return chance.sample(values, chance.randint(1, most))

    places = []
    for number in range(SERVICES):
        near = {"kind": "municipalities", "municipalities": some(codes, 4)}
        said = {
            "target_groups": some(TargetGroup.values, 3), "audiences": some(Audience.values, 3),
            "violence": some(Violence.values, 4), "phases": some(Phase.values, 3), "expertise": some(Expertise.values, 3),
            "reach": {"kind": "national"} if number % 10 == 0 else near,
            "phone_hours": chance.choice([{"always": True}, {"roughly": "office"}]),
            "anonymity": {"grade": chance.choice(["full", "possible", "no"])}, "languages": some(["nl", "en", "uk"], 2),
        }  # fmt: skip
        slug = f"service-{number}"
        checked = (TODAY, TODAY + timedelta(days=90)) if chance.random() < 0.8 else (None, None)  # noqa: PLR2004 - a share
        places.append(
            Place(slug, {name: Known(slug, name, value, "x", *checked) for name, value in said.items()})
        )
    return Directory(None, tuple(places))


if __name__ == "__main__":
    main()
