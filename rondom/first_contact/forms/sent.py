"""What another system sends, checked before anything is done with it: its form, its size, its key."""

import json
import re
from typing import Any, NoReturn

from django.http import HttpRequest
from django.utils.translation import gettext as _

from rondom.core.problem import MEDIA_TYPE, Problem
from rondom.first_contact.actions.receptions import Sent

LARGEST = 1_000_000  # bytes; the largest case file of the demo has six thousand
KEY = r"[A-Za-z0-9._~:+/=-]{16,200}"
_ANSWERS = {"*/*", "application/*", "application/json", MEDIA_TYPE}


def read(request: HttpRequest) -> Sent:
    """The report that was sent, and its key. Raises Problem with 400, 406, 411, 413 or 415."""
    _must_read_json(request)
    body = _body(request)
    return Sent(_key(request), body, _json(body))


def _must_read_json(request: HttpRequest) -> None:
    wanted = [
        one.partition(";")[0].strip().lower() for one in request.headers.get("Accept", "*/*").split(",")
    ]
    if not _ANSWERS & {*wanted}:
        raise Problem(406, _("The answer is JSON (application/json)."))


def _body(request: HttpRequest) -> bytes:
    """The bytes, of which the length is known before they are read."""
    if request.headers.get("Transfer-Encoding"):
        raise Problem(411, _("Say how long it is (Content-Length)."))
    if int(request.headers.get("Content-Length") or 0) > LARGEST:
        raise Problem(413, _("This is too large to take in."))
    if request.content_type != "application/json":
        raise Problem(415, _("Send JSON (application/json)."), {"Accept": "application/json"})
    return request.body


def _key(request: HttpRequest) -> str:
    """The key, with or without the quotation marks of RFC 8941 (draft-ietf-httpapi-idempotency-key-header)."""
    sent = request.headers.get("Idempotency-Key", "").strip()
    found = re.fullmatch(rf'"({KEY})"|({KEY})', sent)
    if found is None:
        raise Problem(
            400,
            _(
                "Send a key of your own for this report, of 16 to 200 signs, such as a UUID (Idempotency-Key)."
            ),
        )
    return found[1] or found[2]


def _json(body: bytes) -> Any:
    try:
        return json.loads(body.decode("utf-8"), parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise Problem(400, _("This is not JSON that can be read.")) from None


def _no_number(name: str) -> NoReturn:
    """NaN and Infinity are not JSON (RFC 8259, section 6)."""
    raise ValueError(name)
