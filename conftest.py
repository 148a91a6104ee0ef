"""One embedded database cluster for a whole run of the tests, and a database of its own for every process of it.

Tests run as the serving role, never as the owner: what they may not do, the application may not do either.

    db              (pytest-django) the prepared world, in a transaction that is rolled back
    own_database    the prepared world in a fresh database, for tests that commit; one a module
    demo_database   the same with the loaded demo
    owner           a connection of the owner to the database that is in use; what it does is committed
"""

import fcntl
import gc
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count, product
from pathlib import Path

import psycopg
import pytest
import pytest_socket
from django.conf import settings as django_settings
from django.db import connection
from hypothesis import HealthCheck, Phase, settings

from rondom.core import embedded

settings.register_profile(
    "ci",
    max_examples=int(os.environ.get("RONDOM_EXAMPLES", "30")),
    derandomize="RONDOM_EXAMPLES" not in os.environ,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate, Phase.shrink],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("ci")
_numbers = count()
MIGRATED = embedded.ROOT / "build" / "migrated"  # the tables as an earlier run made them
KEPT = ("cluster", "kms")


def pytest_configure(config: pytest.Config) -> None:
    """The process that leads the run chooses the folder; the others find it in their environment."""
    if not hasattr(config, "workerinput"):
        folder = Path(tempfile.mkdtemp(prefix="rondom-tests-"))
        folder.chmod(0o711)  # as root, the database's own user must pass
        os.environ["RONDOM_DATA"] = str(folder)
        os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = str(folder / "hypothesis")
        for role, base in product(embedded.URLS, embedded.DATABASES):
            os.environ.pop(embedded.variable(role, base), None)
    django_settings.KMS_FOLDER = (
        _data() / "kms"
    )  # the settings may have been read before the folder was chosen


def pytest_collection_finish() -> None:
    """What is there before the first test stays to the end: the collector need not go through it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def pytest_unconfigure(config: pytest.Config) -> None:
    """The process that leads the run stops the cluster and removes it."""
    if not hasattr(config, "workerinput"):
        embedded.stop(_data())
        shutil.rmtree(_data(), ignore_errors=True)


def pytest_runtest_setup() -> None:
    """No test reaches further than this machine."""
    pytest_socket.socket_allow_hosts(["127.0.0.1", "::1"], allow_unix_socket=True)


def _data() -> Path:
    return Path(os.environ["RONDOM_DATA"])


@contextmanager
def _once(name: str) -> Iterator[bool]:
    """Whether something is still to be done, with every other process waiting until it is."""
    done = _data() / name
    with (_data() / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield not done.exists()
        done.touch()


def environment(name: str) -> dict[str, str]:
    """The environment in which a command of its own finds the test's database."""
    host = embedded.database(name=name)["HOST"]
    urls = {
        embedded.variable(role, base): f"postgresql://{role}@/{place}?host={host}&port={embedded.PORT}"
        for role in embedded.URLS
        for base, place in {"rondom": name, "rondom_keys": "rondom_keys"}.items()
    }
    return {**os.environ, **urls, "DJANGO_SETTINGS_MODULE": "rondom.config.settings.test"}


def _command(name: str, *arguments: str, role: str = "app") -> None:
    command = [sys.executable, "-P", "-m", "rondom.config.command", *arguments]
    subprocess.run(command, env={**environment(name), "RONDOM_ROLE": role}, check=True, cwd=embedded.ROOT)


def _use(name: str) -> None:
    """Point the one connection of Django at another database, as the serving role."""
    connection.close()
    connection.settings_dict.update(embedded.database("rondom_app", name=name))


def _owner_of(name: str) -> psycopg.Connection:
    place = embedded.database("rondom_owner", name=name)
    return psycopg.connect(
        host=place["HOST"], port=place["PORT"], user=place["USER"], dbname=name, autocommit=True
    )


@pytest.fixture(scope="session")
def world_template(django_db_blocker) -> str:
    """The name of the database that every test starts from: migrated, with the world of tests/world.py."""
    from tests.proof import DIGEST
    from tests.world import build

    with _once("world") as first:
        kept = first and _take_migrated()
        embedded.start(_data(), fast=True)
        if first:
            if not kept:
                _migrate()
            embedded.create_database("world", template="empty", data=_data())
            with _owner_of("world") as owner:
                owner.execute(DIGEST)
            owner.close()
            with django_db_blocker.unblock():
                _use("world")
                build()
                connection.close()
    return "world"


def _migrate() -> None:
    """Make the tables from the migrations, and keep the cluster as it is then for a later run with the same ones."""
    embedded.create_database("empty", data=_data())
    _command("empty", "migrate", "--verbosity", "0", role="owner")
    named = ["first_administrator", "beheerder", "--name", "Ivo Bakker", "--no-password"]
    _command("empty", *named, role="owner")
    embedded.stop(_data())
    shutil.rmtree(MIGRATED, ignore_errors=True)
    MIGRATED.mkdir(parents=True)
    for part in KEPT:
        subprocess.run(["cp", "-a", str(_data() / part), str(MIGRATED)], check=True)
    (MIGRATED / "key").write_text(_migrations())
    embedded.start(_data(), fast=True)


