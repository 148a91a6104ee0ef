"""Where what happens now comes from: the page that is asked for, and the trace that it is a part of."""

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

# W3C Trace Context, version 00: https://www.w3.org/TR/trace-context/ (read 2026-11-24).
_TRACEPARENT = re.compile(
    r"(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-[0-9a-f]{2}(-.*)?"
)


@dataclass(frozen=True)
class Trace:
    """A request, or a piece of work: `parent` is the span of whoever asked for it, when they said so."""

    access_point: str = ""
    trace_id: str = field(default_factory=lambda: secrets.token_hex(16))
    parent: str = ""

    @classmethod
    def of(cls, access_point: str, traceparent: str = "") -> "Trace":
        """The trace of a request; of its own when it brought none, or none that is valid."""
        found = _TRACEPARENT.fullmatch(traceparent)
        if not found or (found[3] and traceparent.startswith("00")):
            return cls(access_point)
        return cls(access_point, found[1], found[2])


_now: ContextVar[Trace | None] = ContextVar("trace", default=None)


@contextmanager
def apart() -> Iterator[None]:
    """What happens in the block has a trace of its own, which nothing outside it has."""
    before = _now.set(None)
    try:
        yield
    finally:
        _now.reset(before)


def begin(access_point: str, traceparent: str = "") -> None:
    """From here on, what happens came in at this point, as part of this trace."""
    _now.set(Trace.of(access_point, traceparent))


def current() -> Trace:
    """The trace of what happens now; a new one for what comes from nowhere."""
    return _now.get() or Trace()
