"""Run one command, print its name and time, and what it said only when that matters: `timed.py name command ...`."""

import subprocess
import sys
import time

NOT_ASKED = 75  # the command could not find out (no network, say); that is told, and is no failure


def main() -> int:
    """Run the command and give its exit status."""
    name, *command = sys.argv[1:]
    began = time.monotonic()
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode:
        sys.stdout.write(done.stdout)
    outcome = {0: "ok", NOT_ASKED: "not asked"}.get(done.returncode, "failed")
    sys.stdout.write(f"  {name:22} {outcome:9} {time.monotonic() - began:5.1f} s\n")
    return 0 if done.returncode == NOT_ASKED else done.returncode


if __name__ == "__main__":
    sys.exit(main())
