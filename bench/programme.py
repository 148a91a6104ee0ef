"""`python -m bench.programme`: the pages of the programme, with far more of everything than there will be.

In the loaded demo: 100 initiatives of which half has ended, 300 agreements, 300 gatherings, 300 updates and 1,000 findings, made
by the real actions. Asked for whole, as from a browser without a server between: the public ones without an account, the others
by who works for the programme. `queries` counts statements, with session, actor and event, without transaction control.
"""

import subprocess
import sys
import time
from datetime import timedelta
from statistics import median, quantiles
from typing import Any

from bench import cluster, sealed
from rondom.core import embedded

INITIATIVES, MANY, FINDINGS = 100, 300, 1000
TURNS, WARM_UP = 40, 10
DATABASE = sealed.MODES["on"]
PUBLIC = {
    "roadmap": "",
    "news": "nieuws/",
    "feed": "nieuws/atom.xml",
    "coverage": "gemeenten/",
    "region": "gemeenten/?regio=VR15",
}
PAGES = {
    "overview": "overzicht/", "initiatives": "speedboten/", "findings": "bevindingen/", "agreements": "afspraken/",
    "officers": "aandachtsfunctionarissen/", "gatherings": "bijeenkomsten/", "updates": "berichten/", "subscription": "per-mail/",
    "experts": "ervaringsdeskundigen/", "begin": "speedboten/nieuw/",
}  # fmt: skip


def main() -> None:
    with cluster.running():
        embedded.drop_database(DATABASE)
        embedded.create_database(DATABASE)
        environment = sealed._environment(DATABASE)
        sealed._run(DATABASE, "migrate", role="owner")
        subprocess.run(sealed._command("on", "--load"), env=environment, check=True)
        command = [sys.executable, "-W", "ignore", "-m", "bench.programme", "--measure"]
        subprocess.run(command, env=environment, check=True)
        embedded.drop_database(DATABASE)


def _fill() -> str:
    """Make it all; gives the address of an initiative with many findings."""
    from django.utils import timezone  # noqa: PLC0415 - needs Django set up

    from rondom.accounts.models import User  # noqa: PLC0415 - as above
    from rondom.demo.history import History  # noqa: PLC0415 - as above
    from rondom.programme.actions import agreements, findings, gatherings, initiatives, updates  # noqa: PLC0415 - as above
    from rondom.programme.cells import CELLS  # noqa: PLC0415 - as above
    from rondom.programme.models import Finding, Stage  # noqa: PLC0415 - as above

    now = timezone.now()
    today, text = timezone.localdate(now), "Wat wij samen doen. " * 20
    history = History({user.username: user for user in User.objects.all()}, now)
    with history.as_person("programma", now) as actor:
        assert actor.organisation
        parties, made = [actor.organisation.pk], []
        for n in range(INITIATIVES):
            parts = initiatives.Parts(
                f"Initiatief {n}", text, text, [CELLS[n % 25]], today, today + timedelta(days=n), parties
            )
            made.append(initiatives.begin(actor=actor, parts=parts))
            if n % 2:
                initiatives.move(actor=actor, initiative=made[-1], stage=Stage.STOPPED, learned=text)
        for n in range(MANY):
            said: dict[str, Any] = {"title": f"Nummer {n}", "about": text}
            where = {
                "municipalities": ["GM0518", "GM0503"],
                "parties": parties,
                "others": "",
                "kind": "covenant",
            }
            when = {"starts_on": today, "ends_on": None, "evaluate_on": today}
            agreements.add(actor=actor, said=said | where | when)
            begins = now + timedelta(days=n + 1)
            met = {"kind": "training", "place": "Hier", "material": "", "starts_at": begins, "seats": None}
            gatherings.plan(actor=actor, said=said | met | {"ends_at": begins + timedelta(hours=1)})
            updates.publish(actor=actor, update=updates.write(actor=actor, title=f"Bericht {n}", text=text))
        for n in range(FINDINGS):
            findings.note(actor=actor, kind=Finding.Kind.LESSON, text=text, initiative=made[n % 10])
    return f"speedboten/{made[0].pk}/"


def _measure() -> None:
    import django  # noqa: PLC0415 - the parent process does without

    django.setup()
    from django.db import connection  # noqa: PLC0415 - needs Django set up
    from django.test import Client  # noqa: PLC0415 - as above
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415 - as above

    from rondom.accounts.models import User  # noqa: PLC0415 - as above

    pages = {**PAGES, "initiative": _fill()}
    inside, outside = Client(SERVER_NAME="localhost"), Client(SERVER_NAME="localhost")
    inside.force_login(User.objects.get(username="programma"))
    asks = {name: (outside, path) for name, path in PUBLIC.items()} | {
        n: (inside, path) for n, path in pages.items()
    }
    times: dict[str, list[float]] = {name: [] for name in asks}
    for turn in range(TURNS + WARM_UP):
        for name in list(asks)[:: 1 if turn % 2 else -1]:
            browser, path = asks[name]
            began = time.perf_counter()
            answer = browser.get(f"/programma/{path}")
            times[name].append((time.perf_counter() - began) * 1000)
            if answer.status_code != 200:  # noqa: PLR2004
                raise RuntimeError(f"{name} is not as it should be: {answer.status_code}")
    for name, (browser, path) in asks.items():
        with CaptureQueriesContext(connection) as found:
            size = len(browser.get(f"/programma/{path}").content)
        aside = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "SELECT 1")
        asked = [one for one in found.captured_queries if not one["sql"].startswith(aside)]
        print(f"BENCH programme.{name}.p50 {median(times[name][WARM_UP:]):.1f} ms")
        print(f"BENCH programme.{name}.p95 {quantiles(times[name][WARM_UP:], n=20)[-1]:.1f} ms")
        print(f"BENCH programme.{name}.queries {len(asked)} count")
        print(f"BENCH programme.{name}.size {size / 1000:.0f} kB", flush=True)


if __name__ == "__main__":
    if sys.argv[1:] == ["--measure"]:
        _measure()
    else:
        main()
