"""`python -m bench.api`: what registering a report through the API costs another system, from first byte to last.

The demo is loaded in a database of its own and served as `rondom demo` serves; one system on one kept-open connection
sends the case files of its region, each time under another key.
"""

import argparse
import http.client
import json
import os
import random
import time
from collections.abc import Iterator
from datetime import timedelta
from itertools import cycle, islice
from statistics import median, quantiles
from uuid import uuid4

from bench import cluster
from bench.__main__ import say
from rondom.core import embedded

WARM_UP = 40
_CREATED = 201
_FILES = embedded.ROOT / "rondom" / "demo" / "casuistry"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.api", description=__doc__)
    parser.add_argument("--turns", type=int, default=200)
    wanted = parser.parse_args()
    with cluster.running():
        embedded.drop_database(cluster.name(0))
        embedded.create_database(cluster.name(0))
        cluster.migrate(0)
        cluster.run(0, "django", "load_demo", "--skip-checks")
        os.environ.update({**cluster.environment(0), "RONDOM_TOKEN_MOST_A_MINUTE": f"{10**6}"})
        times = list(_asked(_token(), wanted.turns))
        say("report_create_api.p50", median(times), "ms")
        say("report_create_api.p95", quantiles(times, n=20)[-1], "ms")
        say("report_create_api.p5", quantiles(times, n=20)[0], "ms")
        say("machine.load", os.getloadavg()[0], "x")
        embedded.drop_database(cluster.name(0))


def _token() -> str:
    """A token of the CSG of Den Haag, made by its manager."""
    import django  # noqa: PLC0415 - the settings are known only now

    django.setup()
    from django.db import connection, transaction  # noqa: PLC0415 - needs Django set up

    from rondom.accounts.confirm import Fresh  # noqa: PLC0415
    from rondom.accounts.models import User  # noqa: PLC0415
    from rondom.core.db import acting  # noqa: PLC0415
    from rondom.organisations.actions import tokens  # noqa: PLC0415
    from rondom.organisations.actor import Actor  # noqa: PLC0415

    boss, account = (User.objects.get(username=name) for name in ("beheer-csg-dh", "csg-dh"))
    with transaction.atomic(), acting(boss.pk) as at:
        actor = Actor.of(boss, at)
        assert actor.organisation
        _row, secret = tokens.make(
            actor=actor, fresh=Fresh(boss.pk), organisation=actor.organisation, user=account, name="Bench",
            ends_at=at + timedelta(days=1),
        )  # fmt: skip
    connection.close()
    return secret


def _asked(token: str, turns: int) -> Iterator[float]:
    """Milliseconds of each report, after those that warm the server up."""
    from bench import server  # noqa: PLC0415 - as above

    files = [path.read_text() for path in sorted(_FILES.glob("DH-*.json"))]
    chance = random.Random(1)  # noqa: S311 - names for a measurement # nosec B311
    with server.serving(0) as browser:
        line = browser._connection
        for turn, file in enumerate(islice(cycle(files), WARM_UP + turns)):
            body = _renamed(file, chance)
            headers = {
                "Authorization": f"Bearer {token}", "Idempotency-Key": str(uuid4()), "Content-Type": "application/json",
            }  # fmt: skip
            began = time.perf_counter()
            line.request("POST", "/api/v1/reports", body, headers)
            answer = line.getresponse()
            said = answer.read()
            took = 1000 * (time.perf_counter() - began)
            if answer.status != _CREATED or not json.loads(said)["code"]:
                raise RuntimeError(f"{http.HTTPStatus(answer.status).phrase}: {said.decode()}")
            if turn >= WARM_UP:
                yield took


def _renamed(file: str, chance: random.Random) -> bytes:
    """The same report about people with other names, as nobody is reported twice a minute."""
    data = json.loads(file)
    for person in data["persons"]:
        person["name"] = " ".join(
            "".join(
                chance.choice(part) for part in ("bdfgklmnprstvw", "aeiou", "lmnrst", "aeiou", "dknrst")
            ).title()
            for _word in range(2)
        )
    return json.dumps(data).encode()


if __name__ == "__main__":
    main()
