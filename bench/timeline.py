"""`python -m bench.timeline`: the timeline of a case with 500 entries, and its rondomkaart over time.

In the loaded demo, a case of the centre in Den Haag that was reported 500 hours ago and decided, with a note or a contact in
every hour since, made by the real actions. Its coordinator asks for the pages whole, turn by turn, as from a browser without
a server between.
"""

import json
import subprocess
import sys
import time
from datetime import timedelta
from statistics import median, quantiles
from typing import Any

from bench import cluster, sealed
from bench.minutes import CASUISTRY, FILLER
from rondom.core import embedded

ENTRIES = 500
TURNS = 40
WARM_UP = 10
DATABASE = sealed.MODES["on"]
PAGES = {
    "newest": "tijdlijn/",
    "week": "tijdlijn/?schaal=week",
    "contacts": "tijdlijn/?soort=contact",
    "map_then": "rondomkaart/",
}


def main() -> None:
    with cluster.running():
        embedded.drop_database(DATABASE)
        embedded.create_database(DATABASE)
        environment = sealed._environment(DATABASE)
        sealed._run(DATABASE, "migrate", role="owner")
        subprocess.run(sealed._command("on", "--load"), env=environment, check=True)
        command = [sys.executable, "-W", "ignore", "-m", "bench.timeline", "--measure"]
        subprocess.run(command, env=environment, check=True)
        embedded.drop_database(DATABASE)


def _case() -> Any:
    """A case with as many entries, half of them notes of the centre and half contacts of the coordinator."""
    from django.utils import timezone  # noqa: PLC0415 - needs Django set up

    from rondom.accounts.models import User  # noqa: PLC0415 - as above
    from rondom.cases.actions import dossier  # noqa: PLC0415 - as above
    from rondom.coordination.actions import coordinator  # noqa: PLC0415 - as above
    from rondom.demo.history import History  # noqa: PLC0415 - as above
    from rondom.first_contact import casefile  # noqa: PLC0415 - as above
    from rondom.first_contact.actions import reports  # noqa: PLC0415 - as above
    from rondom.organisations.models import Region  # noqa: PLC0415 - as above
    from rondom.triage import actions as triage  # noqa: PLC0415 - as above

    now = timezone.now()
    began = now - timedelta(hours=ENTRIES)
    history = History({user.username: user for user in User.objects.all()}, now)
    region = Region.objects.get(slug="den-haag")
    file = json.loads(next(iter(sorted(CASUISTRY.glob("DH-*.json")))).read_text())
    with history.as_person("voorzitter-dh", began) as chair:
        triage.open_meeting(actor=chair, region=region)
    with history.as_person("csg-dh", began) as actor:
        case = reports.register(actor=actor, intake=casefile.read(file, began))
        triage.decide(actor=actor, case=dossier.locked(actor, case.pk), outcome=_outcome(actor))
    with history.as_person("regie-csg-dh", began + timedelta(minutes=5)) as actor:
        coordinator.accept(actor=actor, case=dossier.locked(actor, case.pk))
    for hour in range(1, ENTRIES):
        who = "csg-dh" if hour % 2 else "regie-csg-dh"
        with history.as_person(who, began + timedelta(hours=hour)) as actor:
            _entry(actor, dossier.locked(actor, case.pk), note=bool(hour % 2))
    return case


def _outcome(actor: Any) -> Any:
    from rondom.accounts.models import User  # noqa: PLC0415 - needs Django set up
    from rondom.cases.actions import steps  # noqa: PLC0415 - as above
    from rondom.cases.models import FOUR, Case  # noqa: PLC0415 - as above
    from rondom.triage import actions as triage  # noqa: PLC0415 - as above
    from rondom.triage.models import DecisionLine  # noqa: PLC0415 - as above

    place, until = actor.organisation, actor.at + timedelta(days=60)
    who = User.objects.get(username="regie-csg-dh")
    asks = [steps.Ask(Case.NextKind.ACTION, place, who, until, domain, FILLER) for domain in FOUR]
    lines = [triage.Line(domain, DecisionLine.Need.NOW, FILLER) for domain in FOUR]
    return triage.Outcome(lines, who, place, asks, no_quorum=FILLER)


def _entry(actor: Any, case: Any, *, note: bool) -> None:
    from rondom.cases.actions import dossier  # noqa: PLC0415 - needs Django set up
    from rondom.cases.models import Category, Entry  # noqa: PLC0415 - as above
    from rondom.coordination import heard  # noqa: PLC0415 - as above
    from rondom.coordination.actions import contacts  # noqa: PLC0415 - as above
    from rondom.coordination.models import Contact  # noqa: PLC0415 - as above

    if note:
        dossier.write(actor=actor, case=case, kind=Entry.Kind.NOTE, category=Category.IDENTITY, text=FILLER)
        return
    meant = contacts.Meant(heard.whom(case)[0], Contact.Way.HERE, actor.at)
    made = contacts.begin(actor=actor, case=case, meant=meant)
    contacts.note(actor=actor, case=case, contact=made, went=contacts.Went(Contact.Result.REACHED, FILLER))


def _measure() -> None:
    import django  # noqa: PLC0415 - the parent process does without

    django.setup()
    from django.test import Client  # noqa: PLC0415 - needs Django set up

    from rondom.accounts.models import User  # noqa: PLC0415 - as above

    case = _case()
    browser = Client(SERVER_NAME="localhost")
    browser.force_login(User.objects.get(username="regie-csg-dh"))
    times: dict[str, list[float]] = {name: [] for name in PAGES}
    processor: dict[str, list[float]] = {name: [] for name in PAGES}  # of our own process alone
    for turn in range(TURNS + WARM_UP):
        for name in list(PAGES)[:: 1 if turn % 2 else -1]:
            began, used = time.perf_counter(), time.process_time()
            answer = browser.get(f"/zaken/{case.pk}/{PAGES[name]}")
            times[name].append((time.perf_counter() - began) * 1000)
            processor[name].append((time.process_time() - used) * 1000)
            if answer.status_code != 200 or (name == "newest" and answer.content.count(b"<path") < 100):  # noqa: PLR2004
                raise RuntimeError(f"{name} is not as it should be: {answer.status_code}")
    for name in PAGES:
        kept = times[name][WARM_UP:]
        print(f"BENCH timeline_500.{name}.p50 {median(kept):.1f} ms")
        print(f"BENCH timeline_500.{name}.p95 {quantiles(kept, n=20)[-1]:.1f} ms")
        print(f"BENCH timeline_500.{name}.p5 {quantiles(kept, n=20)[0]:.1f} ms")
        print(
            f"BENCH timeline_500.{name}.processor.p50 {median(processor[name][WARM_UP:]):.1f} ms", flush=True
        )


if __name__ == "__main__":
    if sys.argv[1:] == ["--measure"]:
        _measure()
    else:
        main()
