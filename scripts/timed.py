"""Run one command, print its name and time, and what it said only when it fails: `timed.py name command ...`."""

import subprocess
import sys
import time


def main() -> int:
    """Run the command and give its exit status."""
    name, *command = sys.argv[1:]
    began = time.monotonic()
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode:
        sys.stdout.write(done.stdout)
    outcome = "failed" if done.returncode else "ok"
    sys.stdout.write(f"  {name:22} {outcome:7} {time.monotonic() - began:5.1f} s\n")
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
