"""Small secrets that only this application reads again, such as what stands in a session."""

import base64
from functools import cache

from rondom.core.kms import Kind, Kms, KmsError, kms

KEY = "door"


def seal(text: str, about: str) -> str:
    """Encrypt under the master key of the door, bound to what it is `about`. Raises KmsError."""
    return base64.b64encode(_keys().wrap(KEY, text.encode(), about.encode())).decode()


def unseal(sealed: str, about: str) -> str | None:
    """What was sealed about this; None for anything else, such as what someone put there by hand."""
    try:
        return _keys().unwrap(KEY, base64.b64decode(sealed, validate=True), about.encode()).decode()
    except (KmsError, ValueError):
        return None


@cache
def _keys() -> Kms:
    found = kms()
    found.make(KEY, Kind.WRAP)
    return found
