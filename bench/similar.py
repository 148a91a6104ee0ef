"""`python -m bench.similar`: who looks like someone that was typed, among a million people.

Someone with 500 cases types names, most of them of nobody they know. Turn by turn with it the same search by name, and the
same question about someone whom another knows well and they may not know of: what that costs more or less is a ratio.
"""

import random
import subprocess
import sys
import time
from collections.abc import Callable
from statistics import median, quantiles
from typing import Any

from bench import cluster, crowd, sealed
from rondom.core import embedded

TURNS = 240
WARM_UP = 40
DATABASE = sealed.MODES["on"]


def main() -> None:
    with cluster.running():
        embedded.drop_database(DATABASE)
        embedded.create_database(DATABASE)
        environment = sealed._environment(DATABASE)
        sealed._run(DATABASE, "migrate", role="owner")
        subprocess.run(sealed._command("on", "--load"), env=environment, check=True)
        command = [sys.executable, "-W", "ignore", "-m", "bench.similar", "--measure"]
        subprocess.run(command, env=environment, check=True)
        embedded.drop_database(DATABASE)


def _measure() -> None:
    from django.db import transaction  # noqa: PLC0415 - needs Django set up

    from rondom.accounts.models import User  # noqa: PLC0415 - as above
    from rondom.cases.actions import finding  # noqa: PLC0415 - as above
    from rondom.core.db import acting  # noqa: PLC0415 - as above
    from rondom.first_contact.actions import similar  # noqa: PLC0415 - as above
    from rondom.organisations.actor import Actor  # noqa: PLC0415 - as above

    user = User.objects.get(username="csg-dh")
    with transaction.atomic(), acting(user.pk) as now:
        place = Actor.of(user, now).organisation_id
    many = crowd.settle(DATABASE, user, crowd.gather(DATABASE, user.pk, place))
    _strangers("regie-csg-ob")
    chance = random.Random(11)  # nosec B311 # noqa: S311 - made-up names
    times: dict[str, list[float]] = {}
    found: dict[str, int] = {}

    def ask(what: str, question: Callable[[Actor], Any]) -> None:
        with transaction.atomic(), acting(user.pk) as now:
            actor = Actor.of(user, now)
            began = time.perf_counter()
            answer = question(actor)
            times.setdefault(what, []).append((time.perf_counter() - began) * 1000)
            found[what] = found.get(what, 0) + len(answer)

    for turn in range(TURNS + WARM_UP):
        name = f"{chance.choice(crowd.FIRST)} {chance.choice(crowd.LAST)}"
        year = 1950 + chance.randrange(60)
        word = chance.choice([*crowd.FIRST, *crowd.LAST])
        questions = {
            "similar_people": lambda actor, name=name, year=year: similar.people(
                actor=actor, name=name, birth_year=year, phone="06-00000000"
            ),
            "search_name": lambda actor, word=word: finding.search(actor=actor, name=word),
            "unknown": lambda actor: similar.people(actor=actor, name="Xerxes Quispel", birth_year=1977),
            "known_elsewhere": lambda actor: similar.people(
                actor=actor, name="Zjoekov Quakkel", birth_year=1977
            ),
        }
        for what in list(questions)[:: 1 if turn % 2 else -1]:
            ask(what, questions[what])
    _say(many, {what: one[WARM_UP:] for what, one in times.items()}, found)


def _strangers(key: str) -> None:
    """Someone else knows a hundred people of one name."""
    from django.db import transaction  # noqa: PLC0415 - needs Django set up

    from rondom.accounts.models import User  # noqa: PLC0415 - as above
    from rondom.cases.models import Case, Person  # noqa: PLC0415 - as above
    from rondom.core.db import acting  # noqa: PLC0415 - as above

    other = User.objects.get(username=key)
    with transaction.atomic(), acting(other.pk):
        case = Case.objects.first()
        Person.objects.bulk_create(
            Person(case=case, category=2, roles=["victim"], name="Zjoekov Quakkel", birth_year=1977)
            for _ in range(100)
        )


def _say(many: int, times: dict[str, list[float]], found: dict[str, int]) -> None:
    print(f"BENCH similar_people.people {many} count")
    for what, values in times.items():
        print(f"BENCH {what}.found {found[what] / (TURNS + WARM_UP):.1f} count")
        print(f"BENCH {what}.p50 {median(values):.2f} ms")
        print(f"BENCH {what}.p95 {quantiles(values, n=20)[-1]:.2f} ms")
        print(f"BENCH {what}.p5 {quantiles(values, n=20)[0]:.2f} ms")
    pairs = zip(times["known_elsewhere"], times["unknown"], strict=True)
    print(f"BENCH similar_people.known_elsewhere.ratio {median(a / b for a, b in pairs):.3f} x", flush=True)


if __name__ == "__main__":
    if sys.argv[1:] == ["--measure"]:
        sealed._setup("on")
        _measure()
    else:
        main()
