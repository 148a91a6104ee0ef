"""`python -m bench.sealed`: what sealing costs a page, and a search by name among a million people.

A page: the demo is loaded twice, once with a cipher that does nothing, which exists here alone; two processes then open
the same pages of the same cases turn by turn. A search: someone with 500 cases looks for names among 1,000,000 people.
"""

import json
import os
import random
import re
import subprocess
import sys
import time
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from bench import cluster, crowd
from rondom.core import embedded

_UUID = re.compile(r"/zaken/([0-9a-f-]{36})/")
TURNS = 400
PAGES = ["/zaken/{}/", "/vandaag/"]
MODES = {"on": "bench_sealed", "off": "bench_plain"}


def main(*, pages: bool = True) -> None:
    with cluster.running():
        for mode, name in MODES.items() if pages else [("on", MODES["on"])]:
            embedded.drop_database(name)
            embedded.create_database(name)
            _run(name, "migrate", role="owner")
            subprocess.run(_command(mode, "--load"), env=_environment(name), check=True)
        if pages:
            _pages()
        subprocess.run(_command("on", "--search"), env=_environment(MODES["on"]), check=True)
        for name in MODES.values():
            embedded.drop_database(name)


def _environment(name: str, role: str = "app") -> dict[str, str]:
    given = cluster.environment(0, role)
    return {**given, "RONDOM_BENCH_DATABASE": name, "RONDOM_KEPT": "1"}


def _command(mode: str, *more: str) -> list[str]:
    return [sys.executable, "-W", "ignore", "-m", "bench.sealed", mode, *more]


def _run(name: str, *arguments: str, role: str = "app") -> None:
    command = [
        sys.executable,
        "-W",
        "ignore",
        "-m",
        "django",
        *arguments,
        "--skip-checks",
        "--verbosity",
        "0",
    ]
    subprocess.run(command, env=_environment(name, role), cwd=cluster.ROOT, check=True)


def _pages() -> None:
    """Ask both processes for the same pages, turn by turn, the first to go changing each time."""
    asked = {
        mode: subprocess.Popen(
            _command(mode, "--serve"),
            env=_environment(name),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for mode, name in MODES.items()
    }
    for page in PAGES:
        times: dict[str, list[float]] = {mode: [] for mode in MODES}
        for turn in range(TURNS + 40):
            for mode in list(MODES)[:: 1 if turn % 2 else -1]:
                process = asked[mode]
                assert process.stdin
                assert process.stdout
                process.stdin.write(json.dumps([turn, page]) + "\n")
                process.stdin.flush()
                times[mode].append(float(process.stdout.readline()))
        on, off = times["on"][40:], times["off"][40:]
        name = "case_page" if "{}" in page else "today"
        for mode, values in [("sealed", on), ("plain", off)]:
            print(f"BENCH sealed.{name}.{mode}.p50 {median(values):.2f} ms")
            print(f"BENCH sealed.{name}.{mode}.p95 {quantiles(values, n=20)[-1]:.2f} ms")
        print(
            f"BENCH sealed.{name}.ratio {median(a / b for a, b in zip(on, off, strict=True)):.3f} x",
            flush=True,
        )
    for process in asked.values():
        assert process.stdin
        process.stdin.close()
        process.wait()


# In the processes


def _setup(mode: str) -> None:
    import django  # noqa: PLC0415 - the parent process does without

    django.setup()
    if mode == "off":
        from rondom.keys import sealed  # noqa: PLC0415 - as above

        def nothing(case: Any, part: int, plaintext: bytes, bound: bytes) -> Any:
            return sealed.Ciphertext(bytes(sealed.SHORTEST) + plaintext)

        def as_it_was(case: Any, part: int, text: bytes, bound: bytes) -> bytes:
            return text[sealed.SHORTEST :]

        sealed.seal, sealed.unseal = nothing, as_it_was


def _load() -> None:
    from django.core.management import call_command  # noqa: PLC0415 - needs Django set up

    call_command("load_demo", stdout=Path(os.devnull).open("w"))  # noqa: SIM115 - ends with the process


def _serve() -> None:
    """Open a page of a case whose number is read from the input, and say how long it took in milliseconds."""
    from django.test import Client  # noqa: PLC0415 - needs Django set up

    from rondom.accounts.models import User  # noqa: PLC0415 - as above

    visits = []
    for key in ("regie-csg-dh", "politie-dh", "csg-ob", "regie-vt-ob", "csg-dh"):
        browser = Client(SERVER_NAME="localhost")
        browser.force_login(User.objects.get(username=key))
        cases = sorted(set(_UUID.findall(browser.get("/zaken/").content.decode())))
        visits += [(browser, case) for case in cases]
    for line in sys.stdin:
        turn, page = json.loads(line)
        browser, case = visits[turn % len(visits)]
        began = time.perf_counter()
        answer = browser.get(page.format(case))
        took = (time.perf_counter() - began) * 1000
        if answer.status_code != 200:  # noqa: PLR2004 - HTTP's OK
            sys.exit(f"{page} of {case} answered {answer.status_code}.")
        sys.stdout.write(f"{took}\n")
        sys.stdout.flush()


def _search() -> None:
    from django.db import transaction  # noqa: PLC0415 - needs Django set up

    from rondom.accounts.models import User  # noqa: PLC0415 - as above
    from rondom.cases.actions import finding  # noqa: PLC0415 - as above
    from rondom.core.db import acting  # noqa: PLC0415 - as above
    from rondom.organisations.actor import Actor  # noqa: PLC0415 - as above

    user = User.objects.get(username="csg-dh")
    with transaction.atomic(), acting(user.pk) as now:
        place = Actor.of(user, now).organisation_id
    many = crowd.settle(MODES["on"], user, crowd.gather(MODES["on"], user.pk, place))
    chance = random.Random(7)  # nosec B311 # noqa: S311 - made-up names
    times, found = [], 0
    for _ in range(120):
        with transaction.atomic(), acting(user.pk) as now:
            actor = Actor.of(user, now)
            name = chance.choice([*crowd.FIRST, *crowd.LAST])
            began = time.perf_counter()
            found += len(finding.search(actor=actor, name=name))
            times.append((time.perf_counter() - began) * 1000)
    times = times[20:]
    print(f"BENCH search_name.people {many} count")
    print(f"BENCH search_name.found {found / 120:.1f} count")
    print(f"BENCH search_name.p50 {median(times):.2f} ms")
    print(f"BENCH search_name.p95 {quantiles(times, n=20)[-1]:.2f} ms", flush=True)


if __name__ == "__main__":
    if sys.argv[1:] in ([], ["search"]):
        main(pages=not sys.argv[1:])
    else:
        _setup(sys.argv[1])
        {"--load": _load, "--serve": _serve, "--search": _search}[sys.argv[2]]()