def _take_migrated() -> bool:
    """Whether an earlier run made the same tables; they are copied, as making them takes half a minute."""
    key = MIGRATED / "key"
    if not key.exists() or key.read_text() != _migrations():
        return False
    for part in KEPT:
        subprocess.run(["cp", "-a", str(MIGRATED / part), str(_data())], check=True)
    return True


def _migrations() -> str:
    """What the tables are made from, and by whom, in one word."""
    rooms = embedded.ROOT / "rondom"
    ways = [
        "*/migrations/**/*.py",
        "*/sql/*.sql",
        "*/migrations/sql/*.sql",
        "*/models.py",
        "*/models/*.py",
        "*/data/*",
        "keys/*.py",
        "landscape/*.py",
    ]
    files = {path for way in ways for path in rooms.glob(way)}
    files |= {rooms / "cases" / "protect.py", rooms / "core" / "db.py", rooms / "core" / "embedded.py"}
    files |= {embedded.ROOT / "requirements" / "app.txt", Path(__file__)}
    digest = hashlib.sha256(f"{sys.version} {os.getuid()}".encode())
    for path in sorted(files):
        digest.update(path.read_bytes())
    return digest.hexdigest()


@pytest.fixture(scope="session")
def demo_template(world_template) -> str:
    """The name of a database with the loaded demo."""
    with _once("demo") as first:
        if first:
            embedded.create_database("demo", template="empty", data=_data())
            _command("demo", "load_demo")
            with _owner_of("demo") as owner:
                from tests.proof import DIGEST

                owner.execute(DIGEST)
            owner.close()
    return "demo"


@contextmanager
def _copy(template: str, worker: str) -> Iterator[str]:
    name = f"{template}_{worker}_{next(_numbers)}"
    with _once("copying"):  # a template must be still while it is copied
        embedded.create_database(name, template=template, data=_data())
    before = connection.settings_dict["NAME"]
    _use(name)
    try:
        yield name
    finally:
        _use(before)
        embedded.drop_database(name, data=_data())


@pytest.fixture(scope="session")
def worker(request: pytest.FixtureRequest) -> str:
    """The name of this process of the run."""
    return getattr(request.config, "workerinput", {}).get("workerid", "alone")


@pytest.fixture(scope="session")
def django_db_setup(world_template, worker, django_db_blocker) -> Iterator[None]:
    """Tests that are rolled back share one copy of the world a process."""
    from rondom.keys import store

    with django_db_blocker.unblock(), _copy(world_template, worker):
        django_db_blocker.restore()
        yield
        django_db_blocker.unblock()
    connection.close()
    store.close()  # kept by the thread, which ends with the run


@pytest.fixture(scope="module")
def own_database(django_db_setup, world_template, worker, django_db_blocker) -> Iterator[str]:
    """A copy of the world for one module, whose tests may commit; gives its name."""
    with django_db_blocker.unblock(), _copy(world_template, worker) as name:
        yield name


@pytest.fixture(scope="module")
def demo_database(django_db_setup, demo_template, worker, django_db_blocker) -> Iterator[str]:
    """A copy of the loaded demo for one module, whose tests may commit; gives its name."""
    with django_db_blocker.unblock(), _copy(demo_template, worker) as name:
        yield name


@pytest.fixture
def owner(django_db_setup) -> Iterator[psycopg.Connection]:
    """The owner, at the database in use. With `db` it sees nothing of what the test itself wrote."""
    with _owner_of(connection.settings_dict["NAME"]) as found:
        yield found


@pytest.fixture
def rondom() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run a command of Rondom as someone at a terminal would, on the database in use; with `own_database`."""

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-P", "-m", "rondom.config.command", *arguments]
        place = environment(connection.settings_dict["NAME"])
        return subprocess.run(
            command, env=place, cwd=embedded.ROOT, check=False, capture_output=True, text=True
        )

    return run


@pytest.fixture
def started() -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Start a command of Rondom that goes on until it is told to stop; it is, at the end of the test."""
    running = []

    def start(*arguments: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-P", "-m", "rondom.config.command", *arguments]
        place = environment(connection.settings_dict["NAME"])
        running.append(
            subprocess.Popen(
                command,
                env=place,
                cwd=embedded.ROOT,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
        )
        return running[-1]

    yield start
    for process in running:
        process.kill()
        process.communicate()


@pytest.fixture
def world(request: pytest.FixtureRequest):
    """The people, organisations and regions of the tests."""
    if "own_database" not in request.fixturenames:
        request.getfixturevalue("db")
    from tests.world import World

    return World()
