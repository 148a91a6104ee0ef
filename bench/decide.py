"""`python -m bench.decide`: microseconds for a decision of the privacy protocol, over every flow there is."""

import os
import time
from collections.abc import Sequence
from datetime import date
from itertools import product
from statistics import median
from typing import Any

import django

from bench.__main__ import say

ROUNDS = 9


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rondom.config.settings.demo")
    django.setup()
    from rondom.cases.models import Category  # noqa: PLC0415 - needs Django set up
    from rondom.organisations.models import Organisation  # noqa: PLC0415
    from rondom.sharing import decide, protocol  # noqa: PLC0415
    from rondom.sharing.terms import Purpose, Regime  # noqa: PLC0415

    kinds = Organisation.Kind.values
    for name, facts in [("nothing", []), ("consent", ["consent"]), ("all", ["consent", "art20_decision"])]:
        flows = [
            decide.Flow(*flow, frozenset(facts))
            for flow in product(kinds, kinds, Category, Regime.values, Purpose.values)
        ]
        yes = [flow for flow in flows if decide.decide(flow).allowed]
        no = [flow for flow in flows if not decide.decide(flow).allowed and decide.decide(flow).missing]
        for answer, several in (("every", flows), ("yes", yes), ("no", no)):
            if several:
                say(f"decide.{name}.{answer}", each(decide.decide, several), "us")
    pairs = list(product(kinds, kinds, Purpose.values))
    whole = each(lambda pair: decide.decide_all(*pair, frozenset({"consent"})), pairs)
    say("decide.all_between_two", whole, "us")

    text = protocol.FILE.read_text(encoding="utf-8")
    start = time.perf_counter()
    rows, _faults = protocol.load(text, date.max)
    say("protocol.load", 1000 * (time.perf_counter() - start), "ms")
    start = time.perf_counter()
    decide.Rules(rows)
    say("protocol.index", 1000 * (time.perf_counter() - start), "ms")


def each(call: Any, several: Sequence[Any]) -> float:
    """Microseconds a call, the median of the rounds."""
    found = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        for one in several:
            call(one)
        found.append(1e6 * (time.perf_counter() - start) / len(several))
    return median(found)


if __name__ == "__main__":
    main()
