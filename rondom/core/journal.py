"""What the server says of itself: where and what kind, never what anyone typed."""

import json
import logging
from datetime import UTC, datetime
from traceback import walk_tb
from types import TracebackType
from typing import Any

# Those whose words are written by us, or hold no value of a request.
_OURS = ("rondom", "granian", "_granian")
_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


class Bare(logging.Formatter):
    """One line of JSON a record, in UTC: level, logger, and the place in the code.

    Left out is whatever can hold a value: addresses and their queries, the words of an exception, lines of source,
    and the arguments of a message. Of a request remain its method, the name of its view, and the status; of an
    exception its kinds and where it passed; of a message its words before they were filled in.
    """

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "place": f"{record.module}:{record.lineno}",
        }
        request = getattr(record, "request", None)
        if request is not None:
            match = getattr(request, "resolver_match", None)
            method = getattr(request, "method", "")
            line["method"] = method if method in _METHODS else "another"
            line["view"] = match.view_name if match else ""
            line["status"] = getattr(record, "status_code", 0)
        elif record.name.startswith(_OURS):
            line["said"] = record.getMessage()
        elif record.args and isinstance(record.msg, str):
            line["said"] = record.msg
        if record.exc_info and record.exc_info[1]:
            line["error"] = list(_chain(record.exc_info[1]))
        return json.dumps(line)


def _chain(error: BaseException) -> list[dict[str, Any]]:
    """The exception and those it came from, each by its kind and the way it took."""
    found: list[dict[str, Any]] = []
    seen: BaseException | None = error
    while seen is not None and len(found) < 10:  # noqa: PLR2004 - a chain may go round
        kind = f"{type(seen).__module__}.{type(seen).__qualname__}"
        found.append({"kind": kind, "way": _way(seen.__traceback__)})
        seen = seen.__cause__ or seen.__context__
    return found


def _way(traceback: TracebackType | None) -> list[str]:
    return [
        f"{frame.f_globals.get('__name__', '?')}:{number} {frame.f_code.co_name}"
        for frame, number in walk_tb(traceback)
    ]
