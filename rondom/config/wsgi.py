"""The pages, as the server runs them."""

import gc
import re
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

from rondom.core.checks import must_serve_safely

_django = get_wsgi_application()
must_serve_safely()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer one request. Every form of ours is sent in UTF-8: another alphabet that a request names is not heard.

    Django would look it up before it can answer anything, and fail on some that are no alphabets (`charset=zlib`).
    """
    kind = environ.get("CONTENT_TYPE") or ""
    environ["CONTENT_TYPE"] = re.sub(r"(?i);?[^;]*charset[^;]*", "", kind)
    return _django(environ, start_response)


# What is there now stays: the collector need not walk it again during requests.
gc.freeze()
gc.set_threshold(100_000, 50, 100)
