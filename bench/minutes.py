"""`python -m bench.minutes`: the minutes of a meeting of 20 decided cases, gathered, on a page and on paper.

In the loaded demo, someone of the centre in Den Haag who registered all twenty and sees all of them: three views, four
domains, four actions and an addition each. Page and paper are asked turn by turn, whole, as from a browser without a server
between.
"""

import json
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from bench import cluster, sealed
from rondom.core import embedded

CASES = 20
TURNS = 40
WARM_UP = 10
DATABASE = sealed.MODES["on"]
CASUISTRY = Path(embedded.ROOT) / "rondom" / "demo" / "casuistry"
FILLER = "Wat hierover bekend is staat in deze regel, en in nog een regel die er wat langer over doet. "


def main() -> None:
    with cluster.running():
        embedded.drop_database(DATABASE)
        embedded.create_database(DATABASE)
        environment = sealed._environment(DATABASE)
        sealed._run(DATABASE, "migrate", role="owner")
        subprocess.run(sealed._command("on", "--load"), env=environment, check=True)
        command = [sys.executable, "-W", "ignore", "-m", "bench.minutes", "--measure"]
        subprocess.run(command, env=environment, check=True)
        embedded.drop_database(DATABASE)


def _meeting() -> Any:
    """Twenty cases are registered, viewed, decided and added to, in a meeting that closes."""
    from django.utils import timezone  # noqa: PLC0415 - needs Django set up

    from rondom.accounts.models import User  # noqa: PLC0415 - as above
    from rondom.demo.history import History  # noqa: PLC0415 - as above
    from rondom.first_contact import casefile  # noqa: PLC0415 - as above
    from rondom.first_contact.actions import reports  # noqa: PLC0415 - as above
    from rondom.organisations.models import Region  # noqa: PLC0415 - as above
    from rondom.triage import actions as triage  # noqa: PLC0415 - as above

    now = timezone.now()
    history = History({user.username: user for user in User.objects.all()}, now)
    region = Region.objects.get(slug="den-haag")
    files = [json.loads(path.read_text()) for path in sorted(CASUISTRY.glob("DH-*.json"))]
    with history.as_person("voorzitter-dh", now) as chair:
        meeting = triage.open_meeting(actor=chair, region=region)
    for number in range(CASES):
        with history.as_person("csg-dh", now) as actor:
            intake = casefile.read(files[number % len(files)], now)
            case = reports.register(actor=actor, intake=intake)
            _decide(actor, case, meeting)
    with history.as_person("voorzitter-dh", now) as chair:
        triage.close_meeting(actor=chair, region=region)
    return meeting


def _decide(actor: Any, case: Any, meeting: Any) -> None:
    from rondom.accounts.models import User  # noqa: PLC0415 - needs Django set up
    from rondom.cases.actions import dossier, steps  # noqa: PLC0415 - as above
    from rondom.cases.models import FOUR, Case, Category  # noqa: PLC0415 - as above
    from rondom.triage import actions as triage  # noqa: PLC0415 - as above
    from rondom.triage.models import Addition, DecisionLine  # noqa: PLC0415 - as above

    def seen() -> Any:
        return dossier.locked(actor, case.pk)

    for category in (Category.SAFETY, Category.MEDICAL, Category.RECOVERY):
        said = dict.fromkeys(("facts", "opinion", "offer"), FILLER * 2)
        triage.write_view(actor=actor, case=seen(), category=category, **said)
    place, due_at = actor.organisation, actor.at + timedelta(days=1)
    kind = Case.NextKind.ACTION
    coordinator = User.objects.get(username="regie-csg-dh")
    outcome = triage.Outcome(
        [triage.Line(domain, DecisionLine.Need.NOW, FILLER) for domain in FOUR],
        coordinator,
        place,
        [steps.Ask(kind, place, coordinator, due_at, domain, FILLER) for domain in FOUR],
        no_quorum=FILLER,
    )
    triage.decide(actor=actor, case=seen(), outcome=outcome)
    triage.add_to_minutes(
        actor=actor, case=seen(), meeting=meeting, kind=Addition.Kind.ADDITION, category=Category.SAFETY, text=FILLER
    )  # fmt: skip


def _measure() -> None:
    import django  # noqa: PLC0415 - the parent process does without

    django.setup()
    from django.test import Client  # noqa: PLC0415 - needs Django set up

    from rondom.accounts.models import User  # noqa: PLC0415 - as above

    meeting = _meeting()
    browser = Client(SERVER_NAME="localhost")
    browser.force_login(User.objects.get(username="csg-dh"))
    address = f"/mdt/den-haag/verslagen/{meeting.pk}/"
    times: dict[str, list[float]] = {"page": [], "paper": []}
    processor: dict[str, list[float]] = {
        "page": [],
        "paper": [],
    }  # of our own process: the same on a busy machine
    for turn in range(TURNS + WARM_UP):
        for what in list(times)[:: 1 if turn % 2 else -1]:
            began, used = time.perf_counter(), time.process_time()
            answer = browser.get(address if what == "page" else f"{address}verslag.pdf")
            times[what].append((time.perf_counter() - began) * 1000)
            processor[what].append((time.process_time() - used) * 1000)
            good = answer.content.startswith(b"%PDF") or answer.content.count(b'rd-minute"') == CASES
            if not good:
                raise RuntimeError(f"{what} is not as it should be: {answer.status_code}")
    both = [sum(pair) for pair in zip(*times.values(), strict=True)]
    for what, values in {**times, "both": both}.items():
        kept = values[WARM_UP:]
        print(f"BENCH minutes_20_cases.{what}.p50 {median(kept):.1f} ms")
        print(f"BENCH minutes_20_cases.{what}.p95 {quantiles(kept, n=20)[-1]:.1f} ms")
        print(f"BENCH minutes_20_cases.{what}.p5 {quantiles(kept, n=20)[0]:.1f} ms", flush=True)
    for what, values in processor.items():
        print(f"BENCH minutes_20_cases.{what}.processor.p50 {median(values[WARM_UP:]):.1f} ms", flush=True)


if __name__ == "__main__":
    if sys.argv[1:] == ["--measure"]:
        _measure()
    else:
        main()
