"""A fictional region on this machine alone: no passwords, no TLS, a role switcher. Never for real people."""

import hashlib
import os
import secrets

from rondom.core import embedded

from .base import *
from .base import INSTALLED_APPS, beside

DEBUG = False
DEMO = True
SECOND_FACTOR = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
INSTALLED_APPS = ["rondom.demo", *INSTALLED_APPS]


def _secret() -> str:
    """One random secret per data folder, made at first use."""
    path = embedded.data_folder() / "secret"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(f"secret-{os.getpid()}")
        beside.touch(mode=0o600)
        beside.write_text(secrets.token_hex(32))
        beside.rename(path)
    return path.read_text()


# No proxy stands in front of the demo: the streams are at a port beside the pages, on this machine alone.
STREAMS, STREAM_ORIGINS, PAGE_ORIGINS = beside(
    os.environ.get("RONDOM_STREAMS_PORT", ""), os.environ.get("RONDOM_PORT", "8000")
)
# What is mailed stays here (/demo/postvak/).
MAIL_FROM = "rondom@demo.example"
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
SECRET_KEY = _secret()
ACTOR_KEY = hashlib.sha256(f"actor {SECRET_KEY}".encode()).hexdigest()
WHITENOISE_USE_FINDERS = True
STATIC_ROOT = None  # type: ignore[assignment]
WHITENOISE_MAX_AGE = 60
