"""What another system is told when something cannot be: a problem (RFC 9457), in the language it asked for."""

import http
import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse

from rondom.core.errors import Fault

API = "/api/"
VERSION = "1.0.0"  # of the API as a whole (NL API Design Rules, /core/version-header); not of Rondom
MEDIA_TYPE = "application/problem+json"


class Problem(Exception):  # noqa: N818
    """The request stops here, with this answer."""

    def __init__(self, status: int, detail: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(detail)
        self.status, self.detail, self.headers = status, detail, dict(headers or {})


def is_for_systems(request: HttpRequest) -> bool:
    """Whether who asks reads problems, and no pages."""
    return request.path_info.startswith(API)


def answer(
    status: int,
    detail: str,
    *,
    faults: Sequence[Fault] = (),
    headers: Mapping[str, str] | None = None,
    **more: str,
) -> HttpResponse:
    """The problem: HTTP's own word as title, a sentence, and one entry a fault with its field."""
    said: dict[str, Any] = {
        "type": "about:blank",
        "title": http.HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        **{name: value for name, value in more.items() if value},
    }
    if faults:
        said["errors"] = [
            {"pointer": fault.pointer, "field": fault.field, "detail": fault.sentence} for fault in faults
        ]
    return as_json(said, status, MEDIA_TYPE, headers)


def as_json(
    data: Any, status: int, media_type: str = "application/json", headers: Mapping[str, str] | None = None
) -> HttpResponse:
    """Data as an answer of the API; only ASCII, so that a lone surrogate that was sent cannot break it."""
    return HttpResponse(
        json.dumps(data),
        status=status,
        content_type=media_type,
        headers={"API-Version": VERSION, **(headers or {})},
    )
