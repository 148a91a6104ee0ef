"""Print the path of a Chromium for the journeys in a browser, after installing Debian's if that is possible.

Prints nothing when there is none: the tests then leave the journeys out, or fail when RONDOM_NO_SKIPS is set.
"""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome")


def find() -> str | None:
    """The first browser of this kind on the path."""
    return next(filter(None, map(shutil.which, NAMES)), None)


def install() -> None:
    """Install Debian's own, which only root can."""
    sys.stderr.write("Installing Debian's Chromium for the journeys in a browser ...\n")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"],
    ):
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            sys.stderr.write(done.stderr)
            return


def main() -> int:
    """Find or install a browser, or say plainly what is left out."""
    if not find() and os.geteuid() == 0 and shutil.which("apt-get"):
        install()
    browser = find()
    if browser:
        sys.stdout.write(browser)
        return 0
    sys.stderr.write(
        "There is no Chromium: the journeys in a browser (tests/journeys) cannot run. "
        "On Debian: apt-get install chromium\n"
    )
    return 1 if os.environ.get("RONDOM_NO_SKIPS") else 0


if __name__ == "__main__":
    sys.exit(main())
