"""Ask an advisory service whether a locked package has a known weakness: `advisories.py LOCK...`.

Exit status 1 when one is known, 75 (try again later) when nobody could be asked, or not about everything: then it says
so, and a developer without a network goes on.
"""

import json
import subprocess
import sys
from pathlib import Path

KNOWN, NOT_ASKED = 1, 75


def main(locks: list[str]) -> int:
    """Say of every lock what is known, and give the exit status."""
    found, silent = [], []
    for lock in locks:
        answer = ask(lock)
        if answer is None:
            silent.append(f"{Path(lock).name}: not asked: no advisory service reachable")
            continue
        skipped = [one["name"] for one in answer if "skip_reason" in one]
        if skipped:
            silent.append(
                f"{Path(lock).name}: not asked about {len(skipped)} of {len(answer)} packages: "
                + ("no advisory service reachable" if len(skipped) == len(answer) else ", ".join(skipped))
            )
        for one in answer:
            for weakness in one.get("vulns", []):
                mended = ", ".join(weakness["fix_versions"]) or "no version yet"
                found.append(f"{one['name']} {one['version']}: {weakness['id']}, mended in {mended}")
    sys.stdout.write("".join(f"    {line}\n" for line in [*sorted(set(found)), *silent]))
    return KNOWN if found else NOT_ASKED if silent else 0


def ask(lock: str) -> "list[dict] | None":
    """What the service says of each package of a lock, or None when there is no service."""
    command = [sys.executable, "-m", "pip_audit", "--require-hashes", "--disable-pip", "--requirement", lock]
    done = subprocess.run(
        [*command, "--format", "json", "--progress-spinner", "off", "--timeout", "15"],
        capture_output=True,
        text=True,
        check=False,
    )
    try:
        return json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        return None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
