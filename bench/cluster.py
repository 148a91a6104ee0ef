"""The benchmark's own PostgreSQL: set like the demo's, in a data folder that is kept between runs."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from rondom.core import embedded

ROOT = embedded.ROOT
HERE = Path(__file__).parent


def data_folder() -> Path:
    """`$RONDOM_DATA/bench`, or `build/bench` in the checkout; read once, before the settings are."""
    given = os.environ.get("RONDOM_DATA")
    return Path(given).resolve() / "bench" if given else ROOT / "build" / "bench"


def environment(size: int, role: str = "app") -> dict[str, str]:
    """What a process needs to work on the population of `size` cases."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "RONDOM_BENCH_DATABASE": name(size),
        "RONDOM_ROLE": role,
        "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]),
        "PYTHONUTF8": "1",
    }


@contextmanager
def running() -> Iterator[None]:
    """Run the cluster for the length of a block, with `RONDOM_DATA` set to its folder."""
    if not embedded.wanted():
        sys.exit("The benchmark brings its own database; unset RONDOM_DATABASE_URL.")
    folder = data_folder()
    os.environ["RONDOM_DATA"] = str(folder)
    with embedded.in_use(folder):
        yield


def name(size: int) -> str:
    """The database that holds the population of `size` cases."""
    return f"bench_{size}"


def connect(database: str, user: str, **options: Any) -> psycopg.Connection[tuple[Any, ...]]:
    """A connection of our own, in autocommit."""
    described = embedded.database()
    return psycopg.connect(
        host=described["HOST"], port=described["PORT"], user=user, dbname=database, autocommit=True, **options
    )


def fingerprint(seed: int) -> str:
    """What a population depends on: the tables, the rules, and how it is made."""
    kinds = ["*/migrations/*.py", "*/sql/*.sql", "cases/protect.py", "core/db.py"]
    files = [path for kind in kinds for path in sorted((ROOT / "rondom").glob(kind))]
    whole = hashlib.sha256(f"{seed}".encode())
    for path in [*files, *sorted(HERE.glob("sql/*.sql")), HERE / "population.py", HERE / "sealing.py"]:
        whole.update(path.read_bytes())
    return whole.hexdigest()[:16]


def migrate(size: int) -> None:
    """Make the tables, as their owner."""
    run(size, "django", "migrate", "--skip-checks", "--verbosity", "0", role="owner")


def run(size: int, module: str, *arguments: str, role: str = "app") -> None:
    """Run a module on the population of `size` cases."""
    command = [sys.executable, "-W", "ignore", "-m", module, *arguments]
    subprocess.run(command, env=environment(size, role), cwd=ROOT, check=True)
