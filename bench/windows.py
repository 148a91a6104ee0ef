"""`python -m bench.windows`: microseconds for the acute windows of a case, and milliseconds to read their file."""

import os
import time
from datetime import UTC, datetime, timedelta
from itertools import product

import django

from bench.__main__ import say
from bench.decide import each


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rondom.config.settings.demo")
    django.setup()
    from rondom.first_contact import definitions, watch  # noqa: PLC0415 - needs Django set up
    from rondom.first_contact.windows import Happened, Recorded  # noqa: PLC0415

    now = datetime(2026, 6, 1, 12, tzinfo=UTC)
    hours = [timedelta(hours=one) for one in (0, 5, 60, 100, 160, 400)]
    kinds, genders = ([], ["sexual_violence"], ["stalking"]), ([], ["f"], ["m"])
    cases = [
        (Happened(now - later - earlier, now - later, now), Recorded(*said))
        for later, earlier, said in product(hours, hours, product(kinds, genders))
    ]
    say("windows.case", each(lambda case: watch.standing(*case, {}, now), cases), "us")
    say("windows.case_with_states", each(lambda case: _states(watch.standing(*case, {}, now)), cases), "us")

    text = definitions.FILE.read_text(encoding="utf-8")
    start = time.perf_counter()
    definitions.load(text, now.date() + timedelta(days=365))
    say("windows.load", 1000 * (time.perf_counter() - start), "ms")


def _states(found: list) -> list:
    return [(one.state, one.closes_earliest, one.closes_latest) for one in found]


if __name__ == "__main__":
    main()
