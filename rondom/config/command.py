"""The command `rondom`: the demo, the server, and everything Django's `manage.py` does."""

import contextlib
import os
import sys
import warnings

from rondom.config import run_demo
from rondom.core import embedded

# Commands that change or read what only the owner of the tables may; all others run as the serving role.
AS_OWNER = {"first_administrator", "flush", "makemigrations", "migrate", "showmigrations", "sqlmigrate"}
# Commands of the background, and those that read the whole log, which holds no content.
AS_WORKER = {"destroy_due", "log_export", "rotate_epoch", "seal", "verify", "worker"}
# Commands that ask the database nothing, so that none is started for them.
WITHOUT_DATABASE = {
    "check",
    "collectstatic",
    "compilemessages",
    "diagram",
    "diffsettings",
    "findstatic",
    "help",
    "makemigrations",
    "messages",
    "version",
    "witness",
}


def main() -> None:
    """Run what the command line asks for; what a person can mend is said in a sentence."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rondom.config.settings.demo")
    arguments = sys.argv[1:] or ["help"]
    try:
        match arguments:
            case ["demo"]:
                run_demo.run()
            case ["demo-reset"]:
                run_demo.reset()
            case ["serve"]:
                serve()
            case ["streams"]:
                streams()
            case _:
                manage(arguments)
    except (embedded.EmbeddedError, run_demo.DemoError) as error:
        sys.exit(str(error))


def manage(arguments: list[str]) -> None:
    """Run one of Django's commands or ours, in the role it needs, with the database running if it needs one."""
    from django.core.management import execute_from_command_line  # noqa: PLC0415 - the demo starts without it

    name = arguments[0].replace("-", "_") if arguments[0][:1] != "-" else arguments[0]
    arguments = [name, *arguments[1:]]
    if name in AS_OWNER:
        os.environ.setdefault("RONDOM_ROLE", "owner")
    if name in AS_WORKER:
        os.environ["RONDOM_ROLE"] = "worker"
    if name == "makemigrations":
        # It compares files; that the history in a database could not be compared as well is no news.
        warnings.filterwarnings(
            "ignore", "Got an error checking a consistent migration history", RuntimeWarning
        )
    asks = not (name in WITHOUT_DATABASE or name.startswith("-") or {"-h", "--help"} & {*arguments})
    needs = asks and embedded.wanted() and "RONDOM_KEPT" not in os.environ
    with embedded.in_use(embedded.data_folder()) if needs else contextlib.nullcontext():
        execute_from_command_line(["rondom", *arguments])


def serve() -> None:
    """Serve the pages until told to stop, on RONDOM_HOST and RONDOM_PORT, with RONDOM_WORKERS processes."""
    if embedded.wanted():
        raise embedded.EmbeddedError("`rondom serve` needs RONDOM_DATABASE_URL; the demo is `rondom demo`.")
    host, workers = os.environ.get("RONDOM_HOST", "127.0.0.1"), os.environ.get("RONDOM_WORKERS", "1")
    command = run_demo.server(run_demo.port(), host=host, workers=workers)
    os.execv(command[0], command)  # nosec B606 # noqa: S606 - becomes the server, so that signals reach it


def streams() -> None:
    """Serve the streams until told to stop, on RONDOM_STREAMS_HOST and RONDOM_STREAMS_PORT, for a proxy to send /stroom/ to."""
    if embedded.wanted():
        raise embedded.EmbeddedError("`rondom streams` needs RONDOM_DATABASE_URL; the demo brings its own.")
    host, port = (
        os.environ.get("RONDOM_STREAMS_HOST", "127.0.0.1"),
        os.environ.get("RONDOM_STREAMS_PORT", "8001"),
    )
    command = run_demo.streams(int(port), host=host)
    os.execv(command[0], command)  # nosec B606 # noqa: S606 - becomes the server, so that signals reach it


if __name__ == "__main__":
    main()
